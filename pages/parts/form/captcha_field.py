"""The picture whose letters are typed again before a form is sent."""

import streamlit as st

from pages.frame import session
from pages.parts.sheet import told_wrong
from pages.parts.words import _
from services import captcha, captcha_mail, drafts, intake_words
from services.drafts import DraftView
from services.errors import Invalid, TooOften
from services.sentences import say


def picture(draft: DraftView) -> None:
    """The picture to read, another one, and digits by mail instead."""
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = _("Hình có các chữ và số để gõ lại")
        st.image(_drawn(draft.token, draft.captcha), width=220, alt=shown)
        st.button(
            _("Đổi hình khác"), type="tertiary", icon=":material/refresh:",
            on_click=drafts.new_challenge, args=(draft.token,),
        )  # fmt: skip
    st.caption(_("Gõ lại các chữ và số trong hình, không phân biệt chữ hoa, chữ thường."))
    _by_mail(draft)


def _by_mail(draft: DraftView) -> None:
    """Whoever cannot read the picture gets digits by mail; both go into the same field."""
    label = _("Không đọc được hình? Nhận mã qua thư điện tử")
    if st.button(label, type="tertiary", icon=":material/mail:", key="by-mail"):
        try:
            captcha_mail.ask(draft.token, session.visitor())
        except Invalid as refusal:
            for problem in refusal.problems:
                told_wrong(intake_words.say(problem, draft.procedure))
            return
        except TooOften as refusal:
            told_wrong(say(refusal))
            return
    if captcha_mail.waits(draft.token):
        st.info(
            _("Đã gửi mã 6 chữ số tới địa chỉ thư đã khai. Gõ mã đó vào ô dưới; mã có hiệu lực 10 phút."),
            icon=":material/mail:",
        )


@st.cache_data(ttl=3600, max_entries=200, show_spinner=False)
def _drawn(token: str, answer: str) -> bytes:
    """One picture per answer: drawn anew at each run it would give its letters away by comparison."""
    return captcha.picture(answer)
