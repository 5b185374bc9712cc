"""VietQR against two independent packages and a reader of pictures; references that survive banks."""

from io import BytesIO
from itertools import pairwise
from random import Random

import pytest
import vnqr
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from vietnam_qr_pay import QRPay

from services.money import references, vietqr

TEXTS = st.text("ABCDEFGHJKMNPQRSTUVWXYZ23456789 ", min_size=1, max_size=25).filter(str.strip)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (
            ("970436", "1017595600", 180000, "thanh toan don hang"),
            "00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA530370454061800005802VN6223"
            "0819thanh toan don hang630470FA",
        ),
        (
            ("970405", "1500205123456", 16000, "DVC 7K3M9Q2 BANSAO"),
            "00020101021238570010A00000072701270006970405011315002051234560208QRIBFTTA53037045405160005802VN62"
            "220818DVC 7K3M9Q2 BANSAO6304F740",
        ),
        (
            ("970405", "1500205123456", None, ""),
            "00020101021138570010A00000072701270006970405011315002051234560208QRIBFTTA53037045802VN6304FE3C",
        ),
    ],
)
def test_known_strings(given_, expected):
    """Three strings seen elsewhere, with and without an amount."""
    assert vietqr.payload(*given_) == expected


def test_a_thousand_strings_are_those_of_two_packages():
    """Byte by byte the same as vietnam-qr-pay and vnqr, for any bank, account, amount and reference."""
    rng = Random(5)
    for _ in range(1000):
        bin_, account = f"97{rng.randrange(10**4):04d}", str(rng.randrange(10**5, 10 ** rng.randint(6, 19)))
        amount, words = rng.randrange(1, 10 ** rng.randint(1, 9)), references.purpose(references.make())
        ours = vietqr.payload(bin_, account, amount, words)
        assert ours == vnqr.generate_vietqr_string(bin_, account, amount, words)
        assert ours == QRPay.init_viet_qr(bin_, account, str(amount), words).build()


@pytest.mark.parametrize("chance", range(5))
def test_a_reader_reads_the_picture(chance):
    """The PNG on the citizen's page holds the very string, also when it is shown small."""
    words = references.purpose(references.make())
    text = vietqr.payload("970405", f"150012{chance}000000", 8000 + chance, words)
    picture = Image.open(BytesIO(vietqr.picture(text))).convert("L")
    for size in (picture.width, 220):
        [found] = zxingcpp.read_barcodes(picture.resize((size, size)))
        assert found.text == text


def test_no_letter_is_mistaken_for_another():
    """Neither 0 O nor 1 I L; any one wrong letter and any two swapped neighbours fail the check."""
    assert not set("0O1IL") & set(references.ALPHABET)
    for _ in range(30):
        right = references.make()
        assert references.is_right(right)
        for place, letter in enumerate(right):
            for other in references.ALPHABET:
                if other != letter:
                    assert not references.is_right(right[:place] + other + right[place + 1 :])
        for place, (a, b) in enumerate(pairwise(right)):
            if a != b:
                assert not references.is_right(right[:place] + b + a + right[place + 2 :])


@given(before=TEXTS, after=TEXTS, joined=st.booleans(), lower=st.booleans())
def test_a_reference_is_found_whatever_a_bank_does(before, after, joined, lower):
    """Case, blanks, punctuation and words around it change nothing; another one is never made up of them."""
    reference = references.make()
    text = f"{before}. {references.purpose(reference)}-{after}"
    text = "".join(text.split()) if joined else text
    found = references.find(text.lower() if lower else text)
    assert reference in found


def test_a_reference_alone_must_be_a_word():
    """Without the prefix it counts only as a word of its own, and a truncated one does not."""
    reference = references.make()
    assert references.find(f"nop phi {reference} cam on") == (reference,)
    assert references.find(f"nop phi {reference}CAM") == ()
    assert references.find(f"DVC {reference[:5]}") == ()
    assert references.find(f"{references.purpose(reference)} {reference}") == (reference,)
