"""The command `find-duplicates`: the finder that the desk uses, on a CSV file."""

import csv
from typing import TextIO

import click

from services import partial_dates
from services.desk.duplicates import Match, Record, pairs

COLUMNS = ("id", "name", "personal id", "birth date", "sex", "mother", "procedure")
SEXES = {"1": "1", "nam": "1", "male": "1", "m": "1", "2": "2", "nữ": "2", "nu": "2", "female": "2", "f": "2"}


@click.command()
@click.argument("file", metavar="FILE.csv", type=click.File(encoding="utf-8-sig"))
def find_duplicates(file: TextIO) -> None:
    """Print pairs of ids in FILE.csv that are likely the same, with score and reasons.

    Columns: id, name, personal id, birth date, sex, mother, procedure.
    """
    for match in sorted(pairs(read(file)), key=lambda one: -one.score):
        click.echo(line(match))


def read(file: TextIO) -> list[Record]:
    """The rows as records. Raises click.ClickException where a column is missing."""
    rows = csv.DictReader(file)
    names = {_plain(name): name for name in rows.fieldnames or ()}
    if missing := [column for column in COLUMNS if column not in names]:
        raise click.ClickException(f"{file.name}: column missing: {', '.join(missing)}")
    return [_record(*((row[names[column]] or "").strip() for column in COLUMNS)) for row in rows]


def line(match: Match) -> str:
    """`12 57 0.95 same id, same birth`."""
    reasons = ", ".join(reason.replace("_", " ") for reason in match.reasons)
    return f"{match.first} {match.second} {match.score:.2f} {reasons}"


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", " ")


def _record(id_: str, name: str, number: str, born: str, sex: str, mother: str, procedure: str) -> Record:
    iso = partial_dates.read(born, partial=True) or "" if born else ""
    return Record(id_, name, number, iso, SEXES.get(sex.lower(), ""), mother, procedure)
