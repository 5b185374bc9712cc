"""What colleagues did to a dossier since a form was opened on it: who, when, what, and which data moved."""

from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from pages.parts.dossier import timeline
from pages.parts.words import _, moment, state_name
from services.desk.rows import DossierView
from services.forms import words as forms_words


def draw(view: DossierView, seen: int) -> None:
    """The happenings after version `seen`, newest first, and old beside new of what they changed."""
    since = [event for event in view.events if event.seq > seen]
    if not since:
        return
    rows = "".join(timeline.line(event, view.procedure) for event in reversed(since))
    moved = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(old)}</td><td>{escape(new)}</td></tr>"
        for name, old, new in _moved(view, since)
    )
    if moved:
        head = "".join(f"<th>{escape(word)}</th>" for word in (_("Nội dung"), _("Trước"), _("Bây giờ")))
        moved = f'<table class="mc-changes"><thead><tr>{head}</tr></thead><tbody>{moved}</tbody></table>'
    st.html(f'<ol class="mc-story">{rows}</ol>{moved}')


def _moved(view: DossierView, since: list[Any]) -> list[tuple[str, str, str]]:
    """Name, old and new of every column and answer that is not as it was at the oldest of these events."""
    before: dict[str, Any] = {}
    for event in since:
        for name, value in (event.facts.get("before") or {}).items():
            before.setdefault(name, value)
    found = []
    if "state" in before:
        found.append((_("Trạng thái"), state_name(before["state"]), state_name(view.state)))
    if "due_at" in before:
        old = datetime.fromisoformat(before["due_at"]) if before["due_at"] else None
        found.append((_("Hẹn trả"), moment(old), moment(view.due_at)))
    if "form" in before:
        found += _answers(view, before["form"])
    return [(name, old, new) for name, old, new in found if old != new]


def _answers(view: DossierView, old_form: dict[str, Any]) -> list[tuple[str, str, str]]:
    def told(form: dict[str, Any]) -> dict[str, tuple[str, str]]:
        given = [pair for _title, pairs in forms_words.answers(view.procedure, form) for pair in pairs]
        return {field.key: (forms_words.label(field), text) for field, text in given}

    old, new = told(old_form), told(view.form)
    return [
        ((new.get(key) or old[key])[0], old.get(key, ("", "–"))[1], new.get(key, ("", "–"))[1])
        for key in dict.fromkeys([*old, *new])
    ]
