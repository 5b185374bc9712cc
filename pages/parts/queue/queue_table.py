"""The queue as a table on a wide screen and as cards on a narrow one; each row is one link."""

from collections.abc import Mapping, Sequence
from html import escape

from pages.parts import filters
from pages.parts.queue.queue_words import cell_text, column_names
from pages.parts.words import _, state_name
from services.desk.rows import QueueRow
from services.desk.urgency import LATE, NEAR
from services.server.addresses import with_query
from services.workflow import STATES

_ICONS = {LATE: "alarm", NEAR: "schedule"}


def icon(name: str) -> str:
    """A Material symbol inside our own markup; its word is not read aloud."""
    return f'<span class="mc-icon" aria-hidden="true" translate="no">{name}</span>'


def table(
    rows: Sequence[QueueRow],
    columns: Sequence[str],
    *,
    dense: bool = False,
    ticks: Mapping[int, tuple[bool, str]] | None = None,
) -> str:
    """Markup of the whole table: one light element, whatever the number of rows.

    With `ticks` each row is a tick before a way into the dossier: whether it is on, and the address that
    turns it.
    """
    titles = column_names()
    heads = [*([_("Chọn")] if ticks else []), _("Mã hồ sơ"), *(titles[code] for code in columns)]
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads)
    way_back = escape(with_query("", filters.kept()).replace("?", "&", 1))
    body = "".join(
        _row(row, columns, way_back, _tick(row, *ticks[row.id]) if ticks else "", first=not place)
        for place, row in enumerate(rows)
    )
    looks = f"mc-queue{' mc-dense' if dense else ''}{' mc-picking' if ticks else ''}"
    return f'<table class="{looks}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _tick(row: QueueRow, on: bool, turn: str) -> str:
    symbol = icon("check_box" if on else "check_box_outline_blank")
    return (
        f'<td class="mc-tick"><a class="mc-soft" role="checkbox" aria-checked="{"true" if on else "false"}"'
        f' aria-label="{escape(row.code)}" href="{escape(turn)}">{symbol}</a></td>'
    )


def _row(
    row: QueueRow, columns: Sequence[str], way_back: str, tick: str, *, first: bool
) -> str:
    address = f"/ho-so?ma={escape(row.code)}{way_back}"
    start, dash, serial = row.code.rpartition("-")
    key = ' aria-keyshortcuts="Alt+Enter"' if first and not tick else ""
    cells = "".join(_CELLS.get(code, _plain)(row, code) for code in columns)
    return (
        f'<tr>{tick}<td class="mc-code"><a class="mc-soft"{key} href="{address}">'
        f"<small>{escape(start + dash)}</small>{escape(serial)}</a></td>{cells}</tr>"
    )


def _plain(row: QueueRow, code: str) -> str:
    return f"<td>{escape(cell_text(row, code))}</td>"


def _person(row: QueueRow, _code: str) -> str:
    return f'<td class="mc-person">{escape(row.applicant)}</td>'


def _why(row: QueueRow, _code: str) -> str:
    why = row.standing
    mark = icon(_ICONS[why.tone]) if why.tone in _ICONS else ""
    return f'<td class="mc-why mc-{why.tone}">{mark}{escape(why.sentence)}</td>'


def _state(row: QueueRow, _code: str) -> str:
    look = STATES[row.state]
    state = f"{icon(look.icon)}{escape(state_name(row.state))}"
    return f'<td><span class="mc-state mc-{look.tone}">{state}</span></td>'


_CELLS = {"nguoi-nop": _person, "vi-sao": _why, "trang-thai": _state}
