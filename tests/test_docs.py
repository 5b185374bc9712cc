"""The documents are held against the code, so that they cannot go stale."""

import re

import pytest

import db
from services import workflow
from services.__main__ import COMMANDS
from services.server.addresses import BROWSER_COOKIE
from tests.house import ROOT

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "deploy/README.md", "docs/commands.md", "docs/settings.md")
NAMES = set(re.findall(r"`([A-Za-z_]+)`", GLOSSARY))


@pytest.mark.parametrize("table", sorted(db.Base.metadata.tables))
def test_every_table_is_in_the_glossary(table: str) -> None:
    """A table's name is an English name of a Vietnamese term."""
    assert table in NAMES


@pytest.mark.parametrize("state", workflow.State)
def test_every_state_is_in_the_glossary(state: workflow.State) -> None:
    """The official name of a state stands beside its name in the code."""
    assert f"| {workflow.STATES[state].label} | `{state.name}` |" in GLOSSARY


@pytest.mark.parametrize("action", workflow.ACTIONS)
def test_every_action_is_in_the_glossary(action: str) -> None:
    """The label of an action stands beside its name in the code."""
    assert f"| {workflow.ACTIONS[action].label} | `{action}` |" in GLOSSARY


@pytest.mark.parametrize("role", workflow.Role)
def test_every_role_is_in_the_glossary(role: workflow.Role) -> None:
    """A role's name is an English name of a Vietnamese term."""
    assert role.value in NAMES


def test_the_picture_of_the_workflow_is_the_table() -> None:
    """docs/workflow.md carries the diagram that the table draws (`python -m services workflow`)."""
    text = (ROOT / "docs/workflow.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{workflow.mermaid()}```" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told(command: str) -> None:
    """docs/commands.md names every command of `python -m services`."""
    assert f"`{command}" in (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def test_every_bench_is_told() -> None:
    """bench/README.md names every bench that can be run, and no other."""
    texts = {path.stem: path.read_text() for path in (ROOT / "bench").glob("*.py")}
    benches = {name for name, text in texts.items() if f"python -m bench.{name}" in text}
    told = set(re.findall(r"`python -m bench\.(\w+)`", (ROOT / "bench/README.md").read_text()))
    assert told == benches


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_documents_name_exist(document: str) -> None:
    """A path in a document leads somewhere."""
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:db|services|pages|docs|tests|bench|locale|deploy)/[\w./-]*\w/?)`", text)
    assert not [path for path in named if not (ROOT / path).exists()]


def test_every_setting_of_an_installation_is_told() -> None:
    """deploy/motcua.env holds names that docs/settings.md explains; AWS_… are the S3 library's own."""
    names = re.findall(r"^#?([A-Z0-9_]+)=", (ROOT / "deploy/motcua.env").read_text(encoding="utf-8"), re.M)
    told = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert names
    assert not [name for name in names if not name.startswith("AWS_") and f"`{name}`" not in told]


def test_the_balancer_follows_the_cookie_that_we_set() -> None:
    """deploy/nginx.conf: sticky by the cookie that every first answer carries."""
    config = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert f"hash $cookie_{BROWSER_COOKIE} consistent;" in config
