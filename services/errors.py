"""Typed refusals: why the office says no, with the facts that a sentence needs (services/sentences.py)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field or paper; `code` names the sentence, `facts` fill it."""

    where: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


class Refusal(Exception):
    """The office says no. Nothing was changed."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(f"{type(self).__name__} {facts}")
        self.facts = facts


class NotFound(Refusal):
    """There is no such thing, or this reader may not know of it."""

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class NotAllowed(Refusal):
    """This actor may not do this."""

    def __init__(self, action: str) -> None:
        super().__init__(action=action)


class Stale(Refusal):
    """Somebody else changed the dossier since this actor saw it."""

    def __init__(self, by: str, action: str, at: datetime) -> None:
        super().__init__(by=by, action=action, at=at)


class Overtaken(Refusal):
    """A colleague wrote on the same line a moment before."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(by=by, at=at)


class WrongState(Refusal):
    """The table does not open this action in this state."""

    def __init__(self, action: str, state: int) -> None:
        super().__init__(action=action, state=state)


class GuardRefused(Refusal):
    """The state is right, but a named guard of the table is not met."""

    def __init__(self, guard: str, **facts: Any) -> None:
        super().__init__(guard=guard, **facts)
        self.guard = guard


class Missing(Refusal):
    """Something the action must be given is empty."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names=tuple(names))


class Invalid(Refusal):
    """What was typed or chosen cannot be right; one Problem per place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems=tuple(problems))
        self.problems = tuple(problems)


class PaperRefused(Refusal):
    """A file was not taken; `code` is a finding of services/papers."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code=code, **facts)
        self.code = code


class DamagedFile(Refusal):
    """A stored file no longer has the hash it was stored under."""


class TooOften(Refusal):
    """Tried too often; `until` says when the next try is heard."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)


class SignInFailed(Refusal):
    """Name or password is wrong; which of them is not told."""


class LockedOut(Refusal):
    """Too many wrong passwords."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)


class Unavailable(Refusal):
    """Something the office needs is away for now: database or storage."""

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class CatalogueRefused(Refusal):
    """A procedure file is wrong, at this line, for this reason."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(file=file, line=line, why=why)
        self.file, self.line, self.why = file, line, why

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}"
