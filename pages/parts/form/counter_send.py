"""The end of a visit at the counter: fee and return date, the one button, and the receipt to print."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.frame import session
from pages.parts.cash import postage
from pages.parts.dossier.due_asks import reasons
from pages.parts.form.counter_form import FAULTS
from pages.parts.words import _, moment, money
from services import correspondence, counter_intake, desk, forms, intake_words
from services.actors import Actor
from services.clock import today
from services.counter_intake import Visit
from services.errors import Invalid, Problem
from services.language import pick
from services.money import due
from services.post import postage as prices

DOSSIER = "pages/desk/dossier.py"


def draw(visit: Visit, reader: Actor, top: DeltaGenerator) -> None:
    """What it costs and when it is due; the button hands in and receives. A refusal stands on top too."""
    procedure = visit.draft.procedure
    values = forms.clean(procedure, visit.draft.form).values
    st.subheader(_("Phí và ngày hẹn"), anchor=False)
    office = visit.draft.office
    price = prices.told(office.id if office else None, procedure, values)
    amount = due.total(procedure, values, day=today(), channel=1, postage=price)
    st.markdown(_("Phí, lệ phí: **%(amount)s**") % {"amount": money(amount)})
    postage.told(procedure, values, price)
    if ledger := counter_intake.due(visit):
        st.markdown(_("Hẹn trả: **%(at)s**") % {"at": moment(ledger.due)})
        reasons(tuple(desk.told(ledger)))
    oath = next((field for field in procedure.fields if field.role == "oath"), None)
    ticked = oath is None or st.checkbox(
        _("Người nộp đã ký tờ khai và chịu trách nhiệm về nội dung khai"), key=f"oath-{visit.draft.token[:8]}"
    )
    wrong = st.container()
    pressed = st.button(
        _("Tiếp nhận và in giấy hẹn"), type="primary", icon=":material/task_alt:", shortcut="Ctrl+Enter",
        key="receive",
    )  # fmt: skip
    if pressed:
        _send(visit, reader, ticked)
    if FAULTS not in st.query_params:
        return
    unsigned = [] if ticked or oath is None else [Problem(oath.key, "oath")]
    for problem in unsigned:
        wrong.markdown(f":red[:material/error: {intake_words.say(problem, procedure)}]")
    with top:
        _left([*visit.problems, *unsigned], visit)


def _send(visit: Visit, reader: Actor, ticked: bool) -> None:
    """Refused, the page is drawn anew with what is wrong at each place; what was typed is kept long since."""
    token = visit.draft.token
    try:
        counter_intake.submit(reader, token, oath=ticked)
    except Invalid as refusal:
        st.query_params[FAULTS] = "1"
        for problem in refusal.problems:
            if problem.code == "agency_missing":
                session.say_later("error", intake_words.say(problem, visit.draft.procedure))
    else:
        st.query_params.from_dict({"nhap": token})
    st.rerun()


def _left(found: list[Problem], visit: Visit) -> None:
    if found:
        told = _("Hồ sơ chưa tiếp nhận được: còn %(count)s chỗ cần sửa.") % {"count": len(found)}
        places = dict.fromkeys(intake_words.where(problem, visit.draft.procedure) for problem in found)
        st.error("\n".join([told, *(f"- {place}" for place in places)]), icon=":material/error:")


def received(visit: Visit, reader: Actor) -> None:
    """The code, the receipt in its two copies, and the way to the dossier where papers are scanned."""
    code = visit.draft.code or ""
    view = desk.dossier(reader, code)
    told = {"code": code, "name": pick(view.procedure.short, view.procedure.short_en)}
    st.success(_("Đã tiếp nhận %(name)s.") % told, icon=":material/check_circle:")
    with st.container(key="mc-code"):
        st.header(_("Mã hồ sơ: %(code)s") % told, anchor=False)
    if view.due_at:
        st.markdown(_("Hẹn trả: **%(at)s**") % {"at": moment(view.due_at)})
    letters = desk.outgoing(reader, code).letters
    receipt = next((letter for letter in reversed(letters) if letter.kind == "receipt"), None)
    with st.container(horizontal=True):
        if receipt is not None:
            st.download_button(
                _("Tải giấy tiếp nhận (2 liên)"), data=partial(_pdf, reader, code, receipt.id),
                file_name=f"{code}-receipt.pdf", mime="application/pdf", icon=":material/print:",
                on_click="ignore", type="primary", shortcut="Alt+I", key="receipt",
            )  # fmt: skip
        st.page_link(
            DOSSIER, label=_("Mở hồ sơ, quét giấy tờ"), icon=":material/scanner:", query_params={"ma": code}
        )


def _pdf(reader: Actor, code: str, letter_id: int) -> bytes:
    return correspondence.pdf(reader, code, letter_id)[1]
