"""Do the figures balance, and is each as long as its list? On random histories, with actions taken back.

    python -m bench.balance [--histories 1000] [--filters 200] [--seed 1] [--database-url URL]

Random dossiers are written through the journal, as the verbs do, into an empty database (SQLite in a folder
of its own, unless an address is given). Everything is then told anew by the plain definition, row by row from
the events, and compared: the facts and every kept sum; for every random filter every figure from the sums,
the length of its list, and both sides of carried over + received = done + withdrawn + stopped + open; every
cell of II.06a and II.06b; and the same equation for each history alone in each month of its life.
"""

import argparse
import os
import tempfile
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.catalogue import ProcedureVersion
from db.dossiers import Dossier
from db.figures import DossierFact
from db.session import reading, transaction
from services import journal
from services.actors import Actor
from services.clock import VIETNAM, standing_at
from services.figures import choice, indicators, lists, plain, quick, tally
from services.figures.choice import Choice
from services.figures.life import Life
from services.workflow import Clock, State

OFFICER = Actor("officer", "Cán bộ mẫu")
S = State
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
"""Where the clock stands; nothing happens later."""
COMMUNES = ("tam-da", "dinh-cao", "tong-tran")
PROCEDURES = ("2.000635", "1.001193", "1.000656")

WALKS: dict[State, tuple[tuple[str, State | None, Clock], ...]] = {
    S.SUBMITTED: (*[("receive", S.RECEIVED, Clock.STARTS)] * 8,
                  ("refuse", S.NOT_ACCEPTED, Clock.RUNS), ("withdraw", S.WITHDRAWN, Clock.RUNS),
                  ("propose", None, Clock.RUNS), ("request_supplement", S.SUPPLEMENT_ASKED, Clock.RUNS)),
    S.RECEIVED: (*[("forward", S.IN_PROCESS, Clock.RUNS)] * 5,
                 ("request_supplement", S.SUPPLEMENT_ASKED, Clock.PAUSES),
                 ("withdraw", S.WITHDRAWN, Clock.STOPS),
                 *[("request_payment", S.PAYMENT_ASKED, Clock.PAUSES)] * 2),
    S.IN_PROCESS: (*[("finish", S.READY, Clock.STOPS)] * 6,
                   *[("stop", S.STOPPED, Clock.STOPS)] * 2, ("extend", S.IN_PROCESS, Clock.MOVES),
                   ("propose", None, Clock.RUNS), ("send_back", None, Clock.RUNS),
                   *[("request_supplement", S.SUPPLEMENT_ASKED, Clock.PAUSES)] * 2),
    S.SUPPLEMENT_ASKED: (*[("answer_supplement", None, Clock.RESUMES)] * 3,
                         ("withdraw", S.WITHDRAWN, Clock.STOPS)),
    S.PAYMENT_ASKED: (*[("record_payment", None, Clock.RESUMES)] * 4, ("withdraw", S.WITHDRAWN, Clock.STOPS)),
    S.READY: (("hand_over", S.RETURNED, Clock.RUNS), ("request_payment", S.PAYMENT_ASKED, Clock.RUNS)),
}  # fmt: skip


def histories(chance: int, many: int) -> None:
    """Dossiers that live at random, with actions taken back, written through the journal as the verbs do."""
    rng = Random(chance)
    with transaction() as session:
        ids = dict(session.execute(select(Agency.slug, Agency.id)).all())
        version_id = session.scalars(select(ProcedureVersion.id)).first()
        for number in range(many):
            dossier = _dossier(rng, ids[rng.choice(COMMUNES)], version_id, f"F-{chance}-{number}")
            session.add(dossier)
            session.flush()
            _live(rng, session, dossier)


