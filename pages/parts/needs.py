"""What a command's form asks, drawn from the workflow table: one widget per kind of need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import form_fields, money_asks
from pages.parts.dossier_data import way_name
from pages.parts.pen import Pen
from pages.parts.supplement_items import draw as _items
from pages.parts.words import _, plain
from services import casework, desk
from services.actors import Actor
from services.clock import VIETNAM
from services.desk import bulk
from services.desk.rows import DossierView
from services.errors import PaperRefused
from services.needs import RESULT_WAYS, TOLD
from services.papers import attachments
from services.papers import words as papers_words
from services.papers.attachments import Taken
from services.post import tracking_codes
from services.sentences import need_name, say
from services.workflow import N_, Need

DAY_FORMAT = "DD/MM/YYYY"


@dataclass(frozen=True)
class Asking:
    """One form: the dossier, who fills it in, and a name that begins the keys of its widgets."""

    view: DossierView
    reader: Actor
    action: str

    def key(self, name: str) -> str:
        """The key of a widget; another dossier or action starts afresh."""
        return f"{self.action}-{self.view.code}-{name}"


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


def _label(need: Need) -> str:
    """Nearly everything is required here, so a file that is not says so."""
    name = need_name(need.name)
    return _("%(name)s (nếu có)") % {"name": name} if need.kind == "file" and not need.required else name


def _due(asking: Asking, need: Need) -> datetime | None:
    """The computed moment with its reasons; None while it is left as computed."""
    ledger = casework.proposed_due(asking.reader, asking.view.code)
    computed = ledger.due.astimezone(VIETNAM)
    # Computed anew in every run: the key carries it, so that a form left open over 15:00 shows the new date.
    chosen = st.datetime_input(
        _label(need), value=computed.replace(tzinfo=None), format=DAY_FORMAT, step=1800,
        key=asking.key(f"{need.name}-{computed:%Y%m%d%H%M}"),
    )  # fmt: skip
    reasons(tuple(desk.told(ledger)), expanded=True)
    due = chosen.replace(tzinfo=VIETNAM) if chosen else computed
    return None if due == computed else due


def reasons(lines: tuple[str, ...], *, expanded: bool = False) -> None:
    """The ledger of a return date, a rule per line."""
    with st.expander(_("Vì sao là ngày này?"), icon=":material/help:", expanded=expanded):
        st.markdown("\n".join(f"{n}. {plain(line)}" for n, line in enumerate(lines, 1)))


_USUAL: dict[str, tuple[str, ...]] = {
    "refuse": (
        N_("Không thuộc thẩm quyền giải quyết của đơn vị"),
        N_("Không bổ sung giấy tờ trong thời hạn yêu cầu"),
        N_("Thông tin khai không đúng với giấy tờ"),
    ),
    "stop": (
        N_("Không đủ điều kiện giải quyết theo quy định"),
        N_("Không bổ sung giấy tờ trong thời hạn yêu cầu"),
        N_("Không tìm thấy thông tin trong sổ hộ tịch"),
    ),
    "extend": (
        N_("Cần xác minh tại cơ quan khác"),
        N_("Phải tra cứu sổ hộ tịch giấy"),
        N_("Sự cố kỹ thuật của hệ thống"),
    ),
    "withdraw": (N_("Người dân không còn nhu cầu"), N_("Người dân nộp nhầm thủ tục")),
    "send_back": (N_("Chưa đủ căn cứ"), N_("Cần ghi rõ lý do hơn"), N_("Đề nghị xem lại ngày hẹn")),
}
"""Reasons that are picked from a list; anything else is written freely. Letters are in Vietnamese: whatever
language the officer reads, the Vietnamese text is what goes into them."""


def _text(asking: Asking, need: Need) -> str:
    if need.name == "taken_by":
        applicant = asking.view.applicant
        return st.text_input(_label(need), value=applicant, key=asking.key(need.name), max_chars=200)
    if need.name == "paper_shown":
        shown = _("Căn cước công dân số …")
        return st.text_input(_label(need), key=asking.key(need.name), placeholder=shown, max_chars=200)
    picked: list[str] = []
    if asking.action in _USUAL and need.name in ("reason", "note"):
        picked = st.pills(
            _("Chọn nhanh"), _USUAL[asking.action], format_func=_, selection_mode="multi",
            key=asking.key(f"{need.name}-picks"),
        )  # fmt: skip
    typed = st.text_area(
        _label(need), key=asking.key(need.name), height=90, max_chars=2000,
        placeholder=_("Viết thêm, hoặc viết lý do khác") if picked else "",
    )  # fmt: skip
    return "; ".join([*picked, *([typed.strip()] if typed.strip() else [])])


def _specialist(asking: Asking, need: Need) -> int | None:
    people = dict(desk.specialists(asking.reader, asking.view.code))
    return st.selectbox(
        _label(need), list(people), format_func=people.__getitem__, key=asking.key(need.name),
        placeholder=_("Chọn người xử lý"),
    )  # fmt: skip


def _officer(asking: Asking, need: Need) -> int | None:
    people = bulk.officers(asking.reader, "assign")
    return st.selectbox(
        _label(need), list(people), index=None, format_func=people.__getitem__, key=asking.key(need.name),
        placeholder=_("Giao cho cán bộ nào"),
    )  # fmt: skip


def _day(asking: Asking, need: Need) -> Any:
    first = asking.view.answer_by if need.kind == "day" else asking.view.later_day
    return st.date_input(
        _label(need), value=first, min_value="today", format=DAY_FORMAT, key=asking.key(need.name)
    )


def _file(asking: Asking, need: Need) -> str | None:
    taken = _upload(asking, need.name, _label(need))
    return taken[0].sha256 if taken else None


def _draft(asking: Asking, need: Need) -> Taken | None:
    hint = _("Người dân xem ở mục Tra cứu hồ sơ rồi trả lời đúng hoặc sai. Gửi lại thì bản cũ bị thay.")
    taken = _upload(asking, need.name, f"{_label(need)} :red[*]", hint)
    return taken[0] if taken else None


def _tracking_code(asking: Asking, need: Need) -> str:
    """Typed or scanned; a shape without a check digit is doubted, not refused."""
    typed = st.text_input(_label(need), key=asking.key(need.name), max_chars=40, placeholder="RB473124829VN")
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
        _label(need), ways, index=ways.index(asking.view.result_way) if asking.view.result_way in ways else 0,
        format_func=way_name, key=asking.key(need.name),
    )  # fmt: skip


def _told(asking: Asking, need: Need) -> str | None:
    names = {"letter": _("Bằng phiếu, tin nhắn"), "phone": _("Qua điện thoại"), "in_person": _("Trực tiếp")}
    return st.segmented_control(
        _label(need), list(TOLD), default=TOLD[0], format_func=names.__getitem__, required=True,
        key=asking.key(need.name),
    )  # fmt: skip


def _tick(asking: Asking, need: Need) -> bool:
    return st.checkbox(_label(need), key=asking.key(need.name))


def _papers(asking: Asking, _need: Need) -> list[Taken]:
    """A slot per asked paper, for a citizen who came to the counter."""
    found = []
    for one in asking.view.request.items if asking.view.request else ():
        if one.kind == "paper":
            found += _upload(asking, one.key, f"{one.label} :red[*]", hint=one.reason, several=True)
    return found


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


def _upload(asking: Asking, slot: str, label: str, hint: str = "", several: bool = False) -> list[Taken]:
    """PDFs or photos, checked and stored as soon as they are chosen; what is wrong stands under them."""
    given = st.file_uploader(label, accept_multiple_files=several, key=asking.key(f"file-{slot}"))
    if hint:
        st.caption(plain(hint))
    found = []
    for file in given if isinstance(given, list) else [given] if given else []:
        taken = _looked_at(file.file_id, slot, file.name, file)
        if isinstance(taken, str):
            st.error(taken, icon=":material/error:")
            continue
        for finding in taken.warnings:
            st.warning(papers_words.say(finding), icon=":material/warning:")
        found.append(taken)
    return found


@st.cache_data(scope="session", ttl=1800, max_entries=20, show_spinner=False)
def _looked_at(file_id: str, slot: str, name: str, _file: Any) -> Taken | str:
    try:
        return attachments.take(_file.getvalue(), name, slot)
    except PaperRefused as refusal:
        return say(refusal)


_DRAWN: dict[str, Callable[[Asking, Need], Any]] = {
    "due": _due, "text": _text, "specialist": _specialist, "officer": _officer, "items": _items, "day": _day,
    "later_day": _day, "file": _file, "draft": _draft, "way": _way, "told": _told, "tick": _tick,
    "papers": _papers, "fields": _fields, "tracking_code": _tracking_code, "receipt": money_asks.receipt,
    "lines": money_asks.lines, "money": money_asks.amount, "pay_way": money_asks.pay_way,
}  # fmt: skip
