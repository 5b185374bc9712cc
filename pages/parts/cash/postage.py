"""Postage: what it costs, as a citizen reads it before sending; and its price, as the leader sets it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.words import _, day, money, plain
from services.actors import Actor
from services.catalogue.schema import Procedure
from services.clock import today
from services.permissions import Permission
from services.post import postage
from services.post.postage import OfOffice


def told(procedure: Procedure, form: Mapping[str, Any], price: int | None) -> None:
    """Who is paid for the post, under the sum; nothing where nothing goes by post."""
    if not postage.goes(procedure, form):
        return
    if price is None:
        st.caption(_("Cước bưu chính do bưu điện thu của người nhận khi phát; cơ quan không thu."))
    else:
        said = _("Trong đó cước bưu chính %(amount)s, nộp cho cơ quan cùng phí, lệ phí.")
        st.caption(said % {"amount": money(price)})


def draw(reader: Actor) -> None:
    """The prices of the reader's offices; whoever leads one sets the next."""
    st.markdown(
        _("Hồ sơ nhận kết quả qua bưu điện có thêm dòng cước khi cơ quan đã đặt mức; nếu không, bưu điện thu "
          "của người nhận. Hồ sơ đã nộp giữ mức của ngày nộp.")
    )  # fmt: skip
    for one in postage.prices(reader):
        st.markdown(f"**{plain(one.agency)}**")
        lines = [f"- {_line(price.price)} {_from(price)}" for price in one.prices]
        st.markdown("\n".join(lines) if lines else _("Chưa đặt mức: bưu điện thu của người nhận."))
        if one.agency_id in reader.agencies_for(Permission.MONEY_CLOSE):
            _form(reader, one)


def _line(price: int | None) -> str:
    return _("bưu điện thu của người nhận") if price is None else f"**{money(price)}**"


def _from(price: postage.Price) -> str:
    said = _("từ ngày %(day)s (%(by)s)") % {"day": day(price.valid_from), "by": plain(price.by)}
    return f"{said} · {_('đang áp dụng')}" if price.now else said


def _form(reader: Actor, one: OfOffice) -> None:
    with st.form(f"postage-{one.agency_id}", border=True):
        collects = st.checkbox(_("Bưu điện thu của người nhận"), key=f"postage-none-{one.agency_id}")
        price = st.number_input(
            _("Mức cước một bưu gửi (đồng)"), min_value=0, max_value=postage.MOST, value=None, step=1000,
            key=f"postage-price-{one.agency_id}",
        )  # fmt: skip
        since = st.date_input(
            _("Áp dụng từ ngày"), value=today(), min_value=today(), format="DD/MM/YYYY",
            key=f"postage-from-{one.agency_id}",
        )  # fmt: skip
        top = st.container()
        pressed = st.form_submit_button(_("Đặt mức cước"), type="primary", icon=":material/save:")
    if pressed:
        with refusals.told(top):
            postage.set_price(reader, one.agency_id, None if collects else int(price or 0), since or today())
            session.say_later("success", _("Đã đặt mức cước bưu chính."))
            st.rerun()
