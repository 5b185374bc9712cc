"""What colleagues tell each other about a dossier: labels and notes, which no citizen ever sees."""

from html import escape

import streamlit as st

from pages.frame import session
from pages.parts.dossier.dossier_keys import shortcut
from pages.parts.look import empty_state
from pages.parts.words import _, moment
from services.actors import Actor
from services.desk import remarks
from services.desk.remarks import MAX_LABEL
from services.desk.rows import DossierView
from services.errors import Refusal
from services.needs import MAX_TEXT
from services.sentences import say


def chips(view: DossierView) -> str:
    """The labels of the dossier as markup for its head."""
    return "".join(f'<span class="mc-label">{escape(one.name)}</span>' for one in view.labels if one.on)


def draw(view: DossierView) -> None:
    """Labels on top, then a field for a new note, then the notes, newest first."""
    if view.writes:
        _labels(view)
        _new_note(view)
    rows = "".join(
        f"<li><p>{escape(note.text)}</p><time>{moment(note.at)}</time>"
        f' · <span class="mc-by">{escape(note.by)}</span></li>'
        for note in view.notes
    )
    if rows:
        st.html(f'<ol class="mc-story">{rows}</ol>')
    elif not view.writes:
        empty_state(_("Chưa có ghi chú nào"), _("Hồ sơ này của cơ quan đã kết thúc: chỉ để đọc."))


def _new_note(view: DossierView) -> None:
    key = f"note-{view.code}-{len(view.notes)}"  # a note that was kept leaves an empty field
    # Kept while another section is looked at.
    st.text_area(
        _("Ghi chú nội bộ"), key=key, height=80, max_chars=MAX_TEXT, persist_state="session",
        placeholder=_("Chỉ cán bộ của đơn vị đọc được; người dân không thấy."),
    )  # fmt: skip
    st.button(
        _("Lưu ghi chú"), key="keep-note", icon=":material/sticky_note_2:", on_click=_keep_note,
        args=(view.code, key), shortcut=shortcut("keep_note"),
    )  # fmt: skip


def _labels(view: DossierView) -> None:
    names = {one.id: one.name for one in view.labels}
    chosen = [one.id for one in view.labels if one.on]
    key = f"labels-{view.code}-{'-'.join(map(str, chosen))}"  # a colleague's choice begins it anew
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if names:
            st.pills(
                _("Nhãn"), list(names), default=chosen, selection_mode="multi", key=key,
                format_func=names.__getitem__, on_change=_set_labels, args=(view.code, key),
            )  # fmt: skip
        with st.popover(_("Thêm nhãn"), icon=":material/new_label:", type="tertiary"):
            st.text_input(
                _("Nhãn mới của đơn vị"), key="new-label", max_chars=MAX_LABEL, on_change=_add_label,
                args=(view.code, chosen), placeholder=_("Ví dụ: Hộ nghèo"),
                help=_("Nhãn mới dùng được cho mọi hồ sơ của đơn vị; nhấn Enter để thêm."),
            )  # fmt: skip
            if view.retires_labels and names:
                _retiring(names)


def _retiring(names: dict[int, str]) -> None:
    """The leader takes a word off the list; dossiers that have it keep it."""
    chosen = st.selectbox(
        _("Bỏ nhãn khỏi danh sách"), list(names), index=None, format_func=names.__getitem__,
        key="retire-label", placeholder=_("Chọn nhãn"), help=_("Hồ sơ đã gắn vẫn giữ nhãn này."),
    )  # fmt: skip
    st.button(
        _("Không dùng nữa"), key="retire-label-go", icon=":material/label_off:", disabled=chosen is None,
        on_click=_retire, args=(chosen,),
    )  # fmt: skip


def _retire(label: int) -> None:
    if _try(lambda reader: remarks.retire_label(reader, label)):
        session.say_later("success", _("Nhãn này không còn trong danh sách; hồ sơ đã gắn vẫn giữ."))


def _keep_note(code: str, key: str) -> None:
    _try(lambda reader: remarks.add_note(reader, code, session.typed(key) or ""))


def _set_labels(code: str, key: str) -> None:
    _try(lambda reader: remarks.set_labels(reader, code, set(session.typed(key) or ())))


def _add_label(code: str, chosen: list[int]) -> None:
    """A new word for the agency, and on this dossier at once."""
    name = " ".join((session.typed("new-label") or "").split())
    if not name:
        return

    def add(reader: Actor) -> None:
        made = remarks.add_label(reader, name)
        remarks.set_labels(reader, code, {*chosen, next(one.id for one in made if one.name == name)})

    if _try(add):
        session.put("new-label", "")


def _try(act) -> bool:
    """A callback knows what was on the screen; a refusal stands where messages stand."""
    reader = session.actor()
    if reader is None:
        return False
    try:
        act(reader)
    except Refusal as refusal:
        session.say_later("error", say(refusal))
        return False
    return True
