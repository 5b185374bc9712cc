"""The picture in the head of an office's letters: taken in once, checked, made small, and never changed."""

import hashlib
import io
import re
from functools import lru_cache

from db.agencies import Agency
from db.keeping import OfficeLogo
from db.session import database_url, reading, transaction
from services.actors import Actor
from services.clock import now
from services.errors import Invalid, NotFound, Problem
from services.oversight import log, scope
from services.permissions import Permission

UPLOAD, LARGEST = 1_000_000, 60_000
"""Bytes that may come, and that are kept: every letter carries them."""

WIDE, HIGH = 720, 360
"""Pixels at most: a head has room for 60 × 30 mm."""

_MOST = 4000
_FORBIDDEN = re.compile(
    r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet|<script|<foreignObject|<image|<style[^>]*src|@import|javascript:"
    r"|\bon[a-z]+\s*=|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
"""What a drawing has no need of: programs, other files, other addresses."""


def save(actor: Actor, agency_id: int, data: bytes | None) -> str:
    """The picture of this agency's letters from now on, and of the agencies below that have none; None takes
    it away. Its hash, or nothing. Raises NotAllowed, NotFound, Invalid at `logo`."""
    actor.require(Permission.AGENCY_MANAGE)
    checked = check(data) if data else b""
    sha256 = hashlib.sha256(checked).hexdigest() if checked else ""
    with transaction() as session:
        agency = session.get(Agency, agency_id, with_for_update=True)
        if agency is None or not agency.path.startswith(scope.paths(actor, Permission.AGENCY_MANAGE)):
            raise NotFound("agency")
        if checked and session.get(OfficeLogo, sha256) is None:
            row = {"data": checked, "added_at": now(), "added_by": actor.account_id}
            session.add(OfficeLogo(sha256=sha256, **row))
        agency.letter_head = {**agency.letter_head, "logo": sha256}
        log.write(session, actor, "letter_logo_changed", agency.code, agency_id=agency.id, logo=sha256[:12])
    return sha256


def check(data: bytes) -> bytes:
    """A PNG or SVG as the PNG that is kept: small, without anything but its pixels. Raises Invalid."""
    if len(data) > UPLOAD:
        raise Invalid([Problem("logo", "logo_too_big", {"most": UPLOAD // 1000})])
    kept = _small(data if data.startswith(b"\x89PNG") else _drawn(data))
    if len(kept) > LARGEST:
        raise Invalid([Problem("logo", "logo_too_rich")])
    return kept


def picture(sha256: str) -> bytes:
    """The kept PNG; nothing where there is none."""
    return _read(database_url(), sha256) if sha256 else b""


@lru_cache(maxsize=16)
def _read(_url: str, sha256: str) -> bytes:
    with reading() as session:
        found = session.get(OfficeLogo, sha256)
        return found.data if found else b""


def _small(data: bytes) -> bytes:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
            if max(opened.size) > _MOST:
                raise Invalid([Problem("logo", "logo_too_large", {"most": _MOST})])
            image = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Invalid([Problem("logo", "logo_unreadable")]) from None
    image.thumbnail((WIDE, HIGH))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    if out.tell() > LARGEST:  # a photograph: fewer colours are enough for a head
        out = io.BytesIO()
        image.quantize(64, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _drawn(data: bytes) -> bytes:
    """A drawing as pixels."""
    from services.letters import press

    try:
        text = data.decode()
        if "<svg" in text and not _FORBIDDEN.search(text):
            return press.drawing(text)
    except ValueError:
        pass
    raise Invalid([Problem("logo", "logo_unreadable")])
