"""Báo cáo: the official report of a period, ready to hand in; the index as an estimate; lists to take out."""

import streamlit as st

from pages.frame.session import require
from pages.parts import filters
from pages.parts.figures import report_lists, report_table
from pages.parts.figures.figure_words import period_name
from pages.parts.look import head
from pages.parts.words import _, day, number
from services.errors import NotFound
from services.figures.choice import Period
from services.permissions import Permission
from services.reports import desk, sheet
from services.reports.desk import OTHER, Asked, Shown
from services.reports.estimates import estimate

UNIT, PERIOD, FIRST, LAST, FORM, VIEW = "co-quan", "ky", "tu", "den", "mau", "xem"
INDEX, LISTS = "chi-so", "xuat"

reader = require(Permission.REPORT_READ)


def room() -> None:
    """What is chosen stands in the address; the last month that has ended comes first."""
    address = st.query_params
    asked = Asked(*(address.get(name, "") for name in (UNIT, PERIOD, FIRST, LAST, FORM)))
    try:
        shown = desk.show(reader, asked)
    except NotFound:
        st.info(_("Không có đơn vị này trong phạm vi của ông/bà. Dưới đây là báo cáo của đơn vị đầu tiên."))
        asked = Asked("", *(address.get(name, "") for name in (PERIOD, FIRST, LAST, FORM)))
        shown = desk.show(reader, asked)
    head(_("Báo cáo"), _first_line(shown))
    view = _narrow(shown, asked)
    if view == INDEX:
        return _index(asked)
    if view == LISTS:
        return report_lists.draw(reader, asked)
    report_table.files(shown.report)
    st.html(report_table.form(shown.report))
    report_table.notes(shown.report)
    return report_table.handed_in(reader, asked, shown)


def _narrow(shown: Shown, asked: Asked) -> str:
    last = desk.period_of(Asked())
    others = [one for one in shown.periods if one.code != last.code]
    with st.container(horizontal=True, key="mc-filters"):
        views = {"": _("Biểu báo cáo"), INDEX: _("Chỉ số 766 (ước tính)"), LISTS: _("Xuất danh sách")}
        view = filters.choice(VIEW, _("Xem"), views)
        if len(shown.units) > 1:
            filters.choice(UNIT, _("Đơn vị báo cáo"), {one.slug: one.name for one in shown.units})
        if shown.unit.sums_up and not view:
            forms = {sheet.BY_UNIT: _("II.06b, theo đơn vị"), sheet.BY_PROCEDURE: _("II.06a, theo thủ tục")}
            filters.choice(FORM, _("Biểu"), forms)
        known = {one.code: period_name(one) for one in (last, *others)} | {OTHER: _("Khoảng ngày khác")}
        if filters.choice(PERIOD, _("Kỳ"), known) == OTHER:
            filters.day(FIRST, _("Từ ngày"))
            filters.day(LAST, _("Đến ngày"))
    return view


def _first_line(shown: Shown) -> str:
    cells = shown.report.cells
    told = _("%(unit)s, %(period)s: tiếp nhận %(taken)s hồ sơ (cả kỳ trước chuyển sang), đã giải quyết"
             " %(solved)s, đang giải quyết %(open)s.")  # fmt: skip
    line = told % {
        "unit": shown.unit.name, "period": _period(shown.report.period), "taken": number(cells.taken_in),
        "solved": number(cells.solved), "open": number(cells.open),
    }  # fmt: skip
    if shown.report.runs:
        line += " " + _("Kỳ chưa kết thúc: số liệu đến ngày %(day)s.") % {"day": day(shown.report.seen_on)}
    return line


def _period(period: Period) -> str:
    if period.code:
        return period_name(period)
    return _("từ %(first)s đến %(last)s") % {"first": day(period.first), "last": day(period.last)}


def _index(asked: Asked) -> None:
    told = _("Ước tính theo công thức không chính thức, chỉ để theo dõi. Điểm chính thức do Cổng Dịch vụ công"
             " quốc gia công bố; phần nào không tính được ở đây thì nói rõ.")  # fmt: skip
    st.info(told, icon=":material/info:")
    st.html(report_table.estimate(estimate(reader, asked)))


room()
