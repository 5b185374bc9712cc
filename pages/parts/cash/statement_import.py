"""The bank's statement in the fee room: choose a file, see what it would do, book it, settle the rest."""

from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.cash.money_table import table
from pages.parts.words import _, day, moment, money, plain
from services.actors import Actor
from services.errors import Refusal
from services.money.statements import imports
from services.money.statements.matching import Match
from services.money.statements.reading import COLUMNS
from services.sentences import say


def outcome_name(outcome: str) -> str:
    """What became of a line."""
    return {
        "matched": _("Khớp"),
        "too_little": _("Nộp thiếu"),
        "too_much": _("Nộp thừa"),
        "twice": _("Nộp lần hai"),
        "unknown": _("Mã không có"),
        "no_reference": _("Không có mã"),
    }[outcome]


def _status_name(status: str) -> str:
    return {
        "booked": _("Đã ghi nhận"), "open": _("Chờ xử lý"), "settled": _("Đã xử lý"),
        "undone": _("Đã hoàn tác"), "refund": _("Chờ duyệt hoàn tiền"),
    }[status]  # fmt: skip


def _column_name(name: str) -> str:
    return {
        "day": _("Cột ngày"), "amount": _("Cột số tiền ghi có"), "content": _("Cột nội dung"),
        "number": _("Cột số tham chiếu"), "balance": _("Cột số dư"),
    }[name]  # fmt: skip


def draw(reader: Actor) -> None:
    """Upload and preview, then what was imported."""
    st.caption(
        _("Chọn sao kê tài khoản thu phí (CSV hoặc XLSX). Chỉ khoản có đúng mã và đúng số tiền được ghi "
          "nhận; nhập lại cùng tệp không làm thay đổi gì.")
    )  # fmt: skip
    file = st.file_uploader(_("Sao kê của ngân hàng"), type=["csv", "xlsx", "txt"], key="statement-file")
    if file is not None:
        with refusals.told():
            _preview(reader, file.getvalue(), file.name, _office(reader))
    _kept(reader)


def _office(reader: Actor) -> int:
    """Whose account it is; asked only of those who work at several offices."""
    names = dict(imports.offices(reader))
    if len(names) == 1:
        return next(iter(names))
    return st.selectbox(
        _("Tài khoản của cơ quan"), list(names), format_func=names.__getitem__, key="statement-office"
    )


def _preview(reader: Actor, data: bytes, name: str, office: int) -> None:
    headings, kept = imports.columns_of(reader, data, name, office)
    columns = _columns(headings, kept)
    seen = imports.preview(reader, data, name, columns, office)
    if not seen.matches:
        st.info(_("Không có dòng mới: %(n)s dòng đã nhập trước đây.") % {"n": seen.known})
        return
    counts: dict[str, int] = {}
    for one in seen.matches:
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
    told = " · ".join(f"{outcome_name(code)}: **{n}**" for code, n in counts.items())
    st.markdown(f"{told} · {_('Đã nhập trước đây: %(n)s') % {'n': seen.known}}")
    table(
        (_("Mã hồ sơ"), _("Ngày"), _("Số tiền"), _("Nội dung"), _("Kết quả")),
        ((one.codes[0] if one.codes else "", _cells(one)) for one in seen.matches[:100]),
    )
    if len(seen.matches) > 100:
        st.caption(_("Hiện 100 dòng đầu trong %(n)s dòng.") % {"n": len(seen.matches)})
    parts = st.checkbox(_("Ghi nhận khoản nộp thiếu là nộp một phần"), key="statement-parts")
    if st.button(_("Ghi nhận sao kê"), type="primary", icon=":material/price_check:", key="statement-book"):
        done = imports.book(reader, data, name, columns, parts=parts, office=office)
        booked = sum(1 for one in done.matches if one.outcome == "matched" or (parts and one.shares))
        session.say_later("success", _("Đã ghi nhận %(n)s khoản từ sao kê.") % {"n": booked})
        st.rerun()


def _columns(headings: list[str], kept: dict[str, int]) -> dict[str, int]:
    """Which column is what: opened by itself only when something is not known."""
    found: dict[str, int] = {}
    complete = {"day", "amount", "content"} <= set(kept)
    with st.expander(_("Các cột của ngân hàng này"), expanded=not complete):
        for name in COLUMNS:
            picked: Any = st.selectbox(
                _column_name(name), range(len(headings)), index=kept.get(name), placeholder=_("Không có"),
                format_func=lambda at: headings[at] or f"{at + 1}", key=f"column-{name}-{len(headings)}",
            )  # fmt: skip
            if picked is not None:
                found[name] = picked
    return found


def _cells(one: Match) -> tuple[str, ...]:
    return day(one.line.day), money(one.line.amount), one.line.content, outcome_name(one.outcome)


def _kept(reader: Actor) -> None:
    rows = imports.kept(reader)
    waiting = [row for row in rows if row.status == "open"]
    done = [row for row in rows if row.status != "open"]
    if waiting:
        st.markdown(_("**%(n)s** khoản chờ xử lý") % {"n": len(waiting)})
        for row in waiting[:20]:
            _row(reader, row, settles=True)
    if done:
        with st.expander(_("Các khoản đã nhập")):
            for row in done[:50]:
                _row(reader, row, settles=False)


def _row(reader: Actor, row: imports.Kept, *, settles: bool) -> None:
    with st.container(border=True, key=f"statement-line-{row.id}"):
        codes = ", ".join(row.codes) or "–"
        st.markdown(
            f"**{money(row.amount)}** · {day(row.day)} · {outcome_name(row.outcome)} · {codes}  \n"
            f"{plain(row.content)}"
        )
        st.caption(" · ".join(filter(None, [_status_name(row.status), row.by, moment(row.at), row.note])))
        if not settles and row.status != "booked":
            return
        label = _("Đã xử lý") if settles else _("Hoàn tác")
        with st.popover(label, icon=":material/task_alt:" if settles else ":material/undo:"):
            reason = st.text_input(
                _("Đã làm gì với khoản này?") if settles else _("Lý do"), key=f"line-why-{row.id}"
            )
            if st.button(_("Xác nhận"), key=f"line-do-{row.id}"):
                try:
                    (imports.settle if settles else imports.undo)(reader, row.id, reason)
                except Refusal as refusal:
                    st.error(say(refusal))
                else:
                    session.say_later("success", _("Đã ghi."))
                    st.rerun()
