"""The draft of a result before it is signed: what its citizen said of it, and the two answers to give."""

import streamlit as st

from pages.frame import session
from pages.parts.refusals import told
from pages.parts.sheet import star
from pages.parts.words import _, moment, plain
from services import casework, certificate_drafts, correspondence
from services.actors import Actor
from services.certificate_drafts import DraftRow
from services.desk.rows import DossierView
from services.needs import MAX_TEXT
from services.tracking import Followed
from services.workflow import State


def draw(view: DossierView, reader: Actor) -> None:
    """What the officer must know of it, while the dossier is in work."""
    draft = view.draft
    if draft is None or view.state is not State.IN_PROCESS:
        return
    with st.container(border=True, gap="xsmall", key="mc-draft"):
        _standing(draft)
        st.download_button(
            _("Tải bản nháp"), lambda: correspondence.draft_pdf(reader, view.code, draft.id),
            file_name=f"{view.code}-ban-nhap.pdf", mime="application/pdf", icon=":material/download:",
            type="tertiary", on_click="ignore", key="draft-file",
        )  # fmt: skip


def _standing(draft: DraftRow) -> None:
    told_ = {"at": moment(draft.answered_at) if draft.answered_at else "", "until": moment(draft.answer_by)}
    match draft.answer:
        case certificate_drafts.OBJECTED:
            st.error(_("Người dân báo bản nháp sai lúc %(at)s:") % told_, icon=":material/feedback:")
            st.markdown(plain(draft.wrong))
            st.caption(_("Hãy sửa rồi gửi lại bản nháp; chưa ghi “Đã có kết quả” được."))
        case certificate_drafts.AGREED:
            st.success(_("Người dân xác nhận bản nháp đúng lúc %(at)s.") % told_, icon=":material/task_alt:")
        case certificate_drafts.WAITING:
            text = _("Bản nháp đang chờ người dân xem, đến %(until)s.") % told_
            st.info(f"{text} {_weak()}", icon=":material/hourglass_top:")
        case certificate_drafts.SAID_NOTHING:
            text = _("Người dân không trả lời bản nháp đến %(until)s.") % told_
            st.info(f"{text} {_weak()}", icon=":material/hourglass_bottom:")


def _weak() -> str:
    """Not read in a law, only in the portal's description of the procedures: said so where it counts."""
    return _("Im lặng được coi như đồng ý (theo mô tả thủ tục trên cổng; chưa đối chiếu văn bản luật).")


def for_citizen(follower: Actor, seen: Followed) -> None:
    """The draft to read, and the two answers while one is awaited."""
    draft = seen.draft
    if draft is None or seen.state is not State.IN_PROCESS:
        return
    with st.container(border=True, key="mc-draft"):
        st.subheader(_("Bản nháp kết quả"), anchor=False)
        st.markdown(_said_to_citizen(draft))
        st.download_button(
            _("Tải bản nháp (PDF)"), lambda: correspondence.draft_pdf(follower, seen.code, draft.id),
            file_name=f"{seen.code}-ban-nhap.pdf", mime="application/pdf", icon=":material/download:",
            on_click="ignore", key="draft-file",
        )  # fmt: skip
        if draft.answer == certificate_drafts.WAITING:
            _answers(follower, seen)


def _said_to_citizen(draft: DraftRow) -> str:
    facts = {"at": moment(draft.answered_at) if draft.answered_at else "", "until": moment(draft.answer_by)}
    sentences = {
        certificate_drafts.WAITING: _(
            "Xin xem kỹ họ tên, ngày sinh và các thông tin khác, rồi trả lời chậm nhất **%(until)s**. "
            "Quá hạn mà không trả lời thì coi như đồng ý."
        ),
        certificate_drafts.AGREED: _("Ông/bà đã xác nhận bản nháp đúng lúc %(at)s."),
        certificate_drafts.OBJECTED: _(
            "Ông/bà đã báo chỗ sai lúc %(at)s. Cơ quan sửa và gửi lại bản nháp."
        ),
        certificate_drafts.SAID_NOTHING: _(
            "Đã quá hạn trả lời (%(until)s), bản nháp được coi như đúng. "
            "Nếu thấy chỗ sai, xin gọi ngay cho cơ quan."
        ),
    }
    return sentences[draft.answer] % facts


def _answers(follower: Actor, seen: Followed) -> None:
    """Đúng at once; what is wrong needs words."""
    top = st.container()
    if st.button(_("Đúng"), type="primary", icon=":material/task_alt:", key="draft-right"):
        with told(top):
            casework.confirm_draft(follower, seen.code, seen=seen.version)
            session.say_later("success", _("Đã ghi nhận: bản nháp đúng."))
            st.rerun()
    with st.expander(_("Có chỗ sai")):
        wrong = st.text_area(
            star(_("Chỗ nào sai, sửa thành gì"), True), max_chars=MAX_TEXT, key=f"draft-wrong-{seen.version}",
            placeholder=_("Ví dụ: ngày sinh 12/05/1990, bản nháp ghi 21/05/1990"),
        )  # fmt: skip
        below = st.container()
        if st.button(_("Gửi chỗ sai"), icon=":material/feedback:", key="draft-object"):
            with told(below):
                casework.object_draft(follower, seen.code, seen=seen.version, wrong=wrong)
                session.say_later("success", _("Đã gửi. Cơ quan sửa và gửi lại bản nháp."))
                st.rerun()
