"""Reads the project's own source: imports, calls and names, by file. The rules are in test_house.py."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Source:
    """One module of ours. `name` is its path from the root, with slashes."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of it."""
        return list(ast.walk(self.tree))


@cache
def _source(file: Path) -> Source:
    """Read and parsed once, however many rules look at it."""
    return Source(str(file.relative_to(ROOT)), file.read_text(encoding="utf-8"))


def sources(*folders: str) -> list[Source]:
    """Every Python file below these folders of the root; `dashboard.py` may be named too."""
    files: list[Path] = []
    for folder in folders:
        path = ROOT / folder
        files += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [_source(file) for file in files]


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, at its top or inside a function."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def uses(source: Source, dotted: str) -> Iterator[int]:
    """Lines that use an attribute such as st.session_state or datetime.now, or call a method as .commit."""
    last = dotted.rpartition(".")[2]
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr == last:
            said = ast.unparse(node)
            if said == dotted or (dotted.startswith(".") and f".{node.attr}" == dotted):
                yield node.lineno


def opens_transaction(function: ast.AST) -> bool:
    """Whether a function opens a transaction or a reading of its own."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and ast.unparse(item.context_expr.func).split(".")[-1] in ("transaction", "reading")
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
    )


def verbs(source: Source) -> dict[str, ast.FunctionDef]:
    """The functions of a module that open a transaction or a reading."""
    found = [n for n in source.tree.body if isinstance(n, ast.FunctionDef) and opens_transaction(n)]
    return {function.name: function for function in found}


def calls(function: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and spelling of every call in a function's transaction blocks."""
    for node in ast.walk(function):
        if isinstance(node, ast.With) and opens_transaction(ast.Module([node], [])):
            for inner in node.body:
                for call in ast.walk(inner):
                    if isinstance(call, ast.Call):
                        yield call.lineno, ast.unparse(call.func)
