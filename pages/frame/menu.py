"""The table of rooms: where each is, what it is called, and who sees it in the menu."""

import copy
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from pages.parts.words import _
from services.actors import Actor
from services.permissions import Permission as P
from services.server import logs
from services.workflow import N_

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Room:
    """One room. Without a permission it is open to everyone."""

    file: str
    url_path: str
    title: str
    icon: str
    permission: P | None
    group: str
    """public (menu on top), desk (the officers' menu), hidden (reached by links alone)."""


ROOMS = (
    Room("pages/public/home.py", "", N_("Trang chủ"), "home", None, "public"),
    Room("pages/public/procedures.py", "thu-tuc", N_("Thủ tục hành chính"), "menu_book", None, "public"),
    Room("pages/public/submit.py", "nop-ho-so", N_("Nộp hồ sơ"), "upload_file", None, "public"),
    Room("pages/public/track.py", "tra-cuu", N_("Tra cứu hồ sơ"), "search", None, "public"),
    Room("pages/public/account.py", "tai-khoan", N_("Hồ sơ của tôi"), "folder", P.ACCOUNT_OWN, "public"),
    Room("pages/public/published.py", "cong-khai", N_("Công khai kết quả"), "bar_chart", None, "public"),
    Room("pages/desk/queue.py", "hang-doi", N_("Hàng đợi"), "inbox", P.QUEUE_READ, "desk"),
    Room(
        "pages/desk/counter.py", "tiep-nhan", N_("Tiếp nhận tại quầy"), "concierge", P.DOSSIER_TAKE_IN, "desk"
    ),
    Room("pages/desk/dossier.py", "ho-so", N_("Hồ sơ"), "description", P.DOSSIER_READ, "hidden"),
    Room("pages/desk/fees.py", "thu-phi", N_("Phí, lệ phí"), "payments", P.MONEY_READ, "desk"),
    Room("pages/desk/post.py", "buu-chinh", N_("Trả kết quả qua bưu chính"), "local_post_office",
         P.POST_READ, "desk"),  # fmt: skip
    Room("pages/office/approvals.py", "cho-duyet", N_("Chờ duyệt"), "approval", P.PROPOSAL_DECIDE, "desk"),
    Room("pages/public/verify.py", "xac-minh", N_("Xác minh giấy tờ"), "verified", None, "hidden"),
    Room("pages/public/payment.py", "thanh-toan", N_("Thanh toán"), "payments", None, "hidden"),
    Room("pages/office/figures.py", "thong-ke", N_("Thống kê"), "bar_chart", P.FIGURES_READ, "desk"),
    Room("pages/office/catalogue.py", "danh-muc", N_("Danh mục thủ tục"), "library_books",
         P.CATALOGUE_MANAGE, "desk"),  # fmt: skip
    Room("pages/office/agencies.py", "co-quan", N_("Cơ quan"), "account_tree", P.AGENCY_MANAGE, "desk"),
    Room("pages/office/people.py", "nguoi-dung", N_("Người dùng"), "group", P.PEOPLE_MANAGE, "desk"),
    Room("pages/office/messages.py", "tin-bao", N_("Tin báo và giấy tờ"), "sms", P.MESSAGE_MANAGE, "desk"),
    Room("pages/office/journal.py", "nhat-ky", N_("Nhật ký"), "history", P.JOURNAL_READ, "desk"),
    Room("pages/office/reports.py", "bao-cao", N_("Báo cáo"), "summarize", P.REPORT_READ, "desk"),
    Room("pages/public/set_password.py", "dat-mat-khau", N_("Đặt mật khẩu"), "key", None, "hidden"),
    Room(
        "pages/office/working_days.py", "lich-lam-viec", N_("Lịch làm việc"), "calendar_month",
        P.CALENDAR_MANAGE, "desk",
    ),  # fmt: skip
    Room("pages/public/security.py", "bao-mat", N_("Bảo mật tài khoản"), "shield", None, "hidden"),
    Room("pages/public/register.py", "dang-ky", N_("Đăng ký tài khoản"), "person_add", None, "hidden"),
    Room("pages/frame/sign_in.py", "dang-nhap", N_("Đăng nhập"), "login", None, "hidden"),
)

LANDINGS = (
    (P.QUEUE_READ, "hang-doi"), (P.FIGURES_READ, "thong-ke"), (P.JOURNAL_READ, "nhat-ky"),
    (P.ACCOUNT_OWN, "tai-khoan"),
)  # fmt: skip
"""Where someone arrives after signing in: the first that is open to them and exists."""

_COUNTS_LAST = 10.0
_MOST_READERS = 2000
_log = logging.getLogger("motcua.menu")
_counts: dict[int, tuple[float, Mapping[str, int]]] = {}
_lock = threading.Lock()


def here() -> tuple[Room, ...]:
    """The rooms that exist."""
    return _HERE


_HERE = tuple(room for room in ROOMS if (ROOT / room.file).is_file())
_ADDRESSES = frozenset(room.url_path for room in _HERE)


def pages(reader: Actor | None) -> dict[Room, st.Page]:
    """A page per room. All are declared for everyone, so that an address keeps its room until sign-in;
    the menu shows those that are meant for this reader."""
    counts = _counts_for(reader)
    return {room: _page(room, shown(room, reader), counts.get(room.url_path, 0)) for room in _HERE}


def shown(room: Room, reader: Actor | None) -> bool:
    """Whether the menu of this reader has the room."""
    if room.group == "hidden":
        return False
    if room.permission is not None:
        return reader is not None and reader.holds(room.permission)
    return not is_officer(reader) or room.url_path == "thu-tuc"


def is_officer(reader: Actor | None) -> bool:
    """Officers get the sidebar, citizens the menu on top."""
    return reader is not None and reader.kind == "officer"


def landing(reader: Actor) -> str:
    """The address someone arrives at after signing in."""
    if reader.wanting_factor:
        return "/bao-mat"
    for permission, url_path in LANDINGS:
        if reader.holds(permission) and url_path in _ADDRESSES:
            return f"/{url_path}"
    return "/"


def _page(room: Room, visible: bool, count: int) -> st.Page:
    """A copy, because a page remembers that it was run: making one looks at the disk, eight times a click."""
    title = _(room.title)
    return copy.copy(_made(room, f"{title} ({count})" if count else title, visible))


@lru_cache(maxsize=1024)
def _made(room: Room, title: str, visible: bool) -> st.Page:
    return st.Page(
        ROOT / room.file,
        title=title,
        icon=f":material/{room.icon}:",
        url_path=room.url_path or None,
        default=not room.url_path,
        visibility="visible" if visible else "hidden",
    )


def _counts_for(reader: Actor | None) -> Mapping[str, int]:
    """How much waits in each room, by address; at most one question in ten seconds per reader."""
    if not is_officer(reader) or reader.account_id is None:
        return {}
    with _lock:
        kept = _counts.get(reader.account_id)
        if kept is not None and time.monotonic() - kept[0] < _COUNTS_LAST:
            return kept[1]
    counts = _count(reader)
    with _lock:
        if len(_counts) > _MOST_READERS:
            _counts.clear()
        _counts[reader.account_id] = (time.monotonic(), counts)
    return counts


def _count(reader: Actor) -> Mapping[str, int]:
    """The menu must stand even when counting fails: without it an address loses its room."""
    try:
        from services.desk import menu_counts

        return menu_counts(reader)
    except Exception as problem:
        _log.warning("menu without counts", extra=logs.described(problem))
        return {}
