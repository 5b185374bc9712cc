"""Payments to be cancelled or given back, in the fee room: asked for by one person, decided by another."""

from collections.abc import Callable

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.cash import stray_money
from pages.parts.words import _, moment, money, plain
from services.actors import Actor
from services.errors import Refusal
from services.money import amendments
from services.money.amendments import Asked, Paid
from services.money.checks import MOST, PAY_WAYS
from services.money.words import way_name
from services.permissions import Permission
from services.sentences import action_name, say


def draw(reader: Actor) -> None:
    """What waits for the second person, a form to ask, and what was decided."""
    stray_money.draw(reader)
    asked = amendments.asked(reader)
    for one in asked:
        if one.status == "waiting":
            _waiting(reader, one)
    if reader.holds(Permission.MONEY_RECORD):
        _ask(reader)
    if done := [one for one in asked if one.status != "waiting"]:
        with st.expander(_("Các đề nghị đã có ý kiến")):
            for one in done[:50]:
                word = _("đã duyệt") if one.status == "approved" else _("trả lại")
                st.markdown(f"{_line(one)} · {word}: {plain(one.decided_by)}")


def _line(one: Asked) -> str:
    told = f"**{action_name(one.kind)}** {money(one.amount)} · {one.code} · {plain(one.reason)}"
    return f"{told} · {plain(one.by)}, {moment(one.at)}"


def _waiting(reader: Actor, one: Asked) -> None:
    with st.container(border=True, key=f"amendment-{one.id}"):
        st.markdown(_line(one))
        if not reader.holds(Permission.MONEY_CLOSE) or one.own:
            st.caption(_("Chờ người thứ hai (lãnh đạo) duyệt."))
            return
        with st.container(horizontal=True):
            if st.button(_("Duyệt"), type="primary", key=f"amend-yes-{one.id}"):
                _do(lambda: amendments.decide(reader, one.id, approve=True))
            if st.button(_("Trả lại"), key=f"amend-no-{one.id}"):
                _do(lambda: amendments.decide(reader, one.id, approve=False))


def _ask(reader: Actor) -> None:
    with st.expander(_("Đề nghị hủy khoản thu hoặc hoàn tiền")):
        code = st.text_input(_("Mã hồ sơ"), key="amend-code", placeholder="H31.124-20261123-0000001")
        if not code.strip():
            return
        try:
            payments = amendments.payments(reader, code)
        except Refusal as refusal:
            st.error(say(refusal), icon=":material/error:")
            return
        if not payments:
            st.info(_("Hồ sơ này không có khoản đã thu."))
            return
        picked: Paid = st.radio(_("Khoản đã thu"), payments, format_func=_paid, key="amend-payment")
        kind = st.segmented_control(
            _("Đề nghị"), amendments.KINDS, format_func=action_name, default="refund", required=True,
            key="amend-kind",
        )  # fmt: skip
        amount, way = picked.amount, PAY_WAYS[0]
        if kind == "refund":
            amount = st.number_input(
                _("Số tiền hoàn"), min_value=1, max_value=MOST, value=picked.amount, step=1000,
                key="amend-amount",
            )  # fmt: skip
            way = st.selectbox(_("Hình thức hoàn"), PAY_WAYS, format_func=way_name, key="amend-way")
        else:
            st.caption(_("Cả khoản bị hủy; hồ sơ trở lại chờ nộp phí và người nộp được báo."))
        reason = st.text_area(_("Lý do"), key="amend-reason", max_chars=500)
        if st.button(_("Gửi đề nghị"), type="primary", key="amend-send"):
            _do(
                lambda: amendments.ask(
                    reader, code, picked.entry_id, kind or "refund", amount=int(amount or 0), way=way,
                    reason=reason,
                )
            )  # fmt: skip


def _paid(one: Paid) -> str:
    return f"{money(one.amount)} · {way_name(one.way)} · {one.number} · {moment(one.at)}"


def _do(verb: Callable[[], None]) -> None:
    with refusals.told():
        verb()
        session.say_later("success", _("Đã ghi."))
        st.rerun()
