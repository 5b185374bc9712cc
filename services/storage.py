"""Keeps files by the hash of their content: in a folder, or in any S3 by STORAGE_URL.

A file lies at <two first letters of its SHA-256>/<SHA-256>. So a file is stored once however often it is
sent, is never overwritten by another, and shows when it was touched. A crash can leave `.part` files in
the folder; nothing refers to them.
"""

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import fsspec

from services import settings
from services.errors import DamagedFile, Unavailable

_log = logging.getLogger(__name__)

_PATIENCE = {"connect_timeout": 3, "read_timeout": 20, "retries": {"max_attempts": 1}}
"""Seconds, and tries. A person waits in front of the page while S3 is tried."""


_YOUNG = timedelta(hours=1)
"""An S3 object is not written again within this time."""


def put(data: bytes) -> str:
    """Store the bytes for good and return their SHA-256 in hex. The same bytes again only make them young.

    When it returns, the file outlasts a loss of power. Raises Unavailable("storage").
    """
    sha256 = hashlib.sha256(data).hexdigest()
    with _refusing():
        files, root = _place()
        if files.protocol[0] == "file":
            _put_in_folder(Path(root), sha256, data)
        else:
            path = _path(root, sha256)
            if _size(files, path) != len(data) or _age(files.modified(path).timestamp()) > _YOUNG:
                files.pipe_file(path, data)  # an old one too: so that it is as young as its latest putting
    return sha256


def get(sha256: str) -> bytes:
    """The bytes stored under this hash, checked against it.

    Raises DamagedFile when they are missing or no longer the same, Unavailable("storage").
    """
    with _refusing():
        files, root = _place()
        try:
            data = files.cat_file(_path(root, sha256))
        except FileNotFoundError:
            if not files.exists(root):  # a bucket or disk that is away is no loss of one file
                raise
            raise DamagedFile(sha256=sha256, missing=True) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedFile(sha256=sha256, missing=False)
    return data


def remove(sha256: str, untouched: timedelta) -> bool:
    """Delete the file unless it was put again within `untouched` (of the machine's own time).

    Whether it is gone. Who calls this knows that nothing refers to it. Raises Unavailable("storage").
    """
    with _refusing():
        files, root = _place()
        path = _path(root, sha256)
        if files.protocol[0] == "file":
            return _remove_from_folder(Path(path), untouched)
        if _size(files, path) is None:
            return True
        if _age(files.modified(path).timestamp()) < untouched:
            return False
        files.rm_file(path)
        return True


def exists(sha256: str) -> bool:
    """Whether a file is stored under this hash; its content is not read. Raises Unavailable("storage")."""
    with _refusing():
        files, root = _place()
        return _size(files, _path(root, sha256)) is not None


def _path(root: str, sha256: str) -> str:
    return f"{root}/{sha256[:2]}/{sha256}"


def _place() -> tuple[Any, str]:
    return _opened(settings.storage_url(), os.environ.get("S3_ENDPOINT_URL"))


@cache
def _opened(url: str, endpoint: str | None) -> tuple[Any, str]:
    """The file system and the folder in it. Keys for S3 come from the usual AWS_ variables."""
    options: dict[str, Any] = {}
    if url.startswith("s3:"):
        options = {"endpoint_url": endpoint, "use_listings_cache": False, "config_kwargs": _PATIENCE}
    files, root = fsspec.core.url_to_fs(url, **options)
    if url.startswith("s3:"):
        files.retries = 2
    return files, root.rstrip("/")


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what disks and networks raise into a refusal that can be said; the log keeps the cause."""
    try:
        yield
    except DamagedFile as damaged:
        _log.error("stored file %(sha256)s is damaged (missing: %(missing)s)", damaged.facts)
        raise
    except Exception as error:  # s3fs passes on errors of botocore and aiohttp, which share no parent
        _log.error("storage is away: %s: %s", type(error).__name__, error)
        raise Unavailable("storage") from error


def _size(files: Any, path: str) -> int | None:
    """Bytes of a stored file, or None. One of another size is a broken copy and is written anew."""
    try:
        return files.info(path)["size"]
    except FileNotFoundError:
        return None


def _put_in_folder(root: Path, sha256: str, data: bytes) -> None:
    """Written beside its place, forced to disk, then renamed: never seen half."""
    folder = root / sha256[:2]
    path = folder / sha256
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _touched(path, len(data)):
        handle, part = tempfile.mkstemp(suffix=".part", dir=folder)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(part)
            raise
    # Also when it was there: another thread may have renamed it a moment ago and not be sure of it yet.
    _force(folder)
    _force(root)


def _touched(path: Path, size: int) -> bool:
    """Make a whole file that is there young again; False when it must be written."""
    with suppress(FileNotFoundError):
        if path.stat().st_size == size:
            os.utime(path)
            return True
    return False


def _remove_from_folder(path: Path, untouched: timedelta) -> bool:
    """Set aside, looked at once more, then deleted: what somebody put again in between comes back."""
    aside = path.with_name(f"{path.name}.part")
    try:
        if _age(path.stat().st_mtime) < untouched:
            return False
        os.replace(path, aside)
    except FileNotFoundError:
        return True
    if _age(aside.stat().st_mtime) < untouched:
        os.replace(aside, path)
        return False
    aside.unlink(missing_ok=True)
    return True


def _age(written: float) -> timedelta:
    """By the clock of the machine, as the storage's own times are."""
    return timedelta(seconds=time.time() - written)


def _force(folder: Path) -> None:
    """Make the names in a folder outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
