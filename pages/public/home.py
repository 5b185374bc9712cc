"""Trang chủ: what do you need, where is your dossier, what were you asked for."""

import streamlit as st

from pages.parts.citizen.procedure_choice import PROCEDURES, TRACK, name_of, results
from pages.parts.sheet import sheet
from pages.parts.words import _
from services import offers

with sheet():
    st.title(_("Ông/bà cần gì?"), anchor=False)
    words = st.text_input(
        _("Tìm thủ tục"), type="search", live="300ms", key="tim",
        placeholder=_("Ví dụ: khai sinh, ket hon, trích lục"),
    )  # fmt: skip
    if words and words.strip():
        results(offers.search(words))
    else:
        with st.container(key="mc-ways", gap="small"):
            st.page_link(
                PROCEDURES,
                label=_("Nộp hồ sơ mới: chọn thủ tục"),
                icon=":material/edit_document:",
                width="stretch",
            )
            st.page_link(TRACK, label=_("Hồ sơ của tôi đến đâu?"), icon=":material/search:", width="stretch")
            st.page_link(
                TRACK, label=_("Tôi được yêu cầu bổ sung giấy tờ"), icon=":material/assignment_late:",
                query_params={"viec": "bo-sung"}, width="stretch",
            )  # fmt: skip
        st.subheader(_("Thủ tục nhận qua mạng"), anchor=False)
        with st.container(gap="xxsmall", key="mc-procedures"):
            for one in offers.search():
                st.page_link(PROCEDURES, label=name_of(one), query_params={"ma": one.code})
    st.caption(_("Nộp hồ sơ không cần tài khoản. Khai dở dang được giữ 30 ngày."))
