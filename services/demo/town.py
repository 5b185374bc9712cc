"""Loads a tree of agencies from a data file: the seed's shape with a district, or the present one without."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from db.agencies import Agency
from services import agencies

FOLDER = Path(__file__).parent.parent / "data" / "towns"
_OWN = ("slug", "code", "name", "kind", "place_code")


def load(session: Session, name: str) -> dict[str, Agency]:
    """Found all agencies of services/data/towns/<name>.yaml; by slug. Parents stand before their children."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    town: dict[str, Agency] = {}
    for entry in data["agencies"]:
        parent = town.get(entry.get("parent", ""))
        settings = {k: v for k, v in entry.items() if k in _OWN}
        if parent is None:
            settings["rule_set"] = data["rule_set"]
        town[entry["slug"]] = agencies.add(
            session,
            **settings,
            parent=parent,
            valid_from=entry.get("valid_from", data["valid_from"]),
            letter_head=_letter_head(entry, parent),
        )
    for entry in data["agencies"]:
        if ends := entry.get("valid_to"):
            _end(session, town, entry, ends)
    return town


def _end(session: Session, town: dict[str, Agency], entry: dict[str, Any], day: date) -> None:
    agencies.succeed(session, town[entry["slug"]], [town[s] for s in entry.get("successors", [])], day)


def _letter_head(entry: dict[str, Any], parent: Agency | None) -> dict[str, Any]:
    """What the letters of this agency print; phone, people and bank account are fictional."""
    if entry["kind"] != "commune":
        return {}
    unit = entry["name"].removeprefix("UBND ")
    return {
        "superior": f"ỦY BAN NHÂN DÂN {unit.upper()}",
        "office": "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "office_name": f"Trung tâm Phục vụ hành chính công {unit}",
        "place": entry.get("place") or unit.split(maxsplit=1)[-1],
        "address": f"Trụ sở UBND {unit}" + (f", {parent.name.removeprefix('UBND ')}" if parent else ""),
        "phone": "0221 3000 000",
        "signer_title": "CHỦ TỊCH",
        "signer": "",
        "bank": {"bin": "970405", "name": "Agribank", "account": f"1500{entry['code'][-3:]}000000",
                 "owner": f"UBND {unit}".upper()},
    }  # fmt: skip
