"""The catalogue as a list: drafts under way, every procedure with its versions, ways to begin a new one."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from pages.frame import session
from pages.parts import filters, refusals
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue.catalogue_place import draft_address, open_draft, version_address
from pages.parts.look import empty_state, head
from pages.parts.table import table
from pages.parts.words import _, day, moment, number
from services.actors import Actor
from services.catalogue.drafts import drafting
from services.catalogue.drafts.drafting import DraftRow, VersionRow
from services.errors import CatalogueRefused, Refusal
from services.identity import fold

LOOK = "mc-figures mc-listed mc-wordy"


def draw(reader: Actor) -> None:
    """Drafts first: they wait for somebody."""
    drafts, versions = drafting.rows(reader), drafting.published(reader)
    now = [one for one in versions if one.current]
    waiting = sum(one.state == "review" for one in drafts)
    told = {"n": number(len(now)), "drafts": number(len(drafts)), "waiting": number(waiting)}
    lead = _("**%(n)s** thủ tục đang áp dụng · %(drafts)s bản nháp · %(waiting)s chờ duyệt.") % told
    head(_("Danh mục thủ tục"), lead)
    _begin(reader, now)
    if drafts:
        st.html(_drafts(drafts))
    else:
        empty_state(_("Không có bản nháp nào"), _("Mở một thủ tục bên dưới để **Soạn phiên bản mới**, "
                    "hoặc bấm **Thêm thủ tục**."), "edit_note")  # fmt: skip
    filters.search(_("Tìm thủ tục"), _("Tên hoặc mã thủ tục"))
    found = _found(versions, st.query_params.get(filters.SEARCH, ""))
    if found:
        st.html(_versions(found))
    else:
        empty_state(_("Không có thủ tục nào như vậy"), _("Hãy bỏ bớt từ đang tìm."), "menu_book")


def _drafts(drafts: Sequence[DraftRow]) -> str:
    titles = (_("Thủ tục"), _("Mã"), _("Tình trạng"), _("Sửa lần cuối"), _("Chỗ chưa đúng"))
    rows = [
        (f'<a class="mc-soft" href="{escape(draft_address(one.id))}">'
         f"{escape(one.name or _('(chưa có tên)'))}</a>", escape(one.code or "–"),
         escape(_standing(one)), escape(f"{one.edited_by} · {moment(one.edited_at)}"),
         number(one.faults))
        for one in drafts
    ]  # fmt: skip
    return table(_("Bản nháp"), titles, rows, safe=True, look=LOOK)


def _standing(one: DraftRow) -> str:
    """Its state, and what it would become."""
    base = _("thủ tục mới")
    if one.from_release:
        base = _("đến từ bản cài mới")
    elif one.base_version:
        base = _("bản mới của phiên bản %(n)s") % {"n": one.base_version}
    return f"{words.state(one.state)[0]}, {base}"


def _found(versions: Sequence[VersionRow], search: str) -> dict[str, list[VersionRow]]:
    """By code, the newest version first, where every searched word is in name or code."""
    wanted, by_code = fold(search).split(), defaultdict(list)
    for one in sorted(versions, key=lambda row: row.version, reverse=True):
        by_code[one.code].append(one)
    return {
        code: mine
        for code, mine in sorted(by_code.items(), key=lambda pair: fold(pair[1][0].name))
        if all(any(word in fold(f"{code} {one.name}") for one in mine) for word in wanted)
    }


def _versions(found: dict[str, list[VersionRow]]) -> str:
    titles = (_("Thủ tục"), _("Mã"), _("Đang áp dụng"), _("Sắp áp dụng"), _("Đã qua"))
    rows = []
    for code, mine in found.items():
        shown = next((one for one in mine if one.current), mine[0])
        link = escape(version_address(shown.version_id))
        name = f'<a class="mc-soft" href="{link}">{escape(shown.name)}</a>'
        rows.append((
            name, escape(code), _links(one for one in mine if one.current),
            _links(one for one in mine if one.coming),
            _links(one for one in mine if not one.current and not one.coming),
        ))  # fmt: skip
    return table(_("Thủ tục và các phiên bản"), titles, rows, safe=True, look=LOOK)


def _links(versions: object) -> str:
    said = [
        f'<a class="mc-soft" href="{escape(version_address(one.version_id))}">'
        f"{escape(_('bản %(n)s từ %(day)s') % {'n': one.version, 'day': day(one.valid_from)})}</a>"
        for one in versions
    ]
    return "<br>".join(said) or "–"


# --- a new one ----------------------------------------------------------------------------------------------


def _begin(reader: Actor, now: Sequence[VersionRow]) -> None:
    with st.expander(_("Thêm thủ tục"), icon=":material/add:"):
        empty, copy, file = st.columns(3, gap="medium")
        with empty:
            st.markdown(f"**{_('Từ màn hình trống')}**")
            if st.button(_("Bắt đầu từ trống"), icon=":material/note_add:"):
                _go(lambda: drafting.begin_empty(reader))
        with copy:
            st.markdown(f"**{_('Thủ tục mới từ bản sao')}**")
            names = {one.version_id: f"{one.name} ({one.code})" for one in now}
            chosen = st.selectbox(
                _("Sao từ thủ tục"), list(names), index=None, format_func=names.get, placeholder=_("Chọn…"),
            )  # fmt: skip
            if st.button(_("Sao thành thủ tục mới"), icon=":material/content_copy:", disabled=chosen is None):
                _go(lambda: drafting.begin_from(reader, chosen, as_new=True))
        with file:
            st.markdown(f"**{_('Từ tệp YAML')}**")
            taken = st.file_uploader(_("Tệp thủ tục (.yaml)"), type=["yaml", "yml"], key="catalogue-file")
            if st.button(_("Nhập tệp"), icon=":material/upload_file:", disabled=taken is None):
                _go(lambda: drafting.import_yaml(reader, taken.getvalue().decode("utf-8", "replace")))


def _go(verb: Callable[[], int]) -> None:
    """Open the draft that was just begun."""
    try:
        draft_id = verb()
    except CatalogueRefused as refusal:
        told = {"line": refusal.line, "why": refusal.why}
        st.error(_("Tệp không đọc được, dòng %(line)s: %(why)s") % told, icon=":material/error:")
    except Refusal as refusal:
        st.error(refusals.why(refusal), icon=":material/error:")
    else:
        session.say_later("success", _("Đã tạo bản nháp. Mọi thay đổi được giữ ngay khi rời ô."))
        open_draft(draft_id)
