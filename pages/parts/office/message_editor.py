"""The words of one message: what it is made of, how it would look, and who changed it when."""

import streamlit as st

from pages.frame import session
from pages.parts import filters, refusals
from pages.parts.office.message_words import channel_name, kind_name
from pages.parts.table import table
from pages.parts.words import _, moment, plain
from services.actors import Actor
from services.errors import Refusal
from services.notices import editing, editing_words, wording
from services.notices.editing import Text
from services.notices.sms_parts import LONGEST
from services.permissions import Permission
from services.sentences import say

KIND, CHANNEL, LANGUAGE = "tin", "kenh", "ngon-ngu"


def draw(reader: Actor) -> None:
    """Choose a message, then its text on one side and the made-up dossier's message on the other."""
    kind, channel, spoken = _chosen()
    found = editing.read(reader, kind, channel, spoken)
    key = f"{kind}-{channel}-{spoken}-{found.seen}"
    st.caption(_("Đang dùng câu chữ của cơ quan.") if found.own else _("Đang dùng câu chữ có sẵn."))
    left, right = st.columns(2, gap="medium")
    with left:
        subject, body, top = _fields(found, channel, key)
        _buttons(reader, (kind, channel, spoken), (subject, body), found, top)
    with right:
        _preview(reader, kind, channel, spoken, (subject, body))
    _placeholders(channel)
    _history(found)


def _chosen() -> tuple[str, str, str]:
    with st.container(horizontal=True, key="mc-filters"):
        kind = filters.choice(KIND, _("Tin báo"), {one: kind_name(one) for one in editing.kinds()})
        channel = filters.choice(CHANNEL, _("Kênh"), {one: channel_name(one) for one in editing.CHANNELS})
        languages = {"vi": _("Tiếng Việt"), "en": _("Tiếng Anh")}
        return kind, channel, filters.choice(LANGUAGE, _("Ngôn ngữ"), languages)


def _fields(found: Text, channel: str, key: str) -> tuple[str, str, st.delta_generator.DeltaGenerator]:
    subject = ""
    if channel == "email":
        subject = st.text_input(_("Tiêu đề"), found.subject, key=f"subject-{key}", autocomplete="off")
    height = 420 if channel == "email" else 160
    body = st.text_area(_("Nội dung"), found.body, key=f"body-{key}", height=height)
    return subject, body, st.container()


def _buttons(
    reader: Actor, which: tuple[str, str, str], own: tuple[str, str], found: Text,
    top: st.delta_generator.DeltaGenerator,
) -> None:  # fmt: skip
    with st.container(horizontal=True):
        saved = st.button(_("Lưu"), type="primary", icon=":material/save:", key="save-text")
        back = found.own and st.button(
            _("Lấy lại câu chữ có sẵn"), icon=":material/restart_alt:", key="restore-text"
        )
    with refusals.told(top, editing_words.say):
        if saved:
            editing.save(reader, *which, *own, seen=found.seen)
            session.say_later("success", _("Đã lưu. Tin gửi từ bây giờ dùng câu chữ này."))
            st.rerun()
        elif back:
            editing.restore(reader, *which, seen=found.seen)
            session.say_later("success", _("Đã lấy lại câu chữ có sẵn."))
            st.rerun()


def _preview(reader: Actor, kind: str, channel: str, spoken: str, own: tuple[str, str]) -> None:
    """As it would leave, about a made-up dossier, or a real one for whoever may read it as an officer."""
    st.markdown(f"**{_('Xem trước')}**")
    code = ""
    if reader.holds(Permission.DOSSIER_READ):
        code = st.text_input(
            _("Mã hồ sơ thật (để trống: hồ sơ mẫu)"), key="preview-code", autocomplete="off"
        ).strip()
    else:
        st.caption(_("Với một hồ sơ mẫu. Hồ sơ thật chỉ người có quyền xem hồ sơ đó thử được."))
    try:
        if code:
            subject, body = editing.preview_of(reader, kind, channel, spoken, own, code)
        else:
            subject, body = editing.preview(kind, channel, spoken, own)
    except Refusal as refusal:
        st.error(say(refusal), icon=":material/error:")
        return
    if subject:
        st.code(subject, language=None, wrap_lines=True)
    st.code(body, language=None, wrap_lines=True)
    if channel == "sms":
        told = {"n": wording.length(own), "most": LONGEST}
        st.caption(_("Dài %(n)s / %(most)s ký tự, không dấu: dấu được bỏ khi gửi.") % told)


def _placeholders(channel: str) -> None:
    with st.expander(_("Chỗ điền dùng được")):
        sms = channel == "sms"
        facts = wording.clean_facts(wording.SAMPLE)
        titles = (_("Viết"), _("Nghĩa"), _("Ví dụ"))
        rows = (
            ("{" + name + "}", _(one.label), one.text(facts, sms).replace("\n", "; "))
            for name, one in wording.PLACEHOLDERS.items()
            if one.in_sms or not sms
        )
        st.html(table(_("Chỗ điền dùng được"), titles, rows, look="mc-figures mc-listed"))
        st.caption(_("Hồ sơ không có dữ liệu của một chỗ điền thì dòng (câu) đó được bỏ đi."))


def _history(found: Text) -> None:
    if not found.history:
        return
    with st.expander(_("Ai đã sửa")):
        for one in found.history:
            what = _("lấy lại câu chữ có sẵn") if one.restored else _("sửa câu chữ")
            st.markdown(f"- {moment(one.at)} · {plain(one.by)}: {what}")
