"""Nhật ký: who did what, which messages did not leave, and whether the program is well."""

import streamlit as st

from pages.frame.session import require
from pages.parts import filters
from pages.parts.look import empty_state, head
from pages.parts.office import health_view, journal_list, message_log, retention_view
from pages.parts.words import _, moment, number
from services.keeping import retention
from services.oversight import messages
from services.oversight.messages import Standing
from services.permissions import Permission

DID, MESSAGES, HEALTH, KEPT = "viec", "tin", "may", "luu-giu"
STATE = "tinh-trang"

reader = require(Permission.JOURNAL_READ)


def room() -> None:
    """What is asked for stands in the address: the tab, and each tab's own filters."""
    names = {DID: _("Ai làm gì"), MESSAGES: _("Tin nhắn và thư"), HEALTH: _("Tình trạng hệ thống")}
    if retention.may(reader):
        names[KEPT] = _("Lưu giữ")
    tab, _search, page = filters.place(names)
    standing = messages.standing(reader)
    head(_("Nhật ký"), _first_line(standing))
    st.html(filters.tabs("/nhat-ky", names, {MESSAGES: standing.failed}, tab, {}))
    if tab == DID:
        journal_list.draw(reader)
    elif tab == MESSAGES:
        _messages(standing, page)
    elif tab == KEPT:
        retention_view.draw(reader)
    else:
        health_view.draw(reader)


def _first_line(standing: Standing) -> str:
    """What the administrator asks first: is anything stuck?"""
    if standing.failed:
        told = _("**%(n)s tin không gửi được.** Xem ở **Tin nhắn và thư** và bấm **Gửi lại**.")
        return told % {"n": number(standing.failed)}
    return _("Không có tin nào hỏng. Nhật ký chỉ để xem: không ai sửa hay xóa được dòng nào.")


def _messages(standing: Standing, page: int) -> None:
    states = {"": _("Không gửi được"), "waiting": _("Đang chờ gửi")}
    with st.container(horizontal=True, key="mc-filters"):
        state = filters.choice(STATE, _("Tình trạng"), states)
    told = {"waiting": number(standing.waiting), "failed": number(standing.failed)}
    line = _("%(failed)s tin không gửi được, %(waiting)s tin đang chờ.") % told
    if standing.oldest:
        line += " " + _("Tin chờ lâu nhất: từ %(at)s.") % {"at": moment(standing.oldest)}
    st.caption(line)
    found = messages.queue(reader, state, page)
    if not found.rows:
        what = _("Tin gửi hỏng hẳn sau nhiều lần thử sẽ hiện ở đây cùng lý do, để gửi lại.")
        empty_state(_("Không có tin nào"), what, "mark_email_read")
    message_log.draw(found.rows, reader)
    filters.pages(page, found.page_count)


room()
