"""Rules of what an uploaded paper may be."""

import os
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf.actions import JavaScript
from pypdf.generic import _data_structures

from services import language, papers
from services.commands.papers import check_papers
from services.errors import Unavailable
from services.papers import inspection as paper_inspection
from services.papers import isolation as paper_isolation
from services.papers import marks as paper_marks
from services.papers import words as papers_words
from services.papers.worker import Limits
from tests.unit import hostile_pdfs as pdf

BOUND = 10.0
"""Seconds that a look at a file may last."""


def refused(data: bytes, name: str = "giay to.pdf") -> str | None:
    """The code of the refusal."""
    verdict = papers.check(data, name)
    return verdict.refused.code if verdict.refused else None


def warned(data: bytes) -> dict[str, list[int]]:
    """Warnings of a file that is taken, with the pages they are about."""
    verdict = papers.check(data, "giay to.pdf")
    assert verdict.refused is None
    return {warning.code: warning.facts["pages"] for warning in verdict.warnings}


def test_an_ordinary_paper_is_taken_without_a_word():
    """A page of text is accepted, with its number of pages, size and hash."""
    data = pdf.one_page()
    verdict = papers.check(data, "to khai.pdf")
    assert verdict == papers.Verdict(None, (), 1, len(data), verdict.sha256)
    assert len(verdict.sha256) == 64


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"xin chao", "not_pdf"),
        (b"x" * 2000 + pdf.one_page(), "not_pdf"),
        (b"%PDF-" + b"0" * papers.MAX_BYTES, "too_large"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + os.urandom(4096), "damaged"),
        (pdf.one_page()[:200], "damaged"),
        (pdf.written(lambda w: w.encrypt("mat khau", algorithm="AES-256")), "encrypted"),
        (pdf.written(lambda w: w.encrypt("mat khau", algorithm="RC4-40")), "encrypted"),
        (pdf.pages([]), "no_pages"),
        (pdf.pages([(pdf.TEXT, pdf.A4)] * 201), "too_many_pages"),
    ],
)
def test_what_is_no_readable_paper_is_refused(data, code):
    """Empty, not a PDF, too large, damaged, locked, without pages or too long: refused with that reason."""
    assert refused(data) == code


def test_two_hundred_pages_are_taken():
    """The limit itself is allowed."""
    assert papers.check(pdf.pages([(pdf.TEXT, pdf.A4)] * 200), "").pages == 200


def test_a_long_file_that_hides_its_length_is_refused():
    """The pages are counted, not only the number that the file tells of itself."""
    data = pdf.pages([(pdf.TEXT, pdf.A4)] * 201).replace(b"/Count 201", b"/Count 001")
    assert refused(data) == "too_many_pages"


def test_a_file_that_opens_without_a_password_is_taken():
    """A file that only limits printing needs no password; it is accepted, and its inside is looked at."""
    assert refused(pdf.written(lambda w: w.encrypt("", "chu so huu", algorithm="AES-256"))) is None

    def lock_with_script(writer):
        writer.add_open_action(JavaScript("app.alert(1)"))
        writer.encrypt("", "chu so huu", algorithm="AES-256")

    assert refused(pdf.written(lock_with_script)) == "scripts"


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"GIF89a", "cccd.pdf", "photo"),
        (b"RIFF\x00\x00\x00\x00WEBP", "cccd", "photo"),
        (b"\x00\x00\x00\x24ftypavif", "IMG_0001.HEIC", "photo"),
        (b"PK\x03\x04", "to khai.docx", "office"),
        (b"\xd0\xcf\x11\xe0", "to khai", "office"),
        (b"PK\x03\x04", "goi.zip", "other"),
    ],
)
def test_a_photo_or_a_text_document_is_told_apart(head, name, kind):
    """Whoever sends another kind of picture or a Word file hears how to make a PDF of that."""
    verdict = papers.check(head + b"\x00" * 50, name)
    assert verdict.refused == papers.Finding("not_pdf", {"kind": kind})


JS = b"<< /S /JavaScript /JS (app.alert(1)) >>"
FILE = b"<< /Type /Filespec /F (a.exe) /EF << /F 11 0 R >> >>"
ATTACHED = {10: FILE, 11: pdf.stream(b"MZ", b"/Type /EmbeddedFile")}


