"""The files that a form takes: checked and stored as soon as they are chosen."""

from typing import Any

import streamlit as st

from pages.parts.dossier.asking import Asking, label
from pages.parts.words import _, plain
from services.errors import PaperRefused
from services.papers import attachments
from services.papers import words as papers_words
from services.papers.attachments import Taken
from services.sentences import say
from services.workflow import Need


def file(asking: Asking, need: Need) -> str | None:
    taken = _upload(asking, need.name, label(need))
    return taken[0].sha256 if taken else None


def draft(asking: Asking, need: Need) -> Taken | None:
    hint = _("Người dân xem ở mục Tra cứu hồ sơ rồi trả lời đúng hoặc sai. Gửi lại thì bản cũ bị thay.")
    taken = _upload(asking, need.name, f"{label(need)} :red[*]", hint)
    return taken[0] if taken else None


def papers(asking: Asking, _need: Need) -> list[Taken]:
    """A slot per asked paper, for a citizen who came to the counter."""
    found = []
    for one in asking.view.request.items if asking.view.request else ():
        if one.kind == "paper":
            found += _upload(asking, one.key, f"{one.label} :red[*]", hint=one.reason, several=True)
    return found


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
