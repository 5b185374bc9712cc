"""One report as a table of numbers, from which the page, XLSX, PDF and CSV are all made. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Any

from services.figures.choice import Period
from services.workflow import N_

BY_PROCEDURE, BY_UNIT = "ii06a", "ii06b"
FORMS = {BY_PROCEDURE: "II.06a/VPCP/KSTT", BY_UNIT: "II.06b/VPCP/KSTT"}
TITLE = N_("Tình hình, kết quả giải quyết thủ tục hành chính")


@dataclass(frozen=True)
class Cells:
    """What a line counts. The names are those of the indicators; `direct` is at the counter and by post."""

    online: int = 0
    direct: int = 0
    carried: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    withdrawn: int = 0
    stopped: int = 0

    def __add__(self, other: "Cells") -> "Cells":
        return Cells(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def taken_in(self) -> int:
        """Column 3: all that were to be worked on in the period."""
        return self.online + self.direct + self.carried

    @property
    def solved(self) -> int:
        """Column 7."""
        return self.early + self.on_time + self.late

    @property
    def open(self) -> int:
        """Column 11."""
        return self.open_in_time + self.open_late

    @property
    def left_over(self) -> int:
        """Column 3 less all that became of them: nothing, or a number is wrong."""
        return self.taken_in - self.solved - self.open - self.withdrawn - self.stopped

    @property
    def columns(self) -> tuple[int, ...]:
        """Columns 3 to 13 of the form."""
        return (
            self.taken_in, self.online, self.direct, self.carried, self.solved, self.early, self.on_time,
            self.late, self.open, self.open_in_time, self.open_late,
        )  # fmt: skip


COUNTED = tuple(one.name for one in fields(Cells))

HEADINGS = (
    (N_("Số hồ sơ tiếp nhận"), (
        (N_("Tổng số"), "3=4+5+6"), (N_("Trong kỳ: trực tuyến"), "4"),
        (N_("Trong kỳ: trực tiếp, dịch vụ bưu chính"), "5"), (N_("Từ kỳ trước"), "6"))),
    (N_("Số lượng hồ sơ đã giải quyết"), (
        (N_("Tổng số"), "7=8+9+10"), (N_("Trước hạn"), "8"), (N_("Đúng hạn"), "9"), (N_("Quá hạn"), "10"))),
    (N_("Số lượng hồ sơ đang giải quyết"), (
        (N_("Tổng số"), "11=12+13"), (N_("Trong hạn"), "12"), (N_("Quá hạn"), "13"))),
)  # fmt: skip
"""Columns 3 to 13 of the form, in their groups: heading and number."""

SUMS = {0: (1, 2, 3), 4: (5, 6, 7), 8: (9, 10)}
"""Which of `Cells.columns` are sums of which."""


@dataclass(frozen=True)
class Line:
    """A procedure of a field (II.06a), or a field of a unit (II.06b)."""

    code: str
    name: str
    cells: Cells


@dataclass(frozen=True)
class Group:
    """A field with its procedures, or a unit with its fields."""

    code: str
    name: str
    lines: tuple[Line, ...]

    @property
    def cells(self) -> Cells:
        """The sum of its lines."""
        return sum((line.cells for line in self.lines), Cells())


@dataclass(frozen=True)
class Report:
    """The table and its head. `seen_on` is the day by which "late" was judged."""

    form: str
    unit: str
    receiver: str
    period: Period
    seen_on: date
    groups: tuple[Group, ...]

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.period.last

    @property
    def cells(self) -> Cells:
        """The sum of everything."""
        return sum((group.cells for group in self.groups), Cells())

    @property
    def runs(self) -> bool:
        """Whether the period was not over yet."""
        return self.seen_on < self.period.after

    def faults(self) -> Iterator[str]:
        """Every line whose sides are not equal, by name; there are none."""
        for group in self.groups:
            for line in (*group.lines, group):
                if line.cells.left_over:
                    yield f"{group.name} / {line.name}: {line.cells.left_over}"


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON values, as they are frozen."""
    return {
        "form": report.form, "unit": report.unit, "receiver": report.receiver,
        "first": report.period.first.isoformat(), "after": report.period.after.isoformat(),
        "code": report.period.code, "seen_on": report.seen_on.isoformat(),
        "groups": [
            [group.code, group.name, [[line.code, line.name, *astuple(line.cells)] for line in group.lines]]
            for group in report.groups
        ],
    }  # fmt: skip


def from_data(data: Mapping[str, Any]) -> Report:
    """The report again."""
    day = date.fromisoformat
    groups = tuple(
        Group(code, name, tuple(Line(line[0], line[1], Cells(*line[2:])) for line in lines))
        for code, name, lines in data["groups"]
    )
    period = Period(day(data["first"]), day(data["after"]), data["code"])
    return Report(data["form"], data["unit"], data["receiver"], period, day(data["seen_on"]), groups)


@dataclass(frozen=True)
class Difference:
    """One number that is not what was handed in. `what` is a name of COUNTED."""

    group: str
    line: str
    what: str
    then: int
    now: int


def differences(handed_in: Report, now: Report) -> list[Difference]:
    """Every number that has changed since, line by line; a missing line counts nothing."""
    left, right = _lines(handed_in), _lines(now)
    found = []
    for key in dict.fromkeys((*left, *right)):
        names, then, today = (left.get(key) or right[key])[0], left.get(key), right.get(key)
        before, after = then[1] if then else Cells(), today[1] if today else Cells()
        found += [
            Difference(*names, what, getattr(before, what), getattr(after, what))
            for what in COUNTED
            if getattr(before, what) != getattr(after, what)
        ]
    return found


def _lines(report: Report) -> dict[tuple[str, str], tuple[tuple[str, str], Cells]]:
    return {
        (group.code, line.code): ((group.name, line.name), line.cells)
        for group in report.groups
        for line in group.lines
    }
