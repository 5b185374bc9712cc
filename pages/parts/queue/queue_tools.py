"""The tools above the queue as links: panels, saved views, and what the queue is narrowed to."""

from collections.abc import Mapping
from datetime import date
from html import escape

import streamlit as st

from pages.frame.session import address
from pages.parts import filters
from pages.parts.queue.queue_table import icon
from pages.parts.queue.queue_words import channels, dates, orders, ways
from pages.parts.words import _, state_name
from services.desk.choices import Choices, Offered
from services.desk.narrow import NAMES, NOBODY, OWES, PAID, Narrow
from services.server.addresses import with_query
from services.vietnamese import short_date
from services.workflow import State

PANEL = "mo"
"""Names the open panel in the address."""

FILTERS, VIEWS, PICK, KEYS = "loc", "xem", "chon", "phim"
SHORTCUTS = {FILTERS: "Alt+L", VIEWS: "Alt+V", PICK: "Alt+C", KEYS: "F1"}


def opened() -> str:
    """The panel that the address names."""
    asked = st.query_params.get(PANEL, "")
    return asked if asked in SHORTCUTS else ""


def bar(panel: str, narrow: Narrow) -> str:
    """Markup of the tools; each is a link that opens its panel, or closes it again."""
    names = {
        FILTERS: ("filter_alt", _("Bộ lọc")),
        VIEWS: ("view_column", _("Chế độ xem")),
        PICK: ("checklist", _("Chọn nhiều")),
        KEYS: ("keyboard", _("Phím tắt")),
    }
    links = ""
    for code, (symbol, label) in names.items():
        count = f" ({len(narrow.names)})" if code == FILTERS and narrow.names else ""
        chosen = "true" if code == panel else "false"
        target = address(**{PANEL: "" if code == panel else code, "viec": "", "hang": ""})
        links += (
            f'<a class="mc-soft" aria-expanded="{chosen}" aria-keyshortcuts="{SHORTCUTS[code]}" role="button"'
            f' href="{escape(target)}">{icon(symbol)}{escape(label + count)} <kbd>{SHORTCUTS[code]}</kbd></a>'
        )
    return f'<nav class="mc-tools" aria-label="{escape(_("Công cụ của hàng đợi"))}">{links}</nav>'


def turns(page: int, page_count: int) -> str:
    """Markup of the ways to the page before and after, for the keyboard."""
    links = ""
    for label, target, key in (
        (_("Trang trước"), page - 1, "Alt+PageUp"), (_("Trang sau"), page + 1, "Alt+PageDown"),
    ):  # fmt: skip
        if 1 <= target <= page_count:
            there = escape(address(**{filters.PAGE: str(target)}))
            links += (
                f'<a class="mc-soft" aria-keyshortcuts="{key}" href="{there}">{escape(label)}'
                f" <kbd>{key}</kbd></a>"
            )
    return f'<nav class="mc-tools">{links}</nav>' if links else ""


def views(choices: Choices, tab: str, narrow: Narrow) -> str:
    """Markup of the saved views; the one that is open is marked."""
    here = {"tab": tab, **narrow.address}
    links = ""
    for view in choices.views:
        symbol = icon("group" if view.by else "bookmark")
        chosen = ' aria-current="true"' if view.address == here else ""
        links += (
            f'<a class="mc-soft"{chosen} href="{escape(with_query("/hang-doi", view.address))}"'
            f' title="{escape(view.by)}">{symbol}{escape(view.name)}</a>'
        )
    label = escape(_("Chế độ xem đã lưu"))
    return f'<nav class="mc-views" aria-label="{label}">{links}</nav>' if links else ""


def told(narrow: Narrow, offered: Offered) -> str:
    """Markup that says what the queue is narrowed to, and a link that takes it off."""
    if not narrow:
        return ""
    texts = escape(" · ".join(said(narrow.address, offered)))
    off = escape(address(**dict.fromkeys((*NAMES, filters.PAGE), "")))
    return (
        f'<p class="mc-narrowed">{icon("filter_alt")}{texts} '
        f'<a class="mc-soft" aria-keyshortcuts="Alt+0" href="{off}">{escape(_("Bỏ lọc"))}'
        " <kbd>Alt+0</kbd></a></p>"
    )


def said(asked: Mapping[str, str], offered: Offered) -> list[str]:
    """What codes of an address mean, one short text each."""
    options = {name: (label, known) for name, label, known in choices_of(offered)}
    texts = []
    if states := asked.get("trang-thai"):
        known = {str(state.value): state_name(state) for state in State}
        texts.append(", ".join(known[code] for code in states.split(".") if code in known))
    for name, (label, names) in options.items():
        if code := asked.get(name):
            texts.append(f"{label}: {names.get(code, code)}")
    if code := asked.get("ngay"):
        days = [_day(asked.get(side, "")) for side in ("tu", "den")]
        texts.append(f"{dates().get(code, code)}: {days[0]} – {days[1]}")
    if order := asked.get("sap-xep"):
        texts.append(f"{_('Sắp xếp')}: {orders().get(order, order)}")
    return texts


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text)) if text else "…"


def choices_of(offered: Offered) -> list[tuple[str, str, Mapping[str, str]]]:
    """Filters of which one code is chosen: (name in the address, label, codes with their names)."""
    return [
        ("thu-tuc", _("Thủ tục"), offered.procedures),
        ("linh-vuc", _("Lĩnh vực"), offered.fields),
        ("nguoi", _("Người đang giữ"), {NOBODY: _("Chưa có người giữ"), **offered.officers}),
        ("muc-do", _("Mức độ"), {code: _("Mức độ %(n)s") % {"n": code} for code in ("3", "4")}),
        ("kenh", _("Kênh nộp"), channels()),
        ("phi", _("Phí, lệ phí"), {OWES: _("Còn phải nộp"), PAID: _("Đã nộp đủ")}),
        ("tra", _("Nhận kết quả"), ways()),
        ("nhan", _("Nhãn"), offered.labels),
    ]
