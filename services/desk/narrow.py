"""What a queue is narrowed to and how it is sorted: read from an address, asked of the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal, select

from db.desk import DossierLabel
from db.dossiers import Dossier
from services.clock import VIETNAM
from services.workflow import State

D, L = Dossier.__table__.c, DossierLabel.__table__.c

NAMES = (
    "trang-thai", "thu-tuc", "linh-vuc", "nguoi", "muc-do", "kenh", "phi", "tra", "nhan", "ngay", "tu", "den",
    "sap-xep",
)  # fmt: skip
"""As addresses carry them: state, procedure, field, officer, level, channel, money, way of delivery, label,
which date, from, to, order."""

NOBODY = "0"
"""Stands for the officer of a dossier that nobody holds."""

OWES, PAID = "con-no", "da-nop"
_MONEY = {OWES: ("due", "asked"), PAID: ("paid",)}
DATES = {"nop": D.submitted_at, "nhan": D.received_at, "han": D.due_at}
"""Sent by the citizen, taken in by the office, due."""

_FAR = literal(datetime(9999, 1, 1, tzinfo=VIETNAM), D.due_at.type)
ORDERS: dict[str, tuple[tuple[ColumnElement[Any], ...], bool]] = {
    "han": ((func.coalesce(D.due_at, _FAR, type_=D.due_at.type), D.id), False),
    "cu-truoc": ((D.submitted_at, D.id), False),
    "moi-truoc": ((D.submitted_at, D.id), True),
    "ho-ten": ((D.applicant_folded, D.id), False),
}
"""Keys and whether they go down; never null and ending in the id, so that every place is unique."""


def _among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


def _sides(code: str, column: ColumnElement[Any]) -> dict[str, ColumnElement[bool]]:
    return {
        f"{code}_from": column >= bindparam(f"{code}_from", type_=column.type),
        f"{code}_until": column < bindparam(f"{code}_until", type_=column.type),
    }


CONDITIONS: dict[str, ColumnElement[bool]] = {
    "states": _among(D.state, "states"),
    "procedures": _among(D.procedure_code, "procedures"),
    "officer": D.holder_id == bindparam("officer"),
    "nobody": D.holder_id.is_(None),
    "level": D.level == bindparam("level"),
    "channel": D.channel == bindparam("channel"),
    "money": _among(D.money, "money"),
    "way": D.result_way == bindparam("way"),
    "label": D.id.in_(select(L.dossier_id).where(L.label_id == bindparam("label"))),
    **{name: one for code, column in DATES.items() for name, one in _sides(code, column).items()},
}
"""Each by its name; the statement is built once per set of names, the values come with every question."""


@dataclass(frozen=True)
class Narrow:
    """What is asked for: `values` by condition name, `order` a code of ORDERS or empty for the tab's own,
    `address` the same as codes (without what nobody knows)."""

    values: dict[str, Any] = field(default_factory=dict)
    order: str = ""
    address: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The conditions that are set."""
        return frozenset(self.values)

    def __bool__(self) -> bool:
        return bool(self.values or self.order)


EVERYTHING = Narrow()


def read(asked: Mapping[str, str], fields: Mapping[str, tuple[str, ...]]) -> Narrow:
    """What an address asks for. `fields` gives the procedures of each field (lĩnh vực).

    A code that cannot be right is left out, as if it were not in the address.
    """
    values: dict[str, Any] = {}
    known: dict[str, str] = {}
    for name, meant in _MEANT.items():
        if (text := asked.get(name, "")) and (found := meant(text)):
            values |= found
            known[name] = text
    if (code := asked.get("linh-vuc", "")) in fields:
        both = set(fields[code]) & set(values.get("procedures", fields[code]))
        values["procedures"] = sorted(both)
        known["linh-vuc"] = code
    sides, said = _dates(asked)
    order = asked.get("sap-xep", "")
    order = order if order in ORDERS else ""
    known |= said | ({"sap-xep": order} if order else {})
    return Narrow(values | sides, order, known)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _states(text: str) -> dict[str, Any]:
    numbers = [_number(one) for one in text.split(".")]
    found = sorted({n for n in numbers if n in set(State)})
    return {"states": found} if found else {}


def _officer(text: str) -> dict[str, Any]:
    if text == NOBODY:
        return {"nobody": True}
    return {"officer": number} if (number := _number(text)) else {}


def _one_of(name: str, *known: int) -> Callable[[str], dict[str, Any]]:
    return lambda text: {name: number} if (number := _number(text)) in known else {}


_MEANT: dict[str, Callable[[str], dict[str, Any]]] = {
    "trang-thai": _states,
    "thu-tuc": lambda text: {"procedures": [text[:40]]},
    "nguoi": _officer,
    "muc-do": _one_of("level", 2, 3, 4),
    "kenh": _one_of("channel", 1, 2, 3),
    "phi": lambda text: {"money": _MONEY[text]} if text in _MONEY else {},
    "tra": lambda text: {"way": text} if text in ("TRUC_TIEP", "BUU_CHINH", "DIEN_TU") else {},
    "nhan": lambda text: {"label": number} if (number := _number(text)) else {},
}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _dates(asked: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Both days count whole. One side may be open."""
    code, first, last = (asked.get(name, "") for name in ("ngay", "tu", "den"))
    sides = {"from": _day(first), "until": _day(last)}
    if code not in DATES or not any(sides.values()):
        return {}, {}
    values = {
        f"{code}_{side}": datetime.combine(day, time.min, VIETNAM) + timedelta(days=side == "until")
        for side, day in sides.items()
        if day and day.year > 1
    }
    said = {"ngay": code, "tu": first if sides["from"] else "", "den": last if sides["until"] else ""}
    return values, {name: text for name, text in said.items() if text}
