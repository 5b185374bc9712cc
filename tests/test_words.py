"""Two languages: every Vietnamese text of the code has its English, and no placeholder is lost on the way."""

import re

import pytest

from services import language
from services.commands import words as words_command
from services.workflow import ACTIONS, STATES

TEXTS = sorted(words_command.texts())
ENGLISH = words_command.english()
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def test_every_text_has_its_english() -> None:
    """A reader who switched to English never meets a Vietnamese sentence of ours."""
    missing = [text for text in TEXTS if not ENGLISH.get(text)]
    assert not missing, f"run `make words`, then translate in {words_command.ENGLISH.name}: {missing[:20]}"


def test_no_english_is_left_over() -> None:
    """A text that the code no longer shows leaves the catalogue."""
    assert not sorted(set(ENGLISH) - set(TEXTS)), "run `make words`"


def _lost(vietnamese: str, english: str) -> set[str]:
    """The placeholders that only one of the two has."""
    return set(PLACEHOLDER.findall(vietnamese)) ^ set(PLACEHOLDER.findall(english))


def test_placeholders_survive_translation() -> None:
    """The English sentence takes the same facts as the Vietnamese one."""
    wrong = {text: lost for text in TEXTS if (lost := _lost(text, ENGLISH.get(text, text)))}
    assert not wrong
    assert _lost("Còn %(n)s hồ sơ", "%(count)s left") == {"n", "count"}  # and it sees one that is lost


@pytest.mark.parametrize("label", [*(s.label for s in STATES.values()), *(t.label for t in ACTIONS.values())])
def test_states_and_actions_are_named_in_both_languages(label: str) -> None:
    """Every state and every action has a name in either language."""
    language.use("en")
    try:
        assert language.gettext(label) != label
    finally:
        language.use("vi")


def test_texts_inside_an_f_string_are_found() -> None:
    """What a page puts into a longer string is shown to an English reader as well."""
    assert "Từ màn hình trống" in TEXTS
