"""The 34 provinces and 3,321 communes of the official list that addresses are chosen from.

Facts of Quyết định 19/2025/QĐ-TTg as of 2025-07-01, in services/data/places.csv. A number can have meant
another unit before that day, so old papers keep their text beside the codes.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.identity import fold

_FILE = Path(__file__).parent / "data" / "places.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """A province (`province` is empty) or a commune of one. `name` as shown: Xã Tống Trân, Tỉnh Hưng Yên."""

    code: str
    name: str
    kind: str
    province: str


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: Place(row["code"], _full_name(row), row["kind"], row["province_code"]) for row in rows
    }


def _full_name(row: Mapping[str, str]) -> str:
    plain = row["kind"] == "tỉnh" and not row["name"].startswith("Tỉnh ")
    return f"Tỉnh {row['name']}" if plain else row["name"]


@lru_cache(maxsize=1)
def provinces() -> tuple[Place, ...]:
    """All provinces, in alphabetical order of their plain names."""
    found = [place for place in _places().values() if not place.province]
    return tuple(sorted(found, key=lambda place: _plain(place.name)))


@lru_cache(maxsize=64)
def communes(province_code: str) -> tuple[Place, ...]:
    """The communes of a province, in alphabetical order; none for an unknown code."""
    found = [place for place in _places().values() if place.province and place.province == province_code]
    return tuple(sorted(found, key=lambda place: _plain(place.name)))


def _plain(name: str) -> str:
    """The name without its kind, folded: what people look for in a list."""
    folded = fold(name)
    for kind in ("thanh pho ", "tinh ", "phuong ", "xa ", "dac khu "):
        folded = folded.removeprefix(kind)
    return folded


def place(code: str | None) -> Place | None:
    """The place of this code, province or commune."""
    return _places().get(code or "")


def place_name(code: str | None) -> str:
    """The name of a province or commune; an empty text for an unknown code."""
    found = place(code)
    return found.name if found else ""


def is_province(code: str | None) -> bool:
    """Whether this is the code of a province."""
    found = place(code)
    return found is not None and not found.province


def belongs(commune_code: str | None, province_code: str | None) -> bool:
    """Whether this is the code of a commune of this province."""
    found = place(commune_code)
    return found is not None and bool(found.province) and found.province == province_code


def address_line(address: Mapping[str, Any] | None) -> str:
    """An address or area as one line: Thôn Tam Đa, Xã Tống Trân, Tỉnh Hưng Yên (cũ: …)."""
    if not address:
        return ""
    parts = [address.get("detail"), place_name(address.get("commune")), place_name(address.get("province"))]
    line = ", ".join(part for part in parts if part)
    old = address.get("old_text")
    return f"{line} (cũ: {old})" if line and old else line or old or ""
