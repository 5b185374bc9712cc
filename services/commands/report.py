"""report: the official report of an office as a file."""

from datetime import date, timedelta
from pathlib import Path

import click

from services.errors import NotFound
from services.figures.choice import Period, coded

FORMS = ("ii06a", "ii06b")


@click.command()
@click.argument("form", type=click.Choice(FORMS))
@click.option("--agency", required=True, help="Code of the office, such as H31.124, or its short name.")
@click.option("--from", "first", required=True, metavar="DATE", help="First day, as 2026-10-01.")
@click.option("--to", "last", required=True, metavar="DATE", help="Last day, which counts too.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="Where to: .xlsx, .pdf or .csv.")  # fmt: skip
def report(form: str, agency: str, first: str, last: str, out: Path) -> None:
    """Write the report II.06a (by procedure) or II.06b (by unit below), and print the file's path."""
    from services.reports import desk, printing, workbook

    makers = {".xlsx": workbook.xlsx, ".pdf": printing.pdf, ".csv": printing.csv}
    make = makers.get(out.suffix.lower())
    if make is None:
        raise click.ClickException(f"the file's name must end in {', '.join(makers)}: {out}")
    days = Period(_day(first), _day(last) + timedelta(days=1))
    if days.after <= days.first:
        raise click.ClickException(f"the last day {last} is before the first {first}")
    try:
        made = desk.made_for(agency, form, coded(days))
    except NotFound:
        raise click.ClickException(f"no such agency: {agency!r}") from None
    try:
        out.write_bytes(make(made))
    except OSError as error:
        raise click.ClickException(f"cannot write {out}: {error.strerror}") from None
    click.echo(out)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise click.ClickException(f"not a day such as 2026-10-01: {text!r}") from None
