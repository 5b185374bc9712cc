"""The switches of the environment, each read in one place (docs/settings.md lists them)."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

DEMO_PASSWORD = "MotCua@2026"  # noqa: S105  (printed on purpose: the demo's accounts are for everyone)


SIMULATOR = "/payments/vnpay-simulator"
"""Where a demo without a provider pays (services/money/online/simulator.py)."""

_DEMO_ACCOUNT = ("DEMO0001", "DEMOSECRETKEY0123456789ABCDEFGH")


@dataclass(frozen=True)
class VnpayAccount:
    """The office's account at VNPAY, and the address that citizens pay at."""

    tmn_code: str
    secret: str
    pay_url: str


_NUMBERS = (
    "UNDO_SECONDS", "PORT", "DRAFT_REMINDER_DAYS", "SUPPLEMENT_REMINDER_DAYS", "SUPPLEMENT_END_DAYS",
    "PAYMENT_REMINDER_DAYS", "PAYMENT_END_DAYS", "CONFIRM_DRAFT_DAYS",
)  # fmt: skip


class SettingsRefused(Exception):
    """The environment asks for something that must not be; the message says what to change."""


def data_dir() -> Path:
    """Where files, outbox and the embedded database lie."""
    return Path(os.environ.get("DATA_DIR", "var")).resolve()


def demo() -> bool:
    """DEMO=1: demo accounts and dossiers may be made, and the switches for scripts work."""
    return os.environ.get("DEMO", "0") == "1"


def _demo_only(name: str) -> str | None:
    return os.environ.get(name) if demo() else None


def captcha_off() -> bool:
    """CAPTCHA=off, heeded only together with DEMO=1."""
    return _demo_only("CAPTCHA") == "off"


def fake_now() -> str | None:
    """FAKE_NOW, heeded only together with DEMO=1."""
    return _demo_only("FAKE_NOW")


def undo_seconds() -> int:
    """How long an action can be taken back, and its notice waits. UNDO_SECONDS only together with DEMO=1."""
    return int(_demo_only("UNDO_SECONDS") or 60)


def notify_url(channel: str) -> str | None:
    """NOTIFY_EMAIL_URL, NOTIFY_SMS_URL: the Apprise URL of a channel; None when its messages go to files."""
    return os.environ.get(f"NOTIFY_{channel.upper()}_URL") or None


def public_url() -> str:
    """The address that citizens reach, without a slash at the end."""
    return os.environ.get("PUBLIC_URL", f"http://localhost:{os.environ.get('PORT', '8501')}").rstrip("/")


def draft_reminder_days() -> int:
    """DRAFT_REMINDER_DAYS: so long nobody touched a draft before its owner is reminded; 0 for never."""
    return int(os.environ.get("DRAFT_REMINDER_DAYS") or 7)


def supplement_reminder_days() -> int:
    """SUPPLEMENT_REMINDER_DAYS: so long before the last day a citizen is reminded; 0 for never."""
    return int(os.environ.get("SUPPLEMENT_REMINDER_DAYS") or 2)


def supplement_end_days() -> int:
    """SUPPLEMENT_END_DAYS: working days after the last day until a dossier ends by itself; 0 for never."""
    return int(os.environ.get("SUPPLEMENT_END_DAYS") or 0)


def payment_reminder_days() -> int:
    """PAYMENT_REMINDER_DAYS: so long before the last day to pay a citizen is reminded; 0 for never."""
    return int(os.environ.get("PAYMENT_REMINDER_DAYS") or 2)


def payment_end_days() -> int:
    """PAYMENT_END_DAYS: working days after the last day to pay until a dossier is stopped; 0 for never."""
    return int(os.environ.get("PAYMENT_END_DAYS") or 0)


def confirm_draft_days() -> int:
    """CONFIRM_DRAFT_DAYS: working days a citizen has to answer the draft of a result; 0 for asking nobody."""
    return int(os.environ.get("CONFIRM_DRAFT_DAYS") or 1)


