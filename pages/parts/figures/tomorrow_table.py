"""Open dossiers likely to be late if nothing changes: how many, which, and why in words."""

from html import escape

from pages.parts.figures.figure_tables import code_cell, link_to
from pages.parts.table import table
from pages.parts.words import _, day, number
from services.figures import forecast
from services.figures.forecast import ComingRow, Tomorrow
from services.figures.tomorrow import Outlook


def title() -> str:
    """What the list is called."""
    return _("Dễ trễ hạn nếu không đổi")


def lead(found: int) -> str:
    """How many, and from what it is told."""
    told = _(
        "%(n)s hồ sơ đang trong hạn mà từ bước đang đứng, ít nhất 3 trong 10 hồ sơ tương tự của 24 tháng qua"
        " đã trễ."
    )
    return told % {"n": number(found)}


def told(found: int) -> str:
    """One line for the page of figures, with the way to the list."""
    if not found:
        none = _("Theo thời gian các bước thường mất, chưa thấy hồ sơ nào đang trong hạn dễ trễ.")
        return f'<p class="mc-back">{escape(none)}</p>'
    way = link_to(forecast.LIST, title())
    return f'<p class="mc-back"><b>{escape(title())}:</b> {escape(lead(found))} {way}</p>'


def listed(found: Tomorrow) -> str:
    """The dossiers, the likeliest first: no person."""
    titles = (_("Mã hồ sơ"), _("Xã, phường"), _("Thủ tục"), _("Hẹn trả"), _("Khả năng trễ"), _("Vì sao"))
    lines = [
        (code_cell(row.code, row.opens), escape(row.agency), escape(row.procedure), day(row.due_on),
         _chance(row.outlook), escape(_why(row)))
        for row in found.rows
    ]  # fmt: skip
    return table(title(), titles, lines, safe=True, look="mc-figures mc-listed mc-dictionary")


def _chance(outlook: Outlook) -> str:
    return f"{min(99, round(outlook.chance * 100))}%"


def _step(step: str) -> str:
    return {
        "received": _("Đã tiếp nhận, chờ chuyển"), "work": _("Đang xử lý"), "sign": _("Chờ duyệt, ký"),
    }[step]  # fmt: skip


def _why(row: ComingRow) -> str:
    """Bước Đang xử lý thường còn 2 ngày làm việc, hạn còn 1."""
    said = {
        "step": _step(row.step), "chance": _chance(row.outlook), "days": number(row.outlook.typical),
        "left": number(row.outlook.left), "like": number(row.outlook.like),
    }  # fmt: skip
    if row.outlook.typical <= row.outlook.left:
        return _("Từ bước %(step)s, khoảng %(chance)s hồ sơ tương tự đã trễ (tính từ %(like)s hồ sơ).") % said
    if row.outlook.left == 0:
        return _("Bước %(step)s thường còn %(days)s ngày làm việc, hạn là hôm nay.") % said
    return _("Bước %(step)s thường còn %(days)s ngày làm việc, hạn còn %(left)s.") % said
