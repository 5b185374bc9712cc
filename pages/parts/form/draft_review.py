"""The wizard's last pages: everything to read once more, the sending, and the code."""

import streamlit as st

from pages.frame import session
from pages.parts.cash import postage
from pages.parts.citizen.procedure_choice import TRACK
from pages.parts.facts import facts
from pages.parts.form import channel_choice
from pages.parts.form.draft_form import go, neighbours
from pages.parts.form.steps import AT_CODE, OFFICE, PAPERS, REVIEW, Step, of_field, show_position, the_ten
from pages.parts.sheet import star, told_wrong
from pages.parts.words import _, money, plain
from services import captcha, captcha_mail, correspondence, drafts, forms, intake, intake_words
from services.catalogue import Procedure
from services.clock import today
from services.drafts import DraftView
from services.errors import GuardRefused, Invalid, NotFound, Problem, TooOften
from services.forms import words as forms_words
from services.language import pick
from services.money import due
from services.post import postage as prices
from services.sentences import say

HERE = frozenset({"oath", "form_changed"})
"""Problems that are put right on this very page, and stand at no question."""


def review(draft: DraftView, all_steps: list[Step]) -> None:
    """All answers and files, each with its way back; then picture, tick and the button."""
    values = forms.clean(draft.procedure, draft.form).values
    top = st.container()
    st.subheader(_("Xem lại trước khi nộp"), anchor=False)
    _part(draft, _("Cơ quan giải quyết"), OFFICE, [(_("Gửi tới"), draft.office.name if draft.office else "")])
    said = dict(forms_words.answers(draft.procedure, values))
    for step in all_steps:
        for section in step.sections:
            title = pick(section.title, section.title_en)
            lines = [(forms_words.label(field), text) for field, text in said.get(title, [])]
            _part(draft, title, step.key, lines)
    _part(draft, _("Giấy tờ"), PAPERS, _files(draft))
    _fee(draft, values)
    _send(draft, all_steps, top)
    back = neighbours(all_steps, all_steps[-1])[0]
    with st.container(key="mc-way-back"):
        st.button(_("Quay lại"), on_click=go, args=(draft.token, back), key="back")


def _part(draft: DraftView, title: str, step: str, lines: list[tuple[str, str]]) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{title}**", width="stretch")
            st.button(
                _("Sửa"), key=f"edit-{step}-{title}", type="tertiary", icon=":material/edit:",
                on_click=go, args=(draft.token, step),
            )  # fmt: skip
        facts(lines)


def _files(draft: DraftView) -> list[tuple[str, str]]:
    names = {paper.key: pick(paper.label, paper.label_en) for paper in draft.procedure.papers}
    told = _("%(name)s (%(pages)s trang)")
    return [(names.get(p.slot, p.slot), told % {"name": p.filename, "pages": p.pages}) for p in draft.papers]


def _fee(draft: DraftView, values: dict) -> None:
    procedure = draft.procedure
    price = prices.told(draft.office.id if draft.office else None, procedure, values)
    lines = due.lines(procedure, values, day=today(), postage=price)
    if amount := sum(line.amount for line in lines):
        st.markdown(_("Lệ phí: **%(amount)s**") % {"amount": money(amount)})
        st.caption(pick(procedure.fee.note, procedure.fee.note_en))
    for line in lines:  # who pays nothing for something that costs others reads why
        if line.exempt and line.price * line.quantity:
            free = next(one for one in line.fee.exemptions if one.value == line.exempt)
            st.markdown(
                _("Lệ phí: **được miễn** (%(why)s)") % {"why": plain(pick(free.label, free.label_en))}
            )
    postage.told(procedure, values, price)


# --- sending ------------------------------------------------------------------------------------------------


def _send(draft: DraftView, all_steps: list[Step], top) -> None:  # noqa: ANN001 (a Streamlit container)
    st.subheader(the_ten()[AT_CODE - 1], anchor=False)
    st.caption(_("Bước %(at)s/%(all)s") % {"at": AT_CODE, "all": len(the_ten())})
    channel_choice.with_form(draft.token)
    picture = st.container()
    oath = next((field for field in draft.procedure.fields if field.role == "oath"), None)
    with st.form("send", border=False):
        typed = "" if captcha.is_off() else st.text_input(star(_("Mã xác nhận"), True), autocomplete="off")
        wrong = st.container()
        ticked = oath is None or st.checkbox(pick(oath.label, oath.label_en))
        wrong_tick = st.container()
        pressed = st.form_submit_button(_("Nộp hồ sơ"), type="primary", icon=":material/send:")
    found = intake.problems(draft.procedure, draft.form, {paper.slot for paper in draft.papers})
    if pressed:
        try:
            intake.submit(draft.token, captcha=typed, oath=ticked)
        except Invalid as refusal:
            found = list(refusal.problems)
        except (TooOften, GuardRefused) as refusal:
            with wrong:
                told_wrong(say(refusal))
        else:
            session.keep_proof(intake.follower(draft.token))
            st.query_params.from_dict({"nhap": draft.token})
            st.rerun()
    for problem in found:
        sentence = intake_words.say(problem, draft.procedure)
        if problem.where == "captcha":
            with wrong:
                told_wrong(sentence)
        elif problem.code == "oath":
            with wrong_tick:
                told_wrong(sentence)
    with top:
        _left(draft, all_steps, found)
    if not captcha.is_off():
        with picture:
            # Sending may have replaced it, so it is drawn last.
            _picture(draft.token, drafts.view(draft.token).captcha if pressed else draft.captcha)


