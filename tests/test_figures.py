"""The figures prove themselves: counted dossier by dossier from the events they come out the same."""

from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bench.balance import choices, histories
from db.agencies import Agency
from db.figures import DossierFact, Tally
from db.session import reading, transaction
from pages.parts.figures import figure_tables, figure_words
from services.clock import standing_at
from services.errors import NotAllowed, NotFound
from services.figures import board, choice, indicators, life, lists, plain, quick, tally
from services.figures.board import Asked
from services.figures.choice import Choice, Period
from services.figures.life import Life
from services.figures.lists import ListRow
from services.workflow import State
from tests import town
from tests.house import ROOT

TODAY = town.MONDAY.date()


def lives_told(session) -> list[Life]:
    return [one for _, one in tally.lives(session)]


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
    histories(chance=7, many=60)
    told = Counter()
    with reading() as session:
        assert list(tally.faults(session)) == []
        lives = lives_told(session)
        for number, asked in enumerate(choices(Random(3), session, 16)):
            right = check(session, asked, lives)
            told.update({code: bool(right[code]) for code in indicators.COUNTS})
            if number % 4 == 0:
                for code in lists.CONDITIONS:
                    assert session.scalar(lists.count(code, asked)) == right[code], (code, asked)
        everybody = frozenset(session.scalars(select(Agency.id)))
        right = check(session, Choice(choice.period("2026", TODAY), everybody, TODAY), lives)
        told.update({code: bool(right[code]) for code in indicators.COUNTS})
    assert not [code for code in indicators.COUNTS if not told[code]], "a figure was always nothing"


def test_taking_back_takes_away_what_was_added(database: str) -> None:
    """The sums stand after an undo as they stood before the action; nothing is left of zero in the stock."""
    with standing_at(town.MONDAY):
        code = town.a_dossier(State.IN_PROCESS)
        before = _kept()
        town.act("lanhdao", code, "finish")
        assert _kept() != before
        town.act("lanhdao", code, "undo")
        assert _kept() == before
    with reading() as session:
        assert not session.scalar(select(Tally.what).where(Tally.month == tally.STOCK, Tally.n == 0))


def _kept() -> dict:
    with reading() as session:
        columns = [Tally.__table__.c[name] for name in (*tally._KEYS, "n")]
        return {tuple(row[:-1]): row[-1] for row in session.execute(select(*columns)) if row[-1]}


def test_a_touched_sum_is_found_and_counted_again(sqlite_town: str) -> None:
    """verify-figures names what the journal tells otherwise; --count-again makes it right."""
    with standing_at(town.MONDAY):
        town.a_dossier(State.READY)
    with transaction() as session:
        session.execute(update(Tally).where(Tally.what == "received").values(n=7))
        session.execute(update(DossierFact).values(rounds=3))
    with reading() as session:
        assert len(list(tally.faults(session))) == 2
    with transaction() as session:
        tally.count_again(session)
    with reading() as session:
        assert not list(tally.faults(session))


DAYS = st.dates(date(2026, 8, 1), date(2026, 12, 20))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(DAYS, *[st.none() | DAYS] * 2, st.sampled_from(life.ENDED_RECEIVED)), max_size=6),
       st.sampled_from(choice.periods(TODAY)[:40]))  # fmt: skip
def test_any_lives_come_out_the_same(told: list, period: Period) -> None:
    """The sums of any lives, however they lie around the ends of months, give the plain figures."""
    lives = [_a_life(received, due, ended, ending) for received, due, ended, ending in told]
    asked = Choice(period, frozenset({1}), TODAY)
    sums = defaultdict(Counter)
    for one in lives:
        for key, n in tally.cells(one).items():
            sums[key[0], key[2]][key[3]] += n
    assert quick.figures(sums, asked) == plain.figures(lives, asked)


def _a_life(received: date, due: date | None, ended: date | None, ending: str) -> Life:
    """A dossier that ended on a day that has been, or is open."""
    done = ended is not None and received <= ended <= TODAY
    received = min(received, TODAY)
    return Life(
        1, "2.000635", 4, 2, received, received, 1, received, due, ended if done else None,
        ending if done else "", 3 if done and ending in life.SOLVED else None, 0, 2, False, 0,
        "" if done else "work", received, "new:0 work:3:20" if done else "new:0",
        "work" if done and ending in life.SOLVED else "", None if done else 20,
    )  # fmt: skip


