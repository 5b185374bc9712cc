"""The switches of the environment that say when and where backups are made (docs/settings.md lists them)."""

import os
from datetime import time
from pathlib import Path

from services import settings


def backup_dir() -> Path | None:
    """BACKUP_DIR: where the server puts archives by its timetable; None where something else makes them."""
    given = os.environ.get("BACKUP_DIR", "").strip()
    return Path(given).resolve() if given else None


def backup_times() -> tuple[time, ...]:
    """BACKUP_AT: the times of day of a backup, as 01:30 or 06:00,12:00,18:00. Raises SettingsRefused."""
    given = os.environ.get("BACKUP_AT") or "01:30"
    try:
        return tuple(time.fromisoformat(one.strip()) for one in given.split(","))
    except ValueError:
        raise settings.SettingsRefused(f"BACKUP_AT cannot be read: {given}") from None


def backup_keep() -> int:
    """BACKUP_KEEP: so many archives of the timetable stay. Raises SettingsRefused."""
    given = os.environ.get("BACKUP_KEEP") or "30"
    if not given.isdecimal() or int(given) == 0:
        raise settings.SettingsRefused(f"BACKUP_KEEP cannot be read: {given}")
    return int(given)


def backup_drill() -> bool:
    """BACKUP_DRILL=off: the newest archive is not restored for a trial once a week."""
    return os.environ.get("BACKUP_DRILL") != "off"


def backup_before_update() -> bool:
    """BACKUP_BEFORE_UPDATE=off: an update begins without an archive of its own."""
    return os.environ.get("BACKUP_BEFORE_UPDATE") != "off"


def check() -> None:
    """Refuse to start on what cannot be read. Raises SettingsRefused."""
    backup_times()
    backup_keep()
