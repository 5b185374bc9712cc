"""Office hours of one agency, weekday by weekday, typed as people write them."""

import streamlit as st

from pages.parts.look import empty_state
from pages.parts.office import calendar_effect
from pages.parts.sheet import told_wrong
from pages.parts.words import _
from services.actors import Actor
from services.dates import office_hours
from services.dates.office_hours import OfficeHours
from services.dates.upkeep import HoursChange
from services.errors import Invalid
from services.sentences import say_problem

FORM = "gio"


def _weekdays() -> dict[str, str]:
    return {
        "mon": _("Thứ hai"), "tue": _("Thứ ba"), "wed": _("Thứ tư"), "thu": _("Thứ năm"),
        "fri": _("Thứ sáu"), "sat": _("Thứ bảy"), "sun": _("Chủ nhật"),
    }  # fmt: skip


def draw(reader: Actor) -> None:
    """Whose hours, from where they come, and the seven fields."""
    found = {one.agency_id: one for one in office_hours.of_all(reader)}
    if not found:
        empty_state(_("Không có cơ quan nào"), _("Tài khoản này chưa được giao cơ quan nào."), "schedule")
        return
    chosen = st.selectbox(
        _("Cơ quan"), list(found), format_func=lambda key: found[key].agency, key="hours-agency"
    )
    one = found[chosen]
    below = _("Cơ quan cấp dưới không đặt giờ riêng thì theo giờ này.")
    whose = _("Giờ riêng của cơ quan này.") if one.own else _("Đang theo giờ của cấp trên.")
    st.caption(f"{whose} {below}")
    parent = st.toggle(_("Theo giờ của cấp trên"), value=not one.own, key=f"hours-parent-{chosen}")
    hours = None if parent else _fields(one)
    if hours is not None or parent:
        _changed(reader, HoursChange(chosen, hours))


def _fields(one: OfficeHours) -> office_hours.Hours | None:
    """What the seven fields say; None while one of them cannot be read."""
    texts, places = {}, {}
    for name, title in _weekdays().items():
        texts[name] = st.text_input(
            title, value=one.texts[name], key=f"hours-{one.agency_id}-{name}", max_chars=80,
            placeholder=_("Không làm việc"),
        )  # fmt: skip
        places[name] = st.container()
    try:
        return office_hours.read(texts)
    except Invalid as refusal:
        for problem in refusal.problems:
            with places[problem.where]:
                told_wrong(say_problem(problem))
        return None


def _changed(reader: Actor, change: HoursChange) -> None:
    if st.query_params.get(calendar_effect.LOOK) == FORM:
        calendar_effect.draw(reader, change, FORM)
    else:
        st.button(_("Xem trước thay đổi"), icon=":material/visibility:", key="look-hours", on_click=_look)


def _look() -> None:
    st.query_params[calendar_effect.LOOK] = FORM
