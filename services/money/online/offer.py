"""Whether a dossier may be paid for at a provider; apart from the orders, so that letters can ask it too."""

from db.dossiers import Dossier
from services import settings
from services.workflow import State

ONLINE_LEVEL = 4


def is_offered(dossier: Dossier) -> bool:
    """Only at level 4, while it waits for money, and where the office has an account at a provider."""
    waits = dossier.state == State.PAYMENT_ASKED and dossier.level == ONLINE_LEVEL
    return waits and settings.vnpay_account() is not None
