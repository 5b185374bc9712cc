"""What narrows the figures, and every list that opens from them: address, heading, rows, pages."""

import streamlit as st

from pages.parts import filters
from pages.parts.figures import figure_tables, tomorrow_table, waiting_tables
from pages.parts.figures.figure_words import period_name
from pages.parts.look import empty_state, head
from pages.parts.words import _, number
from services.actors import Actor
from services.figures import board, forecast, supplements
from services.figures.board import Asked, Listing, Options
from services.figures.forecast import Tomorrow
from services.figures.supplements import Supplements

PERIOD, COMMUNE, FIELD, PROCEDURE = "ky", "co-quan", "linh-vuc", "thu-tuc"
LEVEL, CHANNEL, APART = "muc-do", "kenh", "tach"
FILTERS = (PERIOD, COMMUNE, FIELD, PROCEDURE, LEVEL, CHANNEL, APART)
"""What the address narrows by, in the order of `Asked`."""


def draw(reader: Actor, asked: Asked, wanted: str) -> None:
    """The list that the address names. Raises NotFound where there is none such."""
    typed = st.query_params.get(filters.PAGE, "")
    page = int(typed) if typed.isdecimal() else 1
    if wanted == forecast.LIST:
        _tomorrow(forecast.tomorrow(reader, asked, page))
    elif wanted == supplements.LIST:
        _supplements(supplements.table(reader, asked))
    elif wanted.startswith(supplements.LIST):
        _list(_("Hồ sơ phải bổ sung"), supplements.listing(reader, asked, wanted, page))
    else:
        found = board.listing(reader, asked, wanted, page)
        _list(figure_tables.list_name(wanted), found)


def narrow(options: Options) -> None:
    """The filters, as the address has them."""
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
        if options.merged:
            both = {"": _("Gộp vào cơ quan tiếp nhận"), "1": _("Tính riêng")}
            filters.choice(APART, _("Cơ quan đã kết thúc"), both)


def _framed(title: str, lead: str, options: Options) -> None:
    """What stands above the rows of every list: its name, the way back, and the filters."""
    head(title, lead)
    st.html(figure_tables.way_back())
    narrow(options)


def _list(name: str, found: Listing) -> None:
    lead = _("%(period)s: %(n)s hồ sơ.") % {"period": period_name(found.period), "n": number(found.found)}
    _framed(name, lead, found.options)
    if not found.rows:
        told = _("Con số này là 0 với lựa chọn ở trên. Hãy chọn kỳ khác, hoặc bỏ bớt điều kiện.")
        empty_state(_("Không có hồ sơ nào"), told, "inbox")
        return
    st.html(figure_tables.listed(found))
    filters.pages(found.page, found.page_count)


def _tomorrow(found: Tomorrow) -> None:
    _framed(tomorrow_table.title(), tomorrow_table.lead(found.found), found.options)
    if not found.rows:
        told = _("Theo thời gian các bước thường mất, chưa thấy hồ sơ nào đang trong hạn dễ trễ.")
        empty_state(_("Không có hồ sơ nào dễ trễ hạn"), told, "event_available")
        return
    st.html(tomorrow_table.listed(found))
    filters.pages(found.page, found.page_count)


def _supplements(found: Supplements) -> None:
    told = {"period": period_name(found.period), "n": number(found.dossiers)}
    lead = _("%(period)s: yêu cầu bổ sung trên %(n)s hồ sơ.") % told
    _framed(_("Giấy tờ và nội dung phải bổ sung"), lead, found.options)
    if not found.things:
        said = _("Trong kỳ này không có yêu cầu bổ sung nào. Hãy chọn kỳ khác, hoặc bỏ bớt điều kiện.")
        empty_state(_("Không có yêu cầu bổ sung"), said, "inbox")
        return
    st.html(waiting_tables.everybody_asked())
    st.html(waiting_tables.asked_again(found))
