"""Backup and restore: a tar with the database, the list of hashes, and every file that the list names."""

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, inspect, select, text

from db.dossiers import Proposal
from services import loose_files, settings, storage
from services.clock import now
from services.errors import DamagedFile
from services.keeping import KeepingRefused, databases, sealed

DATABASE, LIST, FILES = "database", "list.json", "files/"


@dataclass(frozen=True)
class Kept:
    """What an archive holds. `missing` names files that the database knows and the storage has lost."""

    path: Path
    files: int
    size: int
    missing: tuple[str, ...] = ()
    revision: str = ""


ENDING = ".motcua"
_UNDER_WAY = ".motcua-"
"""How the folder of a backup under way begins; one that was killed leaves it, and the next takes it away."""


def name_of(at: datetime) -> str:
    """What an archive of the timetable is called: by its moment, so that names are in the order of time."""
    return f"{at:%Y%m%d-%H%M%S}{ENDING}"


def kept(folder: Path) -> list[Path]:
    """The whole archives of the timetable in a folder, oldest first; those before updates are not of it."""
    return sorted(folder.glob(f"[0-9]*{ENDING}"))


def newest(folder: Path) -> Path | None:
    """The last of them."""
    return next(reversed(kept(folder)), None)


def backup(path: Path) -> Kept:
    """Write database and files to `path`, whole or not at all; people go on working.

    The database is as it stood at one moment. Files are named by their content and never change, and a paper
    is stored before its row is written: so whatever that moment knows is there. Raises KeepingRefused.
    """
    with _alone_in(path.parent):
        return _backup(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One backup at a time writes into a folder; whatever an earlier one left that was killed goes."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(f"*{ENDING}.part"):
            left.unlink()
        for left in folder.glob(f"{_UNDER_WAY}*"):
            if left.is_dir():
                shutil.rmtree(left)
        yield
    except BlockingIOError:
        raise KeepingRefused(f"another backup into {folder} is under way") from None
    finally:
        os.close(held)


def _backup(path: Path) -> Kept:
    part = path.with_name(path.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=_UNDER_WAY) as folder:
            copy = Path(folder) / DATABASE
            with databases.snapshot(copy) as connection:
                hashes, revision = _hashes(connection), _revision(connection)
            with part.open("wb") as file, _writing(file) as tar:
                tar.add(copy, DATABASE)
                told = {"format": 1, "at": now().isoformat(), "engine": databases.kind(), "files": hashes,
                        "revision": revision, "database": _digest(copy)}  # fmt: skip
                _add(tar, LIST, json.dumps(told).encode())
                missing = tuple(sha256 for sha256 in hashes if not _add_file(tar, sha256))
        with part.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return Kept(path, len(hashes) - len(missing), path.stat().st_size, missing, revision)


def restore(path: Path) -> Kept:
    """Put an archive back into an empty place. The database comes last: a restore that was broken off, or an
    archive that was touched, leaves none. Raises KeepingRefused."""
    databases.refuse_unless_empty()
    with tempfile.TemporaryDirectory() as folder, path.open("rb") as file:
        copy = Path(folder) / DATABASE
        try:
            told, stored = _unpack(file, copy)
        except (tarfile.TarError, ValueError, KeyError, EOFError) as fault:
            raise KeepingRefused(f"this is no whole archive: {fault}") from None
        missing = tuple(sorted(set(told["files"]) - stored))
        databases.put_back(copy)
    return Kept(path, len(stored), path.stat().st_size, missing, told["revision"])


def _unpack(file: IO[bytes], copy: Path) -> tuple[dict[str, Any], set[str]]:
    """Database to `copy`, files to the storage; each checked by its hash."""
    told: dict[str, Any] = {}
    stored: set[str] = set()
    ended = False
    with _reading(file) as tar:
        for member in tar:
            data = tar.extractfile(member)
            if data is None:
                raise ValueError(member.name)
            if member.name == DATABASE:
                with copy.open("wb") as out:
                    while piece := data.read(1 << 20):
                        out.write(piece)
            elif member.name == LIST:
                told = json.load(data)
                _refuse_other(told, copy)
            elif member.name == "end":
                ended = True
            else:
                sha256 = member.name.removeprefix(FILES)
                content = data.read()
                if hashlib.sha256(content).hexdigest() != sha256 or sha256 not in told["files"]:
                    raise ValueError(f"{member.name} is not what its name says")
                stored.add(storage.put(content))
    if not ended or not told:
        raise ValueError("the end is missing")
    return told, stored


def _refuse_other(told: dict[str, Any], copy: Path) -> None:
    if told["engine"] != databases.kind():
        raise KeepingRefused(f"the archive is of {told['engine']}: set DATABASE_URL to an empty one")
    if told["database"] != _digest(copy):
        raise ValueError("the database is not what the list says")


def _hashes(connection: Connection) -> list[str]:
    """Every file that the database knows: by the columns named so, and in actions that wait for approval.

    A database before its update may not have all of them yet.
    """
    found: set[str] = set()
    here = inspect(connection)
    there = {name: {column["name"] for column in here.get_columns(name)} for name in here.get_table_names()}
    for table, column in loose_files.columns():
        if column.name in there.get(table.name, ()):
            found.update(connection.scalars(select(column).where(column.is_not(None)).distinct()))
    for asks in connection.scalars(select(Proposal.asks).where(Proposal.status == "waiting")):
        found.update(re.findall(r"\b[0-9a-f]{64}\b", json.dumps(asks)))
    return sorted(found)


def _revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _add_file(tar: tarfile.TarFile, sha256: str) -> bool:
    try:
        _add(tar, FILES + sha256, storage.get(sha256))
    except DamagedFile:
        return False
    return True


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


@contextmanager
def _writing(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    """A tar as a stream; encrypted where BACKUP_KEY is set. A last member says that it is whole."""
    key = settings.backup_key()
    out: Any = sealed.Writer(file, key) if key else file
    with tarfile.open(fileobj=out, mode="w|") as tar:
        yield tar
        _add(tar, "end", b"")
    if key:
        out.close()


@contextmanager
def _reading(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    begins = file.read(len(sealed.MAGIC))
    if begins == sealed.MAGIC:
        if not (key := settings.backup_key()):
            raise KeepingRefused("the archive is encrypted: set BACKUP_KEY to the key it was made with")
        source: Any = sealed.Reader(file, key)
    else:
        file.seek(0)
        source = file
    with tarfile.open(fileobj=source, mode="r|") as tar:
        yield tar


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
