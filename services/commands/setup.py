"""The command `setup`: what `make setup` and `make run` begin with."""

import click

from services.setup import prepare


@click.command()
def setup() -> None:
    """Migrate, load calendar and procedures, and in the demo its town."""
    prepare()
