"""Rules of the picture that keeps machines out."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from services import captcha


def test_each_challenge_is_new_and_drawn():
    """Five signs of the alphabet, a picture of them, and never the same one again."""
    made = [captcha.challenge() for _ in range(30)]
    assert len(set(made)) > 25
    for answer in made:
        assert len(answer) == captcha.LENGTH
        assert set(answer) <= set(captcha.ALPHABET)
        picture = Image.open(io.BytesIO(captcha.picture(answer)))
        assert picture.size == (220, 80)
        assert len(picture.convert("RGB").getcolors(220 * 80)) > 10


def test_no_two_signs_look_alike():
    """Of each group of look-alikes at most one sign is used."""
    for group in ("0OQD", "1IL", "2Z", "5S", "8B", "UV", "6G"):
        assert len(set(group) & set(captcha.ALPHABET)) <= 1, group


@pytest.mark.parametrize("typed", ["AC379", "ac379", " a c 3 7 9\n", "ＡＣ３７９"])
def test_case_and_spaces_are_forgiven(typed):
    """Who reads right is let in, however the keyboard writes it."""
    assert captcha.right("AC379", typed)


@pytest.mark.parametrize(
    ("answer", "typed"), [("AC379", "AC378"), ("AC379", ""), ("", ""), ("", " "), ("AC379", "AC3799")]
)
def test_wrong_and_missing_answers_are_turned_away(answer, typed):
    """A draft without a challenge has no right answer, not even the empty one."""
    assert not captcha.right(answer, typed)


@given(st.text())
def test_any_text_can_be_typed(typed):
    """Emoji, broken letters, anything: a plain no."""
    assert not captcha.right("AC379", typed) or captcha._plain(typed) == b"AC379"


@pytest.mark.parametrize(
    ("demo", "switch", "off"), [("1", "off", True), ("0", "off", False), ("1", "on", False)]
)
def test_the_switch_works_only_in_the_demo(monkeypatch, demo, switch, off):
    """CAPTCHA=off is heeded only together with DEMO=1."""
    monkeypatch.setenv("DEMO", demo)
    monkeypatch.setenv("CAPTCHA", switch)
    assert captcha.is_off() is off
