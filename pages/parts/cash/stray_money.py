"""Stray money in the fee room: matched nothing, paid twice or too much; put away, or given back."""

from collections.abc import Callable

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.cash.statement_import import outcome_name
from pages.parts.words import _, day, money, plain
from services.actors import Actor
from services.money import stray
from services.money.stray import Stray
from services.permissions import Permission

SHOWN = 20


def draw(reader: Actor) -> None:
    """What waits, the oldest first; nothing where nothing does."""
    rows = stray.waiting(reader)
    if not rows:
        return
    total = money(sum(one.amount for one in rows))
    told = _("**%(n)s** khoản tiền chưa rõ hoặc thừa, tổng **%(sum)s**")
    st.markdown(told % {"n": len(rows), "sum": total})
    for one in rows[:SHOWN]:
        _row(reader, one)
    if len(rows) > SHOWN:
        st.caption(_("Hiện %(n)s khoản cũ nhất.") % {"n": SHOWN})


def _row(reader: Actor, one: Stray) -> None:
    name = f"stray-{one.kind}-{one.id}"
    with st.container(border=True, key=name):
        where = _("Sao kê ngân hàng") if one.kind == stray.STATEMENT else _("Trực tuyến qua VNPAY")
        codes = ", ".join(one.codes) or "–"
        st.markdown(
            f"**{money(one.amount)}** · {day(one.at.date())} · {outcome_name(one.outcome)} · {codes}  \n"
            f"{where}: {plain(one.said)}"
        )
        if one.refund_id is not None:
            _decision(reader, one, one.refund_id)
        elif reader.holds(Permission.MONEY_RECORD):
            _answers(reader, one, name)


def _answers(reader: Actor, one: Stray, name: str) -> None:
    with st.popover(_("Xử lý"), icon=":material/task_alt:"):
        asked = _("Đã làm gì với khoản này, hoặc trả lại thế nào?")
        note = st.text_input(asked, key=f"{name}-note", max_chars=500)
        if st.button(_("Đã xử lý xong, không hoàn tiền"), key=f"{name}-done"):
            _do(lambda: stray.done(reader, one.kind, one.id, note))
        if st.button(_("Đề nghị hoàn tiền"), key=f"{name}-refund"):
            _do(lambda: stray.ask_refund(reader, one.kind, one.id, note))


def _decision(reader: Actor, one: Stray, refund_id: int) -> None:
    st.caption(f"{_('Đề nghị hoàn tiền')}: {plain(one.note)} · {plain(one.by)}")
    if not reader.holds(Permission.MONEY_CLOSE) or one.own:
        st.caption(_("Chờ người thứ hai (lãnh đạo) duyệt."))
        return
    with st.container(horizontal=True):
        if st.button(_("Duyệt"), type="primary", key=f"stray-yes-{refund_id}"):
            _do(lambda: stray.decide(reader, refund_id, approve=True))
        if st.button(_("Trả lại"), key=f"stray-no-{refund_id}"):
            _do(lambda: stray.decide(reader, refund_id, approve=False))


def _do(verb: Callable[[], None]) -> None:
    with refusals.told():
        verb()
        session.say_later("success", _("Đã ghi."))
        st.rerun()
