"""The wizard's first pages: the office that decides, and the questions."""

import zlib
from collections.abc import Iterable

import streamlit as st

from pages.frame import session
from pages.parts.citizen import office_ended
from pages.parts.form.form_fields import draw
from pages.parts.form.pen import Pen
from pages.parts.form.steps import Step, way
from pages.parts.sheet import star
from pages.parts.words import _
from services import drafts, forms, intake, intake_words, offers
from services.catalogue import Procedure
from services.drafts import DraftView
from services.errors import Problem
from services.language import pick
from services.offers import Office


def go(token: str, step: str) -> None:
    """Turn to another page of the draft; the row remembers it for whoever comes back."""
    drafts.go(token, step)
    st.query_params.from_dict({"nhap": token, "buoc": step})


def neighbours(all_steps: list[Step], here: Step) -> tuple[str, str]:
    """The pages before and after this one; the first and the last have themselves."""
    at = all_steps.index(here)
    return all_steps[max(at - 1, 0)].key, all_steps[min(at + 1, len(all_steps) - 1)].key


# --- the office ---------------------------------------------------------------------------------------------


def office(procedure: Procedure, draft: DraftView | None, all_steps: list[Step]) -> None:
    """Which office decides; only one answers itself. Going on begins the draft: its link is the address."""
    choices = offers.offices(procedure)
    st.markdown(_("Thủ tục: **%(name)s**") % {"name": pick(procedure.name, procedure.name_en)})
    if not choices:
        st.info(_("Chưa có cơ quan nào nhận thủ tục này qua mạng. Xin đến Bộ phận một cửa."))
        return
    chosen = _choose(choices, draft)
    _notice()
    if not way(None, None):
        return
    if chosen is None:
        st.error(_("Xin chọn cơ quan giải quyết."), icon=":material/error:")
        return
    if draft is None:
        _start(procedure, chosen, all_steps[1].key)
    else:
        drafts.choose_office(draft.token, chosen.id)
        go(draft.token, all_steps[1].key)
    st.rerun()


def _choose(choices: list[Office], draft: DraftView | None) -> Office | None:
    by_slug = {one.slug: one for one in choices}
    if len(choices) == 1:
        st.markdown(_("Cơ quan giải quyết: **%(name)s**") % {"name": choices[0].name})
        return choices[0]
    named = draft.office.slug if draft and draft.office else st.query_params.get("co-quan")
    wanted = named if named in by_slug else office_ended.told(named)
    slug = st.selectbox(
        star(_("Cơ quan giải quyết"), True), list(by_slug), key="office",
        index=list(by_slug).index(wanted) if wanted in by_slug else None,
        format_func=lambda s: _named(by_slug[s]), placeholder=_("Chọn cơ quan"),
    )  # fmt: skip
    st.caption(_("Chọn xã, phường nơi ông/bà muốn làm thủ tục và nhận kết quả."))
    return by_slug[slug] if slug else None


def _named(one: Office) -> str:
    above = one.parent_name.removeprefix("UBND ")
    return f"{one.name}, {above}" if above else one.name


def _notice() -> None:
    """What happens to what is typed: information, because the law asks no consent for this work."""
    with st.container(border=True, gap="small"):
        st.markdown("**" + _("Thông tin của ông/bà được dùng thế nào") + "**")
        st.markdown(
            _(
                "Cơ quan giải quyết chỉ dùng thông tin và giấy tờ ông/bà gửi để giải quyết hồ sơ này và báo "
                "kết quả, theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15. Chỉ cán bộ được giao việc của "
                "cơ quan đó xem được. Ông/bà có quyền xem, đề nghị sửa hoặc hỏi lại tại cơ quan giải quyết."
            )
        )
        st.markdown(
            _(
                "Những gì ông/bà khai được lưu ngay khi rời từng ô và giữ 30 ngày. Giữ lại địa chỉ của trang "
                "này để khai tiếp; ai có địa chỉ ấy cũng mở được bản khai."
            )
        )


def _start(procedure: Procedure, chosen: Office, step: str) -> None:
    reader, visitor = session.actor(), session.visitor()
    token = intake.start(
        procedure.code, chosen.id, language=session.language(),
        # On the machine itself everyone is "local", a kiosk or a load test: they are not counted together.
        visitor=None if visitor == "local" else visitor,
        account_id=reader.account_id if reader and reader.kind == "citizen" else None,
    )  # fmt: skip
    go(token, step)


# --- the questions ------------------------------------------------------------------------------------------


def form(draft: DraftView, all_steps: list[Step], here: Step) -> None:
    """The questions of one page. Every answer is kept when it leaves its field, and checked at once."""
    cleaned = forms.clean(draft.procedure, draft.form)
    keys = {field.key for section in here.sections for field in section.fields}
    mine = [problem for problem in cleaned.problems if problem.where.partition(".")[0] in keys]
    pressed_before = "sua" in st.query_params
    shown = mine if pressed_before else [p for p in mine if p.code not in ("required", "rows_min")]
    if pressed_before and mine:
        summary(mine, draft.procedure)
    pen = Pen(
        name=f"q{draft.token[:8]}",
        procedure=draft.procedure,
        form=draft.form,
        shown=cleaned.values,
        wrong=by_place(shown, draft.procedure),
        doubtful=by_place(cleaned.warnings, draft.procedure),
        hints={"agency_or_text": (draft.office.name,)} if draft.office else {},
        keep=lambda answers: drafts.save(draft.token, answers),
        drop_row=lambda group, number: drafts.drop_row(draft.token, group, number),
    )
    questions(pen, here, draft.office.name if draft.office else "")
    before, after = neighbours(all_steps, here)
    if way(None, lambda: go(draft.token, before)):
        if mine:
            st.query_params["sua"] = "1"
        else:
            go(draft.token, after)
        st.rerun()


def questions(pen: Pen, here: Step, office: str) -> None:
    """The sections of one page with the questions that the answers so far open."""
    open_now = {field.key for field in forms.visible_fields(pen.procedure, pen.shown) if field.asked}
    for section in here.sections:
        st.subheader(pick(section.title, section.title_en), anchor=False)
        st.caption(pick(section.why, section.why_en))
        for field in section.fields:
            if field.type == "agency" and office:
                st.markdown(f"{pick(field.label, field.label_en)}: **{office}**")
            elif field.key in open_now:
                draw(field, pen)


def by_place(problems: Iterable[Problem], procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """The sentences of these problems by the place that each stands under."""
    found: dict[str, tuple[str, ...]] = {}
    for problem in problems:
        found[problem.where] = (*found.get(problem.where, ()), intake_words.say(problem, procedure))
    return found


def summary(problems: list[Problem], procedure: Procedure) -> None:
    """On top of the page: how much is to be put right, and where."""
    said = [_("Còn %(count)s chỗ cần sửa:") % {"count": len(problems)}]
    places = dict.fromkeys(intake_words.where(problem, procedure) for problem in problems)
    # A new name for every set of faults, so that the browser shows them when they have changed.
    with st.container(key=f"mc-faults-{zlib.crc32(repr(list(places)).encode())}"):
        st.error("\n".join([*said, *(f"- {place}" for place in places)]), icon=":material/error:")
