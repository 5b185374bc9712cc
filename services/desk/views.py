"""What someone looks at: a tab or a search, narrowed, and what that means for the statements."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.desk.narrow import EVERYTHING, Narrow
from services.identity import fold, normal_phone

TABS = ("moi", "dang-xu-ly", "bo-sung", "phi", "sap-han", "qua-han", "cho-tra", "cua-toi", "tat-ca")
"""Codes of the tabs as addresses carry them: new, in work, waiting for papers, for money, due soon, overdue,
ready to hand over, mine, all."""

MOST_WORDS = 6
"""So many words of a name are looked at; nobody's name is found by a seventh."""


@dataclass(frozen=True)
class View:
    """What someone looks at: the agencies that are theirs, who they are, a tab or a search, and when.

    `soon` is the moment up to which a due date counts as near.
    """

    agencies: frozenset[int]
    account_id: int
    tab: str
    search: str
    at: datetime
    soon: datetime
    narrow: Narrow = EVERYTHING

    @property
    def shape(self) -> "Shape":
        """What its statements look like. A search goes through everything, in its own order."""
        if self.search:
            return Shape(self._several, self._kind)
        return Shape(self._several, self.tab, self.narrow.names, self.narrow.order)

    @property
    def _several(self) -> bool:
        return len(self.agencies) > 1

    @property
    def _kind(self) -> str:
        """What the search looks for: number, code, or a name of so many words."""
        if re.fullmatch(r"\+?[0-9]{8,13}", _digits(self.search)):
            return "number"
        return "code" if re.search(r"[0-9]", self.search) else f"name{len(_words(self.search))}"

    @property
    def values(self) -> dict[str, Any]:
        """What the statements' parameters stand for in this view."""
        digits, words = _digits(self.search), _words(self.search)
        return self.narrow.values | {
            "agency": min(self.agencies),
            "agencies": sorted(self.agencies),
            "me": self.account_id,
            "at": self.at,
            "soon": self.soon,
            "code": as_code(self.search),
            "digits": digits,
            "phone": normal_phone(digits) or digits,
            "name": fold(self.search),
            "begins": f"{_literally(fold(self.search))}%",
            **{f"word{n}": f"%{_literally(word)}%" for n, word in enumerate(words)},
        }


@dataclass(frozen=True)
class Shape:
    """What a view's statements look like, whatever its values are: each is built once for all offices.

    `several` agencies are asked otherwise than one.
    """

    several: bool
    kind: str
    narrowed: frozenset[str] = frozenset()
    order: str = ""


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def _words(text: str) -> list[str]:
    return fold(text).split()[:MOST_WORDS]


def _literally(text: str) -> str:
    """For LIKE: a per cent sign that is typed is a per cent sign."""
    return re.sub(r"([/%_])", r"/\1", text)


def as_code(text: str) -> str:
    """The code of a dossier as it may come: typed, from a barcode with blanks in it, or as the address in the
    square code of a letter (…/tra-cuu?ma=…)."""
    named = re.search(r"[?&]ma=([^&\s]+)", text)
    return re.sub(r"[\s*]", "", named[1] if named else text).upper()
