"""The letters of a dossier, each printed only when somebody takes it."""

from functools import partial

import streamlit as st

from pages.parts.look import empty_state
from pages.parts.words import _, moment
from services import correspondence
from services.actors import Actor
from services.desk.rows import DossierView


def draw(view: DossierView, reader: Actor) -> None:
    """A button per letter, the newest first."""
    if not view.letters:
        when = _("Phiếu được lập khi tiếp nhận, yêu cầu bổ sung, từ chối, gia hạn.")
        empty_state(_("Chưa có phiếu nào"), when)
    for letter in reversed(view.letters):
        number = _("số %(number)s") % {"number": letter.number}
        with st.container(gap="xxsmall"):
            st.download_button(
                _("Tải phiếu %(title)s") % {"title": letter.title},
                data=partial(_pdf, reader, view.code, letter.id),
                file_name=f"{view.code}-{letter.kind}.pdf",
                mime="application/pdf",
                icon=":material/download:",
                on_click="ignore",
                key=f"letter-{letter.id}",
            )
            st.caption(f"{number} · {moment(letter.issued_at)}")


def _pdf(reader: Actor, code: str, letter_id: int) -> bytes:
    return correspondence.pdf(reader, code, letter_id)[1]
