"""The address of a one-time link, made from its seed when the message is sent."""

import hashlib
import hmac

from services import settings
from services.server.addresses import with_query

ROOM, TOKEN = "/dat-mat-khau", "moi"


def invitation(seed: str) -> str:
    """Where the own password is set. It takes the server's secret key: a copy of the outbox opens nothing."""
    mac = hmac.new(settings.secret_key().encode(), f"invitation:{seed}".encode(), hashlib.sha256)
    return settings.public_url() + with_query(ROOM, {TOKEN: mac.hexdigest()})
