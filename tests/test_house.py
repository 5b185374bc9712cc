"""The house rules, held by reading the source. Each failure says what to write instead."""

import pytest

from tests.house import ROOT, Source, calls, imports, sources, uses, verbs

FLOORS = {
    "db": ("services", "pages", "streamlit"),
    "services": ("pages", "streamlit"),
    "pages": ("db", "sqlalchemy"),
}
INSTEAD = {
    "db": "db knows nothing of ours: hand the value in",
    "services": "services never know the screen: return a frozen row or raise a refusal, let the page draw",
    "pages": "ask a function of services/ for it; add one there if none answers the question",
}
ROOMS = ("pages/public", "pages/desk", "pages/office")

OWNERS = {
    "streamlit_authenticator": {"pages/frame/sign_in.py", "pages/frame/password_form.py"},
    "plotly": {"pages/parts/figures/charts.py"},
    "pandas": {"services/figures.py"},
    "typst": {"services/letters/press.py"},
}
"""Who alone may import a heavy or loose thing."""

USES = {
    "st.session_state": (
        {"pages/frame/session.py", "pages/parts/filters.py"},
        "use the address or a widget's key",
    ),
    "datetime.now": (
        {"services/clock.py"},
        "ask services.clock.now(): demo and tests move that clock",
    ),
    "date.today": (set(), "ask services.clock.today()"),
    ".commit": (set(), "leaving `with transaction()` commits"),
}

ROOM_LINES, MODULE_LINES = 120, 250
LONGER = {
    "services/workflow.py": "the whole life of a dossier stands on one screen on purpose",
}
"""A count is a smell, not a law: each longer module with its reason."""


def _floor_faults(source: Source) -> list[str]:
    floor = source.name.split("/")[0]
    return [
        f"{source.name}:{line} imports {name}: {INSTEAD[floor]}"
        for line, name in imports(source)
        if name.split(".")[0] in FLOORS[floor]
    ]


def _room_faults(source: Source) -> list[str]:
    room = "/".join(source.name.split("/")[:2])
    others = tuple(r.replace("/", ".") for r in ROOMS)
    if room not in ROOMS and room not in ("pages/parts", "pages/frame"):
        return []
    return [
        f"{source.name}:{line} imports the room {name}: move what both need to pages/parts"
        for line, name in imports(source)
        if name.startswith(others)
    ]


def _owner_faults(source: Source) -> list[str]:
    return [
        f"{source.name}:{line} imports {name}: only {', '.join(sorted(OWNERS[name.split('.')[0]]))} may"
        for line, name in imports(source)
        if name.split(".")[0] in OWNERS and source.name not in OWNERS[name.split(".")[0]]
    ]


def _use_faults(source: Source) -> list[str]:
    return [
        f"{source.name}:{line} uses {what}: {instead}"
        for what, (owners, instead) in USES.items()
        if source.name not in owners
        for line in uses(source, what)
    ]


def _verb_faults(known: dict[str, set[str]], source: Source) -> list[str]:
    """A verb inside another verb's transaction would be a second transaction, or a lock on itself."""
    module = source.name.removesuffix(".py").split("/")[-1]
    faults = []
    for function in verbs(source).values():
        for line, call in calls(function):
            owner, _, name = call.rpartition(".")
            if name in known.get(owner or module, ()):
                faults.append(
                    f"{source.name}:{line} calls the verb {call} inside a transaction: "
                    "move the shared step to a function that takes the session"
                )
    return faults


def _known_verbs(all_sources: list[Source]) -> dict[str, set[str]]:
    return {s.name.removesuffix(".py").split("/")[-1]: set(verbs(s)) for s in all_sources}


@pytest.mark.parametrize("source", sources("db", "services", "pages"), ids=lambda s: s.name)
def test_a_module_keeps_to_its_floor(source: Source) -> None:
    """Imports go pages -> services -> db; rooms do not know each other; loose things have one owner."""
    faults = _floor_faults(source) + _room_faults(source) + _owner_faults(source) + _use_faults(source)
    assert not faults, "\n".join(faults)


def test_no_verb_calls_a_verb() -> None:
    """One public service function is one transaction."""
    all_services = sources("services")
    known = _known_verbs(all_services)
    faults = [fault for source in all_services for fault in _verb_faults(known, source)]
    assert not faults, "\n".join(faults)


def test_no_script_stands_directly_in_pages() -> None:
    """A script directly in pages/ can be served before the sign-in has been drawn once."""
    assert [p.name for p in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_modules_stay_readable() -> None:
    """Rooms stay under 120 lines, other modules under 250, or have their reason beside them."""
    long = []
    for source in sources("dashboard.py", "db", "services", "pages"):
        if source.name.startswith("db/migrations"):
            continue
        limit = ROOM_LINES if source.name.startswith(ROOMS) else MODULE_LINES
        lines = source.text.count("\n")
        if lines > limit and source.name not in LONGER:
            long.append(f"{source.name}: {lines} lines (a part is missing?)")
    assert not long, "\n".join(long)
    stale = [name for name in LONGER if (ROOT / name).read_text(encoding="utf-8").count("\n") <= MODULE_LINES]
    assert not stale, f"no longer long, take the exception away: {stale}"


def test_every_module_says_what_it_is_for() -> None:
    """The first line of a module is its purpose."""
    import ast

    silent = [
        s.name
        for s in sources("dashboard.py", "db", "services", "pages", "tests", "bench")
        if s.text.strip() and not ast.get_docstring(s.tree)
    ]
    assert not silent, f"begin with one line that says what it is for: {silent}"


PLANTED = [
    (_floor_faults, Source("pages/desk/x.py", "from db.session import reading\n")),
    (_floor_faults, Source("services/x.py", "import streamlit as st\n")),
    (_floor_faults, Source("db/x.py", "def f():\n    from services import clock\n")),
    (_room_faults, Source("pages/desk/x.py", "from pages.public import track\n")),
    (_owner_faults, Source("pages/office/x.py", "import plotly.express as px\n")),
    (_use_faults, Source("services/x.py", "from datetime import datetime\nx = datetime.now()\n")),
    (_use_faults, Source("services/x.py", "def f(session):\n    session.commit()\n")),
]


@pytest.mark.parametrize(("rule", "planted"), PLANTED, ids=lambda v: getattr(v, "name", None) or v.__name__)
def test_the_rules_find_what_they_forbid(rule, planted: Source) -> None:
    """Each rule sees a fault planted for it."""
    assert rule(planted)


def test_the_rule_on_verbs_finds_what_it_forbids() -> None:
    """A verb that calls another module's verb inside its transaction is seen; one outside it is not."""
    other = Source("services/other.py", "def do():\n    with transaction() as session:\n        pass\n")
    bad = Source("services/bad.py", "def f():\n    with transaction() as s:\n        other.do()\n")
    good = Source(
        "services/good.py", "def f():\n    other.do()\n    with transaction() as s:\n        g(s)\n"
    )
    known = _known_verbs([other, bad, good])
    assert _verb_faults(known, bad)
    assert not _verb_faults(known, good)
