"""The command explain-date: why a result would be due when it is, one rule per line."""

from collections.abc import Sequence
from datetime import date, datetime

import click
from sqlalchemy.exc import SQLAlchemyError

from services.clock import VIETNAM
from services.dates import calendars, deadlines
from services.dates.words import sentences
from services.errors import NotFound


def _moment(text: str) -> datetime:
    """An ISO date and time; without a zone it is Vietnam's."""
    try:
        at = datetime.fromisoformat(text.strip())
        return at.astimezone(VIETNAM) if at.tzinfo else at.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        raise click.ClickException(f"not a date and time such as 2026-11-23T15:01: {text!r}") from None


def _pause(text: str) -> deadlines.Paused:
    start, slash, end = text.partition("/")
    if not slash:
        raise click.ClickException(f"a pause is written FROM/TO: {text!r}")
    pause = deadlines.Paused(_moment(start), _moment(end))
    if pause.end is not None and pause.end < pause.start:
        raise click.ClickException(f"this pause ends before it starts: {text!r}")
    return pause


def _check_order(received_at: datetime, pauses: Sequence[deadlines.Paused]) -> None:
    """The calculator makes the best of contradictions; someone who types them is told."""
    before = received_at
    for pause in pauses:
        if pause.start < before:
            raise click.ClickException("a pause begins before the reception, or pauses overlap")
        before = pause.end or before


def _rule(code: str) -> deadlines.TimeRule:
    from services.catalogue import store

    procedure = store.bundled().get(code)
    if procedure is None:
        raise click.ClickException(f"no such procedure: {code!r}")
    return deadlines.TimeRule(procedure.time.rule, procedure.time.working_days)


def _agency_calendar(code: str, on: date) -> deadlines.WorkCalendar:
    from db.session import reading

    try:
        with reading() as session:
            return calendars.for_agency(session, code, on)
    except NotFound:
        raise click.ClickException(f"no such agency: {code!r}") from None
    except SQLAlchemyError:
        raise click.ClickException("the database does not answer; is it set up?") from None


@click.command("explain-date")
@click.option("--received", required=True, help="When the dossier came in, such as 2026-11-23T15:01.")
@click.option("--procedure", required=True, help="Code of the procedure, such as 2.000635.")
@click.option("--agency", help="Code of the agency whose hours and calendar count; else the usual ones.")
@click.option("--paused", multiple=True, metavar="FROM/TO", help="A wait for the citizen; may be repeated.")
def explain_date(received: str, procedure: str, agency: str | None, paused: Sequence[str]) -> None:
    """Print the rules that lead to a return date, and the date."""
    received_at = _moment(received)
    pauses = sorted((_pause(text) for text in paused), key=lambda p: p.start)
    _check_order(received_at, pauses)
    rule = _rule(procedure)
    try:
        if agency:
            calendar = _agency_calendar(agency, received_at.date())
        else:
            last = max([received_at, *(p.end for p in pauses if p.end)])
            calendar = calendars.default_calendar(received_at.year - 1, last.year + 2)
        ledger = deadlines.explain(calendar, rule, received_at, pauses)
    except (ValueError, OverflowError) as refused:
        raise click.ClickException(str(refused)) from None
    for line in sentences(ledger.lines):
        click.echo(line)
    click.echo(f"due {ledger.due.isoformat()}")
