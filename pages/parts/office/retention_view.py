"""How long things are kept: what is set, what would go by other numbers, and since when a rule counts."""

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.look import empty_state
from pages.parts.table import table
from pages.parts.words import _, day, moment, number
from services.actors import Actor
from services.keeping import retention
from services.keeping.retention import Found, Key, Rule

_LOOK = "mc-figures mc-listed"


def draw(reader: Actor) -> None:
    """What is set, and one form that tries and saves."""
    rules, procedures = retention.rules(reader), retention.procedures(reader)
    lead = _("Mặc định không xóa gì. Hãy đặt theo quy định lưu trữ mà cơ quan áp dụng; **0 là giữ mãi**.")
    st.markdown(lead)
    _form(reader, {(one.kind, one.procedure_code): one for one in rules}, procedures)
    if rules:
        titles = (_("Thứ"), _("Giữ"), _("Người đặt"), _("Có hiệu lực từ"))
        st.html(table(_("Đang đặt"), titles, map(_rule, rules), look=_LOOK))
    st.caption(
        _("Hồ sơ đã kết thúc được ẩn danh, không xóa: bỏ họ tên, số điện thoại, tờ khai, giấy tờ, tin nhắn; "
          "giữ mã, thủ tục, ngày, trạng thái, số tiền. Bản sao lưu cũ vẫn còn dữ liệu cho đến khi bị thay.")
    )  # fmt: skip


def _form(reader: Actor, rules: dict[Key, Rule], procedures: dict[str, str]) -> None:
    with st.form("retention", border=False):
        new: dict[Key, int] = {}
        for kind, (_least, most) in retention.LIMITS.items():
            label, unit = _label(kind), _days() if kind == retention.DRAFTS else _months()
            kept = rules[kind, ""].keep if (kind, "") in rules else 0
            typed = st.number_input(f"{label} ({unit})", 0, most, kept, key=f"keep-{kind}")
            new[kind, ""] = int(typed)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            own = st.selectbox(
                _("Riêng một thủ tục"), ["", *procedures], key="keep-procedure",
                format_func=lambda code: f"{procedures[code]} ({code})" if code else _("không"),
            )  # fmt: skip
            months = st.number_input(
                f"{_('Giữ hồ sơ của thủ tục này')} ({_months()})", 0,
                retention.LIMITS[retention.DOSSIERS][1], key="keep-own",
            )  # fmt: skip
        if own:
            new[retention.DOSSIERS, own] = int(months)
        with st.container(horizontal=True):
            tried = st.form_submit_button(_("Thử, không xóa gì"), icon=":material/science:")
            saved = st.form_submit_button(_("Lưu"), type="primary", icon=":material/save:")
        top = st.container()
    if saved:
        with refusals.told(top):
            changed = retention.change(reader, new)
            said = _("Đã lưu. Có hiệu lực sau một ngày; cho đến lúc đó vẫn sửa lại được.")
            session.say_later("success", said if changed else _("Không có gì thay đổi."))
            st.rerun()
    if tried:
        with refusals.told(top):
            _tried(retention.dry_run(reader, new))


def _tried(found: tuple[Found, ...]) -> None:
    found = tuple(one for one in found if one.count)
    if not found:
        empty_state(_("Chưa có gì quá hạn"), _("Theo các số này, hôm nay không có gì bị bỏ."), "inventory_2")
        return
    titles = (_("Thứ"), _("Giữ"), _("Sẽ bỏ"), _("Cũ nhất"), _("Mới nhất"))
    st.html(table(_("Thử: sẽ bỏ hôm nay"), titles, map(_counted, found), look=_LOOK))


def _counted(one: Found) -> tuple[str, ...]:
    kept = _kept(one.kind, one.keep)
    return _named(one.kind, one.procedure_code), kept, number(one.count), day(one.oldest), day(one.newest)


def _rule(one: Rule) -> tuple[str, ...]:
    kept = _kept(one.kind, one.keep)
    return _named(one.kind, one.procedure_code), kept, one.by, moment(one.counts_from)


def _named(kind: str, code: str) -> str:
    """Names of procedures are longer than a telephone is wide: the code says which."""
    return f"{_label(kind)}: {code}" if code else _label(kind)


def _kept(kind: str, keep: int) -> str:
    if not keep:
        return _("mãi")
    return f"{number(keep)} {_days() if kind == retention.DRAFTS else _months()}"


def _days() -> str:
    return _("ngày")


def _months() -> str:
    return _("tháng")


def _label(kind: str) -> str:
    return {
        retention.DRAFTS: _("Bản nháp không ai sửa"),
        retention.DOSSIERS: _("Hồ sơ đã kết thúc"),
        retention.MESSAGES: _("Tin đã gửi hoặc đã hủy"),
        retention.OFFICE_LOG: _("Nhật ký việc của cơ quan"),
        retention.SCANS_LOG: _("Nhật ký xem giấy tờ"),
        retention.PAYMENT_CALLS: _("Lệnh báo của cổng thanh toán"),
    }[kind]
