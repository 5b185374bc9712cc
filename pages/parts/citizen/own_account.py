"""What a citizen does with the own account: take in a dossier, change contact data, export, close."""

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.citizen.code_form import forget, prove
from pages.parts.facts import facts
from pages.parts.look import open_now
from pages.parts.sheet import star
from pages.parts.table import table
from pages.parts.words import _, moment
from services import citizens
from services.actors import Actor
from services.citizens import export, own, viewers, words
from services.citizens.viewers import Look
from services.errors import NotFound, Refusal
from services.identity import say_phone
from services.sentences import say


def claim(reader: Actor) -> None:
    """Nhận hồ sơ đã nộp không qua tài khoản: by its code and second factor, as tracking asks them."""
    with st.expander(_("Nhận về hồ sơ đã nộp khi chưa đăng nhập")), st.form("claim", border=False):
        code = st.text_input(_("Mã hồ sơ"), placeholder="H31.124-20261123-0000001", autocomplete="off")
        last4 = st.text_input(
            _("4 số cuối điện thoại hoặc số định danh"), max_chars=4, autocomplete="off", placeholder="1234",
        )  # fmt: skip
        top = st.container()
        pressed = st.form_submit_button(_("Nhận hồ sơ"), icon=":material/playlist_add:")
    if not pressed:
        return
    try:
        citizens.claim(reader, code, last4, session.visitor())
    except NotFound:
        with top:
            st.error(_("Mã hồ sơ hoặc 4 số cuối không đúng. Xin xem lại biên nhận."), icon=":material/error:")
    except Refusal as refusal:
        with top:
            st.error(say(refusal), icon=":material/error:")
    else:
        session.say_later("success", _("Hồ sơ đã nằm trong danh sách của ông/bà."))
        st.rerun()


def contact(reader: Actor) -> None:
    """Thông tin liên hệ: what is kept, and a new address once its code has come back."""
    with st.expander(_("Thông tin liên hệ")):
        kept = own.contact(reader)
        facts(
            [
                (_("Tên đăng nhập"), kept.username),
                (_("Họ, chữ đệm và tên"), kept.name),
                (_("Thư điện tử"), kept.email),
                (_("Điện thoại"), say_phone(kept.phone)),
            ]
        )
        st.caption(_("Hồ sơ mới lấy sẵn thông tin này. Hồ sơ đã nộp vẫn báo theo địa chỉ ghi trong hồ sơ."))
        recipient = prove("contact", lambda typed: own.ask_contact(
            reader, typed, session.visitor(), language=session.language()))  # fmt: skip
        if not recipient:
            return
        with st.form("contact-finish", border=False):
            code = st.text_input(_("Mã xác nhận (6 chữ số)"), autocomplete="one-time-code", max_chars=12)
            top = st.container()
            pressed = st.form_submit_button(_("Đổi thông tin"), type="primary")
        if pressed:
            with refusals.told(top, words.say):
                own.set_contact(reader, recipient, code, session.visitor())
                forget("contact")
                session.say_later("success", _("Đã đổi thông tin liên hệ."))
                st.rerun()


def name(reader: Actor) -> None:
    """Đổi họ tên: the new name and why; what was sent keeps the name it was sent under."""
    with st.expander(_("Đổi họ, chữ đệm, tên")), st.form("rename", border=False):
        st.caption(_("Hồ sơ đã nộp giữ tên cũ. Hồ sơ nộp sau này lấy sẵn tên mới. Lý do được ghi lại."))
        typed = st.text_input(star(_("Họ, chữ đệm và tên mới"), True), max_chars=120, autocomplete="name")
        reason = st.text_input(
            star(_("Lý do"), True), max_chars=own.LONGEST_REASON, autocomplete="off",
            placeholder=_("Ví dụ: cải chính hộ tịch, ghi nhầm khi đăng ký"),
        )  # fmt: skip
        top = st.container()
        pressed = st.form_submit_button(_("Đổi tên"))
    if pressed:
        with refusals.told(top, words.say):
            own.rename(reader, typed, reason)
            session.say_later("success", _("Đã đổi tên của tài khoản."))
            st.rerun()


def data(reader: Actor) -> None:
    """Dữ liệu của tôi: one file with everything, and closing the account."""
    with st.expander(_("Dữ liệu của tôi")):
        st.markdown(
            _("Một tệp gồm tài khoản, hồ sơ, bản khai dở và thông báo đã gửi. Mỗi lần tải được ghi lại.")
        )
        st.download_button(
            _("Tải dữ liệu của tôi"), lambda: export.own_data(reader), file_name="du-lieu-cua-toi.json",
            mime="application/json", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    with st.expander(_("Đóng tài khoản")), st.form("close", border=False):
        st.markdown(
            _(
                "Hồ sơ đã nộp vẫn được giải quyết và tra cứu được bằng mã. Tên, thư, điện thoại của tài "
                "khoản bị xóa. Việc này không hoàn tác được."
            )
        )
        password = st.text_input(_("Mật khẩu"), type="password", autocomplete="current-password")
        top = st.container()
        pressed = st.form_submit_button(_("Đóng tài khoản"), icon=":material/person_remove:")
    if pressed:
        with refusals.told(top, words.say):
            own.close(reader, password, session.visitor())
            open_now(_("Về trang chủ"), "/dang-xuat")
            st.stop()


def looked_at(reader: Actor) -> None:
    """Ai đã xem giấy tờ của tôi: who of the office opened or downloaded what, and one's own downloads."""
    with st.expander(_("Ai đã xem giấy tờ của tôi")):
        found = viewers.looks(reader)
        if not found:
            st.caption(_("Chưa có cán bộ nào mở giấy tờ trong các hồ sơ của ông/bà."))
            return
        titles = (_("Lúc"), _("Ai"), _("Việc"), _("Hồ sơ"))
        st.html(table(_("Lần xem gần nhất"), titles, map(_look, found), look="mc-figures mc-listed"))


def _look(one: Look) -> tuple[str, str, str, str]:
    did = {
        viewers.OPENED: _("Xem “%(paper)s”") % {"paper": one.paper or _("giấy tờ")},
        viewers.CARRIED: _("Tải giấy tờ của hồ sơ"),
        viewers.OWN: _("Tải dữ liệu của mình"),
    }[one.action]
    who = f"{one.who}, {one.office}" if one.who else _("Ông/bà")
    return moment(one.at), who, did, one.code or "–"