def _left(draft: DraftView, all_steps: list[Step], found: list[Problem]) -> None:
    """What must be put right first, each with the way there."""
    if not found:
        return
    said = _("Hồ sơ chưa nộp được: còn %(count)s chỗ cần sửa.") % {"count": len(found)}
    st.error(said, icon=":material/error:")
    by_step: dict[str, list[Problem]] = {}
    for problem in found:
        by_step.setdefault(_step_of(problem, all_steps), []).append(problem)
    for key, problems in by_step.items():
        title = next((step.title for step in all_steps if step.key == key), "")
        with st.container(horizontal=True, vertical_alignment="center"):
            places = "\n".join(f"- {_told(problem, draft.procedure)}" for problem in problems)
            st.markdown(f"**{title}**\n{places}" if key != REVIEW else places, width="stretch")
            if key != REVIEW:
                st.button(
                    _("Sửa"), key=f"fix-{key}", type="tertiary", icon=":material/edit:",
                    on_click=go, args=(draft.token, key),
                )  # fmt: skip


def _step_of(problem: Problem, all_steps: list[Step]) -> str:
    """The page on which this is put right; what is asked on this very page has this one."""
    if problem.code in HERE or problem.where == "captcha":
        return REVIEW
    if problem.code == "agency_missing":
        return OFFICE
    step = of_field(all_steps, problem.where.partition(".")[0])
    return step.key if step else PAPERS


def _told(problem: Problem, procedure: Procedure) -> str:
    sentence = intake_words.say(problem, procedure)
    return sentence if problem.code in HERE else f"{intake_words.where(problem, procedure)}: {sentence}"


def _picture(token: str, answer: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = _("Hình có các chữ và số để gõ lại")
        st.image(_drawn(token, answer), width=220, alt=shown)
        st.button(
            _("Đổi hình khác"), type="tertiary", icon=":material/refresh:",
            on_click=drafts.new_challenge, args=(token,),
        )  # fmt: skip
    st.caption(_("Gõ lại các chữ và số trong hình, không phân biệt chữ hoa, chữ thường."))
    _by_mail(token)


def _by_mail(token: str) -> None:
    """Whoever cannot read the picture gets digits by mail; both go into the same field."""
    label = _("Không đọc được hình? Nhận mã qua thư điện tử")
    if st.button(label, type="tertiary", icon=":material/mail:", key="by-mail"):
        try:
            captcha_mail.ask(token, session.visitor())
        except Invalid as refusal:
            for problem in refusal.problems:
                told_wrong(intake_words.say(problem, drafts.view(token).procedure))
            return
        except TooOften as refusal:
            told_wrong(say(refusal))
            return
    if captcha_mail.waits(token):
        st.info(
            _("Đã gửi mã 6 chữ số tới địa chỉ thư đã khai. Gõ mã đó vào ô dưới; mã có hiệu lực 10 phút."),
            icon=":material/mail:",
        )


@st.cache_data(ttl=3600, max_entries=200, show_spinner=False)
def _drawn(token: str, answer: str) -> bytes:
    """One picture per answer: drawn anew at each run it would give its letters away by comparison."""
    return captcha.picture(answer)


# --- sent ---------------------------------------------------------------------------------------------------


def sent(draft: DraftView) -> None:
    """The code, what happens next, the receipt, and the way to follow it."""
    show_position(AT_CODE, the_ten()[-1], done=True)
    where = draft.office.name if draft.office else ""
    st.success(_("Đã gửi hồ sơ tới %(office)s.") % {"office": where}, icon=":material/check_circle:")
    with st.container(key="mc-code"):
        st.header(_("Mã hồ sơ: %(code)s") % {"code": draft.code}, anchor=False)
    st.markdown(
        "\n".join(
            [
                _("Việc tiếp theo:"),
                "1. " + _("Thư xác nhận được gửi tới địa chỉ thư điện tử ông/bà đã khai."),
                "2. " + _("Trong 8 giờ làm việc, cơ quan báo ngày hẹn trả, hoặc hồ sơ còn thiếu gì."),
                "3. " + _("Tra cứu bằng mã hồ sơ và 4 số cuối điện thoại hoặc số định danh."),
            ]
        )
    )
    with st.container(horizontal=True):
        try:
            follower = intake.follower(draft.token)
        except NotFound:
            pass
        else:
            st.download_button(
                _("Tải biên nhận"), lambda: correspondence.submission_pdf(follower, draft.code or "")[1],
                file_name=f"{draft.code}.pdf", mime="application/pdf", icon=":material/download:",
                on_click="ignore", type="primary",
            )  # fmt: skip
        st.page_link(
            TRACK, label=_("Tra cứu hồ sơ"), icon=":material/search:", query_params={"ma": draft.code or ""}
        )
