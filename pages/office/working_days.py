"""Lịch làm việc: days off, make-up days, office hours; a look at every return date before a change counts."""

import streamlit as st

from pages.frame.session import require
from pages.parts.look import head
from pages.parts.office import calendar_days, calendar_hours, calendar_own_days
from pages.parts.words import _
from services.permissions import Permission

reader = require(Permission.CALENDAR_MANAGE)

head(
    _("Lịch làm việc"),
    _(
        "Ngày hẹn trả được tính theo lịch này. Xem trước hồ sơ nào đổi ngày hẹn rồi mới lưu."
    ),
)
days, own, hours = st.tabs(
    [_("Ngày nghỉ, ngày làm bù"), _("Ngày riêng của cơ quan"), _("Giờ làm việc")], key="calendar-tabs"
)
with days:
    calendar_days.draw(reader)
with own:
    calendar_own_days.draw(reader)
with hours:
    calendar_hours.draw(reader)
