"""Checks what the forms about money gave: lines, an amount, a way of paying, the number of a receipt."""

from typing import TYPE_CHECKING, Any

from services.errors import Invalid, Problem
from services.forms import fields
from services.money import books
from services.workflow import Need, State

if TYPE_CHECKING:
    from services.needs import Scene

MOST = 1_000_000_000
PAY_WAYS = ("cash", "card", "transfer")
LONGEST_REASON, LONGEST_RECEIPT = 500, 60


def _wrong(need: Need, code: str, **facts: Any) -> Invalid:
    return Invalid([Problem(need.name, code, facts)])


def lines(scene: "Scene", need: Need, value: Any) -> list[books.Row]:
    """[{"line": fee | copy | postage, "amount": đồng, "reason": text}, …], as a whole list of what is asked.

    Only lines of the procedure's data: the office may not ask for anything else (R-DOC-EXTRA). A line that is
    not given is asked for as computed; another amount than the computed one needs its reason.
    """
    given = {one.get("line"): one for one in value or ()}
    if not given:
        return []
    offered = books.still_due(scene.session, scene.dossier)
    if set(given) - {row["line"] for row in offered}:
        raise _wrong(need, "not_listed")
    asked = []
    for row in offered:
        one = given.get(row["line"], {})
        amount = one.get("amount", row["amount"])
        if type(amount) is not int or not 0 <= amount <= MOST:
            raise _wrong(need, "not_money")
        if amount != row["amount"]:
            reason = fields.plain(one.get("reason") or "", lines=True)[:LONGEST_REASON]
            if not reason:
                raise _wrong(need, "reason_for_change")
            row = {**row, "amount": amount, "reason": reason}
        asked.append(row)
    if not sum(row["amount"] for row in asked):
        raise _wrong(need, "nothing_to_pay")
    return asked


def amount(scene: "Scene", need: Need, value: Any) -> int | None:
    """Whole đồng, at most what is left; outside state 6 exactly what is due, so that no rest lies about."""
    if value is None:
        return None
    if type(value) is not int or value <= 0:
        raise _wrong(need, "not_money")
    left = books.payable(scene.session, scene.dossier)
    if left and value > left:  # with nothing to pay the guard refuses
        raise _wrong(need, "more_than_left", left=left)
    if value < left and scene.dossier.state != State.PAYMENT_ASKED:
        raise _wrong(need, "whole_sum", left=left)
    return value


def way(_scene: "Scene", need: Need, value: Any) -> str | None:
    """One of PAY_WAYS."""
    if value and value not in PAY_WAYS:
        raise _wrong(need, "not_listed")
    return value or None


def receipt(scene: "Scene", need: Need, value: Any) -> str:
    """The number as it is printed on the receipt: one that another dossier holds is typed wrong."""
    text = fields.plain(value or "", lines=False)
    if len(text) > LONGEST_RECEIPT:
        raise _wrong(need, "too_long", limit=LONGEST_RECEIPT)
    if text and (code := books.receipt_used(scene.session, scene.dossier, text)):
        raise _wrong(need, "receipt_used", dossier=code)
    return text
