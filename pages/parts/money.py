"""A dossier's money on the page: lines, payments and what is left; for officers, and for its citizen."""

import streamlit as st

from pages.parts.facts import facts
from pages.parts.words import _, day, moment, money
from services.money.view import Line, MoneyView
from services.money.words import line_name, reckoned, way_name


def draw(view: MoneyView) -> None:
    """All that the ledger tells; nothing where nothing was asked."""
    if not view.lines:
        return
    st.markdown(f"##### {_('Phí, lệ phí')}")
    facts([*_lines(view), *_payments(view), *_rest(view)])


def for_citizen(view: MoneyView, code: str, agency: str, pickup: str) -> None:
    """What is asked, until when, and how to pay it at the counter; later what was paid."""
    if not view.lines:
        return
    with st.container(border=True, key="mc-money"):
        st.subheader(_("Phí, lệ phí"), anchor=False)
        facts([*_lines(view), *_payments(view), *_rest(view)])
        if view.left:
            how = _(
                "Nộp tại quầy của %(place)s (%(agency)s), trong giờ làm việc: tiền mặt, thẻ hoặc "
                "chuyển khoản. Khi đến, xin cho biết mã hồ sơ **%(code)s**."
            )
            st.markdown(how % {"place": pickup, "agency": agency, "code": code})


def said(line: Line) -> str:
    """Name of the line and how it comes about."""
    sum_ = reckoned(line.quantity, line.price)
    return f"{line_name(line.line)} ({sum_})" if sum_ else line_name(line.line)


def _lines(view: MoneyView) -> list[tuple[str, str]]:
    return [(said(one), "\n".join(filter(None, [money(one.amount), one.reason]))) for one in view.lines]


def _payments(view: MoneyView) -> list[tuple[str, str]]:
    told = _("%(amount)s, %(way)s, biên lai số %(number)s")
    return [
        (
            _("Đã nộp %(at)s") % {"at": moment(one.at)},
            told % {"amount": money(one.amount), "way": way_name(one.way), "number": one.receipt_number},
        )
        for one in view.payments
    ]


def _rest(view: MoneyView) -> list[tuple[str, str]]:
    if not view.left:
        return [(_("Còn phải nộp"), money(0))]
    return [(_("Còn phải nộp"), money(view.left)), (_("Hạn nộp"), day(view.pay_by))]