def _dossier(rng: Random, agency_id: int, version_id: int, code: str) -> Dossier:
    day = datetime(2026, rng.randint(8, 11), 1, tzinfo=VIETNAM)
    at = day + timedelta(days=rng.choice((-1, 0, rng.randint(0, 20))), minutes=rng.randint(-600, 900))
    return Dossier(
        code=code, agency_id=agency_id, intake_agency_id=agency_id, pickup_agency_id=agency_id,
        procedure_version_id=version_id, procedure_code=rng.choice(PROCEDURES), level=rng.choice((3, 4)),
        channel=rng.choice((1, 2, 3)), state=S.SUBMITTED, clock="waiting", submitted_at=at,
        applicant_name="Mẫu", applicant_folded="mau", form={},
    )  # fmt: skip


def _live(rng: Random, session: Session, dossier: Dossier) -> None:
    at, before = dossier.submitted_at, []

    def happened(action: str, clock: Clock, undoes: int | None = None, **facts: Any) -> int:
        event = journal.append(
            session, dossier, actor=OFFICER, action=action, from_state=None, clock=clock, facts=facts, at=at,
            undoes=undoes,
        )  # fmt: skip
        return event.seq

    happened("submit", Clock.RUNS, fee=rng.choice((0, 8000)))
    for _ in range(rng.randint(0, 10)):
        at += timedelta(minutes=rng.choice((5, 5, 300, 1440, rng.randint(0, 9000))))
        if at > NOW or dossier.state not in WALKS:
            return
        action, target, clock = rng.choice(WALKS[S(dossier.state)])
        before = (dossier.state, dossier.resume_state, dossier.due_at)
        if target in (S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED):
            dossier.resume_state = dossier.state
        if clock is Clock.STARTS or (clock is Clock.MOVES and dossier.due_at):
            dossier.due_at = at + timedelta(days=rng.randint(0, 3))
        if clock is Clock.RESUMES and dossier.due_at:
            dossier.due_at += timedelta(days=1)
        resumes = action in ("answer_supplement", "record_payment")
        dossier.state = dossier.resume_state if resumes else target or dossier.state
        money = [{"kind": "paid", "amount": -1, "way": rng.choice(("cash", "online", "online"))}]
        facts = {"money": money} if action == "record_payment" else {"result": rng.choice((None, "x"))}
        seq = happened(action, clock, **facts)
        if rng.random() < 0.2:
            dossier.state, dossier.resume_state, dossier.due_at = before
            happened("undo", Clock.RUNS, undoes=seq)


def choices(rng: Random, session: Session, many: int, odd: bool = False) -> list[Choice]:
    """Random choices over the periods that a page offers; `odd`: some of days that are no whole months."""
    agencies, today = list(session.scalars(select(Agency.id))), NOW.date()
    found = []
    for number in range(many):
        period = rng.choice(choice.periods(today)[:32])
        if odd and number % 5 == 4:
            first = today - timedelta(days=rng.randint(1, 150))
            period = choice.Period(first, first + timedelta(days=rng.randint(1, 90)))
        found.append(
            Choice(
                period,
                frozenset(rng.sample(agencies, rng.randint(1, len(agencies)))),
                today,
                frozenset(rng.sample(PROCEDURES, rng.randint(0, 2))),
                rng.choice((0, 0, 3, 4)),
                rng.choice((0, 0, 1, 2, 3)),
            )
        )
    return found


@dataclass
class Checked:
    """How many numbers were compared, and which were wrong."""

    cells: int = 0
    wrong: list[str] = field(default_factory=list)

    def same(self, what: Any, found: Any, right: Any) -> None:
        """Compare one number."""
        self.cells += 1
        if found != right:
            self.wrong.append(f"{what}: {found}, right is {right}")


