"""One draft while somebody writes it: every change is kept at once, what could not be kept is not lost."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.catalogue.catalogue_pen import Change, Pen
from pages.parts.words import _, moment, plain
from services.catalogue import plain_data
from services.catalogue.drafts import drafting
from services.catalogue.drafts.drafting import Draft
from services.errors import Refusal, Stale

EDITING = "editing"


def pen(draft: Draft) -> Pen:
    """For a draft that is being written; one that waits for another's word can only be read."""
    epoch = session.typed(_key("epoch", draft.id)) or 0
    keep = partial(_keep, draft.id) if draft.state == EDITING else None
    name = f"draft{draft.id}-{epoch}"
    return Pen(name, draft.data, draft.faults, keep, partial(_renew, draft.id))


def to_read(name: str, data: Mapping[str, Any]) -> Pen:
    """For something published: nothing in it can be changed."""
    return Pen(name, dict(data))


def seen(draft: Draft) -> int:
    """The row version that this reader has seen: the first one, or what the own changes made of it."""
    key = _key("seen", draft.id)
    if session.typed(key) is None:
        session.put(key, draft.row_version)
    return session.typed(key)


def keep(draft_id: int, label: str, data: dict[str, Any]) -> bool:
    """Keep the whole data, as a part that edits all of it hands it back."""
    return _keep(draft_id, label, lambda _data: data, "")


def forget(draft_id: int) -> None:
    """A verb moved the draft on: the next look sees it afresh."""
    session.put(_key("seen", draft_id), None)
    _renew(draft_id)


def messages(draft: Draft) -> None:
    """Somebody else wrote on it meanwhile; something typed could not be kept."""
    if seen(draft) != draft.row_version:
        told = {"by": plain(draft.edited_by), "at": moment(draft.edited_at)}
        text = _("**%(by)s** đã đổi bản nháp này lúc %(at)s, sau khi ông/bà mở. Tải bản mới để làm tiếp; "
                 "điều ông/bà vừa gõ mà chưa giữ được vẫn hiện lại để chép.")  # fmt: skip
        with st.container(border=True, key="catalogue-stale"):
            st.warning(text % told, icon=":material/sync_problem:")
            st.button(_("Tải bản mới"), icon=":material/refresh:", on_click=forget, args=(draft.id,))
    lost = session.typed(_key("lost", draft.id)) or ()
    if not lost:
        return
    with st.container(border=True, key="catalogue-lost"):
        st.error(lost[-1][2], icon=":material/error:")
        for label, typed, _why in lost:
            if typed not in (None, ""):
                st.markdown(_("Chưa giữ được **%(label)s**:") % {"label": plain(label)})
                st.code(str(typed), language=None, wrap_lines=True)
        st.button(_("Bỏ qua"), key="catalogue-lost-away", on_click=session.put,
                  args=(_key("lost", draft.id), None))  # fmt: skip


def _keep(draft_id: int, label: str, change: Change, typed: Any) -> bool:
    """Store what the change makes of the draft; True when there was something new and it is kept.

    As a callback this runs before the page: whoever asks is looked up again.
    """
    session.begin()
    reader = session.actor()
    try:
        if reader is None:
            raise Refusal()
        draft = drafting.view(reader, draft_id)
        new = plain_data.named(change(draft.data))
        if new == draft.data:
            return False
        version = drafting.keep(reader, draft_id, seen(draft), new)
    except Refusal as refusal:
        key = _key("lost", draft_id)
        lost = [one for one in session.typed(key) or () if one[:2] != (label, typed)]
        session.put(key, (*lost, (label, typed, _why(refusal))))
        return False
    session.put(_key("seen", draft_id), version)
    return True


def _why(refusal: Refusal) -> str:
    if isinstance(refusal, Stale):
        told = {"by": plain(str(refusal.facts["by"])), "at": moment(refusal.facts["at"])}
        return _("%(by)s vừa đổi bản nháp này lúc %(at)s; điều ông/bà vừa gõ chưa được giữ.") % told
    if type(refusal) is Refusal:
        return _("Phiên làm việc đã hết; điều ông/bà vừa gõ chưa được giữ. Hãy đăng nhập lại.")
    return refusals.why(refusal)


def _renew(draft_id: int) -> None:
    key = _key("epoch", draft_id)
    session.put(key, (session.typed(key) or 0) + 1)


def _key(what: str, draft_id: int) -> str:
    return f"catalogue-{what}-{draft_id}"
