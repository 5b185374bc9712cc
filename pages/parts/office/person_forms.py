"""What an administrator does with a person: one short form per verb; what is refused stays typed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.office import person_view
from pages.parts.words import _, moment, plain
from services.actors import Actor
from services.clock import today
from services.people import access, handover, invitations, listing, roles, words
from services.people.listing import LOCKED, Detail, Person

_LINK = "people-link"


def link_once() -> None:
    """The link that was just made: shown until the next click, to be handed over on paper."""
    link = session.typed(_LINK)
    if not link:
        return
    session.put(_LINK, None)
    told = {"name": plain(link.username), "at": moment(link.expires_at)}
    with st.container(border=True, key="people-link-shown"):
        st.markdown(_("Đường dẫn đặt mật khẩu của **%(name)s**, dùng một lần, đến %(at)s:") % told)
        st.code(link.url, language=None, wrap_lines=True)
        st.caption(
            _("Đã gửi đến %(to)s. Chỉ hiện lần này.") % {"to": plain(link.mailed_to)} if link.mailed_to
            else _("Chỉ hiện lần này: hãy in hoặc đưa tận tay người dùng.")
        )  # fmt: skip


def invite(reader: Actor, offices: Mapping[int, str]) -> None:
    """Mời người dùng."""
    with st.expander(_("Mời người dùng"), icon=":material/person_add:"), st.form("invite", border=False):
        username = st.text_input(_("Tên đăng nhập"), autocomplete="off", max_chars=40)
        name = st.text_input(_("Họ, chữ đệm và tên"), autocomplete="off", max_chars=120)
        email = st.text_input(_("Thư điện tử (nếu có)"), autocomplete="off", max_chars=254)
        role, office, first, last = _role(offices, "invite")
        top = st.container()
        pressed = st.form_submit_button(_("Mời"), type="primary")
    if pressed:
        wanted = [invitations.Wanted(role, office, first, last)]
        _link(lambda: invitations.invite(reader, username, name, email, wanted), top)


def give(reader: Actor, person: Person, offices: Mapping[int, str]) -> None:
    """Giao vai trò."""
    with st.expander(_("Giao vai trò"), icon=":material/badge:"), st.form("give", border=False):
        role, office, first, last = _role(offices, "give")
        top = st.container()
        pressed = st.form_submit_button(_("Giao vai trò"))
    if pressed:
        _done(lambda: roles.give(reader, person.id, role, office, first, last), top, _("Đã giao vai trò."))


def end(reader: Actor, person: Person) -> None:
    """Kết thúc vai trò, or move its last day."""
    held = (one for one in person.roles if one.within_reach and not one.over)
    open_ones = {one.id: person_view.role_at(one) for one in held}
    if not open_ones:
        return
    with st.expander(_("Kết thúc vai trò"), icon=":material/event_busy:"), st.form("end", border=False):
        grant = st.selectbox(_("Vai trò"), list(open_ones), format_func=open_ones.get, key="end-role")
        last = st.date_input(_("Ngày cuối"), today(), format="DD/MM/YYYY", key="end-last")
        st.caption(_("Ngày cuối vẫn còn hiệu lực. Chọn hôm qua để kết thúc ngay."))
        top = st.container()
        pressed = st.form_submit_button(_("Kết thúc vai trò"))
    if pressed:
        _done(lambda: roles.end(reader, grant, last), top, _("Đã ghi ngày cuối của vai trò."))


def lend(reader: Actor, person: Person) -> None:
    """Cử người làm thay while this person is away."""
    others = {
        one.id: one.name for one in listing.people(reader).rows
        if one.id not in (person.id, reader.account_id) and one.standing != LOCKED
    }  # fmt: skip
    if not others:
        return
    title = _("Cử người làm thay khi vắng")
    with st.expander(title, icon=":material/swap_horiz:"), st.form("lend", border=False):
        deputy = st.selectbox(_("Người làm thay"), list(others), format_func=others.get, key="lend-to")
        first = st.date_input(_("Từ ngày"), today(), format="DD/MM/YYYY", key="lend-first")
        last = st.date_input(_("Đến hết ngày"), today(), format="DD/MM/YYYY", key="lend-last")
        top = st.container()
        pressed = st.form_submit_button(_("Cử làm thay"))
    if pressed:
        _done(lambda: roles.lend(reader, person.id, deputy, first, last), top, _("Đã cử người làm thay."))


def hand_over(reader: Actor, found: Detail) -> None:
    """Bàn giao: a form per agency where open dossiers are held."""
    for work in found.work:
        told = {"n": work.dossiers, "at": work.agency}
        with st.expander(_("Bàn giao %(n)s hồ sơ đang giữ · %(at)s") % told, icon=":material/move_up:"):
            if not work.colleagues:
                st.caption(_("Cơ quan này chưa có người khác để nhận. Hãy giao vai trò cho một người trước."))
                continue
            with st.form(f"hand-{work.agency_id}", border=False):
                names = dict(work.colleagues)
                to = st.selectbox(_("Người nhận"), list(names), format_func=names.get)
                top = st.container()
                pressed = st.form_submit_button(_("Bàn giao"))
            if pressed:
                with refusals.told(top):
                    handover.hand_over(reader, found.person.id, work.agency_id, to)
                    session.say_later("success", _("Đã bàn giao hồ sơ."))
                    st.rerun()


def account(reader: Actor, found: Detail) -> None:
    """Reset, lock or unlock, end sessions, forget the telephone."""
    person, top = found.person, st.container()
    with st.container(horizontal=True):
        if st.button(_("Đặt lại mật khẩu"), icon=":material/key:"):
            _link(lambda: invitations.renew(reader, person.id), top)
        if person.standing == LOCKED:
            if st.button(_("Mở khóa"), icon=":material/lock_open:"):
                _done(lambda: access.unlock(reader, person.id), top, _("Đã mở khóa tài khoản."))
        elif st.button(_("Khóa tài khoản"), icon=":material/lock:"):
            _done(lambda: access.lock(reader, person.id), top, _("Đã khóa; người này ra khỏi mọi nơi."))
        if st.button(_("Đăng xuất mọi nơi"), icon=":material/logout:"):
            _done(lambda: access.end_sessions(reader, person.id), top, _("Đã đăng xuất ở mọi nơi."))
        if person.factor and st.button(_("Bỏ xác thực hai lớp"), icon=":material/phonelink_erase:"):
            _done(lambda: access.forget_factor(reader, person.id), top, _("Đã bỏ xác thực hai lớp."))


def _role(offices: Mapping[int, str], key: str) -> tuple[str, int, date, date | None]:
    role = st.selectbox(
        _("Vai trò"), list(words.ROLES), format_func=lambda code: _(words.ROLES[code]), key=f"{key}-role"
    )
    office = st.selectbox(_("Cơ quan"), list(offices), format_func=offices.get, key=f"{key}-office")
    first = st.date_input(_("Từ ngày"), today(), format="DD/MM/YYYY", key=f"{key}-first")
    until = _("Đến hết ngày (để trống: không hạn)")
    last = st.date_input(until, None, format="DD/MM/YYYY", key=f"{key}-last")
    return role, office, first, last


def _link(verb: Callable[[], invitations.Link], top: Any) -> None:
    with refusals.told(top):
        session.put(_LINK, verb())
        st.rerun()


def _done(verb: Callable[[], object], top: Any, said: str) -> None:
    with refusals.told(top):
        verb()
        session.say_later("success", said)
        st.rerun()
