"""The addresses of paying online: where an order begins, where the provider calls, and in the demo VNPAY."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from services import settings
from services.errors import Refusal
from services.server import logs
from services.server.addresses import LANGUAGE_COOKIE, local, with_query

_log = logging.getLogger("motcua.payments")
_UNKNOWN = ("99", "Unknown error")


async def ipn(request: Request) -> Response:
    """VNPAY's own call. It always gets an answer that it knows: after 99 it calls again."""
    try:
        from services.money.online import orders

        code, message = await run_in_threadpool(
            orders.confirm, dict(request.query_params), request.client.host if request.client else ""
        )
    except Exception as problem:
        _log.error("a payment could not be booked", extra=logs.described(problem))
        code, message = _UNKNOWN
    return JSONResponse({"RspCode": code, "Message": message}, headers={"Cache-Control": "no-store"})


async def start(request: Request) -> Response:
    """Make an order and go to the provider; whoever may not is led back to the dossier."""
    from services.money.online import orders

    asked = request.query_params
    code = asked.get("ma", "")
    try:
        address = await run_in_threadpool(
            orders.begin, code, asked.get("den", ""), asked.get("ve", ""),
            address=request.client.host if request.client else "127.0.0.1",
            language=request.cookies.get(LANGUAGE_COOKIE, "vi"),
        )  # fmt: skip
    except Refusal:
        address = local(with_query("/tra-cuu", {"ma": code}))
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})


def routes() -> list[Route]:
    """All of them; the simulator only where there is no real provider to pay at."""
    found = [Route("/payments/vnpay/ipn", ipn), Route("/payments/start", start)]
    if settings.vnpay_is_simulated():
        from services.money.online import simulator

        found += simulator.routes(lambda: f"http://{':'.join(map(str, settings.own_address()))}")
    return found
