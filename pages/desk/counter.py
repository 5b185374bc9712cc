"""Tiếp nhận tại quầy: a walk-in dossier on one page, received and printed in under a minute."""

import streamlit as st

from pages.frame.session import require
from pages.parts.form import counter_choice, counter_form, counter_papers, counter_send, draft_changes
from pages.parts.look import head
from pages.parts.words import _, moment
from services import counter_intake
from services.errors import NotFound
from services.language import pick
from services.permissions import Permission

reader = require(Permission.DOSSIER_TAKE_IN)

token = st.query_params.get("nhap", "")
if not token:
    head(_("Tiếp nhận tại quầy"), _("Chọn thủ tục; phím Alt và số mở ngay tờ khai."))
    counter_choice.procedures(reader)
    counter_choice.unfinished(reader)
    st.stop()
try:
    visit = counter_intake.view(reader, token)
except NotFound:
    head(_("Tiếp nhận tại quầy"))
    st.error(
        _("Không có tờ khai này, hoặc người khác đang làm. Hãy chọn thủ tục để bắt đầu lại."),
        icon=":material/error:",
    )
    counter_choice.procedures(reader)
    st.stop()

if visit.draft.code is not None:
    head(_("Tiếp nhận tại quầy"))
    counter_send.received(visit, reader)
    st.subheader(_("Hồ sơ tiếp theo"), anchor=False)
    counter_choice.procedures(reader)
    st.stop()

name = pick(visit.draft.procedure.short, visit.draft.procedure.short_en)
head(_("Tiếp nhận tại quầy: %(name)s") % {"name": name})
kept = _("Từng ô được lưu ngay và giữ đến %(at)s; tải lại trang không mất gì.")
st.caption(kept % {"at": moment(visit.draft.expires_at)})
draft_changes.told(visit.draft)
top = st.container()
questions, rest = st.columns([3, 2], gap="medium")
with questions:
    counter_form.card(visit, reader)
    counter_form.questions(visit, reader)
with rest:
    counter_papers.draw(visit, reader)
    counter_send.draw(visit, reader, top)
