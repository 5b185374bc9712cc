"""The command `verify-journal`."""

import click

from db.session import reading
from services import journal


@click.command()
def verify_journal() -> int:
    """Print intact, or every row that was touched; status 1 then."""
    status = 0
    with reading() as session:
        for fault in journal.faults(session):
            click.echo(fault, err=True)
            status = 1
    if status == 0:
        click.echo("intact")
    return status
