"""Two versions of a procedure side by side: what differs, in the words of the reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.catalogue import condition_words, question_words, store, value_words
from services.catalogue.condition_words import Named
from services.catalogue.drafts.examine import file_form
from services.catalogue.key_words import NAMES, called, name
from services.catalogue.schema import Procedure
from services.language import _

_WHOLE = value_words.CONDITIONS | {"check"}
_ORDER = {key: number for number, key in enumerate(NAMES)}
_SHORT = 3
_SAME = ("key", "id", "value", "valid_from", "code", "name", "text")
"""By which an entry of a list is known again in the other version."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs: where, and how it was and is; empty where it was not there, or is no longer."""

    path_words: str
    before: str
    after: str


@dataclass(frozen=True)
class _Pair:
    """The questions of both versions, for conditions to be said with their labels."""

    old: Named
    new: Named


def compare(old: Procedure | None, new: Procedure) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the file; without an old version everything is new."""
    before, after = (_plain(one) for one in (old, new))
    pair = _Pair(condition_words.named(old.fields if old else ()), condition_words.named(new.fields))
    forms = before.pop("sections", []), after.pop("sections", [])
    facts = list(_parts("", before, after, pair))
    rules = [one for one in facts if one.path_words.startswith((name("rules"), name("remarks")))]
    return (*(one for one in facts if one not in rules), *_form(*forms, pair), *rules)


def _plain(procedure: Procedure | None) -> dict[str, Any]:
    """What the version says, without its number and its first day, which always differ."""
    data = file_form(store.as_data(procedure)) if procedure is not None else {}
    return {key: value for key, value in data.items() if key not in ("version", "valid_from")}


def _parts(where: str, old: Mapping[str, Any], new: Mapping[str, Any], pair: _Pair) -> Iterator[Difference]:
    """The keys of one part of the file, in the order of the format."""
    for key in sorted({*old, *new}, key=lambda key: (_ORDER.get(key, len(_ORDER)), key)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        at = _at(where, name(key))
        if key in _WHOLE:
            yield _said(at, key, was, now, pair)
        elif _entries(was) or _entries(now):
            yield from _list(at, key, was or [], now or [], pair)
        elif isinstance(was, Mapping) or isinstance(now, Mapping):
            yield from _parts(at, was or {}, now or {}, pair)
        else:
            yield _said(at, key, was, now, pair)


def _entries(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _list(at: str, key: str, old: list[Any], new: list[Any], pair: _Pair) -> Iterator[Difference]:
    """Entries known again by their key: what differs in each, which came and went, and their order."""
    was, now = _known(old), _known(new)
    for one in was:
        if one not in now:
            yield Difference(at, _summary(key, was[one], pair.old), "")
    for one, entry in now.items():
        if one not in was:
            yield Difference(at, "", _summary(key, entry, pair.new))
        else:
            yield from _parts(_at(at, called(entry)), was[one], entry, pair)
    yield from _order(at, was, now)


def _order(at: str, was: Mapping[Any, Any], now: Mapping[Any, Any]) -> Iterator[Difference]:
    first, then = [one for one in was if one in now], [one for one in now if one in was]
    if first != then:
        yield Difference(
            _at(at, _("thứ tự")), ", ".join(called(was[one]) for one in first),
            ", ".join(called(now[one]) for one in then),
        )  # fmt: skip


def _known(entries: list[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for number, entry in enumerate(entries):
        same = next((entry[key] for key in _SAME if entry.get(key)), number)
        found[same if same not in found else (same, number)] = entry
    return found


def _form(old: list[Any], new: list[Any], pair: _Pair) -> Iterator[Difference]:
    """The sections by themselves, then every question wherever it stands: one that moved is no new one."""
    at = name("sections")
    bare = [[{k: v for k, v in one.items() if k != "fields"} for one in part] for part in (old, new)]
    yield from _list(at, "sections", *bare, pair)
    titles = {section["key"]: called(section) for section in (*old, *new)}
    was, now = (
        {field["key"]: (section["key"], field) for section in part for field in section["fields"]}
        for part in (old, new)
    )
    for key, (section, field) in was.items():
        if key not in now:
            yield Difference(_at(at, titles[section]), _question(field, pair.old), "")
    for key, (section, field) in now.items():
        here = _at(at, titles[section])
        if key not in was:
            yield Difference(here, "", _question(field, pair.new))
            continue
        before, earlier = was[key]
        if before != section:
            yield Difference(_at(at, called(field), _("ở phần")), titles[before], titles[section])
        yield from _parts(_at(here, called(field)), earlier, field, pair)
    for section in new:
        same = [one for one in old if one["key"] == section["key"]]
        for one in same:
            yield from _order(_at(at, called(section)), _known(one["fields"]), _known(section["fields"]))


def _question(field: Mapping[str, Any], questions: Named) -> str:
    words = f"{called(field)} ({question_words.type_name(field.get('type')).lower()}"
    words += f", {_('bắt buộc')})" if field.get("required") else ")"
    return words + _terms(field, questions)


def _terms(entry: Mapping[str, Any], questions: Named) -> str:
    """When something that came or went counts: whoever reviews it must not have to look for that."""
    said = (
        f"; {name(key).lower()}: {value_words.say(key, entry[key], questions)}"
        for key in ("show_if", "required_if", "check", "when", "unless")
        if entry.get(key)
    )
    return "".join(said)


def _summary(key: str, entry: Any, questions: Named) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    if key == "fields":
        return _question(entry, questions)
    amount = entry.get("amount")
    words = called(entry) or (value_words.say("amount", amount, {}) if amount is not None else name(key))
    return words + _terms(entry, questions)


def _said(at: str, key: str, was: Any, now: Any, pair: _Pair) -> Difference:
    """Both values; of two long lists only what is in one of them."""
    if isinstance(was, list) and isinstance(now, list) and len(now) > _SHORT and set(was) != set(now):
        was, now = [one for one in was if one not in now], [one for one in now if one not in was]
    return Difference(at, value_words.say(key, was, pair.old), value_words.say(key, now, pair.new))


def _at(*steps: str) -> str:
    return " › ".join(step for step in steps if step)
