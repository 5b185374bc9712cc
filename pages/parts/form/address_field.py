"""Draws an address: province, commune of that province, house and hamlet, and an old address in words."""

from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.form.pen import Pen, keep_what_failed, label_of
from pages.parts.words import _
from services import places
from services.catalogue import Field


def draw_place(asked: Field, pen: Pen, at: str) -> dict[str, Any]:
    """The parts of one address; an `area` has no house. Another province empties the commune."""
    st.markdown(f"**{label_of(asked, pen)}**")
    province = _province(asked, pen, at)
    commune = _commune(pen, at, province)
    parts = {"province": province, "commune": commune}
    if asked.type == "address":
        parts["detail"] = _text(pen, f"{at}.detail", _("Số nhà, thôn/xóm"))
    old = _text(
        pen, f"{at}.old_text", _("Địa chỉ cũ trên giấy tờ (nếu có)"), _("Thôn …, xã …, huyện …, tỉnh …")
    )
    return {**parts, "old_text": old}


def _stored(pen: Pen, at: str) -> Any:
    """A part as it was typed, or as another answer gives it."""
    typed = pen.of(at)
    if typed is not None:
        return typed
    outer, _dot, part = at.partition(".")
    whole = pen.shown.get(outer)
    return whole.get(part) if isinstance(whole, dict) and "." not in part else None


def _whole(pen: Pen, at: str, changed: dict[str, Any]) -> dict[str, Any]:
    """The changed parts; of an address that was taken over from another answer, all that the screen shows."""
    shown = pen.shown.get(at)
    if pen.of(at) is not None or not isinstance(shown, dict):
        return changed
    return {**{f"{at}.{part}": value for part, value in shown.items()}, **changed}


def _province(asked: Field, pen: Pen, at: str) -> str | None:
    names = {place.code: place.name for place in places.provinces()}
    key, first = pen.key(f"{at}.province"), _stored(pen, f"{at}.province")

    def chosen() -> None:
        if pen.keep is not None:
            pen.keep(_whole(pen, at, {f"{at}.province": session.typed(key), f"{at}.commune": None}))

    code = st.selectbox(
        _("Tỉnh/Thành phố"), list(names), index=list(names).index(first) if first in names else None,
        format_func=lambda code: names[code], placeholder=_("Chọn tỉnh, thành phố"),
        key=key, on_change=chosen,
    )  # fmt: skip
    keep_what_failed(pen, f"{at}.province", code, first)
    return code


def _commune(pen: Pen, at: str, province: str | None) -> str | None:
    names = {place.code: place.name for place in places.communes(province or "")}
    key, first = pen.key(f"{at}.commune.{province or ''}"), _stored(pen, f"{at}.commune")

    def chosen() -> None:
        if pen.keep is not None:
            pen.keep(_whole(pen, at, {f"{at}.province": province, f"{at}.commune": session.typed(key)}))

    code = st.selectbox(
        _("Xã/Phường"), list(names), index=list(names).index(first) if first in names else None,
        format_func=lambda code: names[code], key=key, on_change=chosen, disabled=not names,
        placeholder=_("Chọn xã, phường") if names else _("Chọn tỉnh trước"),
    )  # fmt: skip
    keep_what_failed(pen, f"{at}.commune", code, first)
    return code


def _text(pen: Pen, at: str, label: str, placeholder: str = "") -> str:
    key = pen.key(at)

    def typed() -> None:
        if pen.keep is not None:
            pen.keep(_whole(pen, at.rpartition(".")[0], {at: session.typed(key)}))

    first = str(_stored(pen, at) or "")
    text = st.text_input(
        label, value=first, key=key, on_change=typed, placeholder=placeholder, max_chars=200,
        autocomplete="off",
    )  # fmt: skip
    keep_what_failed(pen, at, text, first)
    return text
