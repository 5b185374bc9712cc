"""One published version: read tab by tab, and the ways on from it; nothing in it is ever edited."""

from html import escape

import streamlit as st

from pages.frame import session
from pages.parts import filters, refusals
from pages.parts.catalogue import catalogue_keep, catalogue_place
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue.catalogue_body import body
from pages.parts.catalogue.catalogue_trial import side_by_side
from pages.parts.look import empty_state, head
from pages.parts.words import _, badge, day, moment, plain
from services.actors import Actor
from services.catalogue import store
from services.catalogue.drafts import drafting
from services.catalogue.drafts.drafting import VersionRow
from services.catalogue.schema import Procedure

NOT_HERE = (words.TRIAL, words.PUBLISH)
WITH = "voi"
"""In the address: the version that this one is compared with."""


def draw(reader: Actor, version_id: int) -> None:
    """Heading, ways on, the other versions, the tabs, and the open tab."""
    procedure = drafting.procedure(reader, version_id)
    versions = [one for one in drafting.published(reader) if one.code == procedure.code]
    mine = next(one for one in versions if one.version_id == version_id)
    names = {tab: label for tab, label in words.tabs().items() if tab not in NOT_HERE}
    here = catalogue_place.chosen(names)
    st.html(catalogue_place.way_back())
    head(plain(mine.name), _lead(mine))
    _ways(reader, mine)
    st.html(_others(versions, mine))
    st.html(catalogue_place.tabs(names, here, {}, catalogue_place.VERSION, version_id))
    if here == words.DIFFERENCES:
        return _compare(reader, versions, mine, procedure)
    return body(reader, catalogue_keep.to_read(f"version{version_id}", store.as_data(procedure)), here, 0)


def _compare(reader: Actor, versions: list[VersionRow], mine: VersionRow, procedure: Procedure) -> None:
    """This version beside another one, the one before it unless another is chosen."""
    others = {str(one.version_id): _called(one) for one in versions if one.version_id != mine.version_id}
    if not others:
        what = _("Soạn phiên bản mới thì so sánh được với bản này.")
        return empty_state(_("Thủ tục này mới có một phiên bản"), what, "difference")
    nearest = sorted(versions, key=lambda one: (one.version > mine.version, abs(one.version - mine.version)))
    first = [str(one.version_id) for one in nearest if str(one.version_id) in others]
    other = int(filters.choice(WITH, _("So với"), {one: others[one] for one in first}))
    return side_by_side(drafting.procedure(reader, other), procedure, others[str(other)], _called(mine))


def _called(one: VersionRow) -> str:
    return _("bản %(n)s từ %(day)s") % {"n": one.version, "day": day(one.valid_from)}


def _lead(mine: VersionRow) -> str:
    state = (_("Đang áp dụng"), "check_circle", "green")
    if mine.coming:
        state = (_("Sắp áp dụng"), "schedule", "blue")
    elif not mine.current:
        state = (_("Đã qua"), "history", "gray")
    told = {"n": mine.version, "first": day(mine.valid_from), "code": mine.code}
    published = _("công bố lúc %(at)s") % {"at": moment(mine.published_at)}
    by = [plain(mine.published_by)] if mine.published_by else []
    number = _("%(code)s, phiên bản %(n)s, áp dụng từ %(first)s") % told
    last = [_("đến hết %(day)s") % {"day": day(mine.valid_to)}] if mine.valid_to else []
    return " · ".join([badge(*state), number, *last, published, *by])


def _ways(reader: Actor, mine: VersionRow) -> None:
    top = st.container()
    with st.container(horizontal=True):
        anew = st.button(_("Soạn phiên bản mới"), type="primary", icon=":material/edit_note:")
        copy = st.button(_("Thủ tục mới từ bản sao"), icon=":material/content_copy:")
        st.download_button(
            _("Tải tệp YAML"), lambda: drafting.export_yaml(reader, version_id=mine.version_id),
            mime="application/yaml", file_name=f"{mine.code}.yaml", icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip
    if anew or copy:
        with refusals.told(top):
            draft_id = drafting.begin_from(reader, mine.version_id, as_new=copy)
            session.say_later("success", _("Đã tạo bản nháp. Mọi thay đổi được giữ ngay khi rời ô."))
            catalogue_place.open_draft(draft_id)


def _others(versions: list[VersionRow], mine: VersionRow) -> str:
    """The other versions of the same procedure, newest first."""
    links = []
    for one in sorted(versions, key=lambda row: row.version, reverse=True):
        said = escape(_called(one))
        if one.version_id == mine.version_id:
            links.append(f"<strong>{said}</strong>")
        else:
            address = escape(catalogue_place.version_address(one.version_id))
            links.append(f'<a class="mc-soft" href="{address}">{said}</a>')
    return f"<p class='mc-versions'>{escape(_('Các phiên bản'))}: {' · '.join(links)}</p>"
