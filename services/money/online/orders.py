"""An order to pay online: begun by the citizen, settled by the provider's own call and by nothing else."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.money import OnlinePayment, PaymentCall
from db.session import reading, transaction
from services import carrying, settings
from services.accounts import tries
from services.actors import Actor
from services.clock import now
from services.errors import GuardRefused, NotFound
from services.money import books, references
from services.money.online import call_log, vnpay
from services.money.online.offer import is_offered
from services.workflow import State

OFFERED_FOR = timedelta(minutes=15)
TICKET_LASTS = timedelta(hours=4)
"""How long the link on an open page works."""

AT_MOST, WINDOW = 20, timedelta(hours=1)
"""Orders for one dossier."""

PROVIDER = Actor("system", "Cổng thanh toán VNPAY")


@dataclass(frozen=True)
class Shown:
    """What the return page may tell: `status` is paid, open, failed, stray or unreadable."""

    status: str
    code: str = ""
    reference: str = ""
    amount: int = 0


def link(code: str) -> str:
    """The address on the citizen's page that begins an order, for whoever was shown this dossier."""
    until = int((now() + TICKET_LASTS).timestamp())
    return f"/payments/start?ma={code}&den={until}&ve={_mark(code, until)}"


def begin(code: str, until: str, mark: str, *, address: str, language: str) -> str:
    """A new order for all that is left; gives the provider's address to pay it at.

    Raises NotFound for a link that is not ours or too old, GuardRefused, TooOften.
    """
    fresh = until.isdigit() and now().timestamp() <= int(until[:12])
    if not fresh or not hmac.compare_digest(_mark(code, int(until)).encode(), mark.encode()):
        raise NotFound("ticket")
    account = settings.vnpay_account()
    with transaction() as session:
        at = now()
        dossier = session.scalar(select(Dossier).where(Dossier.code == code))
        if dossier is None:
            raise NotFound("dossier")
        tries.throttle(session, f"pay:{code}", limit=AT_MOST, window=WINDOW)
        amount = books.left(session, dossier) if is_offered(dossier) else 0
        if not amount or account is None:
            raise GuardRefused("not_online")
        order = OnlinePayment(
            provider=vnpay.NAME, reference=references.make(), dossier_id=dossier.id,
            agency_id=dossier.agency_id, amount=amount, created_at=at, expires_at=at + OFFERED_FOR,
        )  # fmt: skip
        session.add(order)
    return vnpay.pay_url(
        account, reference=order.reference, amount=amount, info=f"Nop phi ho so {code}", at=at,
        until=order.expires_at, return_url=f"{settings.public_url()}/thanh-toan", address=address,
        language=language,
    )  # fmt: skip


def confirm(params: Mapping[str, str], source: str = "") -> tuple[str, str]:
    """The provider's call: the one place where money paid online comes to count. Every call that books is
    logged; of the worthless ones of a day and `source` (an address) the first, the others are counted.

    Gives code and message of the answer. The same call may come any number of times, also at once.
    """
    account = settings.vnpay_account()
    if account is None:
        return vnpay.ANSWERS["unreadable"]
    call = vnpay.heard(account, params) if vnpay.genuine(account, params) else None
    with transaction() as session:
        at = now()
        if call is not None:
            outcome = _settle(session, call, at)
        else:
            outcome = "unreadable" if vnpay.genuine(account, params) else "forged"
        answer = vnpay.ANSWERS[outcome]
        if not call_log.is_kept(session, outcome, source, at):
            return answer
        session.add(
            PaymentCall(
                at=at, provider=vnpay.NAME, outcome=outcome, answer=answer[0], source=source[:45],
                reference=_cut(params.get("vnp_TxnRef"), 40), amount=call.amount if call else None,
                response_code=_cut(params.get("vnp_ResponseCode"), 10),
                transaction_number=_cut(params.get("vnp_TransactionNo"), 60),
            )
        )  # fmt: skip
    return answer


def shown(params: Mapping[str, str]) -> Shown:
    """What the browser brought back, told by what we have booked ourselves; changes nothing."""
    account = settings.vnpay_account()
    if account is None or not vnpay.genuine(account, params):
        return Shown("unreadable")
    if (call := vnpay.heard(account, params)) is None:
        return Shown("unreadable")
    query = (
        select(OnlinePayment.status, OnlinePayment.amount, Dossier.code)
        .join(Dossier, Dossier.id == OnlinePayment.dossier_id)
        .where(OnlinePayment.provider == vnpay.NAME, OnlinePayment.reference == call.reference)
    )
    with reading() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        return Shown("unreadable")
    status, amount, code = found
    return Shown("failed" if status == "open" and not call.paid else status, code, call.reference, amount)


def _settle(session: Session, call: vnpay.Heard, at: datetime) -> str:
    query = select(OnlinePayment).where(
        OnlinePayment.provider == vnpay.NAME, OnlinePayment.reference == call.reference
    )
    order = session.scalar(query.with_for_update())
    if order is None:
        return "unknown"
    if order.amount != call.amount:
        return "wrong_amount"
    if not call.paid:
        return "failed" if _claim(session, order, "failed", ("open",), call, at) else "repeated"
    dossier = session.scalars(select(Dossier).where(Dossier.id == order.dossier_id).with_for_update()).one()
    waits = dossier.state == State.PAYMENT_ASKED and order.amount <= books.left(session, dossier)
    if _is_known(session, order, call):
        return "repeated"
    # A card may be refused once and taken at the second try: what was paid outranks what had failed.
    if not _claim(session, order, "paid" if waits else "stray", ("open", "failed"), call, at):
        return "repeated"
    if not waits:
        return "stray"
    number = f"{vnpay.NAME}/{call.transaction_number or order.reference}"
    asks = {"amount": order.amount, "pay_way": "online", "receipt_number": "", "reference": number}
    carrying.settle(session, dossier, PROVIDER, "record_payment", asks, at)
    return "late" if at > order.expires_at else "paid"


def _is_known(session: Session, order: OnlinePayment, call: vnpay.Heard) -> bool:
    """Whether this transaction has paid another order: one transaction never pays twice."""
    query = select(OnlinePayment.id).where(
        OnlinePayment.provider == vnpay.NAME,
        OnlinePayment.transaction_number == _cut(call.transaction_number, 60),
        OnlinePayment.id != order.id,
    )
    return bool(call.transaction_number) and session.scalar(query) is not None


def _claim(
    session: Session, order: OnlinePayment, status: str, before: tuple[str, ...], call: vnpay.Heard,
    at: datetime,
) -> bool:  # fmt: skip
    """Move the order on if it still is as before: of many calls at once only one does."""
    claimed = session.execute(
        update(OnlinePayment)
        .where(OnlinePayment.id == order.id, OnlinePayment.status.in_(before))
        .values(
            status=status, settled_at=at, response_code=_cut(call.response_code, 10),
            transaction_number=_cut(call.transaction_number, 60) if status != "failed" else None,
        )
    )  # fmt: skip
    return claimed.rowcount == 1


def _cut(text: str | None, longest: int) -> str | None:
    """As it may be kept; NUL is no text to PostgreSQL."""
    return text.replace("\0", "")[:longest] if text else None


def _mark(code: str, until: int) -> str:
    message = f"pay|{code}|{until}".encode()
    return hmac.new(settings.secret_key().encode(), message, hashlib.sha256).hexdigest()
