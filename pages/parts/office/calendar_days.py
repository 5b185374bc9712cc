"""The exceptional days of a year, and the form that changes one."""

import streamlit as st

from pages.parts.look import empty_state
from pages.parts.office import calendar_effect
from pages.parts.plain_table import table
from pages.parts.words import _, day
from services import clock
from services.actors import Actor
from services.dates import upkeep
from services.dates.calendars import Day
from services.dates.upkeep import DayChange

FORM = "ngay"


def kinds() -> dict[str, str]:
    """What a day can be."""
    return {"off": _("Ngày nghỉ"), "work": _("Ngày làm bù"), "usual": _("Ngày thường")}


def draw(reader: Actor) -> None:
    """The list of a year; who may change it has the form under it."""
    this = clock.today().year
    year = st.segmented_control(
        _("Năm"), [this - 1, this, this + 1], default=this, required=True, key="calendar-year"
    )
    found = upkeep.days(reader, year)
    if found:
        _list(found)
    else:
        empty_state(
            _("Chưa có ngày nào của năm này"), _("Hãy ghi ngày nghỉ theo văn bản của Chính phủ."), "event"
        )
    if upkeep.sets_days(reader):
        _form(reader)
    else:
        st.caption(_("Ngày nghỉ chung do người quản trị ghi. Lãnh đạo đặt giờ làm việc của cơ quan mình."))


def _list(found: list[Day]) -> None:
    titles = (_("Ngày"), _("Loại"), _("Tên ngày"), _("Văn bản căn cứ"))
    named = kinds()
    table(titles, ((day(one.day), named[one.kind], one.name, one.source) for one in found))


def _form(reader: Actor) -> None:
    st.subheader(_("Thêm hoặc sửa một ngày"), anchor=False)
    chosen = st.date_input(_("Ngày"), value=clock.today(), format="DD/MM/YYYY", key="calendar-day")
    named = kinds()
    kind = st.segmented_control(
        _("Ngày này là"), list(named), default="off", required=True, format_func=named.__getitem__,
        key="calendar-kind",
    )  # fmt: skip
    if kind == "usual":
        st.caption(_("Bỏ ngày nghỉ hoặc ngày làm bù: ngày ấy lại như mọi ngày cùng thứ."))
    name = st.text_input(_("Tên ngày"), key="calendar-name", max_chars=200)
    source = st.text_input(_("Văn bản căn cứ"), key="calendar-source", max_chars=200)
    change = DayChange(chosen or clock.today(), kind or "off", name, source)
    if st.query_params.get(calendar_effect.LOOK) == FORM:
        calendar_effect.draw(reader, change, FORM)
    else:
        st.button(_("Xem trước thay đổi"), icon=":material/visibility:", key="look-day", on_click=_look)


def _look() -> None:
    st.query_params[calendar_effect.LOOK] = FORM
