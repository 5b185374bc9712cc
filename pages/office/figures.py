"""Thống kê: how the communes are doing, with the list of dossiers behind every figure."""

import streamlit as st

from pages.frame.session import require
from pages.parts import charts, figure_tables, filters, tomorrow_table
from pages.parts.figure_words import first_line, period_name, taken
from pages.parts.look import empty_state, head
from pages.parts.words import _, number
from services.errors import NotFound
from services.figures import board as figures
from services.figures import forecast
from services.figures.board import Asked, Board, Options
from services.permissions import Permission

PERIOD, COMMUNE, FIELD, PROCEDURE = "ky", "co-quan", "linh-vuc", "thu-tuc"
LEVEL, CHANNEL, LIST = "muc-do", "kenh", figure_tables.LIST

reader = require(Permission.FIGURES_READ)


def room() -> None:
    """What is narrowed stands in the address; `xem` there opens the list behind a figure."""
    address = st.query_params
    asked = Asked(*(address.get(name, "") for name in (PERIOD, COMMUNE, FIELD, PROCEDURE, LEVEL, CHANNEL)))
    if wanted := address.get(LIST, ""):
        typed = address.get(filters.PAGE, "")
        page = int(typed) if typed.isdecimal() else 1
        if wanted == forecast.LIST:
            return _tomorrow(forecast.tomorrow(reader, asked, page))
        try:
            return _list(wanted, figures.listing(reader, asked, wanted, page))
        except NotFound:
            st.info(_("Không có danh sách này. Dưới đây là các chỉ tiêu."))
    return _board(figures.board(reader, asked))


def _narrow(options: Options) -> None:
    every = {"": _("Tất cả")}
    with st.container(horizontal=True, key="mc-filters"):
        filters.choice(PERIOD, _("Kỳ"), {one.code: period_name(one) for one in options.periods})
        if len(options.communes) > 1:
            filters.choice(COMMUNE, _("Xã, phường"), every | dict(options.communes))
        filters.choice(FIELD, _("Lĩnh vực"), every | dict(options.fields))
        filters.choice(PROCEDURE, _("Thủ tục"), every | dict(options.procedures))
        filters.choice(LEVEL, _("Mức độ"), every | {"3": _("Mức độ 3"), "4": _("Mức độ 4")})
        channels = {"2": _("Trực tuyến"), "1": _("Trực tiếp"), "3": _("Bưu chính")}
        filters.choice(CHANNEL, _("Kênh nộp"), every | channels)


def _board(found: Board) -> None:
    head(_("Thống kê"), first_line(found))
    _narrow(found.options)
    if not any(found.figures[code] for code in ("carried", "received", "submitted", "done", "pending")):
        empty_state(
            _("Không có hồ sơ nào trong lựa chọn này"),
            _("Hãy chọn kỳ khác, hoặc bỏ bớt điều kiện ở trên."),
            "bar_chart",
        )
        return
    st.html(figure_tables.tiles(found))
    one, other = st.columns(2)
    with one:
        charts.trend(found.trend)
        if any(found.standing.values()):
            charts.ageing(found.standing)
        charts.funnel(found.reached)
    with other:
        if any(sum(month.solved.values()) for month in found.trend):
            charts.on_time(found.trend, found.communes)
        if found.days:
            charts.distribution(found.days, found.legal_days)
    st.html(tomorrow_table.told(found.coming_late))
    if any(found.standing.values()):
        st.html(figure_tables.where_it_waits(found.standing))
    if len(found.communes) > 1:
        title = _("Các xã, phường")
        st.html(figure_tables.sides(title, _("Xã, phường"), found.communes, COMMUNE))
    st.html(figure_tables.sides(_("Các thủ tục"), _("Thủ tục"), found.procedures, PROCEDURE))
    st.html(figure_tables.every_figure(found))
    st.markdown(taken(found))
    with st.expander(_("Chỉ tiêu nghĩa là gì, tính thế nào")):
        st.html(figure_tables.dictionary())


def _list(code: str, found: figures.Listing) -> None:
    lead = _("%(period)s: %(n)s hồ sơ.") % {"period": period_name(found.period), "n": number(found.found)}
    head(figure_tables.list_name(code), lead)
    st.html(figure_tables.way_back())
    _narrow(found.options)
    if not found.rows:
        told = _("Con số này là 0 với lựa chọn ở trên. Hãy chọn kỳ khác, hoặc bỏ bớt điều kiện.")
        empty_state(_("Không có hồ sơ nào"), told, "inbox")
        return
    st.html(figure_tables.listed(found))
    filters.pages(found.page, found.page_count)


def _tomorrow(found: forecast.Tomorrow) -> None:
    head(tomorrow_table.title(), tomorrow_table.lead(found.found))
    st.html(figure_tables.way_back())
    _narrow(found.options)
    if not found.rows:
        told = _("Theo thời gian các bước thường mất, hồ sơ nào đang trong hạn cũng kịp hạn.")
        empty_state(_("Không có hồ sơ nào sắp trễ"), told, "event_available")
        return
    st.html(tomorrow_table.listed(found))
    filters.pages(found.page, found.page_count)


room()
