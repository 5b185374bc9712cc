"""A named slot for one paper: checks each PDF or photo at once, shows what is there, lets it go again."""

from collections.abc import Callable, Sequence
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
from services.papers.attachments import MAX_FILES, Taken
from services.sentences import say


@dataclass(frozen=True)
class Held:
    """A file that is in a slot. `size` in bytes, `doubts` are sentences; `drop` takes it out."""

    filename: str
    pages: int
    size: int
    mark: str
    doubts: tuple[str, ...] = ()
    drop: Callable[[], None] | None = None


def slot(
    paper: Paper,
    held: Sequence[Held],
    *,
    name: str,
    required: bool,
    put: Callable[[Taken], bool] | None = None,
    reason: str = "",
    wrong: str = "",
) -> list[Taken]:
    """One paper, in as many files as it needs. `name` begins the keys, `reason` is why an officer asks for
    it, `wrong` what stops the form.

    Files that pass go to `put`, which keeps each; then the page is drawn anew. Without `put` they are
    returned, and stay in the uploader until the page sends them. A refusal stands right under the field.
    """
    with st.container(border=True, gap="small", key=f"{name}-{paper.key}-slot"):
        label = star(pick(paper.label, paper.label_en), required)
        if held:
            st.markdown(label)
        for one in held:
            _shown(one, name=f"{name}-{paper.key}")
        taken = _uploader(paper, label, held, name=name, put=put) if len(held) < MAX_FILES else []
        if reason:
            told_why(reason)
        if wrong:
            told_wrong(wrong)
        if paper.note and not held:
            st.caption(pick(paper.note, paper.note_en))
        return taken


def _shown(held: Held, *, name: str) -> None:
    facts = {"pages": held.pages, "size": _size(held.size)}
    told = _("%(pages)s trang, %(size)s") % facts
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":green[:material/check_circle:] **{plain(held.filename)}** · {told}", width="stretch")
        if held.drop is not None:
            st.button(
                _("Bỏ tệp này"), key=f"{name}-drop-{held.mark}", on_click=held.drop, type="tertiary",
                icon=":material/delete:",
            )  # fmt: skip
    for doubt in held.doubts:
        told_doubtful(doubt)


def _uploader(
    paper: Paper, label: str, held: Sequence[Held], *, name: str, put: Callable[[Taken], bool] | None
) -> list[Taken]:
    """The field, under the files that are there; a new one for each set of files, so that it starts empty."""
    key = "-".join([name, paper.key, *(one.mark for one in held[-1:])])
    label, seen = (_("%(paper)s: thêm tệp") % {"paper": label}, "collapsed") if held else (label, "visible")
    files = st.file_uploader(label, accept_multiple_files=True, key=key, label_visibility=seen)
    with st.spinner(_("Đang kiểm tra tệp…")) if files else st.container():
        looked = [(file, _looked_at(file.file_id, paper.key, file.name, file)) for file in files]
    taken = [found for _file, found in looked if isinstance(found, Taken)]
    refused = [(file.name, found) for file, found in looked if isinstance(found, str)]
    known = _told()
    if put is not None and taken:  # what was told under the field at an earlier run is not said again
        refused = [
            (f.name, found) for f, found in looked if isinstance(found, str) and f.file_id not in known
        ]
    else:
        known.update(file.file_id for file, found in looked if isinstance(found, str))
        for filename, sentence in refused:
            told_wrong(f"{plain(filename)}: {sentence}" if len(files) > 1 else sentence)
    if put is None:
        for one in taken:
            for finding in one.warnings:
                told_doubtful(f"{plain(one.filename)}: {papers_words.say(finding)}")
        return taken
    if taken:
        _keep(files, taken, refused, put)
    return []


def _keep(
    files: Sequence[object], taken: list[Taken], refused: list[tuple[str, str]], put: Callable[[Taken], bool]
) -> None:
    """Put what passed; what did not is said above the page, because the field starts empty again.

    Where nothing was added the page stays as it is: drawing it anew would find the same files again.
    """
    added = False
    for one in taken:
        try:
            added |= put(one)
        except PaperRefused as refusal:
            refused.append((one.filename, say(refusal)))
    if not added:
        for name, sentence in refused or [(taken[0].filename, _("Tệp này đã có trong mục."))]:
            told_wrong(f"{plain(name)}: {sentence}")
        return
    if refused:
        session.say_later("error", " ".join(f"{plain(name)}: {sentence}" for name, sentence in refused))
    for file in files:
        _release(file.file_id)  # type: ignore[attr-defined]
    st.rerun()


@st.cache_data(scope="session", ttl=1800, max_entries=50, show_spinner=False)
def _looked_at(file_id: str, key: str, name: str, _file: object) -> Taken | str:
    """The checked and stored file, or why it is refused; looked at once per upload, not once per run."""
    try:
        return attachments.take(_file.getvalue(), name, key)  # type: ignore[attr-defined]
    except PaperRefused as refusal:
        return say(refusal)


@st.cache_resource(scope="session", show_spinner=False)
def _told() -> set[str]:
    """Uploads whose refusal stood under their field."""
    return set()


def _release(file_id: str) -> None:
    """Give the upload's memory back: the file is in the storage now, and a session may last all day."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    if context is not None and hasattr(manager, "remove_file"):
        manager.remove_file(session_id=context.session_id, file_id=file_id)


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB".replace(".", ",") if size >= 2**20 else f"{max(1, size // 1024)} KB"
