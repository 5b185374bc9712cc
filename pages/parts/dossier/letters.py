"""The letters of a dossier, each printed only when somebody takes it."""

from functools import partial

import streamlit as st

from pages.parts.look import empty_state
from pages.parts.words import _, moment
from services import correspondence, desk
from services.actors import Actor
from services.correspondence import LetterRow
from services.desk.rows import DossierView

JUST_MADE = "phieu"
"""In the address: the letter that the last action issued, so that it can be printed while somebody waits."""


def just_made(view: DossierView, reader: Actor) -> None:
    """The letter that was issued a moment ago, within reach."""
    asked = st.query_params.get(JUST_MADE, "")
    if not asked:
        return
    for letter in desk.outgoing(reader, view.code).letters:
        if str(letter.id) == asked:
            with st.container(border=True, key="mc-just-made"):
                _offer(view, reader, letter, "new")


def draw(view: DossierView, reader: Actor, letters: tuple[LetterRow, ...]) -> None:
    """A button per letter, the newest first."""
    if not letters:
        when = _("Phiếu được lập khi tiếp nhận, yêu cầu bổ sung, từ chối, gia hạn.")
        empty_state(_("Chưa có phiếu nào"), when)
    for letter in reversed(letters):
        with st.container(gap="xxsmall"):
            _offer(view, reader, letter, "letter")


def _offer(view: DossierView, reader: Actor, letter: LetterRow, where: str) -> None:
    number = _("số %(number)s") % {"number": letter.number}
    st.download_button(
        _("Tải phiếu %(title)s") % {"title": letter.title},
        data=partial(_pdf, reader, view.code, letter.id),
        file_name=f"{view.code}-{letter.kind}.pdf",
        mime="application/pdf",
        icon=":material/download:",
        on_click="ignore",
        key=f"{where}-{letter.id}",
    )
    st.caption(f"{number} · {moment(letter.issued_at)}")


def _pdf(reader: Actor, code: str, letter_id: int) -> bytes:
    return correspondence.pdf(reader, code, letter_id)[1]
