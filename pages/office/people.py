"""Người dùng: who works here, in which roles and until when; inviting, lending, locking, handing over."""

import streamlit as st

from pages.frame.session import require
from pages.parts import filters
from pages.parts.look import empty_state, head
from pages.parts.office import person_forms, person_view
from pages.parts.words import _, number, plain
from services.errors import NotFound
from services.people import listing, words
from services.permissions import Permission

PERSON, ROLE, OFFICE = person_view.PERSON, "vai-tro", "co-quan"

reader = require(Permission.PEOPLE_MANAGE)


def room() -> None:
    """The list, narrowed by the address; `nguoi` there opens one person."""
    wanted = st.query_params.get(PERSON, "")
    if wanted.isdecimal() and len(wanted) < 10:
        try:
            return _one(listing.person(reader, int(wanted)))
        except NotFound:
            st.info(_("Không có người này trong phạm vi của ông/bà. Dưới đây là danh sách."))
    return _all()


def _all() -> None:
    asked = st.query_params
    offices = dict(listing.offices(reader))
    office = asked.get(OFFICE, "")
    office_id = int(office) if office.isdecimal() and int(office) in offices else 0
    role = asked.get(ROLE, "") if asked.get(ROLE, "") in words.ROLES else ""
    _tab, search, page = filters.place({"": ""})
    found = listing.people(reader, search, role, office_id, page)
    head(_("Người dùng"), _("**%(n)s** người có vai trò ở cơ quan của ông/bà và các cơ quan bên dưới.")
         % {"n": number(found.found)})  # fmt: skip
    person_forms.link_once()
    with st.container(horizontal=True, vertical_alignment="bottom", key="mc-filters"):
        filters.search(_("Tìm người"), _("Tên hoặc tên đăng nhập"))
        filters.choice(ROLE, _("Vai trò"), {"": _("Tất cả")} | {k: _(v) for k, v in words.ROLES.items()})
        every = {"": _("Tất cả")} | {str(id_): name for id_, name in offices.items()}
        filters.choice(OFFICE, _("Cơ quan"), every)
    person_forms.invite(reader, offices)
    if not found.rows:
        what = _("Hãy bỏ bớt điều kiện, hoặc bấm **Mời người dùng** để thêm người mới.")
        return empty_state(_("Không có người nào như vậy"), what, "group")
    st.html(person_view.table(found.rows))
    return filters.pages(found.page, found.page_count)


def _one(found: listing.Detail) -> None:
    person = found.person
    head(plain(person.name), person_view.lead(found))
    st.html(person_view.way_back())
    person_forms.link_once()
    st.html(person_view.roles(person))
    if found.own:
        st.info(_("Đây là tài khoản của ông/bà. Không ai tự đổi quyền của mình; hãy nhờ quản trị khác."))
    else:
        person_forms.give(reader, person, dict(listing.offices(reader)))
        person_forms.end(reader, person)
        person_forms.lend(reader, person)
        person_forms.hand_over(reader, found)
        person_forms.account(reader, found)
    st.html(person_view.log(found))


room()
