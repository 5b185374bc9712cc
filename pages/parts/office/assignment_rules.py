"""Phân công tự động: whom Chuyển xử lý offers first, or who gets a dossier at once, as the leader sets it."""

from collections.abc import Mapping

import streamlit as st

from pages.frame import session
from pages.parts.plain_table import table
from pages.parts.refusals import told
from pages.parts.words import _
from services import assignment_rules
from services.actors import Actor
from services.assignment_rules import FIELD, PROCEDURE, Rule
from services.desk import choices


def draw(reader: Actor) -> None:
    """What there is, and one form to set, change or end a rule; closed until somebody wants it."""
    with st.expander(_("Phân công tự động"), icon=":material/groups:"):
        st.caption(_("Khi chuyển xử lý, người đến lượt đứng đầu danh sách; cán bộ vẫn chọn được người khác."))
        st.caption(_("Chọn tự giao thì hồ sơ được chuyển cho người đến lượt ngay khi tiếp nhận."))
        st.caption(_("Người đang có đồng nghiệp làm thay thì được bỏ qua."))
        found, offered = assignment_rules.rules(reader), choices.offered(reader)
        names = {PROCEDURE + code: name for code, name in offered.procedures.items()}
        names |= {FIELD + code: _("Lĩnh vực: %(name)s") % {"name": n} for code, n in offered.fields.items()}
        if found:
            rows = ((names.get(one.subject, one.subject), _together(one), _way(one)) for one in found)
            table((_("Thủ tục, lĩnh vực"), _("Lần lượt giao cho"), _("Cách giao")), rows)
        else:
            st.markdown(_("Chưa có phân công nào: người chuyển tự chọn người xử lý."))
        _form(reader, {one.subject: one for one in found}, names)


def _together(one: Rule) -> str:
    return ", ".join(name for _key, name in one.people)


def _way(one: Rule) -> str:
    return _("Tự giao khi tiếp nhận") if one.by_itself else _("Gợi ý khi chuyển xử lý")


def _form(reader: Actor, found: Mapping[str, Rule], names: Mapping[str, str]) -> None:
    people = assignment_rules.specialists(reader)
    subject = st.selectbox(
        _("Thủ tục hoặc lĩnh vực"), list(names), index=None, format_func=names.__getitem__,
        key="rule-subject", placeholder=_("Chọn thủ tục hoặc lĩnh vực"),
    )  # fmt: skip
    if subject is None:
        return
    now = [key for key, _name in found[subject].people if key in people] if subject in found else []
    chosen = st.multiselect(
        _("Lần lượt giao cho"), list(people), default=now, format_func=people.__getitem__,
        key=f"rule-people-{subject}", placeholder=_("Chọn người xử lý; để trống là bỏ phân công"),
    )  # fmt: skip
    by_itself = st.checkbox(
        _("Tự giao khi tiếp nhận"), value=subject in found and found[subject].by_itself,
        key=f"rule-itself-{subject}",
    )  # fmt: skip
    top = st.container()
    if st.button(_("Lưu phân công"), type="primary", icon=":material/save:", key="rule-save"):
        with told(top):
            assignment_rules.set_rule(reader, subject, chosen, by_itself=by_itself)
            session.say_later("success", _("Đã lưu phân công."))
            st.rerun()
