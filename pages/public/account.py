"""Hồ sơ của tôi: all own dossiers and what is asked of me; a new one begins with what is known filled in."""

import streamlit as st

from pages.frame import session
from pages.parts.citizen import own_account, own_dossiers
from pages.parts.citizen.procedure_choice import SUBMIT
from pages.parts.form import channel_choice
from pages.parts.look import head
from pages.parts.sheet import sheet
from pages.parts.words import _
from services import citizens
from services.permissions import Permission

reader = session.require(Permission.ACCOUNT_OWN)
typed = st.query_params.get("trang", "1")
page = min(int(typed), 10_000) if typed.isdecimal() else 1

with sheet():
    head(_("Hồ sơ của tôi"))
    with st.container(key="mc-start", width="content"):
        st.page_link(SUBMIT, label=_("Nộp hồ sơ mới"), icon=":material/edit_document:")
    own_dossiers.draw(citizens.dossiers(reader, page), page)
    own_account.claim(reader)
    own_account.contact(reader)
    channel_choice.with_account(reader)
    own_account.name(reader)
    own_account.looked_at(reader)
    own_account.data(reader)
