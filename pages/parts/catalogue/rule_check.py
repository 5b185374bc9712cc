"""The named check of a rule: which one, and its parts picked from lists of the questions that fit."""

from typing import Any, get_args

import streamlit as st

from pages.parts.catalogue import draft_fields, form_hand
from pages.parts.catalogue.condition_row import fresh
from pages.parts.catalogue.form_hand import Hand
from pages.parts.words import _
from services.catalogue import check_words, plain_data
from services.catalogue.condition_words import Named, named
from services.catalogue.plain_data import Path
from services.catalogue.question_words import label_of
from services.catalogue.references import CHECKS


def kinds() -> dict[str, str]:
    """The checks by kind, as they are called."""
    return {kind: _(check_words.WORDS[kind].name) for kind in CHECKS}


def draw(hand: Hand, path: Path) -> None:
    """Choose the check, or none, and fill in its parts."""
    place = (*path, "check")
    now = str(hand.of((*place, "kind")) or "")
    options = {"": _("Điều kiện giữa các câu trả lời (ghi dưới đây)"), **kinds()}
    chosen = form_hand.pick_one(hand, place, _("Kiểm tra gì"), options, now)
    if chosen != now:
        hand.put(place, _first_parts(_names(hand, path), chosen) if chosen else None)
        if not chosen and not hand.of((*path, "when")):
            hand.put((*path, "when"), fresh(_names(hand, path)))
        return
    draft_fields.say_wrong(hand, place)
    if now in CHECKS:
        st.caption(_(check_words.WORDS[now].broken))
        for name in CHECKS[now].model_fields:
            if name != "kind":
                _part(hand, place, now, name)


def begun(data: dict[str, Any], kind: str, text: str) -> dict[str, Any]:
    """A new rule with this check, or with a condition to be changed."""
    taken = plain_data.names(data, ("rules",), "id")
    names = _named_in(data, "")
    rule: dict[str, Any] = {"id": plain_data.new_code(text, taken), "severity": "block", "text": text}
    if kind:
        rule["check"] = _first_parts(names, kind)
        given = rule["check"].get("field") or next(iter(rule["check"].get("fields", [])), None)
    else:
        rule["when"] = fresh(names)
        given = plain_data.at(rule, ("when", "field"))
    return {**rule, "at": given or next(reversed(list(names)), "")}


def _names(hand: Hand, path: Path) -> Named:
    return _named_in(hand.data, str(hand.of((*path, "at")) or "").partition(".")[0])


def _named_in(data: dict[str, Any], row_of: str) -> Named:
    from pages.parts.catalogue import rule_editor

    return named(rule_editor.fields(data, row_of))


def _fitting(names: Named, kind: str, part: str) -> dict[str, str]:
    takes = CHECKS[kind].takes[part]
    fitting = {one: label_of(f) for one, f in names.items() if not takes or f.get("type") in takes}
    return {one: label for one, label in fitting.items() if names[one].get("type") != "signature"}


def _first_parts(names: Named, kind: str) -> dict[str, Any]:
    """A check to begin with: the first questions that fit, each once."""
    found: dict[str, Any] = {"kind": kind}
    used: list[str] = []
    for name, info in CHECKS[kind].model_fields.items():
        if name in CHECKS[kind].takes and (info.is_required() or name == "sex"):
            free = [one for one in _fitting(names, kind, name) if one not in used]
            several = _several(info.annotation)
            picked = free[: 2 if name == "fields" else 1]
            used += picked
            found[name] = picked if several else (picked or [""])[0]
        elif info.annotation is int:
            found[name] = _limits(info)[0] or 0
    return found


def _several(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is tuple


def _limits(info: Any) -> tuple[int | None, int | None]:
    least = next((one.ge for one in info.metadata if hasattr(one, "ge")), None)
    return least, next((one.le for one in info.metadata if hasattr(one, "le")), None)


def _part(hand: Hand, place: Path, kind: str, name: str) -> None:
    """One part of the check: questions that fit, a number, or a fixed sex."""
    info = CHECKS[kind].model_fields[name]
    here, label = (*place, info.alias or name), _(check_words.WORDS[kind].parts[name])
    if name not in CHECKS[kind].takes:
        if info.annotation is int:
            draft_fields.whole(hand, here, label, least=_limits(info)[0], most=_limits(info)[1])
        else:
            values = list(get_args(get_args(info.annotation)[0]))
            options = {None: _("Không cố định"), **{one: _(check_words.SEXES[one]) for one in values}}
            draft_fields.choose(hand, here, label, options)
        return
    options = _fitting(_names(hand, place[:-1]), kind, name)
    if _several(info.annotation):
        draft_fields.choose_several(hand, here, label, options)
    else:
        none = {} if info.is_required() else {None: _("Không chọn")}
        draft_fields.choose(hand, here, label, {**none, **options})
