"""The figures as tables: five that matter most, all of them with what they mean, and offices side by side."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from pages.parts.figures.figure_words import NONE, change, percent, period_name, value, with_unit
from pages.parts.table import table
from pages.parts.words import _, day, number, state_name
from services.figures.board import Board, Listing, Side
from services.figures.indicators import INDICATORS, UNITS
from services.server.addresses import with_query

PATH, LIST = "/thong-ke", "xem"
FIRST = ("received", "done", "on_time_rate", "open", "open_late")
"""The five figures on top."""

GROUPS = {
    "flow": ("carried", "received", "done", "withdrawn", "stopped", "open"),
    "time": ("early", "on_time", "late", "on_time_rate", "median_days", "p90_days", "open_in_time",
             "open_late"),
    "first": ("submitted", "answered", "answer_hours", "refused", "given_up", "pending", "waiting", "rounds",
              "supplemented", "supplement_rate"),
    "way": ("online", "counter", "post", "online_rate", "post_rate", "level_4", "level_3"),
    "digital": ("owing", "paid_online", "online_payment_rate", "digital", "digital_rate"),
}  # fmt: skip


def group_name(group: str) -> str:
    """Heading of a part of the table."""
    return {
        "flow": _("Nhận và giải quyết"), "time": _("Đúng hẹn"), "first": _("Nộp và trả lời"),
        "way": _("Cách nộp"), "digital": _("Thanh toán và số hóa"),
    }[group]  # fmt: skip


def step_name(step: str) -> str:
    """Where a dossier stands, in words, with whose turn it is."""
    return {
        "new": _("Mới đăng ký, chờ tiếp nhận (cán bộ tiếp nhận)"),
        "sign_refusal": _("Chờ ký từ chối tiếp nhận (lãnh đạo)"),
        "supplement_first": _("Chờ bổ sung ban đầu (người dân)"),
        "received": _("Đã tiếp nhận, chờ chuyển (cán bộ tiếp nhận)"),
        "work": _("Đang xử lý (công chức chuyên môn)"),
        "sign": _("Chờ duyệt, ký (lãnh đạo)"),
        "supplement": _("Chờ bổ sung (người dân)"),
        "payment": _("Chờ nộp phí (người dân)"),
        "ready": _("Có kết quả, chờ trả (cán bộ tiếp nhận)"),
    }[step]


def list_name(code: str) -> str:
    """What the list of a figure, or of a step, is called."""
    if code.startswith("slow_"):
        return _("Chờ lâu nhất ở bước: %(step)s") % {"step": step_name(code[5:])}
    return step_name(code[3:]) if code.startswith("at_") else _(INDICATORS[code].name)


def _address(changes: Mapping[str, str]) -> str:
    """This page as it is narrowed now, changed so; empty values are left out."""
    asked = {name: text for name, text in st.query_params.to_dict().items() if name not in (LIST, "trang")}
    return with_query(PATH, {name: text for name, text in {**asked, **changes}.items() if text})


def link(code: str) -> str:
    """The way to the list behind a figure, narrowed as the page is."""
    return link_to(code, list_name(code))


def link_to(code: str, name: str) -> str:
    """The way to any list of this page."""
    return _anchor(_address({LIST: code}), _("Xem danh sách"), _("Xem danh sách: %(name)s") % {"name": name})


def way_back() -> str:
    """From a list back to all figures, narrowed as it is."""
    link_back = _anchor(_address({}), _("Về các chỉ tiêu"), _("Về các chỉ tiêu"))
    return f'<p class="mc-back">{link_back}</p>'


def _anchor(address: str, text: str, label: str) -> str:
    aloud = escape(label, quote=True)
    return f'<a class="mc-soft" href="{escape(address)}" aria-label="{aloud}">{escape(text)}</a>'


def tiles(found: Board) -> str:
    """The five figures, each with the two periods it is compared with and its list."""
    return f'<div class="mc-tiles">{"".join(_tile(code, found) for code in FIRST)}</div>'


def _tile(code: str, found: Board) -> str:
    one, now = INDICATORS[code], found.figures[code]
    lines = []
    for then, label in ((found.before, _("so với kỳ trước")), (found.year_before, _("so với năm trước"))):
        if told := change(code, now, then[code]):
            lines.append(f"<small>{escape(told)} {escape(label)}</small>")
    return (
        f'<section title="{escape(_(one.meaning), quote=True)}"><h3>{escape(_(one.name))}</h3>'
        f"<b>{escape(value(code, now))}</b>{''.join(lines)}{link(one.list_code)}</section>"
    )


def every_figure(found: Board) -> str:
    """All figures beside the period before and the year before."""
    titles = (_("Chỉ tiêu"), period_name(found.period), period_name(found.period.before),
              period_name(found.period.year_before), _("Danh sách"))  # fmt: skip
    body = ""
    for group, codes in GROUPS.items():
        body += f'<tr class="mc-group"><th scope="rowgroup" colspan="5">{escape(group_name(group))}</th></tr>'
        body += "".join(_figure(code, found) for code in codes)
    return table(_("Mọi chỉ tiêu"), titles, [], more=body)


NOW_ONLY = ("pending", "waiting")


def _figure(code: str, found: Board) -> str:
    one = INDICATORS[code]
    columns = [found.figures, found.before, found.year_before]
    shown = [with_unit(code, then[code]) for then in columns]
    if code in NOW_ONLY:
        shown[1:] = [NONE, NONE]
    cells = "".join(f"<td>{escape(text)}</td>" for text in shown)
    name = f'<span title="{escape(_(one.meaning), quote=True)}">{escape(_(one.name))}</span>'
    return f'<tr><th scope="row">{name}</th>{cells}<td>{link(one.list_code)}</td></tr>'


def sides(caption: str, first: str, rows: Sequence[Side], filter_name: str) -> str:
    """Communes or procedures side by side; each count opens its list. The last two are as of now: their lists
    are those of the running month."""
    titles = (first, _("Tiếp nhận"), _("Đã giải quyết"), _("Quá hạn"), _("Tỷ lệ đúng hạn"),
              _("Nay đang giải quyết"), _("Nay đang quá hạn"))  # fmt: skip
    lines = [
        (escape(side.name), _opens("received", side.received, filter_name, side),
         _opens("done", side.done, filter_name, side), _opens("late", side.solved["late"], filter_name, side),
         escape(percent(side.rate)), _opens("open", side.open, filter_name, side, ky=""),
         _opens("open_late", side.open_late, filter_name, side, ky=""))
        for side in rows
    ]  # fmt: skip
    return table(caption, titles, lines, safe=True)


def _opens(code: str, count: int, filter_name: str, side: Side, **more: str) -> str:
    if not count:
        return number(count)
    address = _address({filter_name: side.code, **more, LIST: code})
    told = _("%(name)s, %(figure)s: xem danh sách") % {"name": side.name, "figure": list_name(code)}
    return _anchor(address, number(count), told)


def listed(found: Listing) -> str:
    """The dossiers of a list: code, procedure, dates and state, no person."""
    titles = (_("Mã hồ sơ"), _("Xã, phường"), _("Thủ tục"), _("Ngày nộp"), _("Tiếp nhận"), _("Hẹn trả"),
              _("Kết thúc"), _("Trạng thái"))  # fmt: skip
    lines = [
        (code_cell(row.code, row.opens), escape(row.agency), escape(row.procedure), day(row.submitted_on),
         day(row.received_on), day(row.due_on), day(row.ended_on), escape(state_name(row.state)))
        for row in found.rows
    ]  # fmt: skip
    return table(_("Danh sách hồ sơ"), titles, lines, safe=True, look="mc-figures mc-listed")


def code_cell(code: str, opens: bool) -> str:
    """A dossier's code, which opens it where this reader may."""
    if not opens:
        return escape(code)
    return f'<a class="mc-soft" href="{escape(with_query("/ho-so", {"ma": code}))}">{escape(code)}</a>'


def dictionary() -> str:
    """What every figure means and how it is made."""
    titles = (_("Chỉ tiêu"), _("Định nghĩa"), _("Công thức"), _("Đơn vị"))
    lines = [(_(one.name), _(one.meaning), _(one.formula), _(UNITS[one.unit])) for one in INDICATORS.values()]
    return table(_("Từ điển chỉ tiêu"), titles, lines, look="mc-figures mc-dictionary")
