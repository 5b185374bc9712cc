"""The first page of the counter: a button per procedure, and the forms that were not finished."""

import streamlit as st

from pages.parts.words import _, moment, plain
from services import counter_intake
from services.actors import Actor
from services.catalogue import Procedure
from services.language import pick

ON_KEYS = 9


def _name(one: Procedure) -> str:
    return pick(one.short, one.short_en)


def procedures(reader: Actor) -> None:
    """One tap, or Alt and a digit, begins the form; where there are more than nine, a list has the rest."""
    offered = counter_intake.procedures(reader)
    if not offered:
        st.info(_("Chưa có thủ tục nào nhận tại quầy này. Hãy báo người quản trị danh mục."))
    with st.container(horizontal=True, key="mc-counter-choice"):
        for number, one in enumerate(offered[:ON_KEYS], 1):
            st.button(
                _name(one), key=f"begin-{one.code}", on_click=_begin, args=(reader, one.code),
                shortcut=f"Alt+{number}", icon=":material/add:",
            )  # fmt: skip
    rest = {one.code: _name(one) for one in offered[ON_KEYS:]}
    if rest:
        code = st.selectbox(
            _("Thủ tục khác"), list(rest), index=None, format_func=rest.__getitem__,
            placeholder=_("Chọn thủ tục"), key="begin-other",
        )  # fmt: skip
        if code:
            _begin(reader, code)
            st.rerun()


def unfinished(reader: Actor) -> None:
    """What this officer began and left."""
    begun = counter_intake.begun(reader)
    if not begun:
        return
    st.subheader(_("Tờ khai đang làm dở"), anchor=False)
    for one in begun:
        who = plain(one.who) or _("chưa ghi tên")
        told = f"{who} · {_name(one.procedure)} · {moment(one.saved_at)}"
        st.button(
            told, key=f"again-{one.token[:12]}", type="tertiary", icon=":material/edit_document:",
            on_click=_open, args=(one.token,),
        )  # fmt: skip


def _begin(reader: Actor, code: str) -> None:
    _open(counter_intake.start(reader, code))


def _open(token: str) -> None:
    st.query_params.from_dict({"nhap": token})
