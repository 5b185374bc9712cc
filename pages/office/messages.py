"""Tin báo và giấy tờ: the words of every message, when they leave, and the head of each office's letters."""

import streamlit as st

from pages.frame.session import require
from pages.parts import filters
from pages.parts.look import head
from pages.parts.office import digest_forms, message_editor, message_rules
from pages.parts.words import _
from services.permissions import Permission

WORDS, RULES, HEADS = "cau-chu", "gio-gui", "dau-giay-to"

reader = require(Permission.MESSAGE_MANAGE)

names = {WORDS: _("Câu chữ"), RULES: _("Giờ gửi, mức gửi"), HEADS: _("Đầu giấy tờ")}
tab, _search, _page = filters.place(names)
head(_("Tin báo và giấy tờ"), _("Người dân đọc gì, lúc nào, và giấy tờ ký tên ai."))
st.html(filters.tabs("/tin-bao", names, {}, tab, {}))
if tab == WORDS:
    message_editor.draw(reader)
elif tab == RULES:
    message_rules.draw(reader)
    digest_forms.rule(reader)
else:
    message_rules.head_of_letters(reader)
