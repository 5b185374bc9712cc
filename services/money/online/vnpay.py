"""VNPAY, version 2.1.0: its signature, the address that it is paid at, its calls and the answers it wants."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus

from services.clock import VIETNAM
from services.settings import VnpayAccount

NAME = "vnpay"
_UNSIGNED = ("vnp_SecureHash", "vnp_SecureHashType")

ANSWERS = {
    "paid": ("00", "Confirm Success"), "late": ("00", "Confirm Success"), "stray": ("00", "Confirm Success"),
    "failed": ("00", "Confirm Success"), "unknown": ("01", "Order not found"),
    "repeated": ("02", "Order already confirmed"), "wrong_amount": ("04", "Invalid amount"),
    "forged": ("97", "Invalid signature"), "unreadable": ("99", "Unknown error"),
}  # fmt: skip
"""What VNPAY is told, by what came of its call. On 00 and 02 it stops calling."""


@dataclass(frozen=True)
class Heard:
    """What a genuine call says; `amount` in đồng."""

    reference: str
    amount: int
    paid: bool
    response_code: str
    transaction_number: str


def spell(params: Mapping[str, str]) -> str:
    """What is signed: by name, each url-encoded as in a form."""
    return "&".join(
        f"{quote_plus(name)}={quote_plus(params[name])}"
        for name in sorted(params)
        if name not in _UNSIGNED and params[name] != ""
    )


def sign(secret: str, params: Mapping[str, str]) -> str:
    """HMAC-SHA512 in hex."""
    return hmac.new(secret.encode(), spell(params).encode(), hashlib.sha512).hexdigest()


def signed(secret: str, params: Mapping[str, str]) -> str:
    """The query with its signature."""
    return f"{spell(params)}&vnp_SecureHash={sign(secret, params)}"


def pay_url(
    account: VnpayAccount, *, reference: str, amount: int, info: str, at: datetime, until: datetime,
    return_url: str, address: str, language: str,
) -> str:  # fmt: skip
    """Where the citizen pays `amount` đồng. `info` is plain ASCII, `address` the citizen's IP address."""
    params = {
        "vnp_Version": "2.1.0", "vnp_Command": "pay", "vnp_TmnCode": account.tmn_code,
        "vnp_Amount": str(amount * 100), "vnp_CurrCode": "VND", "vnp_TxnRef": reference,
        "vnp_OrderInfo": info, "vnp_OrderType": "other", "vnp_ReturnUrl": return_url, "vnp_IpAddr": address,
        "vnp_Locale": "en" if language == "en" else "vn",
        "vnp_CreateDate": _stamp(at), "vnp_ExpireDate": _stamp(until),
    }  # fmt: skip
    return f"{account.pay_url}?{signed(account.secret, params)}"


def genuine(account: VnpayAccount, params: Mapping[str, str]) -> bool:
    """Whether whoever knows our secret wrote this; compared in constant time."""
    told = params.get("vnp_SecureHash", "").lower()
    return hmac.compare_digest(sign(account.secret, params).encode(), told.encode())


def heard(account: VnpayAccount, params: Mapping[str, str]) -> Heard | None:
    """What a genuine call says; None where something is missing or is not for us."""
    reference, amount = params.get("vnp_TxnRef", ""), params.get("vnp_Amount", "")
    if not reference or not (amount.isascii() and amount.isdigit() and len(amount) <= 15):
        return None
    if params.get("vnp_TmnCode") != account.tmn_code or int(amount) % 100:
        return None
    code = params.get("vnp_ResponseCode", "")
    # The return to the browser has no status of the transaction in older versions: then the code decides.
    paid = code == "00" and params.get("vnp_TransactionStatus", "00") == "00"
    number = params.get("vnp_TransactionNo", "")
    return Heard(reference, int(amount) // 100, paid, code, number if number != "0" else "")


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%Y%m%d%H%M%S}"
