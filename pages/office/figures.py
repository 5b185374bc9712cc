"""Thống kê: how the communes are doing, with the list of dossiers behind every figure."""

import streamlit as st

from pages.frame.session import require
from pages.parts.figures import charts, figure_lists, figure_tables, tomorrow_table, waiting_tables
from pages.parts.figures.figure_lists import COMMUNE, FILTERS, PROCEDURE
from pages.parts.figures.figure_words import first_line, taken
from pages.parts.look import empty_state, head
from pages.parts.words import _
from services.errors import NotFound
from services.figures import board as figures
from services.figures.board import Asked, Board
from services.permissions import Permission

reader = require(Permission.FIGURES_READ)


def room() -> None:
    """What is narrowed stands in the address; `xem` there opens the list behind a figure."""
    address = st.query_params
    asked = Asked(*(address.get(name, "") for name in FILTERS))
    if wanted := address.get(figure_tables.LIST, ""):
        try:
            return figure_lists.draw(reader, asked, wanted)
        except NotFound:
            st.info(_("Không có danh sách này. Dưới đây là các chỉ tiêu."))
    return _board(figures.board(reader, asked))


def _board(found: Board) -> None:
    head(_("Thống kê"), first_line(found))
    figure_lists.narrow(found.options)
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
        st.html(waiting_tables.where_it_waits(found.standing))
    if any(found.figures[f"slow_{step}"] for step in found.stood):
        st.html(waiting_tables.where_it_waited(found))
    st.html(waiting_tables.why_asked_again())
    if len(found.communes) > 1:
        title = _("Các xã, phường")
        st.html(figure_tables.sides(title, _("Xã, phường"), found.communes, COMMUNE))
    st.html(figure_tables.sides(_("Các thủ tục"), _("Thủ tục"), found.procedures, PROCEDURE))
    st.html(figure_tables.every_figure(found))
    st.markdown(taken(found))
    with st.expander(_("Chỉ tiêu nghĩa là gì, tính thế nào")):
        st.html(figure_tables.dictionary())


room()
