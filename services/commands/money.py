"""The command `verify-money`."""

import click

from db.session import reading
from services.money import audit


@click.command()
def verify_money() -> int:
    """Print balanced, or what does not hold; status 1 then."""
    status = 0
    with reading() as session:
        for fault in audit.faults(session):
            click.echo(fault, err=True)
            status = 1
    if status == 0:
        click.echo("balanced")
    return status
