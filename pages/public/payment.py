"""Thanh toán: what came of a payment, for the citizen who returns from the provider; it only shows."""

import streamlit as st

from pages.parts.look import head
from pages.parts.sheet import sheet
from pages.parts.words import _, money
from services.money.online import orders
from services.server.addresses import with_query


def room() -> None:
    """One sentence, and the way back to the dossier."""
    with sheet():
        head(_("Thanh toán"))
        shown = orders.shown(st.query_params.to_dict())
        _say(shown)
        if shown.status == "open" and st.button(_("Xem lại"), icon=":material/refresh:"):
            st.rerun()
        st.link_button(
            _("Về trang tra cứu hồ sơ"),
            with_query("/tra-cuu", {"ma": shown.code} if shown.code else {}),
            icon=":material/search:",
        )


def _say(shown: orders.Shown) -> None:
    told = {"amount": money(shown.amount), "code": shown.code}
    if shown.status == "paid":
        st.success(_("Đã nhận %(amount)s cho hồ sơ %(code)s.") % told, icon=":material/check_circle:")
    elif shown.status == "open":
        st.info(
            _("VNPAY đang xác nhận khoản %(amount)s của hồ sơ %(code)s. Xin đợi ít phút rồi xem lại; "
              "đừng nộp lần thứ hai.") % told,
            icon=":material/hourglass_top:",
        )  # fmt: skip
    elif shown.status == "failed":
        st.warning(
            _("Chưa thanh toán được; tài khoản của ông/bà không bị trừ tiền. Có thể thử lại hoặc nộp "
              "bằng cách khác ở trang tra cứu hồ sơ."),
            icon=":material/error:",
        )  # fmt: skip
    elif shown.status == "stray":
        st.warning(
            _("Đã nhận %(amount)s, nhưng hồ sơ %(code)s không còn khoản phải nộp. Cơ quan sẽ hoàn lại; "
              "ông/bà có thể gọi số điện thoại ở trang tra cứu hồ sơ.") % told,
            icon=":material/info:",
        )  # fmt: skip
    else:
        st.info(
            _("Trang này cho biết kết quả khi ông/bà trở về từ cổng thanh toán. Xin xem hồ sơ ở trang tra "
              "cứu."), icon=":material/info:",
        )  # fmt: skip


room()
