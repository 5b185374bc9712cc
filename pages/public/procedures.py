"""Thủ tục hành chính: find a procedure, and read all about it before starting."""

import streamlit as st

from pages.parts import filters
from pages.parts.citizen import office_ended, procedure_facts
from pages.parts.citizen.procedure_choice import level_name, results, tier_of
from pages.parts.look import head
from pages.parts.sheet import sheet
from pages.parts.words import _
from services import offers
from services.errors import NotFound
from services.language import pick

PER_PAGE = 20


def room() -> None:
    """One procedure when the address names it, otherwise the list."""
    with sheet():
        code = st.query_params.get("ma")
        if not code:
            _list()
            return
        try:
            one = offers.procedure(code)
        except NotFound:
            st.error(_("Không có thủ tục mang mã này. Xin tìm trong danh sách."), icon=":material/error:")
            _list()
            return
        st.page_link("pages/public/procedures.py", label=_("Tất cả thủ tục"), icon=":material/arrow_back:")
        procedure_facts.draw(one)


def _list() -> None:
    head(_("Thủ tục hành chính"))
    words = st.text_input(
        _("Tìm thủ tục"), type="search", live="300ms", key="tim", bind="query-params",
        placeholder=_("Ví dụ: khai sinh, ket hon, trích lục"),
    )  # fmt: skip
    every = offers.search()
    offices = {office.slug: office.name for office in offers.offices()}
    fields = {slug: pick(one.field, one.field_en) for slug, one in offers.fields()}
    levels = {str(level): level_name(level, every) for level in sorted({one.level for one in every})}
    used = {tier for one in every for tier in one.tiers}
    tiers = {tier: tier_of(tier) for tier in ("tinh", "huyen", "xa") if tier in used}
    if (named := st.query_params.get("co-quan", "")) not in offices:
        office_ended.told(named)
    with st.container(horizontal=True, key="mc-filters"):
        office = _filter("co-quan", _("Cơ quan"), offices)
        field = _filter("linh-vuc", _("Lĩnh vực"), fields)
        level = _filter("muc-do", _("Mức độ"), levels)
        tier = _filter("cap", _("Cấp thủ tục"), tiers)
    found = offers.search(words or "", field=field, level=int(level or 0), tier=tier, office=office)
    st.caption(_("%(count)s thủ tục") % {"count": len(found)})
    pages = -(-len(found) // PER_PAGE)
    page = st.pagination(pages, key="trang", bind="query-params") if pages > 1 else 1
    results(found[(page - 1) * PER_PAGE : page * PER_PAGE], office)


def _filter(name: str, label: str, options: dict[str, str]) -> str:
    return filters.choice(name, label, {"": _("Tất cả"), **options})


room()
