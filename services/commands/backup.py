"""The commands `backup`, `restore` and `backup-drill`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from services.clock import now
from services.keeping import KeepingRefused, archive, databases
from services.oversight import jobs


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="In a folder: delete all but the newest so many.")
def backup(file: Path, keep: int | None) -> int:
    """Database and files in one archive at FILE; in a folder under the name of the moment."""
    folder = file if file.is_dir() else None
    path = folder / archive.name_of(now()) if folder else file
    made: list[archive.Kept] = []
    try:
        jobs.run("backup", lambda: _made(made, path))
    except (KeepingRefused, OSError) as why:
        raise click.ClickException(str(why)) from None
    for old in archive.kept(folder)[:-keep] if folder and keep else ():
        old.unlink()
    click.echo(f"{path}: {made[0].files} files, {made[0].size} bytes")
    return _lost(made[0])


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> int:
    """Put an archive into an empty database and storage; what is there is never overwritten."""
    try:
        kept = archive.restore(file)
    except (KeepingRefused, OSError) as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"restored {kept.files} files and the database at {kept.revision}; now run setup")
    return _lost(kept)


@click.command()
@click.argument("place", metavar="FILE|FOLDER", type=click.Path(exists=True, path_type=Path))
def backup_drill(place: Path) -> int:
    """Prove that an archive, in a folder the newest, restores into an empty place with its journal intact."""
    newest = archive.newest(place) if place.is_dir() else place
    if newest is None:
        raise click.ClickException(f"there is no backup in {place}")
    try:
        return jobs.run("backup_drill", lambda: _drill(newest))
    except KeepingRefused as why:
        raise click.ClickException(str(why)) from None


def _made(made: list[archive.Kept], path: Path) -> str:
    """Makes it; what the row of the job says: files, bytes, and how many files the storage has lost."""
    made.append(archive.backup(path))
    return f"{made[0].files} {made[0].size} {len(made[0].missing)}"


def _drill(newest: Path) -> int:
    with tempfile.TemporaryDirectory() as folder, databases.empty_place(Path(folder)) as there:
        for command in (["restore", str(newest)], ["verify-journal"]):
            done = subprocess.run(
                [sys.executable, "-m", "services", *command], env={**os.environ, **there},
                capture_output=True, text=True,
            )  # fmt: skip
            if done.returncode != 0:
                raise KeepingRefused(f"{newest}: {command[0]}: {done.stderr.strip()}")
    click.echo(f"{newest}: restores, journal intact")
    return 0


def _lost(kept: archive.Kept) -> int:
    for sha256 in kept.missing:
        click.echo(f"missing or damaged in the storage: {sha256}", err=True)
    return 1 if kept.missing else 0
