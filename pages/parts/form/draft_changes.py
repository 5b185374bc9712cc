"""What became of a form whose procedure changed while it was filled in: told until it was read."""

import streamlit as st

from pages.parts.look import way_on
from pages.parts.words import _, money, plain
from services import drafts
from services.draft_versions import Changes
from services.drafts import DraftView
from services.errors import GuardRefused
from services.sentences import say


def told(draft: DraftView) -> None:
    """What was lost and what is new, in plain words, and the button that says it was read."""
    if (changes := draft.changes) is None:
        return
    with st.container(border=True):
        if changes.moved:
            st.markdown(_moved(changes.moved))
        if not changes.only_moved:
            st.markdown("**" + _("Thủ tục này đã có phiên bản mới từ khi ông/bà bắt đầu khai") + "**")
        lines = [line for part in (_lost(changes), _new(changes)) for line in part]
        if not changes.dropped:
            st.markdown(_("Mọi câu trả lời ông/bà đã khai vẫn giữ nguyên."))
        else:
            st.markdown(_("Các câu trả lời khác ông/bà đã khai vẫn giữ nguyên."))
        if lines:
            st.markdown("\n".join(f"- {line}" for line in lines))
        st.button(
            _("Tôi đã xem"), key="changes-read", icon=":material/check:",
            on_click=drafts.changes_read, args=(draft.token,),
        )  # fmt: skip


def ended() -> None:
    """The procedure takes nothing in over the net any more."""
    st.error(say(GuardRefused("procedure_ended")), icon=":material/error:")
    way_on(_("Chọn thủ tục"), "/thu-tuc")


def _moved(names: tuple[str, str]) -> str:
    old, new = map(plain, names)
    told = _("**%(old)s đã kết thúc; %(new)s tiếp nhận công việc.** Bản khai này sẽ gửi đến %(new)s.")
    return told % {"old": old, "new": new}


def _lost(changes: Changes) -> list[str]:
    gone = _("Không còn hỏi, hoặc câu trả lời không dùng được nữa: %(name)s (ông/bà đã khai: %(answer)s).")
    found = [gone % {"name": plain(name), "answer": plain(answer)} for name, answer in changes.dropped]
    paper = _("Không còn cần giấy tờ: %(name)s. Tệp đã tải lên sẽ không gửi đi.")
    found += [paper % {"name": plain(name)} for name in changes.papers]
    if changes.office:
        found.append(
            _("%(name)s không còn nhận thủ tục này. Xin chọn cơ quan khác.") % {"name": plain(changes.office)}
        )
    return found


def _new(changes: Changes) -> list[str]:
    found = [_("Câu hỏi mới: %(name)s.") % {"name": plain(name)} for name in changes.new]
    found += [_("Giấy tờ mới cần có: %(name)s.") % {"name": plain(name)} for name in changes.new_papers]
    if changes.fee:
        before, after = changes.fee
        found.append(
            _("Phí, lệ phí: %(after)s (trước đây %(before)s).")
            % {"before": money(before), "after": money(after)}
        )
    return found
