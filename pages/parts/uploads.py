"""A named slot for one paper: takes a PDF, checks it at once, shows what is there, and lets it go again."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.frame import session
from pages.parts.sheet import star, told_doubtful, told_why, told_wrong
from pages.parts.words import _, plain
from services.catalogue import Paper
from services.errors import PaperRefused
from services.language import pick
from services.papers import attachments
from services.papers import words as papers_words
from services.papers.attachments import Taken
from services.sentences import say


@dataclass(frozen=True)
class Held:
    """The file that is in a slot. `size` in bytes; `mark` changes with the file."""

    filename: str
    pages: int
    size: int
    mark: str


def slot(
    paper: Paper,
    held: Held | None,
    *,
    name: str,
    required: bool,
    put: Callable[[Taken], None] | None = None,
    drop: Callable[[], None] | None = None,
    reason: str = "",
    wrong: str = "",
) -> Taken | None:
    """One paper. `name` begins the keys, `reason` is why an officer asks for it, `wrong` what stops the form.

    A file that passes goes to `put`, which keeps it and draws the page anew. Without `put` it is returned,
    and stays in the uploader until the page sends it. A refusal stands right under the field.
    """
    label = star(pick(paper.label, paper.label_en), required)
    with st.container(border=True, gap="small", key=f"{name}-{paper.key}-slot"):
        if held is not None:
            st.markdown(label)
            _shown(held, name=f"{name}-{paper.key}", drop=drop)
            return None
        note = pick(paper.note, paper.note_en) if paper.note else ""
        taken = _uploader(paper, label, name=name, put=put)
        if reason:
            told_why(reason)
        if wrong:
            told_wrong(wrong)
        if note:
            st.caption(note)
        return taken


def _shown(held: Held, *, name: str, drop: Callable[[], None] | None) -> None:
    facts = {"pages": held.pages, "size": _size(held.size)}
    told = _("%(pages)s trang, %(size)s") % facts
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":green[:material/check_circle:] **{plain(held.filename)}** · {told}", width="stretch")
        if drop is not None:
            st.button(
                _("Bỏ tệp này"), key=f"{name}-drop", on_click=drop, type="tertiary", icon=":material/delete:"
            )


def _uploader(paper: Paper, label: str, *, name: str, put: Callable[[Taken], None] | None) -> Taken | None:
    file = st.file_uploader(label, key=f"{name}-{paper.key}")
    if file is None:
        return None
    with st.spinner(_("Đang kiểm tra tệp…")):
        looked = _looked_at(file.file_id, paper.key, file.name, file)
    if isinstance(looked, str):
        told_wrong(looked)
        return None
    doubts = [papers_words.say(finding) for finding in looked.warnings]
    if put is None:
        for doubt in doubts:
            told_doubtful(doubt)
        return looked
    if doubts:
        session.say_later("warning", f"{plain(looked.filename)}: {' '.join(doubts)}")
    _release(file.file_id)
    put(looked)
    return looked


@st.cache_data(scope="session", ttl=1800, max_entries=50, show_spinner=False)
def _looked_at(file_id: str, key: str, name: str, _file: object) -> Taken | str:
    """The checked and stored file, or why it is refused; looked at once per upload, not once per run."""
    try:
        return attachments.take(_file.getvalue(), name, key)  # type: ignore[attr-defined]
    except PaperRefused as refusal:
        return say(refusal)


def _release(file_id: str) -> None:
    """Give the upload's memory back: the file is in the storage now, and a session may last all day."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    if context is not None and hasattr(manager, "remove_file"):
        manager.remove_file(session_id=context.session_id, file_id=file_id)


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB".replace(".", ",") if size >= 2**20 else f"{max(1, size // 1024)} KB"
