"""What the forms about money ask: lines with their amounts, a sum, a way of paying, a receipt's number."""

from typing import Any

import streamlit as st

from pages.parts.dossier.asking import Asking
from pages.parts.dossier.money import said
from pages.parts.words import _, money, plain
from services.language import pick
from services.money.checks import LONGEST_REASON, LONGEST_RECEIPT, MOST, PAY_WAYS
from services.money.view import Line
from services.money.words import line_name, way_name
from services.sentences import need_name
from services.workflow import Need


def lines(asking: Asking, need: Need) -> list[dict[str, Any]]:
    """Each line with its computed amount; another amount asks for its reason."""
    st.markdown(f"**{need_name(need.name)}**")
    given = [_line(asking, one) for one in asking.view.money.offered]
    total = sum(one["amount"] or 0 for one in given)
    st.markdown(_("Tổng cộng: **%(sum)s**") % {"sum": money(total)})
    return given


def _line(asking: Asking, one: Line) -> dict[str, Any]:
    with st.container(border=True, gap="xsmall"):
        amount = st.number_input(
            said(one), min_value=0, max_value=MOST, value=one.amount, step=1000,
            key=asking.key(f"line-{one.line}"), help=_("Số tiền bằng đồng"),
        )  # fmt: skip
        if one.reason:
            st.caption(plain(one.reason))
        if amount == one.amount:
            return {"line": one.line, "amount": one.amount}
        st.caption(_("Mức tính theo thủ tục: %(sum)s") % {"sum": money(one.amount)})
        picked = st.pills(
            _("Chọn nhanh"), asking.view.money.exemptions, selection_mode="multi",
            format_func=lambda one: pick(*one),
            key=asking.key(f"exempt-{one.line}"),
        )  # fmt: skip
        typed = st.text_input(
            _("Lý do (%(line)s)") % {"line": line_name(one.line)}, key=asking.key(f"reason-{one.line}"),
            max_chars=LONGEST_REASON,
        )  # fmt: skip
    reason = "; ".join(filter(None, [*(label for label, _en in picked), typed.strip()]))
    return {"line": one.line, "amount": int(amount or 0), "reason": reason}


def amount(asking: Asking, need: Need) -> int | None:
    """The sum that is handed over; at first all that can be taken now."""
    payable = asking.view.money.payable
    value = st.number_input(
        need_name(need.name), min_value=0, max_value=MOST, value=payable, step=1000,
        key=asking.key(f"{need.name}-{payable}"), help=_("Số tiền bằng đồng"),
    )  # fmt: skip
    st.caption(_("Còn phải nộp: %(sum)s") % {"sum": money(payable)})
    return value


def pay_way(asking: Asking, need: Need) -> str | None:
    """Cash, card or transfer."""
    return st.segmented_control(
        need_name(need.name), PAY_WAYS, format_func=way_name, default=PAY_WAYS[0],
        key=asking.key(need.name),
    )  # fmt: skip


def receipt(asking: Asking, need: Need) -> str:
    """Typed off the receipt that was issued elsewhere."""
    number = st.text_input(need_name(need.name), key=asking.key(need.name), max_chars=LONGEST_RECEIPT)
    st.caption(_("Số của biên lai thu phí, lệ phí do cơ quan cấp; phần mềm này không cấp biên lai."))
    return number
