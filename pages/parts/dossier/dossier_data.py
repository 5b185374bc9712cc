"""What a dossier says: who applies, what was answered in the form, section by section."""

from html import escape

import streamlit as st

from pages.parts.words import _, moment
from services.desk.rows import DossierView
from services.forms import words as forms_words
from services.identity import say_phone
from services.language import pick


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
    """Contact first, then the form; one light element."""
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
    parts = [_part(_("Liên hệ"), contact), _part(_("Hồ sơ"), about)]
    for title, answers in forms_words.answers(view.procedure, view.form):
        rows = [(forms_words.label(field), text) for field, text in answers if field.asked]
        parts.append(_part(title, rows))
    st.html("".join(parts))


def _part(title: str, rows: list[tuple[str, str]]) -> str:
    shown = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in rows if text)
    return f'<h3 class="mc-part">{escape(title)}</h3><dl class="mc-answers">{shown}</dl>' if shown else ""
