"""A condition of a paper or an exemption: put together from lists, opened only where there is one."""

from typing import Any

import streamlit as st

from pages.parts.catalogue import draft_fields
from pages.parts.catalogue.catalogue_pen import Pen
from services.catalogue import plain_data
from services.catalogue.plain_data import Path


def condition(pen: Pen, path: Path, label: str, without: str) -> None:
    """When it holds; `without` says what counts while there is none."""
    from pages.parts.catalogue import condition_editor

    before = plain_data.at(pen.data, path)
    with st.expander(label if before else without, expanded=bool(before), icon=":material/rule:"):
        if pen.locked and not before:
            st.caption(without)
            return
        after = condition_editor.draw(before, _fields(pen), pen.key(path), locked=pen.locked)
    draft_fields.say_wrong(pen, path, below=True)
    if after != before and pen.keep is not None:
        kept = pen.keep(label, lambda data: plain_data.put(data, path, after or None), "")
        if kept:
            st.rerun()


def _fields(pen: Pen) -> list[dict[str, Any]]:
    return [
        field
        for section in plain_data.rows(pen.data, ("sections",))
        for field in plain_data.rows(section, ("fields",))
        if isinstance(field, dict)
    ]
