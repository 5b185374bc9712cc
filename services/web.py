"""The program's own web routes: liveness, metrics, and the cookie of a signed-in session."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from services import accounts, settings
from services.errors import SignInFailed
from services.money.online import routes as payments
from services.server import health, metrics
from services.server.addresses import BROWSER_COOKIE, SESSION_COOKIE, local

PATIENCE = 2.0
"""Seconds that liveness and metrics wait for the database."""

_log = logging.getLogger("motcua.web")


def routes(assets: Path, sessions: Callable[[], int]) -> list[Route]:
    """All routes of our own. `assets` holds the frame's style and script, `sessions` counts open pages."""

    async def figures(_request: Request) -> Response:
        try:
            if await _database_answers():
                await run_in_threadpool(metrics.count_waiting_notices)
        except Exception as problem:  # it went away between the two; the other figures stay wanted
            if health.why_unavailable(problem) is None:
                raise
        body = metrics.text(await run_in_threadpool(sessions))
        return Response(body, media_type=metrics.CONTENT_TYPE_LATEST)

    async def asset(request: Request) -> Response:
        path = assets / request.path_params["name"]
        if path.parent != assets or not path.is_file():
            return Response(status_code=404)
        return FileResponse(path, headers={"Cache-Control": "public, max-age=31536000, immutable"})

    return [
        Route("/healthz", liveness),
        Route("/metrics", figures),
        Route("/phien", open_session, methods=["GET", "POST"]),
        Route("/dang-xuat", close_session, methods=["GET", "POST"]),
        Route("/khung/{name}", asset),
        *payments.routes(),
    ]


async def liveness(_request: Request) -> Response:
    """200 only while the database answers and the disk takes a file; never waits longer than PATIENCE."""
    if await _database_answers():
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
    return JSONResponse({"status": "unavailable"}, 503, headers={"Cache-Control": "no-store"})


async def open_session(request: Request) -> Response:
    """Change the sign-in room's ticket into the cookie that names a session, and go on."""
    go_on = local(request.query_params.get("tiep"))
    try:
        token = await run_in_threadpool(
            accounts.claim, request.query_params.get("ve", ""), request.cookies.get(BROWSER_COOKIE, "")
        )
    except SignInFailed:
        return _go("/dang-nhap")
    except Exception as problem:
        return _unavailable(problem)
    response = _go(go_on)
    response.set_cookie(
        SESSION_COOKIE, token, max_age=int(accounts.SESSION_LASTS.total_seconds()), path="/",
        httponly=True, samesite="lax", secure=is_https(),
    )  # fmt: skip
    return response


async def close_session(request: Request) -> Response:
    """Revoke the session and clear the cookie; the row is dead for every other open page as well."""
    try:
        await run_in_threadpool(accounts.sign_out, request.cookies.get(SESSION_COOKIE, ""))
    except Exception as problem:
        # The cookie stays: without the database the session could not be revoked, and saying so is honest.
        return _unavailable(problem)
    response = _go("/")
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax", secure=is_https())
    return response


def is_https() -> bool:
    """Whether citizens reach us over https (PUBLIC_URL)."""
    return settings.public_url().startswith("https://")


def _go(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})


def _unavailable(problem: Exception) -> Response:
    if health.why_unavailable(problem) is None:
        raise problem
    _log.warning("the database is away", extra={"route": "session"})
    text = "Hệ thống tạm thời gián đoạn. Hãy thử lại sau ít phút."
    return Response(text, 503, media_type="text/plain; charset=utf-8", headers={"Retry-After": "30"})


async def _database_answers() -> bool:
    waiting = asyncio.shield(asyncio.wrap_future(health.answer()))
    try:
        return await asyncio.wait_for(waiting, PATIENCE)
    except TimeoutError:
        return False
