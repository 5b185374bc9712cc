"""What is shown when the office refuses, and when something fails that no room expected: one sentence, and
then a number for the telephone."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from pages.parts.words import _
from services.errors import Invalid, Problem, Refusal
from services.sentences import say, say_problem
from services.server import health, logs, metrics

_log = logging.getLogger("motcua.pages")


@contextmanager
def told(top: Any = st, at_a_place: Callable[[Problem], str] = say_problem) -> Iterator[None]:
    """What a verb in here refuses is said in `top`; what follows the verb in the block is then not done."""
    try:
        yield
    except Refusal as refusal:
        top.error(why(refusal, at_a_place), icon=":material/error:")


def why(refusal: Refusal, at_a_place: Callable[[Problem], str] = say_problem) -> str:
    """The sentence of a refusal; of one that is about places, what is wrong at each: forms of citizens and
    of messages have their own sentences for that."""
    if isinstance(refusal, Invalid):
        return "\n\n".join(at_a_place(problem) for problem in refusal.problems)
    return say(refusal)


def show(problem: Exception) -> bool:
    """Say it in one sentence; True, so that Streamlit adds nothing of its own."""
    away = health.why_unavailable(problem)
    if away is not None:
        number = logs.crash(problem, "out of order", away=away.facts["what"])
        st.error(_sentence(away.facts["what"]) + " " + _numbered(number), icon=":material/cloud_off:")
    elif isinstance(problem, Refusal):
        _log.info("refused", extra={"refusal": type(problem).__name__})
        st.error(say(problem), icon=":material/error:")
    else:
        metrics.error()
        number = logs.crash(problem)
        text = _("Có lỗi ngoài dự kiến; những gì đã lưu vẫn còn. Hãy thử lại, hoặc báo cho cán bộ kỹ thuật.")
        st.error(text + " " + _numbered(number), icon=":material/error:")
    return True


def _sentence(what: str) -> str:
    sentences = {
        "database": _("Cơ sở dữ liệu đang gián đoạn. Những gì đã lưu vẫn còn; hãy thử lại sau ít phút."),
        "disk": _("Máy chủ hết chỗ lưu. Những gì đã lưu vẫn còn; hãy thử lại sau khi cán bộ kỹ thuật xử lý."),
    }
    return sentences.get(what) or _("Hệ thống đang gián đoạn. Hãy thử lại sau ít phút.")


def _numbered(number: str) -> str:
    return _("Mã lỗi: %(number)s") % {"number": number}
