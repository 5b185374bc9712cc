"""What a citizen can do with a dossier under way: supply what was asked, or withdraw it."""

from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.form import uploads
from pages.parts.form.form_fields import draw
from pages.parts.form.pen import Pen
from pages.parts.sheet import star, told_doubtful, told_why, told_wrong
from pages.parts.words import _, day, plain
from services import casework, same_files
from services.actors import Actor
from services.errors import Invalid, Refusal
from services.forms import words as forms_words
from services.papers import words as papers_words
from services.papers.attachments import Taken
from services.sentences import say
from services.tracking import AskedItem, Followed


def supplement(follower: Actor, seen: Followed) -> None:
    """Only the papers and answers that were asked, each with the officer's reason; one button sends them."""
    if seen.asked is None:
        return
    with st.container(border=True, key="mc-supplement"):
        st.subheader(_("Mục cần bổ sung"), anchor=False)
        st.caption(_("Hạn bổ sung: %(day)s") % {"day": day(seen.asked.answer_by)})
        papers: list[Taken] = []
        answers, places = {}, {}
        for item in seen.asked.items:
            if item.paper is not None:
                papers += _paper(seen, item)
            if item.field is not None:
                places[item.key] = st.container()
                with places[item.key]:
                    answers[item.key] = _answer(seen, item)
        for taken, finding in same_files.among(follower, seen.code, papers):
            told_doubtful(f"{plain(taken.filename)}: {papers_words.say(finding)}")
        top = st.container()
        if st.button(_("Nộp bổ sung"), type="primary", icon=":material/upload_file:", key="answer"):
            given = {key: value for key, value in answers.items() if value not in (None, "")}
            _send(follower, seen, papers, given, places, top)


def _paper(seen: Followed, item: AskedItem) -> list[Taken]:
    assert item.paper is not None
    return uploads.slot(item.paper, [], name=f"s{seen.version}", required=True, reason=item.reason)


def _answer(seen: Followed, item: AskedItem) -> Any:
    """Typed anew: what was given before is not shown to whoever knows four digits."""
    assert item.field is not None
    with st.container(border=True, gap="small"):
        value = draw(item.field, Pen(name=f"s{seen.version}", procedure=seen.procedure))
        told_why(item.reason)
    return value


def _send(
    follower: Actor, seen: Followed, papers: list[Taken], answers: dict[str, Any], places: dict, top: Any
) -> None:
    try:
        casework.answer_supplement(follower, seen.code, seen=seen.version, papers=papers, fields=answers)
    except Invalid as refusal:
        for problem in refusal.problems:
            with places.get(problem.where.partition(".")[0], top):
                field = forms_words.field_at(problem, seen.procedure)
                told_wrong(forms_words.say(problem, field))
        with top:
            st.error(say(refusal), icon=":material/error:")
    except Refusal as refusal:
        _say(refusal, top)
    else:
        session.say_later("success", _("Đã gửi bổ sung. Cơ quan xem tiếp và báo cho ông/bà."))
        st.rerun()


def withdrawal(follower: Actor, seen: Followed) -> None:
    """Rút hồ sơ, with its reason; the form opens by a button and is left without a trace."""
    if "rut" not in st.query_params:
        st.button(
            _("Rút hồ sơ"), icon=":material/undo:", key="withdraw-open",
            on_click=lambda: st.query_params.update({"rut": "1"}),
        )  # fmt: skip
        return
    with st.form("withdraw"):
        st.subheader(_("Rút hồ sơ"), anchor=False)
        st.markdown(_("Cơ quan sẽ không giải quyết hồ sơ này nữa. Muốn làm lại, ông/bà nộp hồ sơ mới."))
        reason = st.text_area(star(_("Lý do"), True), max_chars=2000)
        top = st.container()
        with st.container(horizontal=True):
            pressed = st.form_submit_button(_("Xác nhận"), type="primary")
            left = st.form_submit_button(_("Hủy"))
    if left:
        st.query_params.pop("rut", None)
        st.rerun()
    if not pressed:
        return
    try:
        casework.withdraw(follower, seen.code, seen=seen.version, reason=reason)
    except Refusal as refusal:
        _say(refusal, top)
    else:
        st.query_params.pop("rut", None)
        session.say_later("success", _("Đã rút hồ sơ."))
        st.rerun()


def _say(refusal: Refusal, top: Any) -> None:
    with top:
        st.error(say(refusal), icon=":material/error:")
