"""match-statement: which line of a bank's statement pays which dossier; changes nothing."""

from pathlib import Path

import click

from db.session import reading
from services.errors import Invalid
from services.money.statements import imports, matching
from services.money.statements import reading as statement
from services.sentences import say_problem


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def match_statement(file: Path) -> None:
    """A line per bank row: reference or -, and the outcome (matched, too_little, too_much, twice …)."""
    try:
        headings, rows = statement.table(file.read_bytes(), file.name)
        lines = statement.lines(rows, statement.guess(headings))
    except Invalid as refusal:
        raise click.ClickException(say_problem(refusal.problems[0])) from None
    with reading() as session:
        owed = imports.owed(session, lines, None)
    for one in matching.match(lines, owed):
        click.echo(f"{','.join(one.references) or '-'} {one.outcome}")
