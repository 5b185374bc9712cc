"""The queue as a table on a wide screen and as cards on a narrow one; each row is one link."""

from collections.abc import Sequence
from html import escape

from pages.parts import filters
from pages.parts.words import _, state_name
from services.desk.rows import QueueRow
from services.desk.urgency import LATE, NEAR
from services.server.addresses import with_query
from services.workflow import STATES

_ICONS = {LATE: "alarm", NEAR: "schedule"}


def icon(name: str) -> str:
    """A Material symbol inside our own markup; its word is not read aloud."""
    return f'<span class="mc-icon" aria-hidden="true" translate="no">{name}</span>'


def table(rows: Sequence[QueueRow]) -> str:
    """Markup of the whole table: one light element, whatever the number of rows."""
    titles = (_("Mã hồ sơ"), _("Người nộp"), _("Thủ tục"), _("Vì sao ở đây"), _("Trạng thái"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    way_back = filters.kept()
    body = "".join(_row(row, way_back) for row in rows)
    return f'<table class="mc-queue"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: QueueRow, way_back: dict[str, str]) -> str:
    address = escape(with_query("/ho-so", {"ma": row.code, **way_back}))
    start, dash, serial = row.code.rpartition("-")
    look, why = STATES[row.state], row.standing
    mark = icon(_ICONS[why.tone]) if why.tone in _ICONS else ""
    state = f"{icon(look.icon)}{escape(state_name(row.state))}"
    return (
        f'<tr><td class="mc-code"><a class="mc-soft" href="{address}">'
        f"<small>{escape(start + dash)}</small>{escape(serial)}</a></td>"
        f'<td class="mc-person">{escape(row.applicant)}</td><td>{escape(row.procedure)}</td>'
        f'<td class="mc-why mc-{why.tone}">{mark}{escape(why.sentence)}</td>'
        f'<td><span class="mc-state mc-{look.tone}">{state}</span></td></tr>'
    )
