"""Taking out a list of dossiers: which, by which columns, for what, and templates to use again."""

from collections.abc import Callable
from typing import BinaryIO

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.figures.figure_tables import list_name
from pages.parts.figures.report_table import XLSX
from pages.parts.filters import choice
from pages.parts.look import empty_state
from pages.parts.queue.queue_takeout import asked_purpose
from pages.parts.words import _, number
from services.actors import Actor
from services.reports import exports
from services.reports.columns import COLUMNS, LISTS
from services.reports.desk import Asked
from services.reports.exports import Takeable, Template

LIST, TEMPLATE = "danh-sach", "mau-cot"
_COLUMNS, _NAME = "export-columns", "export-name"


def draw(reader: Actor, asked: Asked) -> None:
    """Choose the list and its columns, then the files; a template fills in the columns."""
    with st.container(horizontal=True, key="mc-export"):
        listed = choice(LIST, _("Hồ sơ"), {code: list_name(code) for code in LISTS})
        found = exports.takeable(reader, asked, listed)
        by_key = {str(one.id or ""): one for one in found.templates}
        key = choice(TEMPLATE, _("Mẫu danh sách"), {key: one.name for key, one in by_key.items()})
    if not found.found:
        told = _("Hãy chọn kỳ khác hoặc danh sách khác ở trên.")
        empty_state(_("Không có hồ sơ nào để xuất"), told, "inbox")
        return
    columns = _choose(found, by_key[key])
    personal = [_(COLUMNS[code].name) for code in columns if COLUMNS[code].personal]
    purpose = asked_purpose(personal) if personal else ""
    _files(reader, asked, listed, found, columns, purpose, bool(columns and (purpose or not personal)))
    _templates(reader, by_key[key], columns)


def _choose(found: Takeable, template: Template) -> list[str]:
    chosen = st.multiselect(
        _("Cột"), list(found.columns), default=list(template.columns), key=f"{_COLUMNS}-{template.id}",
        format_func=lambda code: _(COLUMNS[code].name), placeholder=_("Chọn cột"),
    )  # fmt: skip
    if not found.unit.personal:
        st.caption(_("Danh sách dành cho cấp trên chỉ có mã, thủ tục, các ngày và trạng thái."))
    return chosen


def _files(
    reader: Actor, asked: Asked, listed: str, found: Takeable, columns: list[str], purpose: str, ready: bool
) -> None:
    def made(kind: str) -> BinaryIO:
        return exports.take(reader, asked, listed, columns, kind, purpose)

    st.markdown(_("**%(n)s hồ sơ**, %(columns)s cột.") % {"n": number(found.found), "columns": len(columns)})
    with st.container(horizontal=True):
        kinds = [("xlsx", _("Tải Excel (XLSX)"), XLSX), ("csv", _("Tải CSV"), "text/csv")]
        if found.found <= exports.PDF_ROWS:
            kinds.append(("pdf", _("Tải tệp PDF"), "application/pdf"))
        for kind, label, mime in kinds:
            st.download_button(
                label, lambda kind=kind: made(kind), f"ho-so-{found.unit.slug}.{kind}", mime,
                type="primary" if kind == "xlsx" else "secondary", icon=":material/download:",
                key=f"export-{kind}", on_click="ignore", disabled=not ready,
            )  # fmt: skip


def _templates(reader: Actor, template: Template, columns: list[str]) -> None:
    with st.expander(_("Lưu các cột này thành mẫu"), icon=":material/bookmark:"):
        name = st.text_input(_("Tên mẫu"), key=_NAME, max_chars=exports.NAME_LETTERS)
        st.caption(_("Mẫu dùng chung cho đơn vị. Trùng tên thì thay mẫu cũ."))
        if st.button(_("Lưu mẫu"), key="export-save"):
            _do(lambda: exports.save_template(reader, name, columns), _("Đã lưu mẫu danh sách."))
        if template.id is not None and st.button(
            _("Xóa mẫu “%(name)s”") % {"name": template.name}, key="export-drop"
        ):
            key = template.id
            _do(lambda: exports.drop_template(reader, key), _("Đã xóa mẫu danh sách."))


def _do(act: Callable[[], None], told: str) -> None:
    with refusals.told():
        act()
        session.say_later("success", told)
        st.rerun()