def due_warnings() -> tuple[int, ...]:
    """DUE_WARNINGS: percents of the legal time left at which officer and leader are warned, as `50,20`; the
    deadline itself always warns. Raises ValueError."""
    shares = {int(one) for one in os.environ.get("DUE_WARNINGS", "50,20").split(",") if one.strip()}
    if not all(0 < one < 100 for one in shares):
        raise ValueError("a share of the time is between 1 and 99")
    return tuple(sorted(shares, reverse=True))


def announces() -> bool:
    """ANNOUNCE=1, set by `make run`: the server prints its address, and in the demo who can sign in."""
    return os.environ.get("ANNOUNCE") == "1"


def own_address() -> tuple[str, int]:
    """Host and port at which this very process is reached from its own machine (HOST, PORT)."""
    host = os.environ.get("HOST") or "127.0.0.1"
    return ("127.0.0.1" if host == "0.0.0.0" else host, int(os.environ.get("PORT", "8501")))  # noqa: S104


def secret_key() -> str:
    """SECRET_KEY, or in the demo a known one. Without either the server refuses to start.

    Raises SettingsRefused.
    """
    if key := os.environ.get("SECRET_KEY"):
        return key
    if demo():
        return "demo-only-not-a-secret"
    raise SettingsRefused("SECRET_KEY is not set: set a long random text, or DEMO=1 to try the demo town.")


def vnpay_account() -> VnpayAccount | None:
    """VNPAY_TMN_CODE, VNPAY_HASH_SECRET, VNPAY_PAY_URL; None where nobody can pay online.

    The demo pays at the simulator of its own as long as VNPAY_PAY_URL names no other place.
    """
    code, secret, pay_url = (os.environ.get(name, "") for name in _VNPAY)
    if demo():
        own, known = _DEMO_ACCOUNT
        code, secret, pay_url = code or own, secret or known, pay_url or f"{SIMULATOR}/pay"
    return VnpayAccount(code, secret, pay_url) if code and secret and pay_url else None


def vnpay_is_simulated() -> bool:
    """Whether this program itself plays the provider."""
    return demo() and not os.environ.get("VNPAY_PAY_URL")


_VNPAY = ("VNPAY_TMN_CODE", "VNPAY_HASH_SECRET", "VNPAY_PAY_URL")


def backup_key() -> str:
    """BACKUP_KEY: archives are encrypted with it; empty for open ones."""
    return os.environ.get("BACKUP_KEY", "").strip()


_ROLES = ("receiver", "specialist", "leader", "supervisor", "administrator")


def second_factor_roles() -> frozenset[str]:
    """SECOND_FACTOR_ROLES: whoever holds one of them signs in with a code too; none by default."""
    return frozenset(filter(None, os.environ.get("SECOND_FACTOR_ROLES", "").replace(" ", "").split(",")))


def storage_url() -> str:
    """Where papers lie: a folder, or s3://bucket/prefix."""
    return os.environ.get("STORAGE_URL") or str(data_dir() / "files")


def check() -> None:
    """Refuse to start on an environment that is not safe. Raises SettingsRefused."""
    secret_key()
    if not demo():
        for name in ("CAPTCHA", "FAKE_NOW", "UNDO_SECONDS"):
            if os.environ.get(name):
                raise SettingsRefused(f"{name} works only together with DEMO=1. Unset it.")
    if unknown := second_factor_roles() - set(_ROLES):
        raise SettingsRefused(f"SECOND_FACTOR_ROLES names no role: {', '.join(sorted(unknown))}")
    given = [name for name in _VNPAY if os.environ.get(name)]
    if not demo() and 0 < len(given) < len(_VNPAY):
        raise SettingsRefused(f"{', '.join(given)} alone cannot take money: set all of {', '.join(_VNPAY)}.")
    try:
        due_warnings()
    except ValueError:
        raise SettingsRefused("DUE_WARNINGS cannot be read: write percents, as 50,20") from None
    numbers = [(name, int) for name in _NUMBERS]
    for name, read in [("FAKE_NOW", datetime.fromisoformat), *numbers]:
        if value := os.environ.get(name):
            try:
                read(value)
            except ValueError:
                raise SettingsRefused(f"{name} cannot be read: {value}") from None
