"""The command `check-catalogue`: are these procedure files right, and if not, where and why."""

from pathlib import Path

import click

from services.catalogue.reading import parse, read_text
from services.errors import CatalogueRefused


@click.command("check-catalogue")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check_catalogue(files: tuple[str, ...]) -> None:
    """Check procedure files: prints FILE: ok, or FILE:LINE: WHY and ends with status 1."""
    wrong = 0
    for name in files:
        try:
            parse(read_text(Path(name)), name)
            click.echo(f"{name}: ok")
        except CatalogueRefused as refusal:
            click.echo(str(refusal))
            wrong += 1
        except OSError as error:
            click.echo(f"{name}:1: cannot be read: {error.strerror or error}")
            wrong += 1
    if wrong:
        raise SystemExit(1)
