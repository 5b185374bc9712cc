"""When messages rest and how many one person gets; and the head of each office's letters."""

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.look import empty_state
from pages.parts.words import _
from services import letter_heads, letter_logo
from services.actors import Actor
from services.notices import editing, editing_words

_HOURS = ("", *(f"{hour:02d}:{minute}" for hour in range(24) for minute in ("00", "30")))


def draw(reader: Actor) -> None:
    """Quiet hours and the limit per person, as one form."""
    now = editing.rules_now(reader)
    hours = tuple(dict.fromkeys([*_HOURS, now.quiet_from, now.quiet_to]))
    with st.form("message-rules", border=False):
        st.markdown(_("Trong giờ yên lặng, tin được giữ lại và đi khi hết giờ; mã xác nhận vẫn đi ngay."))
        with st.container(horizontal=True):
            begin, end = (
                st.selectbox(label, hours, index=hours.index(kept), key=key, format_func=lambda h: h or "–")
                for label, kept, key in (
                    (_("Yên lặng từ"), now.quiet_from, "quiet-from"), (_("đến"), now.quiet_to, "quiet-to"),
                )
            )  # fmt: skip
        per_hour = st.number_input(
            _("Nhiều nhất mấy tin một giờ cho một người"), 0, editing.MOST_PER_HOUR, now.per_hour,
            key="per-hour", help=_("0 là không giới hạn. Tin vượt mức không mất: chờ đến giờ sau."),
        )  # fmt: skip
        top = st.container()
        pressed = st.form_submit_button(_("Lưu"), type="primary", icon=":material/save:")
    if pressed:
        with refusals.told(top, editing_words.say):
            editing.set_rules(reader, begin, end, int(per_hour))
            session.say_later("success", _("Đã lưu giờ gửi và mức gửi."))
            st.rerun()


def head_of_letters(reader: Actor) -> None:
    """Name, address, signer as letters of each agency print them."""
    heads = {one.agency_id: one for one in letter_heads.heads(reader)}
    if not heads:
        what = _("Thêm cơ quan trước, rồi ghi phần đầu giấy tờ ở đây.")
        empty_state(_("Không có cơ quan nào"), what, "domain")
        return
    asked = st.selectbox(
        _("Cơ quan"), list(heads), format_func=lambda key: heads[key].agency, key="head-agency"
    )
    head = heads[asked]
    labels = {
        "superior": _("Cơ quan chủ quản (dòng đầu, bên trái)"),
        "office": _("Cơ quan lập giấy (dòng thứ hai)"),
        "office_name": _("Nơi nhận kết quả"),
        "place": _("Địa danh trước ngày ký"),
        "address": _("Địa chỉ"),
        "phone": _("Điện thoại"),
        "signer_title": _("Chức vụ người ký"),
        "signer": _("Người ký"),
        "sms": _("Tên ngắn trong tin nhắn (không dấu khi gửi)"),
    }
    with st.form(f"head-{asked}", border=False):
        values = {
            name: st.text_input(
                labels[name], head.values[name], key=f"head-{asked}-{name}", autocomplete="off"
            )
            for name in letter_heads.FIELDS
        }
        st.caption(_("Giấy tờ đã cấp giữ nguyên; giấy tờ và tin báo lập từ bây giờ in theo phần này."))
        top = st.container()
        pressed = st.form_submit_button(_("Lưu"), type="primary", icon=":material/save:")
    if pressed:
        with refusals.told(top, lambda problem: f"{labels[problem.where]}: {editing_words.say(problem)}"):
            letter_heads.save(reader, asked, values)
            session.say_later("success", _("Đã lưu phần đầu giấy tờ."))
            st.rerun()
    _logo(reader, head)


def _logo(reader: Actor, head: letter_heads.Head) -> None:
    """The picture above the office's name; agencies below that have none print it too."""
    st.markdown(f"**{_('Biểu trưng trên giấy tờ')}**")
    if head.logo:
        st.image(letter_logo.picture(head.logo), width=160, alt=_("Biểu trưng trên giấy tờ"))
    told = _("PNG hoặc SVG; in cao 12 mm phía trên tên cơ quan. Cấp dưới chưa có thì in theo.")
    key = f"logo-{head.agency_id}-{head.logo}"
    file = st.file_uploader(told, ["png", "svg"], key=key, max_upload_size=1)
    top = st.container()
    with st.container(horizontal=True):
        use = st.button(_("Dùng hình này"), key="logo-use", disabled=file is None, icon=":material/image:")
        drop = bool(head.logo) and st.button(_("Bỏ biểu trưng"), key="logo-drop", icon=":material/delete:")
    data = file.getvalue() if use and file else None
    if data or drop:
        with refusals.told(top):
            letter_logo.save(reader, head.agency_id, data)
            kept = _("Đã lưu biểu trưng. Giấy tờ cấp từ bây giờ in hình này.")
            session.say_later("success", kept if data else _("Đã bỏ biểu trưng."))
            st.rerun()
