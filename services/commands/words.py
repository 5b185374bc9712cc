"""The command `words`: collects the Vietnamese texts of the code into the English catalogue."""

from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent.parent
ENGLISH = ROOT / "locale/en/LC_MESSAGES/messages.po"
KEYWORDS = {"_": None, "N_": None, "gettext": None}


def texts() -> set[str]:
    """Every text of the code that is shown in the reader's language."""
    found: set[str] = set()
    for folder in ("pages", "services"):
        rows = extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=KEYWORDS)
        found |= {message for _file, _line, message, _comments, _context in rows if isinstance(message, str)}
    return found


def english() -> dict[str, str]:
    """The English catalogue as it stands."""
    with ENGLISH.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


@click.command()
def words() -> None:
    """Bring locale/ up to the code: new texts are added empty, unused ones dropped."""
    known = english() if ENGLISH.exists() else {}
    write(known, texts())
    missing = sum(1 for text in texts() if not known.get(text))
    click.echo(f"{len(texts())} texts, {missing} without English")


def write(known: dict[str, str], wanted: set[str]) -> None:
    """Write the catalogue of these texts, in order."""
    catalogue = Catalog(locale="en", charset="utf-8")
    for text in sorted(wanted):
        catalogue.add(text, known.get(text, ""), flags=["python-format"] if "%(" in text else [])
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, width=110, omit_header=True, include_lineno=False)