def with_catalogue(entries: bytes, more: dict[int, bytes] | None = None) -> bytes:
    """A page of text, and these entries in the catalogue of the file."""
    return pdf.one_page(catalogue=entries, more=more)


def with_page(entries: bytes, more: dict[int, bytes] | None = None) -> bytes:
    """A page of text that carries these entries."""
    return pdf.one_page(page=pdf.A4 + entries, more=more)


SCRIPTS = [
    with_catalogue(b"/OpenAction " + JS),
    with_catalogue(b"/OpenAction 10 0 R", {10: JS}),
    with_catalogue(b"/OpenAction << /S /J#61vaScript /JS (x) >>"),
    with_catalogue(b"/OpenAction << /S 10 0 R /JS (x) >>", {10: b"/JavaScript"}),
    with_catalogue(b"/OpenAction << /S /Rendition /JS (x) >>"),
    with_catalogue(b"/AA << /WC %s >>" % JS),
    with_catalogue(b"/AcroForm << /Fields [<< /T (a) /AA << /K %s >> >>] >>" % JS),
    with_catalogue(b"/Outlines << /First << /Title (a) /A %s >> >>" % JS),
    with_catalogue(b"/Names << /JavaScript << /Names [(a) %s] >> >>" % JS),
    with_catalogue(b"/Names << /JavaScript << /Kids [<< /Names [(a) << /JS (x) >>] >>] >> >>"),
    with_page(b"/AA << /O %s >>" % JS),
    with_page(b"/Annots [<< /Subtype /Link /A %s >>]" % JS),
    with_page(b"/Annots [<< /Subtype /Link /A << /S /GoTo /Next %s >> >>]" % JS),
    pdf.written(lambda writer: writer.add_open_action(JavaScript("app.alert(1)"))),
]
OUTSIDE = [
    with_catalogue(b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
    with_page(b"/Annots [<< /Subtype /Widget /A << /S /SubmitForm /F (http://example.vn) >> >>]"),
    with_page(b"/AA << /C << /S /ImportData /F (x.fdf) >> >>"),
]
EMBEDDED = [
    with_catalogue(b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>", ATTACHED),
    with_catalogue(b"/AF [10 0 R]", ATTACHED),
    with_page(b"/Annots [<< /Subtype /FileAttachment /FS 10 0 R >>]", ATTACHED),
    with_page(b"/Annots [<< /Subtype /RichMedia >>]"),
    pdf.written(lambda writer: writer.add_attachment("a.exe", b"MZ")),
]


@pytest.mark.parametrize("data", SCRIPTS)
def test_scripts_are_refused_wherever_they_hang(data):
    """On the file, a page, a note, a field, a bookmark or behind another action, also in disguise."""
    assert refused(data) == "scripts"


@pytest.mark.parametrize("data", OUTSIDE)
def test_actions_that_reach_outside_are_refused(data):
    """A paper starts no program and sends or fetches no data."""
    assert refused(data) == "outside_actions"


@pytest.mark.parametrize("data", EMBEDDED)
def test_files_within_the_file_are_refused(data):
    """What an officer cannot see on the pages does not come in with them."""
    assert refused(data) == "embedded_files"


def test_dynamic_forms_are_refused():
    """An XFA form shows its content only in one maker's program."""
    assert (
        refused(with_catalogue(b"/AcroForm << /XFA 10 0 R >>", {10: pdf.stream(b"<xdp/>")})) == "dynamic_form"
    )


def test_harmless_actions_and_names_are_taken():
    """Links, go-to actions, form fields and a picture that is merely called EF or JS do no harm."""
    link = b"<< /Subtype /Link /A << /S /URI /URI (https://example.vn) >> >>"
    notes = b"/Annots [%s << /Subtype /Widget /FT /Tx >>]" % link
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /Length 1 >>\nstream\nx\nendstream"
    called = b" ".join(
        b"/%s 10 0 R" % name for name in (b"EF", b"JS", b"JavaScript", b"S", b"Type", b"Subtype")
    )
    names = b"/Resources << /XObject << %s >> >>" % called
    data = pdf.one_page(
        page=pdf.A4 + notes + names,
        catalogue=b"/OpenAction [100 0 R /Fit] /Names << /JavaScript << /Names [] >> >>",
        more={10: picture},
    )
    assert refused(data) is None


def test_a_file_that_was_cut_off_is_refused():
    """A page whose content or picture is not in the file is damaged, though viewers open the rest."""
    cut = pdf.one_page(page=pdf.A4 + b"/Resources << /XObject << /Im0 77 0 R >> >>")
    assert refused(cut) == "damaged"
    data = pdf.pages([(pdf.TEXT * 200, pdf.A4)] * 3)
    assert refused(data[: len(data) // 2]) == "damaged"
    missing = pdf.assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /Contents 9 0 R %s >>" % pdf.A4,
        }
    )
    assert refused(missing) == "damaged"


MB = 2**20
SHOWS = b"/Resources << /XObject << /X 10 0 R >> >>"


def bomb(megabytes: int, times: int = 1) -> bytes:
    """A few kilobytes that unpack to so many megabytes."""
    return pdf.packed(b"\0" * (megabytes * MB), times=times)


EXHAUSTING = {
    "form bomb": lambda: with_page(SHOWS, {10: bomb(120, times=2)}),
    "page bomb": lambda: pdf.assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s >>" % pdf.A4,
            4: bomb(120),
        }
    ),
    "many small bombs": lambda: with_catalogue(
        b"/Many [%s]" % b" ".join(b"%d 0 R" % n for n in range(10, 20)),
        dict.fromkeys(range(10, 20), bomb(40)),
    ),
    "huge picture": lambda: with_page(
        SHOWS, {10: pdf.packed(b"\0" * 1000, b"/Subtype /Image /Width 60000 /Height 60000")}
    ),
    "deep lists": lambda: with_catalogue(b"/Deep " + b"[" * 20_000 + b"]" * 20_000),
    "deep dictionaries": lambda: with_catalogue(b"/Deep " + b"<< /A " * 20_000 + b"1" + b" >>" * 20_000),
    "pages that multiply": lambda: pdf.fan(depth=12),
    "endless search": lambda: pdf.missing_objects(20_000, 8 * MB),
}


