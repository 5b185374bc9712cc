"""The way of a draft to its day: a second person's word, publication, or an end; with what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.catalogue import catalogue_keep
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue.catalogue_place import version_address
from pages.parts.look import way_on
from pages.parts.words import _, badge, day, number, plain
from services.actors import Actor
from services.catalogue.drafts import drafting
from services.catalogue.drafts.drafting import Draft
from services.clock import today
from services.errors import GuardRefused


def panel(reader: Actor, draft: Draft) -> None:
    """What can be done now, by the draft's state."""
    said, icon, tone = words.state(draft.state)
    st.markdown(badge(said, icon, tone))
    if draft.outdated:
        why = _("Thủ tục này đã có phiên bản mới hơn bản gốc của bản nháp. Hãy mở phiên bản mới nhất, "
                "bấm **Soạn phiên bản mới** rồi sửa lại theo mục So sánh của bản nháp này.")  # fmt: skip
        st.warning(why, icon=":material/update:")
    if draft.note:
        st.info(_("Lời nhắn khi trả lại: %(note)s") % {"note": plain(draft.note)}, icon=":material/comment:")
    top = st.container()
    now = {"editing": _editing, "review": _review, "approved": _approved}.get(draft.state, _over)
    now(reader, draft, top)
    if draft.state in ("editing", "review", "approved"):
        _download(reader, draft)
        _drop(reader, draft, top)


def _editing(reader: Actor, draft: Draft, top: Any) -> None:
    if draft.faults:
        told = {"n": number(len(draft.faults))}
        st.warning(_("Còn %(n)s chỗ chưa đúng. Sửa xong mới gửi duyệt được.") % told,
                   icon=":material/rule:")  # fmt: skip
    st.markdown(_("Người khác với những người đã soạn sẽ đọc lại rồi duyệt."))
    if st.button(_("Gửi duyệt"), type="primary", icon=":material/send:", disabled=bool(draft.faults)):
        _done(draft, top, _("Đã gửi duyệt."), lambda seen: drafting.ask_review(reader, draft.id, seen))


def _review(reader: Actor, draft: Draft, top: Any) -> None:
    told = {"by": plain(draft.asked_by or draft.edited_by)}
    said = _("**%(by)s** gửi duyệt. Trước khi duyệt, hãy xem mục **So sánh**, **Xem trước** và **Thử trên "
             "hồ sơ cũ**.")  # fmt: skip
    st.markdown(said % told)
    if reader.account_id in draft.editors:
        st.info(refusals.why(GuardRefused("draft_own")), icon=":material/hourglass_top:")
    elif st.button(_("Duyệt"), type="primary", icon=":material/verified:"):
        _done(draft, top, _("Đã duyệt. Chọn ngày để công bố."),
              lambda seen: drafting.approve(reader, draft.id, seen))  # fmt: skip
    _send_back(reader, draft, top)


def _approved(reader: Actor, draft: Draft, top: Any) -> None:
    # Nobody has handed in a new procedure yet: it may count at once.
    soon = today() if draft.base is None else today() + timedelta(days=1)
    first = draft.valid_from or _day(draft.data.get("valid_from")) or soon
    chosen = st.date_input(
        _("Áp dụng từ ngày"), first, format="DD/MM/YYYY", key=f"publish-day-{draft.id}",
        help=_("Hồ sơ nộp từ ngày này theo bản mới; hồ sơ đã nộp giữ bản cũ."),
    )  # fmt: skip
    if st.button(_("Công bố"), type="primary", icon=":material/public:", disabled=chosen is None):
        told = {"day": day(chosen)}
        _done(draft, top, _("Đã công bố, áp dụng từ %(day)s.") % told,
              lambda seen: drafting.publish(reader, draft.id, seen, chosen))  # fmt: skip
    _send_back(reader, draft, top)


def _over(_reader: Actor, draft: Draft, _top: Any) -> None:
    if draft.published_id is not None:
        way_on(_("Xem bản đã công bố"), version_address(draft.published_id))
    else:
        st.markdown(_("Bản nháp này đã bỏ. Nội dung vẫn đọc được ở các mục bên trên."))


def _send_back(reader: Actor, draft: Draft, top: Any) -> None:
    with st.expander(_("Trả lại để sửa"), icon=":material/undo:"):
        note = st.text_area(_("Lời nhắn cho người soạn"), key=f"back-note-{draft.id}", max_chars=1000)
        if st.button(_("Trả lại để sửa"), icon=":material/undo:", key=f"back-{draft.id}"):
            if not note.strip():
                top.error(_("Hãy ghi lời nhắn: cần sửa gì."), icon=":material/error:")
                return
            _done(draft, top, _("Đã trả lại để sửa."),
                  lambda seen: drafting.send_back(reader, draft.id, seen, note.strip()))  # fmt: skip


def _download(reader: Actor, draft: Draft) -> None:
    st.download_button(
        _("Tải tệp YAML"), lambda: drafting.export_yaml(reader, draft_id=draft.id), mime="application/yaml",
        file_name=f"{draft.data.get('code') or 'thu-tuc'}.yaml", icon=":material/download:",
        on_click="ignore", key=f"yaml-{draft.id}",
    )  # fmt: skip


def _drop(reader: Actor, draft: Draft, top: Any) -> None:
    with st.expander(_("Bỏ bản nháp"), icon=":material/delete:"):
        sure = st.checkbox(_("Tôi muốn bỏ bản nháp này; bản đã công bố không đổi"), key=f"drop-{draft.id}")
        if st.button(_("Bỏ bản nháp"), icon=":material/delete:", disabled=not sure):
            _done(draft, top, _("Đã bỏ bản nháp."), lambda seen: drafting.drop(reader, draft.id, seen), True)


def _done(
    draft: Draft, top: Any, said: str, verb: Callable[[int], object], leave: bool = False
) -> None:  # fmt: skip
    """Do it on what this reader has seen; then look afresh."""
    with refusals.told(top):
        verb(catalogue_keep.seen(draft))
        catalogue_keep.forget(draft.id)
        session.say_later("success", said)
        if leave:
            st.query_params.clear()
        st.rerun()


def _day(text: Any) -> date | None:
    try:
        return max(date.fromisoformat(str(text)), today())
    except ValueError:
        return None
