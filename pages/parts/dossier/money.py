"""A dossier's money on the page: lines, payments and what is left; for officers, and for its citizen."""

from html import escape

import streamlit as st

from pages.parts.facts import facts
from pages.parts.words import _, day, moment, money
from services.money import vietqr
from services.money.online import orders
from services.money.online.offer import ONLINE_LEVEL
from services.money.vietqr import Transfer
from services.money.view import Line, MoneyView, Payment
from services.money.words import line_name, reckoned, way_name


def draw(view: MoneyView) -> None:
    """All that the ledger tells; nothing where nothing was asked."""
    if not view.lines:
        return
    st.markdown(f"##### {_('Phí, lệ phí')}")
    facts([*_lines(view), *_payments(view), *_rest(view)])
    if view.transfer:
        with st.expander(_("Mã VietQR cho người nộp")):
            transfer(view.transfer)
            st.download_button(
                _("Tải mã VietQR để in"), vietqr.picture(view.transfer.payload), mime="image/png",
                file_name=f"VietQR-{view.transfer.purpose}.png", icon=":material/print:", on_click="ignore",
            )  # fmt: skip


def for_citizen(view: MoneyView, code: str, agency: str, pickup: str) -> None:
    """What is asked, until when, and how to pay it at the counter; later what was paid."""
    if not view.lines:
        return
    with st.container(border=True, key="mc-money"):
        st.subheader(_("Phí, lệ phí"), anchor=False)
        facts([*_lines(view), *_payments(view), *_rest(view)])
        if view.left:
            if view.online:
                _online(code)
            if view.transfer and view.level == ONLINE_LEVEL:
                transfer(view.transfer)
            how = _(
                "Nộp tại quầy của %(place)s (%(agency)s), trong giờ làm việc: tiền mặt, thẻ hoặc "
                "chuyển khoản. Khi đến, xin cho biết mã hồ sơ **%(code)s**."
            )
            st.markdown(how % {"place": pickup, "agency": agency, "code": code})


def _online(code: str) -> None:
    """A link, not a button: it leaves for the provider in this window, and an order is made on the way."""
    label, hint = _("Thanh toán"), _("Trực tuyến qua VNPAY: thẻ, tài khoản ngân hàng hoặc ứng dụng.")
    st.html(f'<a class="mc-pay" href="{escape(orders.link(code))}" target="_self">{escape(label)}</a>')
    st.caption(hint)


def transfer(how: Transfer) -> None:
    """The QR picture, and the same in words for whoever types it."""
    st.markdown(f"**{_('Chuyển khoản bằng mã VietQR')}**")
    picture, words = st.columns([1, 2], vertical_alignment="center")
    told = _("Mã VietQR chuyển %(amount)s với nội dung %(purpose)s")
    told %= {"amount": money(how.amount), "purpose": how.purpose}
    picture.image(vietqr.picture(how.payload), width=220, caption=told, alt=told)
    with words:
        facts(
            [
                (_("Ngân hàng"), how.bank),
                (_("Số tài khoản"), how.account),
                (_("Chủ tài khoản"), how.owner),
                (_("Số tiền"), money(how.amount)),
                (_("Nội dung chuyển khoản"), how.purpose),
            ]
        )
        st.caption(
            _("Xin giữ nguyên số tiền và nội dung: hồ sơ được ghi nhận theo nội dung này, thường trong ngày "
              "làm việc sau.")
        )  # fmt: skip


def said(line: Line) -> str:
    """Name of the line and how it comes about."""
    sum_ = reckoned(line.quantity, line.price)
    return f"{line_name(line.line)} ({sum_})" if sum_ else line_name(line.line)


def _lines(view: MoneyView) -> list[tuple[str, str]]:
    return [(said(one), "\n".join(filter(None, [money(one.amount), one.reason]))) for one in view.lines]


def _payments(view: MoneyView) -> list[tuple[str, str]]:
    return [(_("Đã nộp %(at)s") % {"at": moment(one.at)}, _paid(one)) for one in view.payments]


def _paid(one: Payment) -> str:
    told = {"amount": money(one.amount), "way": way_name(one.way)}
    if one.receipt_number:
        return _("%(amount)s, %(way)s, biên lai số %(number)s") % {**told, "number": one.receipt_number}
    number = one.reference.partition("/")[2]
    return _("%(amount)s, %(way)s, giao dịch số %(number)s") % {**told, "number": number}


def _rest(view: MoneyView) -> list[tuple[str, str]]:
    if not view.left:
        return [(_("Còn phải nộp"), money(0))]
    return [(_("Còn phải nộp"), money(view.left)), (_("Hạn nộp"), day(view.pay_by))]