@pytest.mark.parametrize("name", EXHAUSTING)
def test_a_file_made_to_exhaust_the_parser_is_refused(name):
    """Bombs, deep nesting, page trees that multiply, endless searches: too heavy, told in bounded time."""
    data = EXHAUSTING[name]()
    started = time.monotonic()
    assert refused(data) == "too_heavy"
    assert time.monotonic() - started < BOUND + 3


def test_a_file_that_eats_memory_gets_no_more_than_its_share():
    """Millions of small objects in 18 MB: the look ends below 512 MB, whatever ends it."""
    words = b"[%s]" % (b"(a)" * 90_000)
    limits = paper_isolation.THOROUGH.limits
    answer = paper_isolation._ask(pdf.one_page(catalogue=b"/Big [%s]" % (words * 70)), limits)
    assert answer["mb"] <= limits.memory == 512
    assert answer["signal"] or answer["refused"] == ["too_heavy", {"limit": "memory"}]


@pytest.mark.parametrize("want", [MemoryError, RecursionError, SystemError])
def test_a_want_of_memory_is_never_told_as_a_damaged_file(monkeypatch, want):
    """Wherever it strikes, also where pypdf reads on: the citizen would scan again a file that is whole."""
    read, steps = _data_structures.read_object, 0

    def starved(*args, **kwargs):
        nonlocal steps
        steps -= 1
        if steps == 0:
            raise want
        return read(*args, **kwargs)

    monkeypatch.setattr(_data_structures, "read_object", starved)
    for at in range(1, 100):
        steps = at
        found = paper_inspection.inspect(pdf.one_page(catalogue=b"/Big [(a)]"))
        if steps > 0:
            break
        assert found["refused"] == ("too_heavy", {"limit": "memory"}), at
    assert at > 5


@pytest.mark.parametrize(
    "catalogue",
    [
        b"/OpenAction [100 0 R /Fit] /OpenAction " + JS,
        b"/OpenAction << /S /GoTo /S /JavaScript /JS (x) >>",
        b"/Other << /Broken <zz> >> /OpenAction " + JS,
        b"/Deep " + b"<< /Next " * 600 + JS + b" >>" * 600,
    ],
    ids=["entry twice", "kind twice", "after a broken value", "nested too deep"],
)
def test_nothing_hides_behind_a_fault_of_the_file(catalogue):
    """Where the parser had to guess at what decides, a viewer may guess otherwise: refused."""
    assert refused(with_catalogue(catalogue)) in {"damaged", "too_heavy", "scripts"}