def test_a_rate_of_nothing_is_nothing_and_none_is_cut() -> None:
    """Issue: a rate without a denominator is "–"; 100% means all of them, 0% none."""
    assert figure_words.percent(plain.Rate(0, 0)) == "–"
    assert figure_words.percent(plain.Rate(1999, 2000)) == "99,95%"
    assert figure_words.percent(plain.Rate(99_999, 100_000)) == "99,999%"
    assert figure_words.percent(plain.Rate(1, 100_000)) == "0,001%"
    assert figure_words.percent(plain.Rate(3, 3)) == "100,0%"
    assert plain.Rate(0, 0).value is None


def test_a_rank_is_a_value_that_occurred() -> None:
    """Domain: medians and 90th percentiles are whole working days."""
    assert choice.rank([], 0.5) is None
    assert choice.rank([(0, 1), (3, 1)], 0.5) == 0
    assert choice.rank([(1, 9), (20, 1)], 0.9) == 1
    assert choice.rank([(1, 8), (20, 2)], 0.9) == 20


def test_the_dictionary_in_the_documents_is_the_one_on_the_page() -> None:
    """docs/figures.md carries the table that services/figures/indicators.py writes."""
    assert indicators.as_markdown() in (ROOT / "docs/figures.md").read_text(encoding="utf-8")


def test_every_indicator_has_its_definition_and_its_list() -> None:
    """A figure that the page shows is defined plainly and opens a list; rates open that of their dossiers."""
    assert set(indicators.COUNTS) <= set(plain.BELONGS)
    assert set(plain.BELONGS) == set(lists.CONDITIONS)
    assert {one.list_code for one in indicators.INDICATORS.values()} <= set(lists.CONDITIONS)
    shown = {code for codes in figure_tables.GROUPS.values() for code in codes}
    assert shown == set(indicators.INDICATORS)


def test_a_supervisor_sees_the_communes_below_and_an_officer_her_own(sqlite_town: str) -> None:
    """Surface: giamsat sees all communes of Phù Cừ, lists without a person that open nothing; canbo her own
    alone, also when an address names another; administrators and citizens nothing."""
    with standing_at(town.MONDAY):
        mine = town.a_dossier(State.IN_PROCESS)
        theirs = town.a_dossier(State.IN_PROCESS, agency="dinh-cao", chance=5)
        listing = board.listing(town.actor("giamsat"), Asked(), "received")
        assert {row.code: row.opens for row in listing.rows} == {mine: False, theirs: False}
        assert not {"applicant", "name"} & set(ListRow.__dataclass_fields__)
        for asked in (Asked(), Asked(commune="dinh-cao")):
            own = board.listing(town.actor("canbo"), asked, "received")
            assert {row.code: row.opens for row in own.rows} == {mine: True}
            assert board.board(town.actor("canbo"), asked).figures["received"] == 1
        below = board.board(town.actor("giamsat"), Asked(commune="dinh-cao"))
        assert below.figures["received"] == 1
        assert len(board.board(town.actor("giamsat"), Asked()).communes) > 5
        for name in ("quantri", "congdan"):
            with pytest.raises(NotAllowed):
                board.board(town.actor(name), Asked())
            with pytest.raises(NotAllowed):
                board.listing(town.actor(name), Asked(), "received")
        with pytest.raises(NotFound):
            board.listing(town.actor("canbo"), Asked(), "median_days")


def test_what_is_kept_of_a_count_ends_with_the_next_event(sqlite_town: str) -> None:
    """The page is never older than the last event: a figure stays as long as its list."""
    with standing_at(town.MONDAY):
        for many in (1, 2, 3):
            town.a_dossier(State.RECEIVED, chance=many)
            for who in ("canbo", "giamsat"):
                assert board.board(town.actor(who), Asked()).figures["received"] == many


def test_what_was_paid_is_told_without_what_was_taken_back(sqlite_town: str) -> None:
    """Money of the period, by way of paying, in đồng."""
    with standing_at(town.MONDAY):
        for chance in (1, 2):
            code = town.a_dossier(State.PAYMENT_ASKED, chance=chance)
            paid = town.given_for("record_payment") | {"receipt_number": f"000012{chance}"}
            town.act("canbo", code, "record_payment", **paid)
        town.act("canbo", code, "undo")
        for asked in (Asked(), Asked(procedure="2.000635", level="4")):
            assert board.board(town.actor("canbo"), asked).money == {"cash": 8000}
        assert board.board(town.actor("canbo"), Asked(channel="1")).money == {}
