"""The table of the published figures: a real table at every width, narrow enough for a phone."""

from html import escape

from pages.parts.words import _, day, number
from services.figures.published import Row, Table
from services.figures.secrecy import LEAST, Shown

NONE, TOO_FEW, NOT_TOLD = "–", f"<{LEAST}", "*"


def month_name(month: str) -> str:
    """`10/2026`, for 2026-10."""
    year, _dash, of_year = month.partition("-")
    return f"{of_year}/{year}"


def table(found: Table) -> str:
    """Markup of the whole table. Its caption says what was chosen, for who reads it aloud or prints it."""
    names = dict(found.communes)
    about = {"month": month_name(found.month), "commune": names.get(found.commune, "")}
    if found.commune:
        caption, first = _("%(commune)s, mười hai tháng đến tháng %(month)s") % about, _("Tháng")
    else:
        caption, first = _("Các xã, phường, tháng %(month)s") % about, _("Xã, phường")
    titles = (first, _("Đã tiếp nhận"), _("Đúng hạn"), _("Quá hạn"), _("Tỷ lệ đúng hạn"), _("Số ngày"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "".join(_line(_name(row, found), _numbers(row.shown, TOO_FEW)) for row in found.rows)
    foot = f"<tfoot>{_line(_('Tổng'), _numbers(found.total, NOT_TOLD))}</tfoot>" if found.total else ""
    return (
        f'<table class="mc-published"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"
    )


def _name(row: Row, found: Table) -> str:
    if found.commune:
        return month_name(row.name)
    return (
        row.name
        if row.until is None
        else _("%(name)s (đến %(day)s)") % {"name": row.name, "day": day(row.until)}
    )


def _numbers(shown: Shown, hidden: str) -> list[str]:
    counts = (shown.received, shown.on_time, shown.late)
    rate = NONE if shown.rate is None else f"{_decimal(shown.rate * 100)}%"
    average = NONE if shown.average is None else _decimal(shown.average)
    return [*(hidden if count is None else number(count) for count in counts), rate, average]


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _line(name: str, cells: list[str]) -> str:
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(name)}</th>{shown}</tr>'