def test_small_faults_of_real_scanners_are_forgiven():
    """A table of places that is off, rubbish around the file or an entry of no weight twice: taken."""
    data = pdf.one_page(catalogue=b"/Lang (vi) /Lang (vi)")
    assert refused(data) is None
    assert refused(data + b"\0" * 500) is None
    assert refused(b"\n\n" + data) is None
    assert refused(data.replace(b"startxref\n", b"startxref\n1")) is None


def test_a_long_chain_is_no_harm():
    """Twenty thousand objects that each name the next one are read without nesting."""
    chain = {n: b"<< /Next %d 0 R >>" % (n + 1) for n in range(1000, 21_000)}
    assert refused(pdf.one_page(catalogue=b"/Chain 1000 0 R", more=chain | {21_000: b"null"})) is None


@pytest.mark.parametrize(
    "objects",
    [
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"},
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        },
        {1: b"<< /Type /Catalog /Pages 1 0 R >>"},
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"2 0 R"},
        {1: b"1 0 R"},
    ],
)
def test_a_page_tree_in_a_circle_is_refused(objects):
    """A tree that contains itself has no pages that could be shown."""
    assert refused(pdf.assemble(objects)) in {"damaged", "too_heavy", "no_pages"}


@pytest.mark.parametrize(
    "tail",
    [
        b"trailer\n<< /Size 999999999 /Root 77 0 R >>\nstartxref\n9\n%%EOF",
        b"xref\n0 999999999\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF",
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF",
    ],
)
def test_a_table_of_places_that_lies_does_not_hang(tail):
    """Giant or circular tables end soon; what is then told of the file must be a refusal."""
    started = time.monotonic()
    assert refused(b"%PDF-1.7\n" + tail) in {"damaged", "too_heavy", "no_pages"}
    assert time.monotonic() - started < BOUND + 3


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=20), st.booleans())
def test_any_damage_ends_in_a_verdict(place, junk, cut):
    """Whatever bytes are overwritten or cut away, the check answers and never fails."""
    data = bytearray(pdf.pages([(pdf.TEXT * 10, pdf.A4)] * 4))
    place %= len(data)
    data[place : place + len(junk)] = junk
    verdict = papers.check(bytes(data[:place] if cut else data), "a.pdf")
    assert verdict.refused is None or papers_words.say(verdict.refused)


def test_empty_pages_are_pointed_out():
    """A page without marks, or with a lone space as word processors leave it, is named; others are not."""
    marked = [pdf.TEXT, b"0 0 10 10 re S", b"/Im0 Do", b"[(a)-2( )]TJ", b"<0003>Tj", b"0 0 m 1 1 l f*"]
    empty = [b"", b"BT /F1 12 Tf ( ) Tj ET", b"q Q", b"% (Tj) Tj", b"[( ) -3 ( )] TJ", b"(\\(Tj) pop"]
    data = pdf.pages([(content, pdf.A4) for content in marked + empty])
    assert warned(data)["blank_page"] == [7, 8, 9, 10, 11, 12]
    filled = b"/Annots [<< /Subtype /Widget /V (Nguyen) >>]"
    assert warned(pdf.one_page(b"", pdf.A4 + filled)) == {}
    linked = b"/Annots [<< /Subtype /Link >>]"
    assert warned(pdf.one_page(b"", pdf.A4 + linked)) == {"blank_page": [1]}


def test_very_small_pages_are_pointed_out():
    """Under five centimetres something was cut away; an identity card at its own size is no fault."""
    card, stamp = b"/MediaBox [0 0 243 153]", b"/MediaBox [0 0 100 400]"
    assert warned(pdf.pages([(pdf.TEXT, card), (pdf.TEXT, stamp)])) == {"small_page": [2]}
    assert warned(pdf.one_page(page=stamp + b"/UserUnit 2")) == {}


