"""The carrier's status file: read from CSV or XLSX, shown before it is booked, and booked once only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import VIETNAM
from db.dossiers import Dossier
from db.post import Parcel
from db.session import reading, transaction
from services.actors import Actor
from services.clock import now
from services.errors import Invalid, Problem, Refusal
from services.identity import fold
from services.money.statements import reading as tables
from services.permissions import Permission
from services.post import parcels, room, tracking_codes
from services.post.states import NEXT, Way

_CALLED = {
    "code": ("ma van don", "so hieu buu gui", "ma buu gui", "so hieu", "tracking code", "tracking"),
    "state": ("trang thai", "tinh trang", "status", "state"),
    "at": ("thoi gian", "ngay gio", "ngay phat", "ngay", "time", "date"),
    "reason": ("ly do", "nguyen nhan", "reason"),
}  # fmt: skip
"""Usual headings, folded, the surest first."""

_SAID = {
    "da nhan": Way.HANDED, "buu dien da nhan": Way.HANDED, "chap nhan gui": Way.HANDED,
    "dang van chuyen": Way.TRAVELS, "dang phat": Way.GOES_OUT,
    "phat thanh cong": Way.DELIVERED, "da phat": Way.DELIVERED, "delivered": Way.DELIVERED,
    "phat khong thanh cong": Way.FAILED, "khong phat duoc": Way.FAILED,
    "chuyen hoan": Way.GOES_BACK, "dang chuyen hoan": Way.GOES_BACK, "da hoan": Way.BACK,
}  # fmt: skip
_WHY = {
    "di vang": "away", "vang nha": "away", "sai dia chi": "wrong_address", "tu choi": "refused",
    "khong lien lac": "unreachable", "khong den nhan": "not_fetched",
}  # fmt: skip

NEW, KNOWN, UNKNOWN, UNREAD, IMPOSSIBLE = "new", "known", "unknown", "unread", "impossible"


@dataclass(frozen=True)
class Line:
    """One line of the file and what it would do, or did: new, known (told before), unknown (no parcel of this
    office), unread (state or time not understood), impossible (cannot follow)."""

    tracking_code: str
    said: str
    state: str
    at: datetime | None
    reason: str
    outcome: str
    code: str = ""


def preview(actor: Actor, data: bytes, name: str) -> tuple[Line, ...]:
    """What booking the file would do; nothing is written. Raises NotAllowed, Invalid."""
    actor.require(Permission.POST_RECORD)
    with reading() as session:
        told: dict[int, str] = {}
        return tuple(_foreseen(session, actor, line, told) for line in _lines(data, name))


def book(actor: Actor, data: bytes, name: str) -> tuple[Line, ...]:
    """Tell each new line to its parcel, in the order of their moments, each in a transaction of its own: so
    the same file again changes nothing. Raises NotAllowed, Invalid."""
    actor.require(Permission.POST_RECORD)
    done = []
    for line in _lines(data, name):
        try:
            with transaction() as session:
                foreseen = _foreseen(session, actor, line, {})
                if foreseen.outcome == NEW:
                    _tell(session, actor, foreseen)
        except Refusal:
            foreseen = _with(line, IMPOSSIBLE)
        done.append(foreseen)
    return tuple(done)


def _tell(session: Session, actor: Actor, line: Line) -> None:
    found = parcels.under_way_as(session, line.tracking_code)
    if found is None or line.at is None:
        return
    parcel, dossier = room.locked(session, actor, found.id)
    note = line.said if line.reason == "other" else ""
    room.follow(
        session, actor, parcel, dossier, line.state, happened=line.at, at=now(), reason=line.reason, note=note
    )


def _foreseen(session: Session, actor: Actor, line: Line, told: dict[int, str]) -> Line:
    """`told` is where the lines above would have brought each parcel."""
    row = session.execute(
        select(Parcel, Dossier.code)
        .join(Dossier, Dossier.id == Parcel.dossier_id)
        .where(
            Parcel.tracking_code == line.tracking_code, Parcel.state != Way.TAKEN_BACK,
            Parcel.agency_id.in_(actor.agencies_for(Permission.POST_RECORD)),
        )
        .order_by(Parcel.id.desc())
    ).first()  # fmt: skip
    if row is None:
        return _with(line, UNKNOWN)
    parcel, code = row
    if line.at is None or not line.state:
        return _with(line, UNREAD, code)
    state = Way(line.state)
    if state is Way.HANDED or parcels.known(session, parcel, state, line.at):
        return _with(line, KNOWN, code)
    if state not in NEXT.get(Way(told.get(parcel.id, parcel.state)), ()) or line.at > now():
        return _with(line, IMPOSSIBLE, code)
    told[parcel.id] = state
    return _with(line, NEW, code)


def _with(line: Line, outcome: str, code: str = "") -> Line:
    return Line(line.tracking_code, line.said, line.state, line.at, line.reason, outcome, code)


def _lines(data: bytes, name: str) -> list[Line]:
    """The lines with a code, oldest first. Raises Invalid."""
    rows = tables.rows(data, name)
    for place, row in enumerate(rows[:40]):
        columns = _columns(row)
        if {"code", "state", "at"} <= set(columns):
            found = [_line(below, columns) for below in rows[place + 1 : place + 1 + tables.MOST_LINES]]
            found = [line for line in found if line.tracking_code]
            return sorted(found, key=lambda line: (line.at is None, line.at or now()))
    raise Invalid([Problem("statement", "carrier_columns")])


def _columns(headings: Sequence[str]) -> dict[str, int]:
    folded = [re.sub(r"[^a-z0-9]+", " ", fold(one)).strip() for one in headings]
    found: dict[str, int] = {}
    for name, called in _CALLED.items():
        for one in called:
            if one in folded and folded.index(one) not in found.values():
                found[name] = folded.index(one)
                break
    return found


def _line(row: Sequence[str], columns: dict[str, int]) -> Line:
    cell = {name: row[n].strip()[:300] if n < len(row) else "" for name, n in columns.items()}
    said = re.sub(r"[^a-z0-9]+", " ", fold(cell["state"])).strip()
    state = next((way for way in Way if way == cell["state"].upper()), None) or _SAID.get(said)
    why = fold(cell.get("reason", ""))
    reason = next((code for words, code in _WHY.items() if words in why), "other")
    told = " ".join(filter(None, [cell["state"], cell.get("reason", "")]))
    return Line(
        tracking_codes.clean(cell["code"])[:40], told, state or "", _moment(cell["at"]),
        reason if state is Way.FAILED else "", "",
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    """2026-11-23 08:30, 23/11/2026 08:30 or the day alone, on the clock of Vietnam."""
    for form in ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
                 "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y"):  # fmt: skip
        try:
            return datetime.strptime(text, form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    return None
