"""Receipts of the chosen dossiers as one PDF, and the list as a file: first what would be in it."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.queue.queue_keys import shortcut
from pages.parts.queue.queue_words import cell_text, column_names
from pages.parts.words import _, number
from services.actors import Actor
from services.desk import bulk, takeout
from services.desk.bulk import Chosen

PRINT, EXPORT = "in", "xuat"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(reader: Actor, what: str, picked: Chosen, columns: Sequence[str]) -> None:
    """What would be taken out, and the button that makes it."""
    if what == PRINT:
        _receipts(reader, picked)
    else:
        _export(reader, picked, columns)


def _receipts(reader: Actor, picked: Chosen) -> None:
    found = takeout.receipts(reader, picked)
    st.subheader(_("In giấy tiếp nhận"), anchor=False)
    told = _("%(n)s giấy tiếp nhận trong một tệp PDF; %(without)s hồ sơ chưa có giấy tiếp nhận.")
    st.markdown(told % {"n": number(len(found.ready)), "without": number(len(found.without))})
    if found.without:
        with st.expander(_("Hồ sơ chưa có giấy tiếp nhận")):
            st.markdown("\n".join(f"- {code}" for code in found.without))
    if found.ready and st.button(
        _("Tạo tệp PDF"),
        type="primary",
        icon=":material/picture_as_pdf:",
        shortcut=shortcut("make_pdf"),
        key="bulk-pdf",
    ):
        bar = st.progress(0.0)
        pdf = takeout.printed(reader, picked, lambda n, all_: bar.progress(n / all_))
        st.download_button(
            _("Tải tệp PDF"), pdf, "giay-tiep-nhan.pdf", "application/pdf", type="primary",
            icon=":material/download:", key="bulk-pdf-file", on_click="ignore", shortcut=shortcut("take_pdf"),
        )  # fmt: skip


def _export(reader: Actor, picked: Chosen, columns: Sequence[str]) -> None:
    names, listed = column_names(), bulk.rows(reader, picked)
    leads, hidden = takeout.may_take_personal(reader), [c for c in columns if c in takeout.PERSONAL]
    if not leads:
        columns = [code for code in columns if code not in hidden]
    titles = [_("Mã hồ sơ"), *(names[code] for code in columns)]
    rows = [[row.code, *(cell_text(row, code) for code in columns)] for row in listed]
    st.subheader(_("Xuất danh sách"), anchor=False)
    told = _("%(n)s hồ sơ, đúng những cột đang hiện: %(columns)s.")
    st.markdown(told % {"n": number(len(rows)), "columns": ", ".join(titles)})
    if hidden and not leads:
        st.caption(_("Tên người nộp không có trong tệp: chỉ lãnh đạo được xuất dữ liệu cá nhân."))
    purpose = asked_purpose([names[code] for code in hidden]) if hidden and leads else ""
    blocked = bool(hidden and leads and not purpose)

    def made(kind: str) -> bytes:
        return takeout.taken(reader, kind, titles, rows, columns=columns, purpose=purpose)

    with st.container(horizontal=True):
        st.download_button(
            _("Tải Excel (XLSX)"), lambda: made("xlsx"), "ho-so.xlsx", _XLSX, type="primary",
            icon=":material/download:", key="bulk-xlsx", on_click="ignore", disabled=blocked,
            shortcut=shortcut("take_xlsx"),
        )  # fmt: skip
        st.download_button(
            _("Tải CSV"), lambda: made("csv"), "ho-so.csv", "text/csv", icon=":material/download:",
            key="bulk-csv", on_click="ignore", disabled=blocked, shortcut=shortcut("take_csv"),
        )  # fmt: skip


def asked_purpose(personal: Sequence[str]) -> str:
    """For what personal data is taken out; empty while too little is said."""
    told = _("Có dữ liệu cá nhân (%(columns)s): chỉ lãnh đạo được xuất, phải ghi mục đích, và được ghi lại.")
    st.warning(told % {"columns": ", ".join(personal)}, icon=":material/shield_person:")
    label = _("Mục đích xuất dữ liệu cá nhân") + " *"
    text = st.text_input(label, key="export-purpose", max_chars=300).strip()
    if len(text) < takeout.PURPOSE_LETTERS:
        st.caption(_("Ghi mục đích (ít nhất %(n)s ký tự) để tải tệp.") % {"n": takeout.PURPOSE_LETTERS})
        return ""
    return text
