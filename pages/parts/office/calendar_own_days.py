"""Days of one agency alone, such as a holiday of the place: what there is, and the form to change them."""

import streamlit as st

from pages.parts.look import empty_state
from pages.parts.office import calendar_days, calendar_effect
from pages.parts.plain_table import table
from pages.parts.words import _, day
from services import clock
from services.actors import Actor
from services.dates import office_hours, upkeep
from services.dates.upkeep import DayChange

FORM = "ngay-rieng"


def draw(reader: Actor) -> None:
    """Whose days, the list of this year and the next, and the form."""
    found = {one.agency_id: one.agency for one in office_hours.of_all(reader)}
    if not found:
        empty_state(_("Không có cơ quan nào"), _("Tài khoản này chưa được giao cơ quan nào."), "event")
        return
    chosen = st.selectbox(
        _("Ngày riêng của"), list(found), format_func=found.__getitem__, key="own-days-agency"
    )
    st.caption(_("Cơ quan cấp dưới theo ngày này, trừ khi tự ghi khác cho cùng ngày."))
    this, kinds = clock.today().year, calendar_days.kinds()
    days = [one for year in (this, this + 1) for one in upkeep.days_of(reader, chosen, year)]
    if days:
        titles = (_("Ngày"), _("Loại"), _("Tên ngày"), _("Văn bản căn cứ"))
        table(titles, ((day(one.day), kinds[one.kind], one.name, one.source) for one in days))
    else:
        st.info(_("Cơ quan này chưa có ngày riêng; đang theo ngày nghỉ chung."), icon=":material/event:")
    _form(reader, chosen, kinds)


def _form(reader: Actor, agency_id: int, kinds: dict[str, str]) -> None:
    when = st.date_input(_("Ngày riêng"), value=clock.today(), format="DD/MM/YYYY", key="own-day")
    kind = st.segmented_control(
        _("Ngày riêng này là"), list(kinds), default="off", required=True, format_func=kinds.__getitem__,
        key="own-day-kind",
    )  # fmt: skip
    name = st.text_input(_("Tên ngày riêng"), key="own-day-name", max_chars=200)
    source = st.text_input(_("Quyết định căn cứ"), key="own-day-source", max_chars=200)
    change = DayChange(when or clock.today(), kind or "off", name, source, agency_id)
    if st.query_params.get(calendar_effect.LOOK) == FORM:
        calendar_effect.draw(reader, change, FORM)
    else:
        st.button(_("Xem trước ngày riêng"), icon=":material/visibility:", key="look-own-day", on_click=_look)


def _look() -> None:
    st.query_params[calendar_effect.LOOK] = FORM
