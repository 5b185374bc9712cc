"""What a dossier says: what in it is odd, who applies, and the answers of the form, section by section."""

from collections.abc import Collection
from html import escape

import streamlit as st

from pages.parts.words import _, moment
from services.desk import findings
from services.desk.findings import Finding
from services.desk.rows import DossierView
from services.forms import words as forms_words
from services.identity import say_phone
from services.language import pick
from services.papers import words as papers_words
from services.workflow import OPEN


def channel_name(channel: int) -> str:
    """Over which channel the dossier came (KENH_NOP)."""
    return {1: _("Trực tiếp tại quầy"), 2: _("Trực tuyến"), 3: _("Qua bưu chính công ích")}.get(channel, "–")


def way_name(way: str) -> str:
    """In which way the result goes to the citizen."""
    return {
        "TRUC_TIEP": _("Trực tiếp tại quầy"),
        "BUU_CHINH": _("Qua bưu chính công ích"),
        "DIEN_TU": _("Bản điện tử"),
    }.get(way, way)


def draw(view: DossierView) -> None:
    """What deserves a look, then contact and form; one light element."""
    day = view.submitted_at.date()
    odd = findings.of_form(view.procedure, view.form, day) if view.state in OPEN else ()
    contact = [
        (_("Người nộp"), view.applicant),
        (_("Điện thoại"), say_phone(view.phone)),
        (_("Email"), view.email or ""),
        (_("Số định danh"), view.id_number or ""),
        (_("Địa chỉ"), view.address or ""),
    ]
    about = [
        (_("Thủ tục"), pick(view.procedure.name, view.procedure.name_en)),
        (_("Nộp lúc"), moment(view.submitted_at)),
        (_("Kênh nộp"), channel_name(view.channel)),
        (_("Tiếp nhận lúc"), moment(view.received_at) if view.received_at else ""),
        (_("Người đang giữ"), view.holder),
        (_("Nhận kết quả"), way_name(view.result_way)),
    ]
    parts = [_odd(view, odd), _part(_("Liên hệ"), contact), _part(_("Hồ sơ"), about)]
    at = {one.key for one in odd}
    for title, answers in forms_words.answers(view.procedure, view.form):
        asked = [(field, text) for field, text in answers if field.asked]
        doubted = {n for n, (field, _text) in enumerate(asked) if field.key in at}
        parts.append(_part(title, [(forms_words.label(field), text) for field, text in asked], doubted))
    st.html("".join(parts))


def _odd(view: DossierView, odd: tuple[Finding, ...]) -> str:
    """All that the checks of form and papers found, each after the place it comes from; nothing once the
    dossier has ended."""
    if view.state not in OPEN:
        return ""
    found = [(one.place, one.sentence) for one in odd]
    found += [
        (f"{paper.label} ({paper.filename})", papers_words.say(doubt))
        for paper in view.papers
        if not paper.replaced
        for doubt in paper.warnings
    ]
    if not found:
        return ""
    lines = "".join(f"<li><b>{escape(place)}</b>: {escape(said)}</li>" for place, said in found)
    title = _("Cần xem lại (%(n)s)") % {"n": len(found)}
    return f'<h3 class="mc-part">{escape(title)}</h3><ul class="mc-asked">{lines}</ul>'


def _part(title: str, rows: list[tuple[str, str]], doubted: Collection[int] = ()) -> str:
    """A heading and its lines; what a check doubts is marked where it stands."""
    mark = f' <span class="mc-state mc-orange">{escape(_("cần xem lại"))}</span>'
    shown = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(text)}{mark if n in doubted else ''}</dd>"
        for n, (label, text) in enumerate(rows)
        if text
    )
    return f'<h3 class="mc-part">{escape(title)}</h3><dl class="mc-answers">{shown}</dl>' if shown else ""
