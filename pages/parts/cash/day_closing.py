"""Closing an officer's cash of a day, under that officer's list in the fee room."""

from datetime import date, datetime

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.words import _, moment, money, plain
from services.actors import Actor
from services.money import closing
from services.money.checks import MOST
from services.money.counter import DayList
from services.permissions import Permission


def draw(reader: Actor, one: DayList, day: date, closed: tuple[int, str, datetime] | None) -> None:
    """Closed by whom; or for the leader the form, where there is cash."""
    if closed is not None:
        told = {"sum": money(closed[0]), "by": plain(closed[1]), "at": moment(closed[2])}
        st.caption(":material/lock: " + _("Đã chốt tiền mặt %(sum)s, %(by)s, %(at)s.") % told)
        return
    if one.officer_id is None or "cash" not in one.sums or not reader.holds(Permission.MONEY_CLOSE):
        return
    with st.popover(_("Chốt tiền mặt"), icon=":material/lock:"):
        st.caption(_("Tiền mặt thu vào trừ tiền mặt đã hoàn trong ngày."))
        counted = st.number_input(
            _("Số tiền mặt đếm được"), min_value=-MOST, max_value=MOST, value=None, step=1000,
            key=f"count-{one.officer_id}-{day}",
        )  # fmt: skip
        if st.button(_("Chốt"), type="primary", key=f"close-{one.officer_id}-{day}"):
            with refusals.told():
                closing.close(reader, one.officer_id, day, int(counted or 0))
                session.say_later("success", _("Đã chốt tiền mặt trong ngày."))
                st.rerun()
