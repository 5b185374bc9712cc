"""Phí, lệ phí: who still has to pay, what was taken, the bank's statement, and money that goes back."""

import streamlit as st

from pages.frame.session import require
from pages.parts.cash import amendments, day_closing, postage, statement_import
from pages.parts.cash.money_table import table
from pages.parts.look import empty_state, head
from pages.parts.words import _, day, money, plain
from services import clock
from services.money import closing, counter
from services.money.words import kind_name, way_name
from services.permissions import Permission

reader = require(Permission.MONEY_READ)


owing = counter.owing(reader)
told = _("**%(n)s** hồ sơ chờ nộp phí, tổng **%(sum)s**.")
told %= {"n": len(owing), "sum": money(sum(one.left for one in owing))}
head(_("Phí, lệ phí"), told if owing else "")

records = reader.holds(Permission.MONEY_RECORD)
names = [_("Chờ nộp"), _("Đã thu trong ngày"), _("Hoàn tiền, hủy khoản thu"), _("Cước bưu chính")]
tabs = st.tabs([*names, _("Sao kê ngân hàng")] if records else names, key="fees-tabs")

with tabs[0]:
    if owing:
        today = clock.today()
        late = _("%(day)s (đã qua)")
        table(
            (_("Mã hồ sơ"), _("Người nộp"), _("Còn phải nộp"), _("Hạn nộp")),
            (
                (one.code, (one.applicant, money(one.left),
                 late % {"day": day(one.pay_by)} if one.pay_by and one.pay_by < today else day(one.pay_by)))
                for one in owing
            ),
        )  # fmt: skip
    else:
        empty_state(
            _("Không có hồ sơ nào chờ nộp phí"),
            _("Khi cán bộ **Yêu cầu nộp phí** ở một hồ sơ, hồ sơ đó hiện ở đây cho đến khi nộp đủ."),
            "payments",
        )

with tabs[1]:
    chosen = st.date_input(
        _("Ngày thu"), value=clock.today(), max_value=clock.today(), format="DD/MM/YYYY", key="fees-day"
    )
    lists = counter.taken(reader, chosen or clock.today())
    closed = closing.closed(reader, chosen or clock.today())
    for one in lists:
        st.markdown(f"**{plain(one.officer)}**: {money(one.total)}")
        table(
            (_("Mã hồ sơ"), _("Lúc"), _("Người nộp"), _("Số tiền"), _("Hình thức thanh toán"),
             _("Số biên lai"), _("Ghi chú")),
            (
                (row.code, (f"{row.at:%H:%M}", row.applicant, money(row.amount), way_name(row.way),
                 row.receipt_number, kind_name(row.kind)))
                for row in one.rows
            ),
        )  # fmt: skip
        st.caption("; ".join(f"{way_name(way)}: {money(sum_)}" for way, sum_ in one.sums.items()))
        day_closing.draw(reader, one, chosen or clock.today(), closed.get(one.officer_id or 0))
    if not lists:
        empty_state(
            _("Chưa thu khoản nào trong ngày này"),
            _("Khoản thu ghi bằng **Ghi nhận thanh toán** ở từng hồ sơ. Hãy chọn ngày khác để xem lại."),
            "receipt_long",
        )

with tabs[2]:
    amendments.draw(reader)

with tabs[3]:
    postage.draw(reader)

if records:
    with tabs[4]:
        statement_import.draw(reader)