def check(session: Session, filters: list[Choice], lists_read: int = len(lists.CONDITIONS)) -> Checked:
    """Compare everything with what the events say, row by row. `lists_read`: of how many lists, in turn, the
    rows are read for each filter; the others are counted."""
    done = Checked()
    lives = [one for _id, one in tally.lives(session)]
    done.wrong += tally.faults(session)
    done.cells += len(lives) + sum(len(tally.cells(one)) for one in lives)
    codes = list(lists.CONDITIONS)
    for number, asked in enumerate(filters):
        right = plain.figures(lives, asked)
        _figures(session, done, asked, right)
        for code in [codes[(number * lists_read + n) % len(codes)] for n in range(lists_read)]:
            rows = session.execute(lists.page(code, asked, 0, len(lives) + 1)).all()
            done.same((code, "list", asked), len(rows), right[code])
    _reports(session, done, filters[: max(1, len(filters) // 10)], lives)
    for one in lives:
        _alone(done, one)
    return done


def _figures(session: Session, done: Checked, asked: Choice, right: dict[str, Any]) -> None:
    _balance(done, asked, right)
    if asked.period.is_whole_months:
        kept = quick.figures(quick.read(session, asked, asked.period.first), asked)
        for code in right.keys() | kept.keys():
            done.same((code, asked), kept.get(code), right.get(code))
    counted = (func.sum(case((told(asked), 1), else_=0)).label(c) for c, told in lists.CONDITIONS.items())
    row = session.execute(select(*counted).select_from(DossierFact).where(*lists.chosen(asked))).one()
    for code, n in row._mapping.items():
        done.same((code, "count", asked), int(n or 0), right[code])


def _balance(done: Checked, asked: Any, told: dict[str, Any]) -> None:
    left, other = indicators.BALANCE
    done.same(("balance", asked), sum(told[code] for code in left), sum(told[code] for code in other))


def _reports(session: Session, done: Checked, filters: list[Choice], lives: list[Life]) -> None:
    from services.reports import counting, sheet
    from services.reports.units import Unit

    known = session.execute(select(Agency.id, Agency.slug)).all()
    everybody = tuple((row.id, row.slug, row.slug) for row in known)
    unit = Unit(0, "X", "x", "X", "Y", everybody, True, True, False)
    slugs = {row.slug: row.id for row in known}
    for form in (sheet.BY_PROCEDURE, sheet.BY_UNIT):
        for narrowed in filters:
            asked = Choice(narrowed.period, unit.agencies, narrowed.today)
            report = counting.report(session, unit, form, asked)
            for group in report.groups:
                for line in group.lines if form == sheet.BY_PROCEDURE else (group,):
                    one = (
                        replace(asked, procedures=frozenset({line.code})) if form == sheet.BY_PROCEDURE
                        else replace(asked, agencies=frozenset({slugs[line.code]}))
                    )  # fmt: skip
                    right = plain.figures(lives, one)
                    cells = dict(zip(sheet.COUNTED, astuple(line.cells), strict=True))
                    for code, n in cells.items():
                        wanted = right["counter"] + right["post"] if code == "direct" else right[code]
                        done.same((form, line.code, code, asked.period), n, wanted)
                    done.same((form, line.code, "left over", asked.period), line.cells.left_over, 0)


def _alone(done: Checked, one: Life) -> None:
    """Each history by itself, in each month from its first on."""
    month = one.submitted_on.replace(day=1)
    while month <= NOW.date():
        asked = Choice(choice.months(month, 1), frozenset({one.agency_id}), NOW.date())
        _balance(done, (asked.period, one), plain.figures([one], asked))
        month = asked.period.after


def run(chance: int, many: int, filters: int, lists_read: int = len(lists.CONDITIONS)) -> Checked:
    """Write the histories into the database of the environment, and check."""
    with standing_at(NOW):
        histories(chance, many)
        with reading() as session:
            return check(session, choices(Random(chance), session, filters, odd=True), lists_read)


def main() -> None:
    """Make a town, write, check, print; ends with 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--filters", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", default="")
    given = parser.parse_args()
    os.environ["DEMO"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("STORAGE_URL", folder)
        os.environ.pop("DATABASE_URL", None)
        if given.database_url:
            os.environ["DATABASE_URL"] = given.database_url
        from services import demo, setup

        setup.prepare_tables()
        demo.found()
        done = run(given.seed, given.histories, given.filters)
    print(f"{given.histories:,} histories, {given.filters} filters: {done.cells:,} cells checked,", end=" ")
    print(f"wrong {len(done.wrong)}")
    print("\n".join(done.wrong[:20]), end="\n" if done.wrong else "")
    raise SystemExit(bool(done.wrong))


if __name__ == "__main__":
    main()
