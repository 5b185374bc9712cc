"""The sending of a form: the channels of its messages, the picture, the tick, the button, and what is left to
put right."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.frame import session
from pages.parts.form import captcha_field, channel_choice
from pages.parts.form.draft_form import go
from pages.parts.form.steps import AT_CODE, OFFICE, PAPERS, REVIEW, Step, of_field, the_ten
from pages.parts.sheet import star, told_wrong
from pages.parts.words import _
from services import captcha, drafts, intake, intake_words
from services.catalogue import Procedure
from services.drafts import DraftView
from services.errors import GuardRefused, Invalid, Problem, TooOften
from services.language import pick
from services.sentences import say

HERE = frozenset({"oath", "form_changed"})
"""Problems that are put right on this very page, and stand at no question."""


def draw(draft: DraftView, all_steps: list[Step], top: DeltaGenerator) -> None:
    """Picture, tick and the button; what must be put right first is listed in `top`."""
    st.subheader(the_ten()[AT_CODE - 1], anchor=False)
    st.caption(_("Bước %(at)s/%(all)s") % {"at": AT_CODE, "all": len(the_ten())})
    channel_choice.with_form(draft.token)
    picture = st.container()
    oath = next((field for field in draft.procedure.fields if field.role == "oath"), None)
    with st.form("send", border=False):
        typed = "" if captcha.is_off() else st.text_input(star(_("Mã xác nhận"), True), autocomplete="off")
        wrong = st.container()
        ticked = oath is None or st.checkbox(pick(oath.label, oath.label_en))
        wrong_tick = st.container()
        pressed = st.form_submit_button(_("Nộp hồ sơ"), type="primary", icon=":material/send:")
    found = intake.problems(draft.procedure, draft.form, {paper.slot for paper in draft.papers})
    if pressed:
        try:
            intake.submit(draft.token, captcha=typed, oath=ticked)
        except Invalid as refusal:
            found = list(refusal.problems)
        except (TooOften, GuardRefused) as refusal:
            with wrong:
                told_wrong(say(refusal))
        else:
            session.keep_proof(intake.follower(draft.token))
            st.query_params.from_dict({"nhap": draft.token})
            st.rerun()
    for problem in found:
        sentence = intake_words.say(problem, draft.procedure)
        if problem.where == "captcha":
            with wrong:
                told_wrong(sentence)
        elif problem.code == "oath":
            with wrong_tick:
                told_wrong(sentence)
    with top:
        _left(draft, all_steps, found)
    if not captcha.is_off():
        with picture:
            # Sending may have replaced it, so it is drawn last.
            captcha_field.picture(drafts.view(draft.token) if pressed else draft)


def _left(draft: DraftView, all_steps: list[Step], found: list[Problem]) -> None:
    """What must be put right first, each with the way there."""
    if not found:
        return
    said = _("Hồ sơ chưa nộp được: còn %(count)s chỗ cần sửa.") % {"count": len(found)}
    st.error(said, icon=":material/error:")
    by_step: dict[str, list[Problem]] = {}
    for problem in found:
        by_step.setdefault(_step_of(problem, all_steps), []).append(problem)
    for key, problems in by_step.items():
        title = next((step.title for step in all_steps if step.key == key), "")
        with st.container(horizontal=True, vertical_alignment="center"):
            places = "\n".join(f"- {_told(problem, draft.procedure)}" for problem in problems)
            st.markdown(f"**{title}**\n{places}" if key != REVIEW else places, width="stretch")
            if key != REVIEW:
                st.button(
                    _("Sửa"), key=f"fix-{key}", type="tertiary", icon=":material/edit:",
                    on_click=go, args=(draft.token, key),
                )  # fmt: skip


def _step_of(problem: Problem, all_steps: list[Step]) -> str:
    """The page on which this is put right; what is asked on this very page has this one."""
    if problem.code in HERE or problem.where == "captcha":
        return REVIEW
    if problem.code == "agency_missing":
        return OFFICE
    step = of_field(all_steps, problem.where.partition(".")[0])
    return step.key if step else PAPERS


def _told(problem: Problem, procedure: Procedure) -> str:
    sentence = intake_words.say(problem, procedure)
    return sentence if problem.code in HERE else f"{intake_words.where(problem, procedure)}: {sentence}"
