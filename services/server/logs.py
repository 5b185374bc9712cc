"""Structured logs, a JSON object per line, without personal data; errors carry the number the reader saw."""

import json
import logging
import secrets
import sys
import traceback
from datetime import datetime
from pathlib import Path

from db.base import VIETNAM

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No letters and digits that are mistaken for each other on the telephone."""

_ROOT = str(Path(__file__).parent.parent.parent)
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One line per record. The text of an exception is left out: it may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        # The wall clock, not the program's: FAKE_NOW must not hide when something really happened.
        at = datetime.fromtimestamp(record.created, VIETNAM).isoformat(timespec="milliseconds")
        line = {
            "at": at, "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()
        }  # fmt: skip
        line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            line |= described(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: int = logging.INFO) -> None:
    """Write everything to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "fsspec", "aiobotocore", "botocore", "s3fs", "fontTools", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Streamlit prints an uncaught exception with its text, which may quote the database's parameters.
    logging.getLogger("streamlit.error_util").disabled = True


def described(problem: BaseException) -> dict[str, object]:
    """Kind and place of an exception and of its causes; its text only where the system wrote it."""
    kinds, current = [], problem
    while current is not None and len(kinds) < 5:
        text = f": {current.strerror}" if isinstance(current, OSError) and current.strerror else ""
        kinds.append(f"{type(current).__module__}.{type(current).__name__}{text}")
        current = current.__cause__ or current.__context__
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    shown = ours[-12:] + [frame for frame in frames[-3:] if not _is_ours(frame.filename)]
    where = [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in shown]
    return {"error": kinds, "where": where}


def _is_ours(filename: str) -> bool:
    return filename.startswith(_ROOT) and "site-packages" not in filename


def error_number() -> str:
    """A number to read out on the telephone, like `7K2M-Q9XD`."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def crash(problem: BaseException, what: str = "uncaught error", **facts: object) -> str:
    """Log an error that a reader met, and give the number under which the log carries it."""
    number = error_number()
    logging.getLogger("motcua.crash").error(what, extra={"number": number, **facts, **described(problem)})
    return number
