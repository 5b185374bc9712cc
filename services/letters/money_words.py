"""The words of the papers about money: lines, sums in figures and in words, the QR of a transfer."""

from collections.abc import Mapping
from typing import Any

from services import vietnamese
from services.letters import marks, words

_OF_TRANSFER = ("bank", "account", "owner", "purpose")


def view(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates payment_request and payment_slip print beside what every letter has."""
    transfer = facts.get("transfer")
    transfer = transfer if isinstance(transfer, Mapping) else {}
    return {
        "lines": [_line(row) for row in words.rows(facts.get("lines"))],
        "sum": _sum(facts.get("amount")),
        "sum_in_words": _in_words(facts.get("amount")),
        "left": _sum(facts.get("left")),
        "way": words.plain(facts.get("way")),
        "receipt_number": words.plain(facts.get("receipt_number")),
        "paid_at": words.printed_moment(facts.get("paid_at")),
        "pay_by": words.printed_day(facts.get("pay_by")),
        "online": facts.get("online") is True,
        "transfer": {name: words.plain(transfer.get(name)) for name in _OF_TRANSFER} if transfer else None,
        "transfer_qr": marks.qr(str(transfer.get("payload") or "")),
    }


def _line(row: Mapping[str, Any]) -> list[str]:
    name = " – ".join(filter(None, [words.plain(row.get("name")), words.plain(row.get("reason"))]))
    return [name, words.plain(row.get("reckoned")), _figures(row.get("amount"))]


def _whole(amount: object) -> int | None:
    return amount if isinstance(amount, int) and not isinstance(amount, bool) and amount >= 0 else None


def _figures(amount: object) -> str:
    whole = _whole(amount)
    return "" if whole is None else vietnamese.thousands(whole)


def _sum(amount: object) -> str:
    return vietnamese.money(whole) if (whole := _whole(amount)) else ""


def _in_words(amount: object) -> str:
    return vietnamese.money_in_words(whole) if (whole := _whole(amount)) else ""
