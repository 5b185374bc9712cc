"""A dossier as its citizen follows it: state, what is next, the return date and why, story and letters."""

import streamlit as st

from pages.frame import session
from pages.parts.citizen import result_file
from pages.parts.dossier import certificate_draft, money, parcel
from pages.parts.dossier.dossier_data import way_name
from pages.parts.facts import facts
from pages.parts.form.citizen_answers import supplement, withdrawal
from pages.parts.words import _, day, moment, plain, state_badge, state_name
from services import correspondence, tracking_words
from services.actors import Actor
from services.language import pick
from services.sentences import action_name
from services.tracking import Followed
from services.workflow import State


def draw(follower: Actor, seen: Followed) -> None:
    """The whole page of one dossier."""
    with st.container(key="mc-code", gap="small"):
        st.title(_("Hồ sơ %(code)s") % {"code": seen.code}, anchor=False)
        st.markdown(state_badge(seen.state))
    st.markdown(plain(tracking_words.next_step(seen)))
    if "answer_supplement" in seen.actions and seen.asked:
        supplement(follower, seen)
    certificate_draft.for_citizen(follower, seen)
    money.for_citizen(seen.money, seen.code, seen.agency, seen.pickup)
    _summary(seen)
    parcel.draw(seen.parcels)
    result_file.draw(follower, seen.code)
    if seen.reasons:
        with st.expander(_("Vì sao hẹn ngày này?")):
            st.markdown("\n".join(f"- {plain(reason)}" for reason in seen.reasons))
    _letters(follower, seen)
    _story(seen)
    if "withdraw" in seen.actions:
        withdrawal(follower, seen)
    st.button(_("Tra cứu hồ sơ khác"), type="tertiary", icon=":material/search:", on_click=_another)


def _another() -> None:
    session.forget_proof()
    st.query_params.clear()


def _summary(seen: Followed) -> None:
    due = moment(seen.due_at) if seen.due_at else _("có khi hồ sơ được tiếp nhận")
    if seen.due_at and seen.clock == "paused":
        owes = seen.state is State.PAYMENT_ASKED
        due = _("tạm dừng đếm; có lại khi nộp đủ") if owes else _("tạm dừng đếm; có lại khi bổ sung đủ")
    office = f"{seen.agency}, {seen.agency_phone}" if seen.agency_phone else seen.agency
    lines = [
        (_("Người nộp"), seen.applicant),
        (_("Thủ tục"), pick(seen.procedure.name, seen.procedure.name_en)),
        (_("Cơ quan giải quyết"), office),
        (_("Đang ở"), tracking_words.who_holds(seen)),
        (_("Nộp lúc"), moment(seen.submitted_at)),
        (_("Tiếp nhận lúc"), moment(seen.received_at) if seen.received_at else ""),
        (_("Ngày hẹn trả"), "" if seen.closed_at else due),
        (_("Nhận kết quả"), way_name(seen.result_way)),
        (_("Kết thúc lúc"), moment(seen.closed_at) if seen.closed_at else ""),
    ]
    facts([line for line in lines if line[1]])


def _letters(follower: Actor, seen: Followed) -> None:
    st.subheader(_("Giấy tờ của hồ sơ"), anchor=False)
    st.download_button(
        _("Tải biên nhận"), lambda: correspondence.submission_pdf(follower, seen.code)[1],
        file_name=f"{seen.code}.pdf", mime="application/pdf", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    for letter in seen.letters:
        st.download_button(
            _("Tải phiếu %(title)s (%(day)s)") % {"title": letter.title, "day": day(letter.issued_at)},
            lambda letter=letter: correspondence.pdf(follower, seen.code, letter.id)[1],
            file_name=f"{seen.code}-{letter.kind}.pdf", mime="application/pdf", key=f"letter-{letter.id}",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _story(seen: Followed) -> None:
    """What happened, newest first."""
    st.subheader(_("Diễn biến"), anchor=False)
    lines, before = [], None
    for one in seen.story:
        who = _("cơ quan") if one.by_office else _("người nộp")
        note = f"  \n{plain(one.note)}" if one.note else ""
        moved = f" → {state_name(State(one.state))}" if one.state != before else ""
        lines.append(f"- **{moment(one.at)}** · {action_name(one.action)} ({who}){moved}{note}")
        before = one.state
    st.markdown("\n".join(reversed(lines)))
