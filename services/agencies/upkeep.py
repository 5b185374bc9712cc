"""What an administrator writes in the tree: a new agency, and the facts of one that is there."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.session import transaction
from services import agencies
from services.actors import Actor
from services.clock import VIETNAM
from services.errors import GuardRefused, Invalid, NotFound, Problem
from services.identity import fold
from services.oversight import log, scope
from services.permissions import Permission

BELOW = {
    "province": ("district", "commune", "centre", "sector"), "district": ("commune", "centre"),
    "commune": ("centre",), "sector": ("centre",), "centre": (),
}  # fmt: skip
"""Which kinds of agencies may stand below each."""

FACTS = ("name", "code", "place_code", "rule_set", "code_pattern")
"""What may be changed of an agency. Its hours are set in the calendar, its letters' head with letters."""

RULE_SETS = ("2018", "2025")
_CODE, _PLACE = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)*"), re.compile(r"[0-9]{2,10}")
LONGEST_NAME, LONGEST_CODE = 200, 30


def add(actor: Actor, parent_id: int, kind: str, valid_from: date, facts: Mapping[str, str]) -> int:
    """A new agency below one in reach, from a day on; its id. Letters and hours are the parent's at first.

    Raises NotAllowed, NotFound, Invalid.
    """
    actor.require(Permission.AGENCY_MANAGE)
    with transaction() as session:
        parent = within(session, actor, parent_id)
        new = cleaned(facts)
        found = _problems(session, new, valid_from, None)
        if kind not in BELOW.get(parent.kind, ()):
            found.append(Problem("kind", "agency_kind"))
        if valid_from < parent.valid_from or (parent.valid_to and valid_from >= parent.valid_to):
            found.append(Problem("valid_from", "agency_first_day"))
        if found:
            raise Invalid(found)
        agency = agencies.add(
            session, slug=_slug(session, new["name"] or ""), kind=kind, valid_from=valid_from, parent=parent,
            letter_head=_head(new["name"] or "", parent), **new,
        )  # fmt: skip
        log.write(
            session, actor, "agency_added", agency.code, agency_id=agency.id, name=agency.name,
            valid_from=valid_from.isoformat(),
        )  # fmt: skip
        return agency.id


def change(actor: Actor, agency_id: int, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Put right what stands of an agency; `before` is what its reader saw. Codes that were given out stay.

    Raises NotAllowed, NotFound, Invalid, GuardRefused (agency_changed_meanwhile).
    """
    actor.require(Permission.AGENCY_MANAGE)
    with transaction() as session:
        agency = within(session, actor, agency_id, lock=True)
        was, new = facts_of(agency), cleaned(after)
        changed = {name: new[name] for name in FACTS if (new[name] or "") != was[name]}
        if any(was[name] != before.get(name, "") for name in changed):
            raise GuardRefused("agency_changed_meanwhile")
        if found := _problems(session, new, agency.valid_from, agency):
            raise Invalid(found)
        if not changed:
            return
        for name, value in changed.items():
            setattr(agency, name, value)
        log.write(
            session, actor, "agency_changed", agency.code, agency_id=agency.id,
            changed={name: [was[name], value or ""] for name, value in changed.items()},
        )  # fmt: skip


# --- shared steps -------------------------------------------------------------------------------------------


def within(session: Session, actor: Actor, agency_id: int, *, lock: bool = False) -> Agency:
    """An agency that this administrator looks after. Raises NotFound."""
    paths = scope.paths(actor, Permission.AGENCY_MANAGE)
    found = session.get(Agency, agency_id, with_for_update=lock or None)
    if found is None or not paths or not found.path.startswith(paths):
        raise NotFound("agency")
    return found


def facts_of(agency: Agency) -> dict[str, str]:
    """What may be changed of it, as a form shows it; empty where it takes what is above it."""
    return {name: getattr(agency, name) or "" for name in FACTS}


def cleaned(facts: Mapping[str, str]) -> dict[str, str | None]:
    """What was typed, without needless blanks; the code in capitals."""
    new = {name: " ".join((facts.get(name) or "").split()) for name in FACTS}
    new["code"] = new["code"].upper()
    return {name: value or None for name, value in new.items()}


def _problems(
    session: Session, new: Mapping[str, str | None], first: date, mine: Agency | None
) -> list[Problem]:
    found = []
    name, code, place, pattern = (new[key] or "" for key in ("name", "code", "place_code", "code_pattern"))
    if not 3 <= len(name) <= LONGEST_NAME:
        found.append(Problem("name", "agency_name"))
    if not _CODE.fullmatch(code) or not 2 <= len(code) <= LONGEST_CODE:
        found.append(Problem("code", "agency_code"))
    elif other := _bearer(session, Agency.code == code, first, mine):
        found.append(Problem("code", "agency_code_taken", {"name": other.name}))
    if place and not _PLACE.fullmatch(place):
        found.append(Problem("place_code", "agency_place"))
    elif place and (other := _bearer(session, Agency.place_code == place, first, mine)):
        found.append(Problem("place_code", "agency_place_taken", {"name": other.name}))
    if pattern and not _is_pattern(pattern, code):
        found.append(Problem("code_pattern", "agency_pattern"))
    if new["rule_set"] not in (None, *RULE_SETS):
        found.append(Problem("rule_set", "not_listed"))
    return found


def _bearer(session: Session, same: object, first: date, mine: Agency | None) -> Agency | None:
    """Another agency that bears the same at some time in which this one is there."""
    until = mine.valid_to if mine else None
    query = select(Agency).where(
        same, Agency.id != (mine.id if mine else 0), or_(Agency.valid_to.is_(None), Agency.valid_to > first),
        *([Agency.valid_from < until] if until else []),
    )  # fmt: skip
    return session.scalars(query.limit(1)).first()


def _is_pattern(pattern: str, code: str) -> bool:
    """Whether codes made by it differ by agency, day and number, and fit."""
    days = datetime(2026, 11, 23, tzinfo=VIETNAM), datetime(2027, 1, 2, tzinfo=VIETNAM)
    try:
        made = {
            pattern.format(agency=agency, day=day, number=number)
            for agency in (code, "H99.999") for day in days for number in (1, 2)
        }  # fmt: skip
    except (ValueError, LookupError, AttributeError, TypeError):
        return False
    return len(made) == 8 and all(len(one) <= 40 and re.fullmatch(r"[A-Z0-9./-]+", one) for one in made)


def _slug(session: Session, name: str) -> str:
    """An address of its own: xã Tống Trân of before and of now are two offices."""
    words = fold(name.removeprefix("UBND ")).split()
    kinds = "thi tran", "phuong", "xa", "huyen", "tinh"
    kind = next((one for one in kinds if " ".join(words).startswith(one)), "")
    plain = "-".join(re.sub(r"[^a-z0-9]", "", one) for one in words[len(kind.split()) :])[:30] or "co-quan"
    taken = set(session.scalars(select(Agency.slug).where(Agency.slug.like(f"{plain}%"))))
    numbered = (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3)))
    return next(one for one in numbered if one not in taken)


def _head(name: str, parent: Agency) -> dict[str, str]:
    """The first head of its letters; the rest is written in the room of letters."""
    unit = name.removeprefix("UBND ")
    office = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
    words = unit.split(maxsplit=1)
    return {
        "superior": f"ỦY BAN NHÂN DÂN {unit.upper()}", "office": office,
        "office_name": f"Trung tâm Phục vụ hành chính công {unit}", "place": words[-1],
        "address": f"Trụ sở {name}, {parent.name.removeprefix('UBND ')}", "signer_title": "CHỦ TỊCH",
    }  # fmt: skip

