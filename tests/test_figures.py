"""The figures prove themselves: counted dossier by dossier from the events they come out the same."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from db.agencies import Agency
from db.catalogue import ProcedureVersion
from db.dossiers import Dossier
from db.session import reading, transaction
from services import journal
from services.actors import Actor
from services.clock import VIETNAM
from services.figures import choice, indicators, lists, plain, quick, tally
from services.figures.choice import Choice
from services.figures.life import Life
from services.workflow import Clock, State
from tests import town

OFFICER = Actor("officer", "Cán bộ mẫu")
S = State
TODAY = town.MONDAY.date()
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
                   ("stop", S.STOPPED, Clock.STOPS), ("extend", S.IN_PROCESS, Clock.MOVES),
                   ("propose", None, Clock.RUNS), ("send_back", None, Clock.RUNS),
                   ("request_supplement", S.SUPPLEMENT_ASKED, Clock.PAUSES)),
    S.SUPPLEMENT_ASKED: (("answer_supplement", None, Clock.RESUMES), ("withdraw", S.WITHDRAWN, Clock.STOPS)),
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


def _live(rng: Random, session, dossier: Dossier) -> None:
    at, before = dossier.submitted_at, []

    def happened(action: str, clock: Clock, undoes: int | None = None, **facts) -> int:
        event = journal.append(
            session, dossier, actor=OFFICER, action=action, from_state=None, clock=clock, facts=facts, at=at,
            undoes=undoes,
        )  # fmt: skip
        return event.seq

    happened("submit", Clock.RUNS, fee=rng.choice((0, 8000)))
    for _ in range(rng.randint(0, 10)):
        at += timedelta(minutes=rng.choice((5, 300, 900, rng.randint(0, 9000))))
        if at > town.MONDAY or dossier.state not in WALKS:
            return
        action, target, clock = rng.choice(WALKS[S(dossier.state)])
        before = (dossier.state, dossier.resume_state, dossier.due_at)
        if target in (S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED):
            dossier.resume_state = dossier.state
        if clock is Clock.STARTS or (clock is Clock.MOVES and dossier.due_at):
            dossier.due_at = at + timedelta(days=rng.randint(0, 5))
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


def lives_told(session) -> list[Life]:
    return [one for _, one in tally.lives(session)]


def choices(rng: Random, session, many: int) -> list[Choice]:
    """Random choices over the periods that a page offers."""
    agencies = list(session.scalars(select(Agency.id)))
    found = []
    for _ in range(many):
        found.append(
            Choice(
                rng.choice(choice.periods(TODAY)[:32]),
                frozenset(rng.sample(agencies, rng.randint(1, len(agencies)))),
                TODAY,
                frozenset(rng.sample(PROCEDURES, rng.randint(0, 2))),
                rng.choice((0, 0, 3, 4)),
                rng.choice((0, 0, 1, 2, 3)),
            )
        )
    return found


def sums_of(session, asked: Choice) -> dict:
    return quick.figures(quick.read(session, asked, asked.period.first), asked)


def check(session, asked: Choice, lives: list[Life]) -> dict:
    """Plain, quick and listed say the same; both sides of the balance are equal."""
    right = plain.figures(lives, asked)
    assert sums_of(session, asked) == right
    left, other = indicators.BALANCE
    assert sum(right[code] for code in left) == sum(right[code] for code in other)
    assert right["done"] == right["early"] + right["on_time"] + right["late"]
    assert right["received"] == right["online"] + right["counter"] + right["post"]
    return right


def test_every_figure_is_what_the_events_say(database: str) -> None:
    """Sums kept by the transactions equal a recount dossier by dossier, and every figure is as long as its
    list, for all figures and random choices; carried over + received = done + withdrawn + stopped + open."""
    histories(chance=7, many=90)
    told = Counter()
    with reading() as session:
        assert list(tally.faults(session)) == []
        lives = lives_told(session)
        for number, asked in enumerate(choices(Random(3), session, 25)):
            right = check(session, asked, lives)
            told.update({code: bool(right[code]) for code in indicators.COUNTS})
            if number % 4 == 0:
                for code in lists.CONDITIONS:
                    assert session.scalar(lists.count(code, asked)) == right[code], (code, asked)
        everybody = frozenset(session.scalars(select(Agency.id)))
        right = check(session, Choice(choice.period("2026", TODAY), everybody, TODAY), lives)
        told.update({code: bool(right[code]) for code in indicators.COUNTS})
    assert not [code for code in indicators.COUNTS if not told[code]], "a figure was always nothing"
