"""What an administrator does with an agency: one short form per verb; what is refused stays typed."""

from collections.abc import Sequence

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.office import agency_view
from pages.parts.words import _, day, number
from services.actors import Actor
from services.agencies import merger, upkeep, words
from services.agencies.listing import Detail, Node
from services.clock import today

Facts = dict[str, str]
_SEEN = "agency-plan"


def change(reader: Actor, found: Detail) -> None:
    """Sửa thông tin."""
    with st.expander(_("Sửa thông tin"), icon=":material/edit:"), st.form("change", border=False):
        st.caption(_("Mã hồ sơ đã cấp không đổi; mã và mẫu mới chỉ dùng cho hồ sơ mới."))
        typed = _facts("change", found.own)
        top = st.container()
        pressed = st.form_submit_button(_("Lưu"))
    if pressed:
        with refusals.told(top):
            upkeep.change(reader, found.node.id, found.own, typed)
            session.say_later("success", _("Đã lưu thông tin cơ quan."))
            st.rerun()


def add(reader: Actor, found: Detail) -> None:
    """Thêm cơ quan bên dưới."""
    kinds = upkeep.BELOW[found.node.kind]
    if not kinds or found.node.ended:
        return
    title = _("Thêm cơ quan bên dưới")
    with st.expander(title, icon=":material/add_business:"), st.form("add", border=False):
        kind = st.selectbox(_("Cấp"), kinds, format_func=lambda code: _(words.KINDS[code]), key="add-kind")
        first = st.date_input(_("Hoạt động từ ngày"), today(), format="DD/MM/YYYY", key="add-first")
        typed = _facts("add", {})
        top = st.container()
        pressed = st.form_submit_button(_("Thêm cơ quan"))
    if pressed:
        with refusals.told(top):
            made = upkeep.add(reader, found.node.id, kind, first, typed)
            said = _("Đã thêm cơ quan. Tiếp theo: viết phần đầu giấy tờ và giao vai trò cho người làm việc.")
            session.say_later("success", said)
            st.query_params[agency_view.AGENCY] = str(made)
            st.rerun()


def end(reader: Actor, found: Detail, nodes: Sequence[Node]) -> None:
    """Kết thúc, sáp nhập: what would move is shown first, and only what was shown can be confirmed."""
    node = found.node
    if node.last is not None:
        return
    like = [one for one in nodes if one.last is None and one.kind == node.kind]
    names = {one.id: f"{one.name} · {one.code}" for one in like}
    others = [one for one in names if one != node.id]
    with st.expander(_("Kết thúc, sáp nhập"), icon=":material/merge:", expanded=bool(_shown(node.id))):
        with st.form("end", border=False):
            st.caption(_("Cơ quan tiếp nhận mới phải được thêm trước, hoạt động từ chính ngày sáp nhập."))
            on = st.date_input(_("Từ ngày này không còn"), today(), format="DD/MM/YYYY", key="end-day")
            successor = st.selectbox(
                _("Cơ quan tiếp nhận công việc"), [0, *others], key="end-to",
                format_func=lambda one: names.get(one) or _("Không có (không còn việc nào mở)"),
            )  # fmt: skip
            beside = st.multiselect(
                _("Các cơ quan khác cùng kết thúc"), others, format_func=names.get, key="end-beside",
                placeholder=_("Không có"),
            )  # fmt: skip
            top = st.container()
            pressed = st.form_submit_button(_("Xem trước"))
        asked = ([node.id, *beside], successor or None, on)
        if pressed:
            session.put(_SEEN, None)
            with refusals.told(top):
                session.put(_SEEN, (node.id, *asked, merger.plan_merger(reader, *asked)))
        _confirm(reader, node.id)


def planned(reader: Actor, found: Detail) -> None:
    """Bỏ: a merger whose day has not come is taken back."""
    for one in found.mergers:
        if one.state == "planned":
            top = st.container()
            label = _("Bỏ việc sáp nhập ngày %(day)s") % {"day": day(one.day)}
            if st.button(label, icon=":material/event_busy:", key=f"drop-{one.id}"):
                with refusals.told(top):
                    merger.drop(reader, one.id)
                    session.say_later("success", _("Đã bỏ; các cơ quan tiếp tục hoạt động."))
                    st.rerun()


def _shown(agency_id: int) -> tuple | None:
    kept = session.typed(_SEEN)
    return kept if kept and kept[0] == agency_id else None


def _confirm(reader: Actor, agency_id: int) -> None:
    if (kept := _shown(agency_id)) is None:
        return
    _of, ended, successor, on, plan = kept
    told = {"day": day(on), "to": plan.successor or "–", "n": number(plan.dossiers)}
    st.html(agency_view.plan(plan))
    st.markdown(
        _("Từ ngày **%(day)s**, **%(to)s** tiếp nhận **%(n)s** hồ sơ đang mở. Mã hồ sơ, hạn trả, người giữ "
          "và mọi số liệu thống kê giữ nguyên.") % told
    )  # fmt: skip
    if plan.other_hours:
        st.warning(
            _("Lịch làm việc hai bên khác nhau: hạn đã hẹn giữ nguyên, từ nay tính theo lịch mới.")
        )
    top = st.container()
    if st.button(_("Xác nhận"), type="primary", key="end-confirm"):
        with refusals.told(top):
            done = merger.merge(reader, ended, successor, on)
            session.put(_SEEN, None)
            now_, later = _("Đã bàn giao: %(what)s."), _("Đã ghi; việc bàn giao tự làm vào ngày %(day)s.")
            said = now_ % {"what": agency_view.moved(done.moved)} if done.state == "done" else later % told
            session.say_later("success", said)
            st.rerun()


def _facts(key: str, now: Facts) -> Facts:
    sets = ("", *upkeep.RULE_SETS)
    same = _("Theo cơ quan cấp trên")
    return {
        "name": st.text_input(_("Tên cơ quan"), now.get("name", ""), max_chars=200, key=f"{key}-name"),
        "code": st.text_input(_("Mã cơ quan"), now.get("code", ""), max_chars=30, key=f"{key}-code"),
        "place_code": st.text_input(
            _("Mã địa danh"), now.get("place_code", ""), max_chars=10, key=f"{key}-place",
            help=_("Sau sáp nhập một mã có thể chỉ nơi khác; cùng lúc chỉ một cơ quan mang mã."),
        ),
        "rule_set": st.selectbox(
            _("Bộ mẫu giấy tờ"), sets, sets.index(now.get("rule_set", "")), key=f"{key}-rules",
            format_func=lambda one: one or same,
        ),
        "code_pattern": st.text_input(
            _("Mẫu mã hồ sơ"), now.get("code_pattern", ""), max_chars=80, key=f"{key}-pattern",
            placeholder=same, help="`{agency}-{day:%Y%m%d}-{number:07d}`",
        ),
    }  # fmt: skip
