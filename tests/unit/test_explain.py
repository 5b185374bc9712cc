"""The command explain-date: its last line and its refusals are relied on by scripts."""

import pytest
from click.testing import CliRunner, Result

from services.commands.explain import explain_date


def run(*arguments: str) -> Result:
    return CliRunner().invoke(explain_date, arguments)


def test_prints_a_rule_per_line_and_the_date_last() -> None:
    """Received a minute after 15:00 on the eve of 24 November: due on the 25th."""
    result = run("--received", "2026-11-23T15:01", "--procedure", "2.000635")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "Nhận lúc 15:01 ngày 23/11/2026, sau 15:00 nên tính từ ngày làm việc kế tiếp",
        "24/11/2026 là ngày nghỉ (Ngày Văn hóa Việt Nam)",
        "Hẹn trả kết quả lúc 17:00 ngày 25/11/2026, khi hết giờ làm việc",
        "due 2026-11-25T17:00:00+07:00",
    ]


def test_pauses_in_any_order() -> None:
    """A full office day of waiting moves the date by a day, wherever the pauses stand on the line."""
    later, earlier = "2026-11-26T07:30/2026-11-26T11:30", "2026-11-25T13:00/2026-11-25T17:00"
    pauses = ("--paused", later, "--paused", earlier)
    result = run("--received", "2026-11-23T15:01+07:00", "--procedure", "2.000635", *pauses)
    assert result.stdout.splitlines()[-1] == "due 2026-11-26T17:00:00+07:00"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--received", "23/11/2026", "--procedure", "2.000635"), "not a date"),
        (("--received", "2026-02-30T10:00", "--procedure", "2.000635"), "not a date"),
        (("--received", "9999-12-31T20:00", "--procedure", "2.000635"), "out of range"),
        (("--received", "2026-11-23T10:00", "--procedure", "0.000000"), "no such procedure"),
        (
            ("--received", "2026-11-23T10:00", "--procedure", "2.000635", "--paused", "2026-11-25T10:00"),
            "FROM/TO",
        ),
        (
            (
                "--received", "2026-11-23T10:00", "--procedure", "2.000635",
                "--paused", "2026-11-25T10:00/2026-11-25T09:00",
            ),
            "ends before it starts",
        ),
        (
            (
                "--received", "2026-11-23T10:00", "--procedure", "2.000635",
                "--paused", "2026-11-20T10:00/2026-11-25T09:00",
            ),
            "before the reception",
        ),
    ],
)  # fmt: skip
def test_refusals_are_one_line_and_status_1(arguments: tuple[str, ...], why: str) -> None:
    """Errors go to standard error in one line; nothing is printed that could be taken for a date."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert why in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_unknown_agency_is_refused(sqlite_town: str) -> None:
    """Hours and calendar of an agency that is not there cannot be guessed."""
    arguments = ("--received", "2026-11-23T15:01", "--procedure", "2.000635", "--agency")
    assert "no such agency" in run(*arguments, "H99.999").stderr
    assert run(*arguments, "H31.124").stdout.splitlines()[-1] == "due 2026-11-25T17:00:00+07:00"
