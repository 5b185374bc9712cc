"""Other dossiers of the same person, and likely duplicates side by side with the reasons."""

from html import escape

import streamlit as st

from pages.parts.look import empty_state
from pages.parts.words import _, day, state_name
from services import partial_dates
from services.desk.related import Related, Twin
from services.desk.rows import DossierView


def reason_name(reason: str) -> str:
    """A finding of the matcher in the reader's language."""
    return {
        "same_name": _("cùng họ tên"),
        "close_name": _("họ tên gần giống"),
        "same_id": _("cùng số định danh"),
        "close_id": _("số định danh khác một chỗ"),
        "same_birth": _("cùng ngày sinh"),
        "close_birth": _("ngày sinh khác một chỗ"),
        "same_mother": _("cùng tên mẹ"),
        "close_mother": _("tên mẹ gần giống"),
        "birth_twice": _("khai sinh hai lần cho cùng một mẹ và ngày sinh"),
        "marriage_and_status": _("đăng ký kết hôn và xác nhận tình trạng hôn nhân cùng lúc"),
        "same_phone": _("cùng họ tên và điện thoại"),
    }[reason]


def count(related: Related) -> int:
    """How many other dossiers there are."""
    return len({one.code for one in (*related.linked, *related.twins)})


def warning(view: DossierView) -> str:
    """A chip for the head where a duplicate is likely."""
    if not view.related.twins:
        return ""
    told = _("%(n)s hồ sơ có thể trùng") % {"n": len(view.related.twins)}
    return f'<span class="mc-state mc-orange">{escape(told)}</span>'


def draw(view: DossierView) -> None:
    """Likely duplicates first, each opened by its code; then the person's other dossiers."""
    related = view.related
    if not related.linked and not related.twins:
        empty_state(
            _("Không có hồ sơ liên quan"),
            _("Hồ sơ khác của cùng người, hoặc hồ sơ có thể trùng, sẽ hiện ở đây."),
            "join_inner",
        )
        return
    parts = []
    if related.twins:
        parts.append(f'<h3 class="mc-part">{escape(_("Có thể trùng"))}</h3>')
        parts += [_twin(view.code, twin) for twin in related.twins]
    if related.linked:
        parts.append(f'<h3 class="mc-part">{escape(_("Hồ sơ khác của người này"))}</h3>')
        lines = "".join(
            f"<li>{_link(one.code)} {escape(one.procedure)} · {escape(state_name(one.state))}"
            f" · {day(one.submitted_at)} · {escape(reason_name(one.why))}</li>"
            for one in related.linked
        )
        parts.append(f'<ul class="mc-asked">{lines}</ul>')
    st.html("".join(parts))


def _twin(code: str, twin: Twin) -> str:
    reasons = ", ".join(reason_name(reason) for reason in twin.reasons)
    told = f"{escape(twin.procedure)} · {escape(state_name(twin.state))} · {day(twin.submitted_at)}"
    head = "".join(f"<th>{escape(word)}</th>" for word in (_("Nội dung"), code[-7:], twin.code[-7:]))
    rows = "".join(
        f"<tr><td>{escape(_name(what))}</td><td>{escape(_shown(what, a))}</td>"
        f"<td>{escape(_shown(what, b))}</td></tr>"
        for what, a, b in twin.sides
    )
    return (
        f'<p class="mc-said">{_link(twin.code)} {told}<br>{escape(reasons)}</p>'
        f'<table class="mc-changes"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _link(code: str) -> str:
    return f'<a class="mc-soft mc-open" href="{escape(f"/ho-so?ma={code}")}">{escape(code)}</a>'


def _name(what: str) -> str:
    return {
        "name": _("Họ tên"), "id_number": _("Số định danh"), "born": _("Ngày sinh"), "sex": _("Giới tính"),
        "mother": _("Họ tên mẹ"),
    }[what]  # fmt: skip


def _shown(what: str, value: str) -> str:
    if what == "sex":
        return {"1": _("Nam"), "2": _("Nữ")}.get(value, value or "–")
    return partial_dates.say(value) if what == "born" and value else value or "–"
