"""A stand-in for VNPAY on this machine, for the demo and tests: it takes no money and behaves like it."""

import logging
import urllib.request
from collections.abc import Callable, Mapping
from html import escape
from itertools import count
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from services import settings
from services.clock import now
from services.money.online import vnpay
from services.vietnamese import money

PLACE = settings.SIMULATOR
CHOICES = (
    ("00", "Thanh toán thành công"), ("24", "Hủy giao dịch"), ("51", "Thẻ không đủ số dư"),
    ("11", "Để quá thời gian"),
)  # fmt: skip
_numbers = count(int(now().timestamp()))
_log = logging.getLogger("motcua.payments")

_PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>VNPAY (giả lập)</title>
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}}
a{{display:block;margin:.6rem 0;padding:.8rem 1rem;border:2px solid #005a9c;border-radius:.4rem;
color:#005a9c;text-decoration:none}}a.main{{background:#005a9c;color:#fff}}</style></head><body>
<h1>VNPAY (giả lập)</h1><p>Trang dùng thử, không thu tiền thật.</p>{body}</body></html>"""


def outcome(account: settings.VnpayAccount, asked: Mapping[str, str], code: str) -> dict[str, str]:
    """What VNPAY tells afterwards about a payment it was asked for, without the signature."""
    number = str(next(_numbers)) if code == "00" else "0"
    return {
        "vnp_Amount": asked["vnp_Amount"], "vnp_BankCode": "NCB", "vnp_BankTranNo": f"VNP{number}",
        "vnp_CardType": "ATM", "vnp_OrderInfo": asked["vnp_OrderInfo"],
        "vnp_PayDate": f"{now():%Y%m%d%H%M%S}", "vnp_ResponseCode": code, "vnp_TmnCode": account.tmn_code,
        "vnp_TransactionNo": number, "vnp_TransactionStatus": "00" if code == "00" else "02",
        "vnp_TxnRef": asked["vnp_TxnRef"],
    }  # fmt: skip


def routes(shop: Callable[[], str]) -> list[Route]:
    """Its pages. `shop` gives the address of the program that is to be called, as http://127.0.0.1:8501."""

    async def pay(request: Request) -> Response:
        account, asked = settings.vnpay_account(), request.query_params
        if account is None or not vnpay.genuine(account, asked):
            return HTMLResponse(_PAGE.format(body="<p>Sai chữ ký.</p>"), 400)
        links = "".join(
            f'<a{" class=main" if code == "00" else ""} href="{PLACE}/done?{escape(request.url.query)}'
            f'&amp;choice={code}">{escape(label)}</a>'
            for code, label in CHOICES
        )
        amount = money(int(asked["vnp_Amount"]) // 100)
        body = f"<p>{escape(asked['vnp_OrderInfo'])}</p><p><strong>{amount}</strong></p>{links}"
        return HTMLResponse(_PAGE.format(body=body))

    async def done(request: Request) -> Response:
        account, asked = settings.vnpay_account(), dict(request.query_params)
        code = asked.pop("choice", "24")
        if account is None or not vnpay.genuine(account, asked):
            return HTMLResponse(_PAGE.format(body="<p>Sai chữ ký.</p>"), 400)
        query = vnpay.signed(account.secret, outcome(account, asked, code))
        await run_in_threadpool(call, shop(), query)
        # A path of ours where the program stands at the same address: the reader may know it by another name.
        back = urlsplit(asked["vnp_ReturnUrl"])
        same = settings.vnpay_is_simulated()
        place = back.path if same else f"{back.scheme}://{back.netloc}{back.path}"
        return RedirectResponse(f"{place}?{query}", 303)

    return [Route(f"{PLACE}/pay", pay), Route(f"{PLACE}/done", done)]


def call(shop: str, query: str) -> str:
    """Call as VNPAY does from its own servers; gives the answer, empty when nobody answers."""
    try:
        address = f"{shop}/payments/vnpay/ipn?{query}"
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  (loopback by the command)
            return answer.read().decode()
    except OSError as problem:
        _log.warning("nobody answers the simulator", extra={"problem": str(problem)})
        return ""
