"""What a draft would change: side by side with the version it comes from, and over past dossiers."""

from html import escape
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.look import empty_state
from pages.parts.table import table
from pages.parts.words import _, number
from services.actors import Actor
from services.catalogue.drafts.drafting import Draft
from services.catalogue.schema import Procedure

LOOK = "mc-figures mc-listed mc-wordy"
MOST_SHOWN = 200
LIST = "ds"
"""In the address: which number's list is open."""


def of_draft(draft: Draft) -> None:
    """So sánh: the draft beside the version that it comes from."""
    if draft.procedure is None:
        return _first_right()
    before = _("Bản %(n)s") % {"n": draft.base.version} if draft.base is not None else _("Chưa có")
    return side_by_side(draft.base, draft.procedure, before, _("Bản nháp"))


def side_by_side(old: Procedure | None, new: Procedure, before: str, after: str) -> None:
    """Every difference in plain words, the old beside the new, under these two titles."""
    from services.catalogue.drafts import differences

    found = differences.compare(old, new)
    if not found:
        return empty_state(_("Chưa có gì khác"), _("Hai bản nói như nhau."), "difference")
    rows = [(one.path_words, one.before or "–", one.after or "–") for one in found]
    st.markdown(_("**%(n)s** chỗ khác.") % {"n": number(len(rows))})
    return st.html(table(_("Những chỗ khác"), (_("Ở đâu"), before, after), rows, look=LOOK))


def trial(reader: Actor, draft: Draft) -> None:
    """Thử trên hồ sơ cũ: how many past dossiers would go another way, each number with its list."""
    st.markdown(_("Chạy bản nháp trên các hồ sơ đã nhận của thủ tục này: ngày hẹn, phí, giấy tờ nào sẽ khác. "
                  "Không ghi gì, không hiện dữ liệu cá nhân."))  # fmt: skip
    if draft.faults:
        return _first_right()
    if draft.base is None:
        return empty_state(_("Chưa có hồ sơ cũ"), _("Thủ tục mới chưa có hồ sơ nào để thử."), "science")
    key = f"catalogue-trial-{draft.id}-{draft.row_version}"
    if st.button(_("Chạy thử"), type="primary", icon=":material/science:"):
        from services.catalogue.drafts import simulator

        with refusals.told(), st.spinner(_("Đang tính…")):
            session.put(key, simulator.run(reader, draft.id))
    found = session.typed(key)
    return _numbers(found) if found is not None else None


def _numbers(found: Any) -> None:
    kinds = {
        "due_later": _("Hẹn trả muộn hơn"), "due_earlier": _("Hẹn trả sớm hơn"), "fee_more": _("Phí cao hơn"),
        "fee_less": _("Phí thấp hơn"), "papers_more": _("Thêm giấy bắt buộc"),
        "papers_fewer": _("Bớt giấy bắt buộc"), "form_refuses": _("Biểu mẫu mới không nhận"),
    }  # fmt: skip
    st.markdown(_("Đã xem **%(n)s** hồ sơ.") % {"n": number(found.looked_at)})
    rows = []
    for name, label in kinds.items():
        count = len(getattr(found, name))
        link = escape(session.address(**{LIST: name}))
        way = f'<a class="mc-soft" href="{link}">{escape(_("Xem danh sách"))}</a>' if count else ""
        rows.append((escape(label), escape(number(count)), way))
    st.html(table(_("Sẽ khác"), (_("Điều khác"), _("Số hồ sơ"), ""), rows, safe=True))
    chosen = st.query_params.get(LIST, "")
    if chosen in kinds and getattr(found, chosen):
        _list(kinds[chosen], getattr(found, chosen))


def _list(title: str, rows: tuple) -> None:
    st.subheader(title, anchor=False)
    titles = (_("Mã hồ sơ"), _("Cơ quan"), _("Trước"), _("Sau"))
    lines = [(one.code, one.agency, str(one.before), str(one.after)) for one in rows[:MOST_SHOWN]]
    st.html(table(title, titles, lines, look=LOOK))
    if len(rows) > MOST_SHOWN:
        told = {"n": number(MOST_SHOWN), "all": number(len(rows))}
        st.caption(_("%(n)s hồ sơ đầu trong %(all)s.") % told)


def _first_right() -> None:
    empty_state(_("Bản nháp còn chỗ chưa đúng"), _("Sửa hết những chỗ ghi ở trên, rồi quay lại đây."), "rule")
