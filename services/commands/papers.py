"""The command `check-papers`: the check of an upload, for files on disk."""

import click

from services import papers
from services.papers.words import say


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
def check_papers(files: tuple[str, ...]) -> int:
    """Print for each FILE: ok, its warnings, or why it is refused; status 1 if one is refused."""
    status = 0
    for name in files:
        shown = "".join(c if c.isprintable() else "?" for c in click.format_filename(name))
        try:
            with open(name, "rb") as file:
                data = file.read(papers.MAX_BYTES + 1)
        except OSError as error:
            click.echo(f"{shown}: {error.strerror}", err=True)
            status = 1
            continue
        verdict = papers.check(data, name)
        if verdict.refused:
            click.echo(f"{shown}: refused: {say(verdict.refused)}")
            status = 1
        elif verdict.warnings:
            click.echo(f"{shown}: warning: {'; '.join(map(say, verdict.warnings))}")
        else:
            click.echo(f"{shown}: ok")
    return status
