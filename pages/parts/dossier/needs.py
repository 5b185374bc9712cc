"""What a command's form asks, drawn from the workflow table: one widget per kind of need."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.dossier import due_asks, file_asks, money_asks, supplement_items, text_asks
from pages.parts.dossier.asking import DAY_FORMAT, Asking, label
from pages.parts.dossier.dossier_data import way_name
from pages.parts.form import form_fields
from pages.parts.form.pen import Pen
from pages.parts.words import _, plain
from services import desk
from services.desk import bulk
from services.desk.rows import DossierView
from services.needs import RESULT_WAYS, TOLD
from services.post import tracking_codes
from services.workflow import Need


def draw(asking: Asking, needs: tuple[Need, ...]) -> tuple[dict[str, Any], dict[str, DeltaGenerator]]:
    """Draw all of them; gives what stands in them, and a place under each for what is wrong with it."""
    values: dict[str, Any] = {}
    places: dict[str, DeltaGenerator] = {}
    for need in needs:
        if need.name == "due_reason" and values.get("due_at") is None:
            continue  # asked only when another date than the computed one was chosen
        if need.kind == "fields" and not _asked_fields(asking.view):
            continue
        with st.container(gap="xsmall"):
            values[need.name] = _DRAWN[need.kind](asking, need)
            places[need.name] = st.container()
    return values, places


def _specialist(asking: Asking, need: Need) -> int | None:
    people = dict(desk.specialists(asking.reader, asking.view.code))
    return st.selectbox(
        label(need), list(people), format_func=people.__getitem__, key=asking.key(need.name),
        placeholder=_("Chọn người xử lý"),
    )  # fmt: skip


def _officer(asking: Asking, need: Need) -> int | None:
    people = bulk.officers(asking.reader, "assign")
    return st.selectbox(
        label(need), list(people), index=None, format_func=people.__getitem__, key=asking.key(need.name),
        placeholder=_("Giao cho cán bộ nào"),
    )  # fmt: skip


def _day(asking: Asking, need: Need) -> Any:
    first = asking.view.answer_by if need.kind == "day" else asking.view.later_day
    return st.date_input(
        label(need), value=first, min_value="today", format=DAY_FORMAT, key=asking.key(need.name)
    )


def _tracking_code(asking: Asking, need: Need) -> str:
    """Typed or scanned; a shape without a check digit is doubted, not refused."""
    typed = st.text_input(label(need), key=asking.key(need.name), max_chars=40, placeholder="RB473124829VN")
    code = tracking_codes.clean(typed)
    if code and not tracking_codes.is_s10(code) and not tracking_codes.fault(code):
        st.warning(
            _("Mã này không theo mẫu quốc tế nên không kiểm tra được. Hãy so lại với phiếu gửi."),
            icon=":material/warning:",
        )
    return typed


def _way(asking: Asking, need: Need) -> str | None:
    ways = list(RESULT_WAYS)
    return st.selectbox(
        label(need), ways, index=ways.index(asking.view.result_way) if asking.view.result_way in ways else 0,
        format_func=way_name, key=asking.key(need.name),
    )  # fmt: skip


def _told(asking: Asking, need: Need) -> str | None:
    names = {"letter": _("Bằng phiếu, tin nhắn"), "phone": _("Qua điện thoại"), "in_person": _("Trực tiếp")}
    return st.segmented_control(
        label(need), list(TOLD), default=TOLD[0], format_func=names.__getitem__, required=True,
        key=asking.key(need.name),
    )  # fmt: skip


def _tick(asking: Asking, need: Need) -> bool:
    return st.checkbox(label(need), key=asking.key(need.name))


def _asked_fields(view: DossierView) -> dict[str, str]:
    return {one.key: one.reason for one in view.request.items if one.kind == "field"} if view.request else {}


def _fields(asking: Asking, _need: Need) -> Mapping[str, Any]:
    """The asked questions of the form, as the citizen saw them, with what was answered before."""
    view = asking.view
    pen = Pen(asking.key("form"), view.procedure, form=view.form, shown=view.form)
    given = {}
    for key, reason in _asked_fields(view).items():
        given[key] = form_fields.draw(view.procedure.by_key[key], pen)
        st.caption(plain(reason))
    return given


_DRAWN: dict[str, Callable[[Asking, Need], Any]] = {
    "due": due_asks.due, "text": text_asks.text, "specialist": _specialist, "officer": _officer,
    "items": supplement_items.draw, "day": _day, "later_day": _day, "file": file_asks.file,
    "draft": file_asks.draft, "papers": file_asks.papers, "way": _way, "told": _told, "tick": _tick,
    "fields": _fields, "tracking_code": _tracking_code, "receipt": money_asks.receipt,
    "lines": money_asks.lines, "money": money_asks.amount, "pay_way": money_asks.pay_way,
}  # fmt: skip
