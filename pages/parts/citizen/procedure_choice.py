"""Procedures as links, for rooms that first must know which one is meant."""

import streamlit as st

from pages.parts.words import _
from services import offers
from services.catalogue import Procedure
from services.language import pick

PROCEDURES, SUBMIT, TRACK = "pages/public/procedures.py", "pages/public/submit.py", "pages/public/track.py"
"""Rooms as st.page_link names them."""


def name_of(one: Procedure) -> str:
    """The official name, in the reader's language."""
    return pick(one.name, one.name_en)


def level_of(one: Procedure) -> str:
    """`Mức độ 4 (toàn trình)`: the old number that people know, and what it is called today."""
    return level_name(one.level, [one])


def level_name(level: int, procedures: list[Procedure]) -> str:
    """A level for a list to choose from, with every name of today that procedures of this level have."""
    names = {"toan_trinh": _("toàn trình"), "mot_phan": _("một phần")}
    used = {now for one in procedures if one.level == level for now in one.level_now}
    today = " / ".join(name for now, name in names.items() if now in used)
    return _("Mức độ %(level)s (%(today)s)") % {"level": level, "today": today}


def tier_of(tier: str) -> str:
    """Cấp thủ tục in words."""
    return {"tinh": _("Tỉnh"), "huyen": _("Huyện"), "xa": _("Xã")}[tier]


def marks(one: Procedure) -> str:
    """Code, field of work, level and tier in one line."""
    tiers = _("Cấp: %(tiers)s") % {"tiers": ", ".join(tier_of(tier) for tier in one.tiers)}
    return " · ".join([one.code, pick(one.field, one.field_en), level_of(one), tiers])


def submit_link(one: Procedure, office: str = "", *, main: bool = False) -> None:
    """The way into the form: all of it over the net, or the first part of the way."""
    if one.level < offers.ONLINE_FROM:
        return
    label = _("Nộp qua mạng") if one.level >= 4 else _("Nộp hồ sơ")
    query = {"thu-tuc": one.code, **({"co-quan": office} if office else {})}
    key = "mc-start" if main else f"go-{one.code.replace('.', '-')}"
    with st.container(key=key, width="content"):
        st.page_link(SUBMIT, label=label, icon=":material/edit_document:", query_params=query)


def results(found: list[Procedure], office: str = "") -> None:
    """What a search found: each with its name as a way to its page, what it costs and takes, and the form."""
    if not found:
        st.info(_("Không có thủ tục nào như vậy. Thử ít chữ hơn, ví dụ “khai sinh”, hoặc bỏ bớt bộ lọc."))
    for one in found:
        with st.container(border=True, gap="xxsmall", key=f"found-{one.code.replace('.', '-')}"):
            st.page_link(PROCEDURES, label=f"**{name_of(one)}**", query_params={"ma": one.code})
            st.caption(marks(one))
            st.markdown(f":material/schedule: {pick(one.time.note, one.time.note_en)}")
            submit_link(one, office)


def links() -> None:
    """Every procedure that can be handed in over the net, as a link to its form."""
    with st.container(gap="xxsmall", key="mc-procedures"):
        for one in offers.search():
            if one.level >= offers.ONLINE_FROM:
                st.page_link(SUBMIT, label=name_of(one), query_params={"thu-tuc": one.code})
