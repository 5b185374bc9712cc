"""Papers that were handed in at the counter, and the place where their scans come in."""

import streamlit as st

from pages.frame import session
from pages.parts.form import uploads
from pages.parts.sheet import told_doubtful
from pages.parts.words import _, plain
from services import casework
from services.actors import Actor
from services.desk.rows import DossierView, InHand
from services.errors import Refusal
from services.sentences import say
from services.workflow import OPEN, Role, acting_roles


def draw(view: DossierView, reader: Actor) -> None:
    """A line per paper; who receives adds the scan right under what is not scanned yet."""
    if not view.in_hand:
        return
    title = _("Giấy tờ nhận tại quầy")
    st.markdown(f"**{title}**")
    for one in view.in_hand:
        (told_doubtful if not one.scanned else st.markdown)(_line(one))
    waiting = [one for one in view.in_hand if not one.scanned]
    if not waiting or not _may(view, reader):
        return
    with st.expander(_("Thêm bản quét"), icon=":material/scanner:"):
        given = []
        for one in waiting:
            given += uploads.slot(
                view.procedure.paper_by_key[one.slot], (), name=f"scan-{view.code}-{view.version}",
                required=False,
            )  # fmt: skip
        if st.button(_("Lưu bản quét"), icon=":material/save:", key="keep-scans", disabled=not given):
            _keep(view, reader, given)


def _line(one: InHand) -> str:
    told = {"name": plain(one.label), "originals": one.originals, "copies": one.copies}
    line = _("%(name)s: %(originals)s bản chính, %(copies)s bản sao") % told
    stands = _("đã quét") if one.scanned else _("chưa quét")
    return f"{line} · {stands}"


def _may(view: DossierView, reader: Actor) -> bool:
    roles = acting_roles(frozenset(grant.role for grant in reader.grants))
    return Role.RECEIVER in roles and view.state in OPEN


def _keep(view: DossierView, reader: Actor, given: list) -> None:
    try:
        casework.add_scans(reader, view.code, seen=view.version, papers=given)
    except Refusal as refusal:
        st.error(say(refusal), icon=":material/error:")
        return
    session.say_later("success", _("Đã thêm %(count)s bản quét.") % {"count": len(given)})
    st.rerun()
