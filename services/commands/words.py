"""The command `words`: collects the Vietnamese texts of the code into the English catalogue."""

import ast
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent.parent
ENGLISH = ROOT / "locale/en/LC_MESSAGES/messages.po"
KEYWORDS = {"_", "N_", "gettext"}


def texts() -> set[str]:
    """Every text of the code that is shown in the reader's language.

    Read from the syntax tree: Babel's own reader passes by what stands inside an f-string before Python 3.12.
    """
    files = [path for folder in ("pages", "services") for path in (ROOT / folder).rglob("*.py")]
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {text for node in nodes if (text := _text(node)) is not None}


def _text(node: ast.AST) -> str | None:
    """The text of a call of `_` or `N_`; None for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return first.value
    return None


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
