"""The server around the pages: what happens at start and stop, and where web routes meet Streamlit."""

import asyncio
import gc
import hashlib
import logging
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import file_util, runtime
from streamlit import logger as streamlit_logger
from streamlit.runtime.pages_manager import PagesManager

from pages.frame import theme
from services import accounts, draft_mail, drafts, papers, settings, setup, web
from services.notices import relay
from services.server import logs, web_frame

ASSETS = Path(__file__).parent.parent / "parts" / "assets"
HEAVY = ("services.desk", "streamlit_authenticator", "streamlit_pdf", "typst", "pypdf", "pandas")
"""Slow to import; warmed up after the start, so that no reader waits for them."""

GARBAGE = (50_000, 20, 20)
"""After how many new objects Python looks for rings of dead ones; with its own 700 a crowd of officers makes
it look through everything that lives, again and again."""

_TIDY_FIRST, _TIDY_EVERY = 5.0, 600.0
"""Seconds after the start, and from then on."""

_log = logging.getLogger("motcua.server")

# Because of the folder pages/ a fresh server would answer the first deep link with "Page not found".
PagesManager.uses_pages_directory = False
theme.keep()


def refuse_unsafe_settings() -> None:
    """Exit with one line that says what to change, before anything listens."""
    try:
        settings.check()
    except settings.SettingsRefused as refusal:
        sys.exit(f"error: {refusal}")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Run the relay beside the pages, warm up, stop all together."""
    logs.set_up()
    _log_alike()
    stop = threading.Event()
    threads = [
        threading.Thread(target=_warm_up, name="warm-up", daemon=True),
        threading.Thread(target=_keep_tidy, args=(stop,), name="tidy", daemon=True),
        threading.Thread(target=_keep_time, args=(stop,), name="timetable", daemon=True),
    ]
    for thread in threads:
        thread.start()
    sending = relay.run_in_background(stop)
    announcing = asyncio.create_task(_announce())
    _log.info("started", extra={"demo": settings.demo()})
    try:
        yield
    finally:
        announcing.cancel()
        stop.set()
        await asyncio.to_thread(sending.join, 10)
        _log.info("stopped")


def routes() -> list[Route]:
    """Our own addresses beside Streamlit's."""
    return web.routes(ASSETS, _open_pages)


def middleware() -> list[Middleware]:
    """Headers, compression and our first page around everything."""
    folder = Path(file_util.get_static_dir())
    version = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(ASSETS.iterdir()))).hexdigest()[:12]
    first_page = web_frame.FirstPage(folder / "index.html", version)
    return web_frame.middleware(first_page, web_frame.Scripts(folder))


def on_script_error(problem: Exception) -> bool:
    """An error that no room expected."""
    from pages.parts import refusals

    return refusals.show(problem)


def _log_alike() -> None:
    """Streamlit gives each of its loggers, and uvicorn's, a handler of its own: all shall write our lines."""

    def ours(logger: logging.Logger) -> None:
        logger.handlers.clear()
        logger.propagate = True

    streamlit_logger.setup_formatter = ours
    for logger in streamlit_logger._loggers.values():
        ours(logger)
    # Addresses carry codes of dossiers and tickets of sign-in: they do not belong in a log.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)  # it names each visitor's address
    # The warm-up imports parts outside of a page; that they miss one is expected.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)


def _open_pages() -> int:
    return 0 if not runtime.exists() else len(runtime.get_instance()._session_mgr.list_active_sessions())


def _warm_up() -> None:
    import importlib

    for name in HEAVY:
        try:
            importlib.import_module(name)
        except ImportError:
            _log.warning("cannot import", extra={"part": name})
    try:
        papers.start()
    except Exception as problem:
        _log.warning("papers cannot be opened yet", extra=logs.described(problem))
    gc.collect()
    gc.freeze()  # what is loaded by now lives as long as the program
    gc.set_threshold(*GARBAGE)


async def _announce() -> None:
    """Under `make run`: say the address and who can sign in, but not before a reader would be answered."""
    if not settings.announces():
        return
    # The port is opened right after the start; were it taken, uvicorn would end us before the pause does.
    await asyncio.sleep(0.5)
    while True:
        try:
            _reader, writer = await asyncio.open_connection(*settings.own_address())
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            break
    await asyncio.to_thread(setup.announce)


def _tidies() -> tuple[Callable[[], object], ...]:
    """What is done every ten minutes; the desk's are imported late, the port does not wait for them."""
    from services import digest, silence, unanswered, unpaid
    from services.agencies import merger
    from services.desk import leases, warnings

    ours = (merger.take_effect, accounts.tidy, drafts.tidy, draft_mail.remind)
    letters = (unanswered.remind, unanswered.end, unpaid.remind, unpaid.end)
    return (*ours, leases.tidy, warnings.reckon, *letters, silence.agree, digest.send)


def _keep_time(stop: threading.Event) -> None:
    from services.keeping import timetable

    timetable.keep_time(stop)


def _keep_tidy(stop: threading.Event) -> None:
    from services.oversight import jobs

    pause = _TIDY_FIRST
    while not stop.wait(pause):
        pause = _TIDY_EVERY
        for tidy in _tidies():
            try:
                jobs.run(f"{tidy.__module__.rpartition('.')[2]}.{tidy.__name__}", tidy)
            except Exception as problem:
                _log.warning("tidying failed", extra=logs.described(problem))
