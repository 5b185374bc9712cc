"""Cơ quan: the tree with its dates, one agency's facts, and what becomes of its work when it ends."""

import streamlit as st

from pages.frame.session import require
from pages.parts import filters
from pages.parts.facts import facts
from pages.parts.look import empty_state, head
from pages.parts.office import agency_forms, agency_view
from pages.parts.words import _, number, plain
from services.agencies import listing
from services.errors import NotFound
from services.permissions import Permission

ENDED = "da-ket-thuc"

reader = require(Permission.AGENCY_MANAGE)


def room() -> None:
    """The tree, narrowed by the address; `xem` there opens one agency."""
    wanted = st.query_params.get(agency_view.AGENCY, "")
    if wanted.isdecimal() and len(wanted) < 10:
        try:
            return _one(listing.one(reader, int(wanted)))
        except NotFound:
            st.info(_("Không có cơ quan này trong phạm vi của ông/bà. Dưới đây là danh sách."))
    return _all()


def _all() -> None:
    _tab, search, _page = filters.place({"": ""})
    ended = st.query_params.get(ENDED, "") == "1"
    nodes = listing.tree(reader, search, ended)
    head(_("Cơ quan"), _("**%(n)s** cơ quan. Bấm vào tên để xem, sửa, thêm cơ quan bên dưới hoặc sáp nhập.")
         % {"n": number(len(nodes))})  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", key="mc-filters"):
        filters.search(_("Tìm cơ quan"), _("Tên, mã cơ quan hoặc mã địa danh"))
        both = {"": _("Không hiện"), "1": _("Hiện mờ trong cây")}
        filters.choice(ENDED, _("Cơ quan đã kết thúc"), both)
    if not nodes:
        what = _("Hãy viết ít chữ hơn, hoặc cho hiện cả cơ quan đã kết thúc.")
        return empty_state(_("Không có cơ quan nào như vậy"), what, "account_tree")
    st.html(agency_view.tree(nodes))
    return None


def _one(found: listing.Detail) -> None:
    head(plain(found.node.name), agency_view.span(found.node))
    st.html(agency_view.way_back())
    facts(agency_view.facts(found))
    st.html(agency_view.history(found) + agency_view.mergers(found.mergers) + "<span></span>")
    agency_forms.planned(reader, found)
    agency_forms.change(reader, found)
    agency_forms.add(reader, found)
    agency_forms.end(reader, found, listing.tree(reader))
    st.html(agency_view.log(found))


room()