def test_turned_text_is_pointed_out_and_a_landscape_sheet_is_not():
    """Upright text on a turned page shows sideways; printers that turn both show it upright."""
    upright, turned = pdf.TEXT, b"q 0 1 -1 0 595 0 cm " + pdf.TEXT + b" Q"
    quarter, half = pdf.A4 + b"/Rotate 90", pdf.A4 + b"/Rotate 180"
    picture = quarter + b"/Resources << /XObject << /X 10 0 R >> >>"
    scan = pdf.packed(b"\0" * 100, b"/Subtype /Image /Width 10 /Height 10")
    drawn = [(upright, pdf.A4), (upright, quarter), (turned, quarter), (upright, half), (b"/X Do", picture)]
    assert warned(pdf.pages(drawn, more={10: scan})) == {"rotated_page": [2, 4]}


def test_the_same_page_twice_is_pointed_out_and_two_scans_are_not():
    """Scanned pages draw alike; what counts is whether the pictures behind them are the same."""
    one, two = (pdf.packed(c * 100, b"/Subtype /Image /Width 10 /Height 10") for c in (b"a", b"b"))
    shows = [pdf.A4 + b"/Resources << /XObject << /Im0 %d 0 R >> >>" % n for n in (10, 11, 12)]
    drawn = [(b"/Im0 Do", entries) for entries in shows]
    assert warned(pdf.pages(drawn, more={10: one, 11: two, 12: one})) == {"same_page": [1, 3]}
    assert warned(pdf.pages(drawn[:2], more={10: one, 11: two})) == {}


@given(st.binary(max_size=3000))
@example(b"(" * 3000)
@example(b"[" * 3000)
@example(b"1 " * 1500)
@settings(max_examples=200)
def test_looking_at_drawing_commands_never_fails(content):
    """Any bytes may stand where the commands of a page are."""
    assert paper_marks.draws_nothing(content) in {True, False}
    assert paper_marks.writes_upright(content) in {True, False}


def test_bad_files_do_not_hold_up_a_good_one(monkeypatch):
    """While ten files hang the parser, an ordinary paper is still looked at within seconds."""
    short = paper_isolation._Lane(2, 30, Limits(wall=4, cpu=1, memory=512, nice=10))
    monkeypatch.setattr(paper_isolation, "THOROUGH", short)
    paper_isolation.start()
    bad = pdf.missing_objects(20_000, 8 * 2**20)
    outcomes = []

    def upload():
        try:
            outcomes.append(refused(bad))
        except Unavailable:
            outcomes.append("later")

    crowd = [threading.Thread(target=upload) for _ in range(10)]
    for one in crowd:
        one.start()
    time.sleep(1)
    started = time.monotonic()
    assert refused(pdf.one_page()) is None
    waited = time.monotonic() - started
    for one in crowd:
        one.join()
    assert waited < BOUND
    assert set(outcomes) <= {"too_heavy", "later"}


def test_many_uploads_at_once_all_get_their_verdict():
    """Threads share the worker without mixing up their files."""
    files = [pdf.pages([(pdf.TEXT + b"%d" % n, pdf.A4)] * (n % 5 + 1)) for n in range(60)]
    with ThreadPoolExecutor(12) as pool:
        verdicts = list(pool.map(papers.check, files))
    assert [v.pages for v in verdicts] == [n % 5 + 1 for n in range(60)]


def test_the_check_goes_on_after_its_worker_was_killed():
    """A killed worker costs nobody a verdict: the next check starts another one."""
    paper_isolation.start()
    old = paper_isolation._worker._process
    os.kill(old.pid, signal.SIGKILL)
    assert refused(pdf.one_page()) is None
    assert paper_isolation._worker._process.pid != old.pid


