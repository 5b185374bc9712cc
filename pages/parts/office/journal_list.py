"""Who did what: what the list is narrowed to, its rows, and the way to older ones."""

from datetime import date, datetime
from html import escape
from typing import Any

import streamlit as st

from pages.parts import filters
from pages.parts.look import empty_state
from pages.parts.table import table
from pages.parts.words import _, moment, number, state_name
from services.actors import Actor
from services.oversight import listing, log
from services.oversight.listing import Asked, Row
from services.sentences import action_name
from services.server.addresses import with_query
from services.workflow import ACTIONS

SOURCE, ACTION, PERSON, CODE, FIRST, LAST = "nguon", "viec", "nguoi", "ma", "tu", "den"
BEFORE = filters.PAGE
"""The page that begins before a moment; like a page number it goes when a filter changes."""

_STEPS = (
    "submit", "propose", "approve", "send_back", "undo", "assign", "take_over", "cancel_payment", "refund",
    "anonymise",
)  # fmt: skip


def draw(reader: Actor) -> None:
    """The filters, one page of rows, and a link to older ones."""
    _narrow()
    asked = _asked()
    found = listing.page(reader, asked)
    if asked.first is None and not asked.code:
        st.caption(_("%(n)s ngày gần nhất; chọn **Từ ngày** để xem xa hơn.") % {"n": listing.USUAL_DAYS})
    if not found.rows:
        what = _("Hãy bỏ bớt điều kiện, hoặc chọn khoảng ngày dài hơn.")
        empty_state(_("Không có việc nào như vậy"), what, "history")
        return
    titles = (_("Lúc"), _("Ai"), _("Việc"), _("Về"), _("Chi tiết"))
    rows = ((moment(row.at), _who(row), name(row.action), row.subject, _told(row)) for row in found.rows)
    st.html(table(_("Nhật ký"), titles, rows, look="mc-figures mc-listed"))
    if found.more:
        older = escape(with_query("/nhat-ky", {**st.query_params.to_dict(), BEFORE: found.more.isoformat()}))
        st.html(f'<a class="mc-way" href="{older}" target="_self">{escape(_("Cũ hơn"))}</a>')


def _narrow() -> None:
    every = {"": _("Tất cả")}
    with st.container(horizontal=True, key="mc-filters"):
        filters.choice(SOURCE, _("Nguồn"), every | {
            listing.DOSSIER: _("Bước của hồ sơ"), listing.OFFICE: _("Xem, xuất, cài đặt"),
            listing.ACCOUNT: _("Tài khoản người dân"),
        })  # fmt: skip
        actions = {one: name(one) for one in (*ACTIONS, *_STEPS, *log.ACTIONS)}
        filters.choice(ACTION, _("Việc"), every | actions)
        filters.text(PERSON, _("Người làm"), _("Tên đăng nhập hoặc họ tên"))
        filters.text(CODE, _("Mã hồ sơ"))
        filters.day(FIRST, _("Từ ngày"))
        filters.day(LAST, _("Đến ngày"))


def _asked() -> Asked:
    """What the address says; what cannot be read there is left out."""
    asked = st.query_params.to_dict()
    return Asked(
        asked.get(SOURCE, ""), asked.get(ACTION, ""), asked.get(PERSON, "").strip(),
        asked.get(CODE, "").strip(),
        _read(date, asked.get(FIRST)), _read(date, asked.get(LAST)), _read(datetime, asked.get(BEFORE)),
    )  # fmt: skip


def _read(kind: Any, text: str | None) -> Any:
    try:
        found = kind.fromisoformat(text or "")
    except ValueError:
        return None
    return found if kind is date or found.tzinfo else None


def name(action: str) -> str:
    """The name of anything that the list tells of."""
    if action in log.ACTIONS:
        return _(log.ACTIONS[action])
    others = {
        "registered": _("Mở tài khoản"),
        "password_set": _("Đặt mật khẩu"),
        "claimed": _("Nhận hồ sơ về tài khoản"),
        "contact_changed": _("Đổi thông tin liên hệ"),
        "name_changed": _("Đổi tên"),
        "channel_chosen": _("Chọn cách nhận tin báo"),
        "exported": _("Tải dữ liệu của mình"),
        "closed": _("Đóng tài khoản"),
    }
    if action in others:
        return others[action]
    try:
        return action_name(action)
    except KeyError:
        return action


def _who(row: Row) -> str:
    return {"officer": row.who, "citizen": _("Người dân"), "system": _("Hệ thống")}[row.kind]


def _told(row: Row) -> str:
    """The facts that tell most, in one line."""
    if row.source == listing.DOSSIER:
        before, after = row.facts["from"], row.facts["to"]
        return state_name(after) if before in (None, after) else f"{state_name(before)} → {state_name(after)}"
    if n := row.facts.get("dossiers"):
        return _("%(n)s hồ sơ") % {"n": number(n)}
    names = ("slot", "kind", "channel", "language", "changed", "files", "events", "faults")
    told = (row.facts[one] for one in names if row.facts.get(one) not in (None, ""))
    return " · ".join(", ".join(map(str, one)) if isinstance(one, list) else str(one) for one in told)
