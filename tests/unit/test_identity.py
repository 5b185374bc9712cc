"""Names are found however they were typed; personal numbers and phones are read, checked and masked."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import identity

ANY_TEXT = st.text(max_size=60)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊIOÔƠUƯY "
TONED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
VIETNAMESE = st.text(st.sampled_from(LETTERS + TONED), max_size=40)


@given(st.one_of(ANY_TEXT, VIETNAMESE))
@settings(deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    """The folded copy of a folded copy is itself."""
    assert identity.fold(identity.fold(text)) == identity.fold(text)


@given(st.one_of(ANY_TEXT, VIETNAMESE))
@settings(deadline=None)
def test_both_spellings_of_a_letter_fold_to_the_same(text: str) -> None:
    """NFC and NFD, upper and lower case of a name are one name to the search."""
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    assert identity.fold(forms[0]) == identity.fold(forms[1])


@given(VIETNAMESE)
@settings(deadline=None)
def test_vietnamese_folds_to_plain_letters(text: str) -> None:
    """Nothing but a-z and spaces is left of a Vietnamese name."""
    folded = identity.fold(text)
    assert all("a" <= letter <= "z" or letter == " " for letter in folded)
    assert folded == identity.fold(text.upper()) == folded.strip()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị  Huyền Trân", "dang thi huyen tran"),
        ("Ðặng", "dang"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("ĐƯỜNG", "duong"),
        ("  ", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    """đ and its look-alike ð are d; where the tone stands does not matter."""
    assert identity.fold(text) == folded


def test_people_are_sorted_by_given_name() -> None:
    """The given name, which comes last, sorts first."""
    names = ["Trần Văn Bình", "Đỗ Thị An", "Lê An", ""]
    assert sorted(names, key=identity.sort_key) == ["", "Đỗ Thị An", "Lê An", "Trần Văn Bình"]


@pytest.mark.parametrize(
    ("number", "sex", "year", "found"),
    [
        ("033200001234", "1", 2000, ()),
        ("033300001234", "2", 2000, ()),
        ("037098000123", "1", 1998, ()),
        ("033200001234", "2", 2000, ("sex",)),
        ("033200001234", "1", 1900, ("birth_year",)),
        ("099200001234", None, None, ("prefix",)),
        ("999300001234", "1", 1999, ("prefix", "sex", "birth_year")),
        ("03320000123", None, None, ("digits",)),
        ("０３３２００００１２３４", None, None, ("digits",)),
        (None, "1", 2000, ("digits",)),
    ],
)
def test_personal_numbers(number: object, sex: str | None, year: int | None, found: tuple[str, ...]) -> None:
    """PPP G YY NNNNNN: 63 old provinces, century and sex, year; no check digit."""
    assert identity.check_id12(number, sex=sex, birth_year=year) == found


def test_there_are_63_provinces_of_birth() -> None:
    """The list of number prefixes is the one of before 2025."""
    assert len(identity.BIRTH_PROVINCES) == 63
    assert {"033", "034"} <= identity.BIRTH_PROVINCES


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("0912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("02213 862 345", "+842213862345"),
        ("01234567890", None),
        ("0212345678", None),
        ("19001234", None),
        ("+1 202 555 0143", None),
        ("", None),
        ("không có", None),
        (912345678, None),
    ],
)
def test_phones(typed: object, normal: str | None) -> None:
    """Numbers that a commune can call are normalised to +84; others, toll numbers too, are refused."""
    assert identity.normal_phone(typed) == normal


def test_only_mobiles_get_messages() -> None:
    """A text message goes to a mobile number only."""
    assert identity.is_mobile("+84912345678")
    assert not identity.is_mobile("+842213862345")
    assert not identity.is_mobile("x")


def test_masks() -> None:
    """Lists show enough for the owner to know it, never the whole."""
    assert identity.mask_id("033200001234") == "033*****1234"
    assert identity.mask_id("123") == "***"
    assert identity.mask_phone("+84912345678") == "09x xxx x678"
    assert identity.mask_name("Đặng Thị Huyền Trân") == "Đ. T. H. Trân"
    assert identity.mask_name("Trân") == "T***"
    assert identity.initials("Đặng Thị Huyền Trân") == "ĐTHT"
    assert identity.say_phone("+84912345678") == "0912 345 678"
    assert identity.last_four("+84912345678") == "5678"
    assert [identity.mask_id(None), identity.mask_phone(None), identity.mask_name(None)] == ["", "", ""]


@given(ANY_TEXT)
@settings(deadline=None)
def test_masks_take_anything(text: str) -> None:
    """A mask never fails, and never shows a long number whole."""
    identity.mask_name(text), identity.initials(text), identity.say_phone(text), identity.last_four(text)
    if len(text) > 8 and text.isalnum():
        assert identity.mask_id(text) != text
        assert identity.mask_phone(text) != text
