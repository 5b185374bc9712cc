"""People's names, personal numbers and phones: folding for search, checks, and masks for lists."""

import re
import unicodedata
from typing import Any

import phonenumbers

_PROVINCES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038
040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082
083 084 086 087 089 091 092 093 094 095 096"""
BIRTH_PROVINCES = frozenset(_PROVINCES.split())
"""The 63 provinces before 2025: a personal number begins with the one where the birth was registered.
People born abroad have the number of a country there, so another prefix is only worth a warning."""

# đ does not come apart in NFD; ð and Ð are what some keyboards give for it.
_LOOK_ALIKE = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ø": "o", "Ø": "o"})
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text as it is searched: no accents, no đ, lower case, single spaces.

    Folding twice changes nothing, and NFC and NFD of a text fold to the same.
    """
    for _ in range(4):  # case folding can bring forth letters that come apart again (İ, ΐ): until it rests
        apart = unicodedata.normalize("NFKD", text)
        plain = "".join(letter for letter in apart if unicodedata.category(letter)[0] != "M")
        plain = plain.translate(_LOOK_ALIKE).casefold()
        if plain == text or plain.isascii():  # what is ASCII by now rests
            text = plain
            break
        text = plain
    return _SPACES.sub(" ", text).strip()


def sort_key(name: str) -> tuple[str, str]:
    """Vietnamese names are sorted by the given name, which comes last."""
    words = fold(name).split()
    return (words[-1], " ".join(words)) if words else ("", "")


def name_key(name: str) -> str:
    """A name as it is looked up however it is spelled: words without accents in order, i for y."""
    return " ".join(sorted(fold(name).replace("y", "i").split()))


def initials(name: str) -> str:
    """First letters of the words: ĐTHT for Đặng Thị Huyền Trân."""
    return "".join(word[0].upper() for word in unicodedata.normalize("NFC", name).split())


def check_id12(number: Any, *, sex: Any = None, birth_year: int | None = None) -> tuple[str, ...]:
    """What is odd about a personal number of 12 digits: of `digits`, `prefix`, `sex`, `birth_year`.

    The number is PPP G YY NNNNNN: province of birth registration, century and sex, year of birth; it has no
    check digit. `digits` is an error. The others are warnings: after a correction of sex or birth date the
    number stays as it was. `sex` is '1' (male) or '2' (female).
    """
    if not isinstance(number, str) or not re.fullmatch(r"[0-9]{12}", number):
        return ("digits",)
    found = []
    if number[:3] not in BIRTH_PROVINCES:
        found.append("prefix")
    century_and_sex = int(number[3])
    if sex in ("1", "2") and century_and_sex % 2 != int(sex) - 1:
        found.append("sex")
    if birth_year is not None and 1900 + century_and_sex // 2 * 100 + int(number[4:6]) != birth_year:
        found.append("birth_year")
    return tuple(found)


def normal_phone(text: Any) -> str | None:
    """A Vietnamese number as +84…; None if it is not one that can be called (toll numbers are not)."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    kinds = phonenumbers.PhoneNumberType
    callable_ = (kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE, kinds.VOIP)
    if number.country_code != 84 or number.extension or not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) not in callable_:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_mobile(phone: str) -> bool:
    """Whether a normal phone number takes text messages."""
    try:
        number = phonenumbers.parse(phone, "VN")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def say_phone(phone: str | None) -> str:
    """A normal phone number as people write it: 0912 345 678."""
    if not phone:
        return ""
    local = "0" + phone[3:] if phone.startswith("+84") else phone
    return f"{local[:4]} {local[4:7]} {local[7:]}" if len(local) == 10 else local


def mask_id(number: str | None) -> str:
    """033*****1234: enough for its owner to know it, not enough to use it."""
    if not number:
        return ""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) > 8 else "*" * len(number)


def mask_phone(phone: str | None) -> str:
    """09x xxx x678."""
    if not phone:
        return ""
    local = "0" + phone[3:] if phone.startswith("+84") else phone
    if len(local) < 9:
        return "x" * len(local)
    hidden = local[:2] + "x" * (len(local) - 5) + local[-3:]
    return f"{hidden[:3]} {hidden[3:6]} {hidden[6:]}"


def mask_name(name: str | None) -> str:
    """Đ. T. H. Trân: people are addressed by the given name, the rest is shown as letters."""
    words = unicodedata.normalize("NFC", name or "").split()
    if len(words) == 1:
        return words[0][0].upper() + "***"
    return " ".join([*(word[0].upper() + "." for word in words[:-1]), *words[-1:]])


def last_four(text: str | None) -> str:
    """The last four digits of a phone or personal number: the second factor of tracking."""
    return "".join(re.findall(r"[0-9]", text or ""))[-4:]
