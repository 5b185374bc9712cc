"""The counter's form: the card that fills it, and every question of the procedure on one page."""

import streamlit as st

from pages.frame import session
from pages.parts.form.draft_form import by_place
from pages.parts.form.form_fields import draw
from pages.parts.form.pen import Pen
from pages.parts.words import _, plain
from services import counter_intake, drafts, forms, intake_words
from services.actors import Actor
from services.counter_intake import Visit
from services.errors import Invalid
from services.language import pick

FAULTS = "sua"
"""In the address once the form was sent and refused: then what is empty is told too."""


def card(visit: Visit, reader: Actor) -> None:
    """The field for the reader, or for a number typed by hand; it empties itself when it was understood."""
    key = f"card-{visit.draft.token[:8]}-{visit.fills}"
    with st.container(key="mc-first"):  # has the focus when the form opens: the reader types at once
        st.text_input(
            _("Quét thẻ căn cước, hoặc gõ số định danh"), key=key, on_change=_fill, args=(visit, reader, key),
            placeholder=_("Đặt con trỏ vào đây rồi quét mã QR trên thẻ"), icon=":material/qr_code_scanner:",
            autocomplete="off", max_chars=600,
        )  # fmt: skip


def _fill(visit: Visit, reader: Actor, key: str) -> None:
    typed = session.typed(key)
    if not typed:
        return
    try:
        known = counter_intake.fill(reader, visit.draft.token, typed)
    except Invalid as refusal:
        told = [intake_words.say(problem, visit.draft.procedure) for problem in refusal.problems]
        session.say_later("error", " ".join(told))
        return
    name = plain(known.name)
    if known.before:
        told_known = _("Đã điền theo thẻ và hồ sơ trước đây ở cơ quan: %(name)s.") % {"name": name}
    elif name:
        told_known = _("Đã điền theo thẻ: %(name)s. Người này chưa có hồ sơ ở cơ quan.") % {"name": name}
    else:
        told_known = _("Số định danh đã ghi. Người này chưa có hồ sơ ở cơ quan, hãy khai tiếp.")
    session.say_later("success", told_known)


def questions(visit: Visit, reader: Actor) -> None:
    """Every question that the answers so far open; phone and e-mail carry no star."""
    draft = visit.draft
    cleaned = forms.clean(draft.procedure, draft.form)
    empty = ("required", "rows_min")
    told = [p for p in visit.problems if FAULTS in st.query_params or p.code not in empty]
    wrong = [p for p in told if p.where.partition(".")[0] in draft.procedure.by_key]
    pen = Pen(
        name=f"c{draft.token[:8]}-{visit.fills}",
        procedure=draft.procedure,
        form=draft.form,
        shown=cleaned.values,
        wrong=by_place(wrong, draft.procedure),
        doubtful=by_place(cleaned.warnings, draft.procedure),
        hints={"agency_or_text": (draft.office.name,)} if draft.office else {},
        keep=lambda answers: counter_intake.save(reader, draft.token, answers),
        drop_row=lambda group, number: drafts.drop_row(draft.token, group, number),
    )
    open_now = {field.key for field in forms.visible_fields(draft.procedure, cleaned.values) if field.asked}
    for section in draft.procedure.sections:
        fields = [f for f in section.fields if f.key in open_now and f.type != "agency"]
        if not fields:
            continue
        st.subheader(pick(section.title, section.title_en), anchor=False)
        for field in fields:
            optional = field.role in counter_intake.CONTACT
            draw(field.model_copy(update={"required": False}) if optional else field, pen)
