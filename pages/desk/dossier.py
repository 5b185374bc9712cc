"""One dossier: its data and story on one side, its papers on the other, and below what can be done now."""

import streamlit as st

from pages.frame.session import require
from pages.parts import keys
from pages.parts.dossier import (
    certificate_draft,
    commands,
    decisions,
    delivery_change,
    dossier_data,
    dossier_head,
    in_hand,
    letters,
    money,
    paper_view,
    parcel,
    related,
    remarks,
    sections,
    timeline,
    walk,
)
from pages.parts.look import empty_state
from pages.parts.office import message_log
from pages.parts.words import _
from services import desk
from services.errors import NotFound
from services.permissions import Permission
from services.sentences import say

reader = require(Permission.DOSSIER_READ)

code = walk.arrived(reader)
if not code:
    st.title(_("Hồ sơ"), anchor=False)
    empty_state(_("Chưa chọn hồ sơ"), _("Hãy mở một hồ sơ từ **Hàng đợi**, hoặc tìm theo mã."))
    st.stop()
try:
    view = desk.dossier(reader, code)
except NotFound as refusal:
    dossier_head.way_back()
    st.title(_("Hồ sơ"), anchor=False)
    st.error(say(refusal), icon=":material/search_off:")
    st.stop()

command = commands.bar(view, reader, commands.opened(view))

dossier_head.draw(view)
keys.sheet()
story, papers = st.columns([10, 11], gap="medium")
with story:
    decisions.waiting(view)
    certificate_draft.draw(view, reader)
    letters.just_made(view, reader)
    if command is not None:
        commands.form(view, reader, command)
    match sections.draw(view):
        case "dien-bien":
            timeline.draw(view)
        case "thu":
            outgoing = desk.outgoing(reader, code)
            letters.draw(view, reader, outgoing.letters)
            message_log.of_dossier(outgoing.messages, reader)
        case "ghi-chu":
            remarks.draw(view)
        case "lien-quan":
            related.draw(view)
        case _:
            money.draw(view.money)
            in_hand.draw(view, reader)
            parcel.draw(view.parcels)
            delivery_change.draw(view, reader)
            dossier_data.draw(view)
with papers:
    paper_view.draw(code, [view], asking=command is not None)
