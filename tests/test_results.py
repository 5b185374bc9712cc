"""Results online and the check of a printed paper: who gets the file, what a signature tells, what a code."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from services import correspondence, results, verification
from services.errors import NotFound, TooOften
from services.workflow import State
from tests import records, town
from tests.paper_text import read
from tests.rooms.test_desk_rooms import opens, problem, shown  # noqa: F401
from tests.town import a_dossier, act

pytestmark = pytest.mark.usefixtures("monday")


def signed(data: bytes) -> bytes:
    """The same PDF with a signature of a made-up office."""
    from asn1crypto import keys, x509
    from cryptography import x509 as made
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = ec.generate_private_key(ec.SECP256R1())
    name = made.Name([made.NameAttribute(made.NameOID.COMMON_NAME, "UBND xã Mẫu")])
    since = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        made.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(since).not_valid_after(since + timedelta(days=900))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    der = serialization.Encoding.DER
    plain = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(plain), cert_registry=SimpleCertificateStore(),
    )  # fmt: skip
    meta = signers.PdfSignatureMetadata(field_name="Signature1")
    return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), meta, signer=signer).getvalue()


def with_result(way: str = "DIEN_TU", *, paid: bool = True) -> tuple[str, bytes]:
    """A dossier whose result is attached as a file, and its bytes."""
    from services.papers import attachments

    data = signed(correspondence.submission_pdf(town.actor("canbo"), a_dossier(chance=8))[1])
    taken = attachments.take(data, "ket-qua.pdf", "result_file")
    code = a_dossier(State.IN_PROCESS, phuong_thuc_nhan=way)
    if paid:
        act("canbo", code, "record_payment", **town.given_for("record_payment"))
    act("lanhdao", code, "finish", result_file=taken.sha256)
    return code, data


def test_the_signed_bytes_reach_the_citizen(sqlite_town):
    """What the office attached is what the citizen gets, byte by byte, with its hash and signature."""
    code, data = with_result()
    follower = town.follower(code)
    found = results.of(follower, code)
    assert results.pdf(follower, code) == data
    assert (found.sha256, found.signature) == (records.dossier(code).result_sha256, results.WHOLE)
    with pytest.raises(NotFound):
        results.pdf(town.follower(a_dossier(chance=4)), code)


def test_a_changed_byte_is_told():
    """A signature that no longer fits its bytes, or does not cover them all, is no whole one."""
    from services import letters

    plain = letters.render("submission", {})
    data = signed(plain)
    middle = data.index(b"/MediaBox") if b"/MediaBox" in data else 400
    assert results.signature(plain) == results.NONE
    assert results.signature(data) == results.WHOLE
    assert results.signature(data[:middle] + b"#" + data[middle + 1 :]) != results.WHOLE
    assert results.signature(data + b"\n% more") != results.WHOLE
    assert results.signature(b"no pdf") == results.UNREADABLE


@pytest.mark.parametrize(("way", "paid"), [("TRUC_TIEP", True), ("DIEN_TU", False)])
def test_the_file_waits_for_the_counter_or_the_fee(sqlite_town, way, paid):
    """Who chose the counter, or still has to pay, downloads nothing before the result was handed over."""
    code, _data = with_result(way, paid=paid)
    assert results.of(town.follower(code), code) is None
    act("canbo", code, "hand_over", **town.HANDED)
    assert results.of(town.follower(code), code) is not None


def test_a_code_says_genuine_superseded_or_unknown(database):
    """The result's code counts while this file is the result; undone it is superseded; no name is told."""
    code, data = with_result()
    mark = results.of(town.follower(code), code).check_code
    found = verification.check(mark.lower().replace("-", " "), "visitor", data)
    assert (found.status, found.same_file) == (verification.GENUINE, True)
    assert verification.check(mark, "visitor", data + b" ").same_file is False
    assert records.dossier(code).applicant_name not in repr(found)
    assert code not in repr(found)
    act("lanhdao", code, "undo")
    assert verification.check(mark, "visitor").status == verification.SUPERSEDED
    assert verification.check("ACDE-FGHJ-KLMN", "visitor").status == verification.UNKNOWN


def test_a_letter_prints_its_code(sqlite_town):
    """Each letter of the office carries its code; taken back, the code says so."""
    code = a_dossier()
    act("canbo", code, "receive")
    letter = records.letters(code)[0]
    text = " ".join(read(correspondence.pdf(town.follower(code), code, letter.id)[1]))
    assert letter.facts["check_code"] in text
    assert verification.check(letter.facts["check_code"], "visitor").status == verification.GENUINE
    act("canbo", code, "undo")
    assert verification.check(letter.facts["check_code"], "visitor").status == verification.SUPERSEDED


def test_nobody_tries_codes_by_the_thousand(sqlite_town):
    """One visitor has so many tries in ten minutes."""
    for _n in range(verification.PER_VISITOR):
        verification.check("ACDE-FGHJ-KLMN", "one")
    with pytest.raises(TooOften):
        verification.check("ACDE-FGHJ-KLMN", "one")
    verification.check("ACDE-FGHJ-KLMN", "another")


def test_the_room_answers_a_scanned_code(opens):  # noqa: F811
    """The address of the QR answers at once; an unknown code is said to be unknown."""
    code, _data = with_result()
    mark = results.of(town.follower(code), code).check_code
    app = opens("canbo", "pages/public/verify.py", ma=mark)
    assert "đang có hiệu lực" in " ".join(one.value for one in app.success)
    assert mark.split("-")[0] not in problem(app)
    app = opens("canbo", "pages/public/verify.py", ma="ACDE-FGHJ-KLMN")
    assert "Không có giấy tờ nào" in problem(app)
    assert "SHA-256" not in shown(app)