def test_the_check_works_in_a_server_that_forked():
    """A server that forks its workers after a check gets a paper process of its own in each."""
    paper_isolation.start()
    child = os.fork()
    if child == 0:
        try:
            fine = refused(pdf.one_page()) is None
            paper_isolation._worker.close()
        finally:
            os._exit(0 if fine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert refused(pdf.one_page()) is None


def test_the_worker_ends_with_its_server(tmp_path):
    """A server killed in the middle leaves no process behind."""
    said = tmp_path / "pid"
    code = (
        "import os, signal; from services.papers import isolation as p; p.start();"
        f"open({str(said)!r}, 'w').write(str(p._worker._process.pid)); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], check=False, timeout=30)
    worker = int(said.read_text())
    deadline = time.monotonic() + 5
    while alive(worker):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(process: int) -> bool:
    """Whether the process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_starved_look_blames_the_machine_and_not_the_file(monkeypatch):
    """When the clock runs out before the processor did any work, the office asks to try again."""
    lane = paper_isolation._Lane(1, 1, Limits(wall=0.001, cpu=5, memory=512, nice=0))
    monkeypatch.setattr(paper_isolation, "QUICK", lane)
    monkeypatch.setattr(paper_isolation, "THOROUGH", lane)
    with pytest.raises(Unavailable):
        papers.check(pdf.one_page(), "a.pdf")


def test_secrets_of_the_server_are_not_in_the_worker(monkeypatch):
    """The process that opens strangers' files does not hold the key or the address of the database."""
    paper_isolation._worker.close()
    monkeypatch.setenv("SECRET_KEY", "khong-duoc-lo")
    paper_isolation.start()
    environment = Path(f"/proc/{paper_isolation._worker._process.pid}/environ").read_bytes()
    assert b"khong-duoc-lo" not in environment


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Tờ khai.pdf", "Tờ khai.pdf"),
        (unicodedata.normalize("NFD", "Tờ khai.pdf"), "Tờ khai.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Hoa\\khai sinh.pdf", "khai sinh.pdf"),
        ("anh\u202efdp.exe", "anhfdp.exe"),
        ("a\x00b\nc\u200b\u2066.pdf", "ab c.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ('x:"y"?.pdf', "x__y__.pdf"),
        (" .. ", "tep.pdf"),
        ("", "tep.pdf"),
    ],
)
def test_file_names_are_cleaned(given_name, kept):
    """Composed letters, no folders, nothing invisible, at most 120 characters."""
    assert papers.clean_filename(given_name) == kept


@given(st.text(max_size=400))
def test_a_cleaned_name_is_always_safe_and_stays_as_it_is(name):
    """Cleaning twice changes nothing, and no name is empty, long, hidden or a path."""
    clean = papers.clean_filename(name)
    assert papers.clean_filename(clean) == clean
    assert 0 < len(clean) <= papers.MAX_NAME
    assert not set(clean) & set('/\\\x00\u202e\n"')
    assert not clean.startswith(".")


def test_every_finding_has_its_sentence_in_both_languages():
    """Each says in one line what to do next, without the separator that check-papers prints between them."""
    facts = {"pages": list(range(1, 15)), "limit": papers.MAX_BYTES, "size": 23_500_000}
    facts |= {"width": 20_000, "height": 15_000, "papers": ["Tờ khai"]}
    for code in sorted(papers_words.CODES):
        for kind in ("photo", "office", "other"):
            sentence = papers_words.say(papers.Finding(code, facts | {"kind": kind}))
            assert sentence.endswith("."), code
            assert not set(";\n") & set(sentence), code
    assert "22,4 MB, vượt mức 20 MB" in papers_words.say(papers.Finding("too_large", facts))
    assert "10, …" in papers_words.say(papers.Finding("blank_page", facts))


def test_the_command_prints_one_line_for_each_file(tmp_path):
    """`FILE: ok`, `FILE: warning: …; …`, `FILE: refused: …`, and status 1 if one is refused."""
    language.use("vi")
    good, doubtful, bad = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf"))
    good.write_bytes(pdf.one_page())
    doubtful.write_bytes(pdf.pages([(b"", b"/MediaBox [0 0 50 50]")]))
    bad.write_bytes(b"")
    result = CliRunner().invoke(check_papers, [str(good), str(doubtful)], standalone_mode=False)
    assert (result.return_value, result.exception) == (0, None)
    lines = result.output.splitlines()
    assert lines[0] == f"{good}: ok"
    assert lines[1].startswith(f"{doubtful}: warning: Trang 1 để trắng.")
    assert lines[1].count("; ") == 1
    result = CliRunner().invoke(check_papers, [str(bad), str(good), "/khong/co.pdf"], standalone_mode=False)
    assert result.return_value == 1
    assert result.stdout.splitlines() == [
        f"{bad}: refused: {papers_words.say(papers.Finding('empty_file'))}",
        f"{good}: ok",
    ]
    assert result.stderr.startswith("/khong/co.pdf: ")
