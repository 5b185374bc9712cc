"""Brings a database to the newest shape; one with something in it is kept in an archive of its own before."""

from collections.abc import Callable
from pathlib import Path

from db import migrate
from services import settings
from services.clock import now
from services.keeping import KeepingRefused, archive, switches


def upgrade(say: Callable[[str], None]) -> Path | None:
    """Run the migrations that are missing; the archive that was made before, if one was needed.

    Several copies that start together make one. Raises KeepingRefused: then nothing was changed.
    """
    if migrate.behind() is None:
        migrate.upgrade()
        return None
    with migrate.alone():
        revision = migrate.behind()
        made = _backup(revision, say) if revision and switches.backup_before_update() else None
        migrate.upgrade()
        return made


def _backup(revision: str, say: Callable[[str], None]) -> Path:
    folder = switches.backup_dir() or settings.data_dir() / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"before-update-{revision}-{archive.name_of(now())}"
    say(f"Sao lưu trước khi nâng cấp: {path}")
    try:
        archive.backup(path)
    except (KeepingRefused, OSError) as why:
        raise KeepingRefused(
            f"no backup before the update, so nothing was updated: {why}. If you have made one yourself, set "
            "BACKUP_BEFORE_UPDATE=off"
        ) from None
    return path
