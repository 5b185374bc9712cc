"""Phí, lệ phí: who still has to pay, and what was taken today, officer by officer."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from pages.frame.session import require
from pages.parts.look import empty_state, head
from pages.parts.words import _, day, money, plain
from services import clock
from services.money import counter
from services.money.words import way_name
from services.permissions import Permission
from services.server.addresses import with_query

reader = require(Permission.MONEY_READ)


def table(titles: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> None:
    """A table whose first column opens the dossier of each row's code."""
    head_ = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = ""
    for code, cells in rows:
        link = f'<a class="mc-soft" href="{escape(with_query("/ho-so", {"ma": code}))}">{escape(code)}</a>'
        rest = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        body += f'<tr><td class="mc-code">{link}</td>{rest}</tr>'
    table_ = f"<thead><tr>{head_}</tr></thead><tbody>{body}</tbody>"
    st.html(f'<table class="mc-queue">{table_}</table>')


owing = counter.owing(reader)
told = _("**%(n)s** hồ sơ chờ nộp phí, tổng **%(sum)s**.")
told %= {"n": len(owing), "sum": money(sum(one.left for one in owing))}
head(_("Phí, lệ phí"), told if owing else "")

st.subheader(_("Chờ nộp"), anchor=False)
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

st.subheader(_("Đã thu trong ngày"), anchor=False)
chosen = st.date_input(
    _("Ngày thu"), value=clock.today(), max_value=clock.today(), format="DD/MM/YYYY", key="fees-day"
)
lists = counter.taken(reader, chosen or clock.today())
for one in lists:
    st.markdown(f"**{plain(one.officer)}**: {money(one.total)}")
    table(
        (_("Mã hồ sơ"), _("Lúc"), _("Người nộp"), _("Số tiền"), _("Hình thức thanh toán"), _("Số biên lai")),
        (
            (row.code, (f"{row.at:%H:%M}", row.applicant, money(row.amount), way_name(row.way),
             row.receipt_number))
            for row in one.rows
        ),
    )  # fmt: skip
    st.caption("; ".join(f"{way_name(way)}: {money(sum_)}" for way, sum_ in one.sums.items()))
if not lists:
    empty_state(
        _("Chưa thu khoản nào trong ngày này"),
        _("Khoản thu ghi bằng **Ghi nhận thanh toán** ở từng hồ sơ. Hãy chọn ngày khác để xem lại."),
        "receipt_long",
    )
