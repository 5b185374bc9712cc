"""The picture on an office's letters, and words of messages tried on a real dossier."""

import io
from dataclasses import replace

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import select

from db.agencies import Agency
from db.office import OfficeEvent
from db.session import reading
from services import letter_logo, letters
from services.errors import Invalid, NotAllowed, NotFound
from services.keeping import archive
from services.notices import editing
from services.workflow import State
from tests import records
from tests.town import a_dossier, actor

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    b'<circle cx="4" cy="4" r="4" fill="#a11"/></svg>'
)

pytestmark = pytest.mark.usefixtures("monday")


def png(size: tuple[int, int] = (200, 100), noise: bool = False) -> bytes:
    image = Image.effect_noise(size, 90).convert("RGB") if noise else Image.new("RGB", size, "#a11")
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "somebody at home")
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=told)
    return out.getvalue()


def agency(slug: str) -> int:
    with reading() as session:
        return session.scalar(select(Agency.id).where(Agency.slug == slug))


@pytest.mark.parametrize("data", [png(), SVG, png((2000, 2000))], ids=["png", "svg", "large"])
def test_a_picture_is_kept_small_and_with_nothing_but_its_pixels(data):
    """Whatever came, what is kept is a PNG for a head, without texts of its maker."""
    kept = letter_logo.check(data)
    image = Image.open(io.BytesIO(kept))
    assert image.format == "PNG"
    assert image.width <= letter_logo.WIDE
    assert image.height <= letter_logo.HIGH
    assert len(kept) <= letter_logo.LARGEST
    assert b"somebody" not in kept


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"GIF89a", "logo_unreadable"), (png()[:60], "logo_unreadable"), (b"<svg", "logo_unreadable"),
        (SVG.replace(b"<circle", b"<script>1</script><circle"), "logo_unreadable"),
        (SVG.replace(b"<circle", b'<image href="file:///etc/passwd"/><circle'), "logo_unreadable"),
        (SVG.replace(b"<circle", b'<use href="http://example.vn/a.svg"/><circle'), "logo_unreadable"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aa'>]>" + SVG, "logo_unreadable"),
        (SVG.replace(b"<svg", b'<svg onload="x()"'), "logo_unreadable"),
        (b"\x89PNG" + b"x" * letter_logo.UPLOAD, "logo_too_big"),
        (png((4001, 10)), "logo_too_large"),
    ],  # fmt: skip
)  # fmt: skip
def test_anything_else_is_refused(data, code):
    """Broken, too big, with programs, or reaching for other files: refused with its reason."""
    with pytest.raises(Invalid) as refused:
        letter_logo.check(data)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_letters_from_now_on_print_it_and_issued_ones_stay(database):
    """Own, or that of the agency above; a letter names the picture it was issued with; the log tells of it;
    it lies in the database, so a backup asks no storage for it."""
    before = a_dossier(State.RECEIVED)
    top = letter_logo.save(actor("quantri"), agency("hung-yen"), png())
    code = a_dossier(State.RECEIVED, chance=2)
    facts = next(one.facts for one in records.letters(code) if one.kind == "receipt")
    assert facts["logo"] == top
    own = letter_logo.save(actor("quantri"), agency("tam-da"), SVG)
    later = a_dossier(State.RECEIVED, chance=3)
    assert next(one.facts for one in records.letters(later) if one.kind == "receipt")["logo"] == own
    assert not next(one.facts for one in records.letters(before) if one.kind == "receipt")["logo"]
    assert b"/Subtype/Image" in letters.render("receipt", facts).replace(b" ", b"")
    letter_logo.save(actor("quantri"), agency("tam-da"), None)
    with reading() as session:
        told = session.scalars(select(OfficeEvent.action)).all()
        assert not set(archive._hashes(session.connection())) & {top, own}
    assert told == ["letter_logo_changed"] * 3


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "lanhdao", "giamsat", "congdan"])
def test_only_the_administrator_changes_it(sqlite_town, who):
    """Permission agency:manage, asked in the service."""
    with records.no_trace(), pytest.raises(NotAllowed):
        letter_logo.save(actor(who), agency("tam-da"), png())


def test_not_of_an_agency_elsewhere(sqlite_town):
    """An administrator of one commune leaves the others alone."""
    admin, place = actor("quantri"), actor("canbo2").grants[0]
    grant = replace(admin.grants[0], agency_id=place.agency_id, path=place.path)
    with records.no_trace(), pytest.raises(NotFound):
        letter_logo.save(replace(admin, grants=(grant,)), agency("tam-da"), png())


# --- messages about a real dossier --------------------------------------------------------------------------


def both(officer: str):
    """An administrator who is an officer somewhere, too."""
    admin = actor("quantri")
    return replace(admin, grants=(*admin.grants, *actor(officer).grants))


def test_words_are_tried_on_a_real_dossier(sqlite_town):
    """As it was told then; a kind that was not sent yet as it would be told now; nothing is written."""
    code = a_dossier(State.RECEIVED)
    with records.no_trace():
        for kind in ("received", "stopped"):
            own = editing.built_in(kind, "email", "vi")
            subject, body = editing.preview_of(both("canbo"), kind, "email", "vi", own, code.lower())
            assert code in subject + body, kind


@pytest.mark.parametrize("who", ["canbo", "lanhdao", "giamsat", "congdan"])
def test_who_may_not_write_messages_tries_none(sqlite_town, who):
    """Permission message:manage, asked first."""
    with pytest.raises(NotAllowed):
        editing.preview_of(actor(who), "received", "email", "vi", ("", "x"), a_dossier())


def test_a_dossier_that_is_not_his_to_read_is_not_there(sqlite_town):
    """An administrator sees no dossier; one who is an officer elsewhere only those of that office."""
    code = a_dossier()
    for who in (actor("quantri"), both("canbo2")):
        with pytest.raises(NotFound):
            editing.preview_of(who, "received", "email", "vi", ("", "x"), code)
