"""Bảo mật tài khoản: the second factor of whoever is signed in, and its recovery codes."""

import streamlit as st

from pages.frame import session
from pages.parts.citizen import factor_forms
from pages.parts.look import head, way_on
from pages.parts.office import digest_forms
from pages.parts.sheet import sheet
from pages.parts.words import _
from services.accounts import second_factor
from services.permissions import Permission

reader = session.actor()

with sheet():
    head(_("Bảo mật tài khoản"))
    if reader is None:
        st.info(_("Ông/bà cần đăng nhập để mở trang này."), icon=":material/login:")
        way_on(_("Đăng nhập"), "/dang-nhap?tiep=/bao-mat")
    else:
        kept = second_factor.standing(reader)
        if kept.required:
            st.warning(_("Vai trò của ông/bà cần xác thực hai lớp. Hãy bật để làm việc tiếp."))
        factor_forms.codes_once()
        if kept.since is None:
            factor_forms.set_up(reader)
        else:
            factor_forms.change(reader, kept)
        if reader.holds(Permission.QUEUE_READ):
            digest_forms.own(reader)
