"""The panels of the queue that are drawn only while they are open: filters, and views with columns."""

import streamlit as st

from pages.frame import session
from pages.parts import filters
from pages.parts.queue import queue_tools
from pages.parts.queue.queue_keys import shortcut
from pages.parts.queue.queue_words import column_names, dates, orders
from pages.parts.words import _, plain, state_name
from services.actors import Actor
from services.desk import choices
from services.desk.choices import COLUMNS, Choices, Offered
from services.desk.narrow import Narrow
from services.errors import Refusal
from services.sentences import say
from services.workflow import State


def narrowing(offered: Offered) -> None:
    """What the queue is narrowed to; each choice counts at once and stands in the address."""
    any_ = {"": _("Tất cả")}
    with st.container(border=True, key="mc-narrow"):
        if st.query_params.get(filters.SEARCH):
            told = _("Đang tìm trong mọi hồ sơ, không theo bộ lọc. Hãy xóa ô Tìm hồ sơ để xem theo bộ lọc.")
            st.caption(told)
        states = {str(state.value): state_name(state) for state in State}
        filters.several("trang-thai", _("Trạng thái"), states, _("Tất cả"))
        with st.container(horizontal=True, gap="small", key="mc-filter-choices"):
            for name, label, known in queue_tools.choices_of(offered):
                if known:
                    filters.choice(name, label, {**any_, **known}, typed=True)
            filters.choice("ngay", _("Theo ngày"), {"": _("Không lọc theo ngày"), **dates()}, typed=True)
            if st.query_params.get("ngay"):
                filters.day("tu", _("Từ ngày"))
                filters.day("den", _("Đến ngày"))
            filters.choice("sap-xep", _("Sắp xếp"), {"": _("Theo tab"), **orders()}, typed=True)


def looks(reader: Actor, kept: Choices, tab: str, narrow: Narrow, offered: Offered) -> None:
    """Saved views and columns: what is chosen here is kept for the next day."""
    with st.container(border=True, key="mc-looks"):
        _keep_view(reader, tab, narrow, offered)
        for view in kept.views:
            _one(reader, view, offered)
        st.markdown(f"**{_('Cột của danh sách')}**")
        names = column_names()
        chosen = st.multiselect(
            _("Cột"), COLUMNS, default=list(kept.columns), format_func=names.__getitem__, key="look-columns",
            placeholder=_("Chọn cột"), label_visibility="collapsed",
        )  # fmt: skip
        dense = st.checkbox(_("Dòng sát nhau"), value=kept.dense, key="look-dense")
        st.button(
            _("Lưu cột"), icon=":material/check:", key="look-keep", shortcut=shortcut("keep_look"),
            on_click=_keep_look, args=(reader, chosen, dense),
        )  # fmt: skip


def _keep_view(reader: Actor, tab: str, narrow: Narrow, offered: Offered) -> None:
    st.markdown(f"**{_('Lưu chế độ xem đang mở')}**")
    meant = queue_tools.said(narrow.address, offered)
    st.caption(plain(" · ".join(meant)) if meant else _("Chỉ tab đang mở, không lọc gì thêm."))
    with st.container(horizontal=True, vertical_alignment="bottom", key="mc-view-new"):
        name = st.text_input(_("Tên chế độ xem"), max_chars=choices.NAME_LENGTH, key="view-name")
        shared = st.checkbox(_("Cả đơn vị cùng dùng"), key="view-shared")
        st.button(
            _("Lưu chế độ xem"), icon=":material/bookmark_add:", key="view-keep",
            shortcut=shortcut("keep_view"), on_click=_save,
            args=(reader, name, {"tab": tab, **narrow.address}, shared),
        )  # fmt: skip


def _one(reader: Actor, view: choices.Saved, offered: Offered) -> None:
    whose = _("cả đơn vị") if view.shared else _("riêng tôi")
    whose = _("của %(name)s") % {"name": view.by} if view.by else whose
    meant = " · ".join([whose, *queue_tools.said(view.address, offered)])
    with st.container(horizontal=True, vertical_alignment="center", key=f"mc-view-{view.id}"):
        st.markdown(f"**{plain(view.name)}** {plain(meant)}")
        if not view.by:
            st.button(
                _("Xóa"), key=f"view-drop-{view.id}", icon=":material/delete:", type="tertiary",
                on_click=_drop, args=(reader, view.id, view.name),
            )  # fmt: skip


def _save(reader: Actor, name: str, address: dict[str, str], shared: bool) -> None:
    try:
        choices.save_view(reader, name, address, shared=shared)
    except Refusal as refusal:
        session.say_later("error", say(refusal))
        return
    session.put("view-name", "")
    session.say_later("success", _("Đã lưu chế độ xem “%(name)s”.") % {"name": name.strip()})


def _drop(reader: Actor, view_id: int, name: str) -> None:
    try:
        choices.drop_view(reader, view_id)
    except Refusal as refusal:
        session.say_later("error", say(refusal))
        return
    session.say_later("success", _("Đã xóa chế độ xem “%(name)s”.") % {"name": name})


def _keep_look(reader: Actor, columns: list[str], dense: bool) -> None:
    choices.keep_look(reader, columns, dense=dense)
    session.say_later("success", _("Đã lưu các cột."))
