"""How one message leaves the house: over SMTP, through a gateway that Apprise knows, or into a file.

NOTIFY_<CHANNEL>_URL names the way, as an Apprise URL; unset, every message becomes a file in
DATA_DIR/outbox/. Apprise reads the URL and knows the providers' settings, but it delivers mail poorly for
our purpose: it answers yes or no, so that an address that does not exist looks like a server that is away;
it takes recipients from the URL; it sets a Message-ID of its own. So mailto:// and mailtos:// are delivered
by services/notices/smtp.py with what Apprise read from the URL, and Apprise itself sends for all others.

There the URL says where the recipient goes: `{to}` stands for it and `{id}` for the message's key, by
which a gateway can drop a repeat, as in `json://gateway.example.vn/send?:to={to}&:id={id}`. Without `{to}`
the recipient is added to the path, where Apprise's SMS services expect it.
"""

import json
import os
import re
from dataclasses import dataclass
from enum import Enum
from logging import DEBUG, Logger, getLogger
from typing import Any
from urllib.parse import quote, urlsplit

from services import settings

_READ_SECONDS = 30
_NEVER_CONNECTED = re.compile(
    r"Failed to establish|NewConnectionError|ConnectTimeout|NameResolution|Failed to resolve|refused"
)
_HTTP_STATUS = re.compile(r"error=(\d{3})")
_WRONG_MESSAGE = frozenset({400, 410, 413, 414, 422})
_GATEWAY_AWAY = frozenset({401, 403, 404, 407, 429, 502, 503, 504})


@dataclass(frozen=True)
class Message:
    """`id` is the notice's. `key` is the same on every try, so that who receives it can drop a repeat."""

    id: int
    key: str
    channel: str
    recipient: str
    subject: str
    body: str


class Fault(Enum):
    """Why a message did not leave. AWAY: nobody would have got through, so no message is to blame."""

    AWAY = "away"
    LATER = "later"
    NEVER = "never"


class NotSent(Exception):
    """A message that did not leave. `why` holds codes, never an address or a text of the server."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(f"{fault.value}: {why}")
        self.fault, self.why = fault, why


def send(message: Message) -> None:
    """Hand one message over; when this returns, somebody else answers for it. Raises NotSent."""
    if url := settings.notify_url(message.channel):
        _by_url(message, url)
    else:
        _to_file(message)


def _by_url(message: Message, url: str) -> None:
    from services.notices import smtp

    _quiet_log()
    if urlsplit(url).scheme.lower() in ("mailto", "mailtos"):
        smtp.send(message, _plugin(url))
    else:
        _by_apprise(message, url)


def _plugin(url: str) -> Any:
    import apprise

    # The name goes into HTTP headers too, where accents cannot stand.
    plugin = apprise.Apprise.instantiate(url, asset=apprise.AppriseAsset(app_id="Mot cua"))
    if plugin is None:
        raise NotSent(Fault.AWAY, "the URL of the gateway is not one that Apprise can read")
    return plugin


def _by_apprise(message: Message, url: str) -> None:
    import apprise

    plugin = _plugin(_addressed(message, url))
    if "rto=" not in url:
        # Apprise waits 4 s; a slow gateway that did take the message would get it again and again.
        plugin.socket_read_timeout = _READ_SECONDS
    sender = apprise.Apprise()
    sender.add(plugin)
    result = sender.notify(
        body=message.body, title=message.subject, body_format=apprise.NotifyFormat.TEXT, log_level=DEBUG
    )
    if not result:
        said = " ".join(entry.message for service in result for attempt in service for entry in attempt)
        raise _why(said)


def _addressed(message: Message, url: str) -> str:
    """The URL with this message's recipient in it. Raises NotSent where there is no place for one."""
    to = quote(message.recipient, safe="")
    if "{to}" in url:
        return url.replace("{to}", to).replace("{id}", quote(message.key, safe=""))
    if "targets" not in _plugin(url).template_tokens:
        raise NotSent(Fault.AWAY, "the URL of the gateway has no place for the recipient: put {to} into it")
    before, sign, query = url.partition("?")
    return f"{before.rstrip('/')}/{to}{sign}{query}".replace("{id}", quote(message.key, safe=""))


def _why(said: str) -> NotSent:
    """What Apprise's own log says of a failure; nothing of its text is kept, for it may name the person."""
    if status := _HTTP_STATUS.search(said):
        code = int(status[1])
        if code in _WRONG_MESSAGE:
            return NotSent(Fault.NEVER, f"HTTP {code}")
        return NotSent(Fault.AWAY if code in _GATEWAY_AWAY else Fault.LATER, f"HTTP {code}")
    if _NEVER_CONNECTED.search(said):
        return NotSent(Fault.AWAY, "the gateway cannot be reached")
    return NotSent(Fault.LATER, "the gateway gave no clear answer")


def _quiet_log() -> None:
    """Apprise logs recipients: keep its words to itself. What it says per call is captured all the same."""
    log: Logger = getLogger("apprise")
    log.propagate = False
    log.setLevel(DEBUG)


def _to_file(message: Message) -> None:
    """One JSON file per notice, whole or not there at all; a repeat writes the same file again."""
    folder = settings.data_dir() / "outbox"
    what = {k: getattr(message, k) for k in ("recipient", "channel", "subject", "body")}
    beside = folder / f".{message.id}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            json.dump(what, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(folder / f"{message.id:09d}.json")
    except OSError as error:
        raise NotSent(Fault.AWAY, f"the outbox folder cannot be written: {error.strerror}") from error
