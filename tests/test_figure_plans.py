"""At 100,000 dossiers no list behind a figure reads the whole table: every plan goes through an index."""

import re
import sqlite3
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.session import engine, reading
from services.figures import choice, forecast, lists, supplements
from services.figures.choice import Choice
from tests import town

MANY, FEWER, COMMUNES = 100_000, 20_000, 100
"""Rows on PostgreSQL; SQLite chooses alike from a fifth of them."""

TODAY = town.MONDAY.date()

FILLED = """
INSERT INTO dossier_fact (dossier_id, agency_id, procedure_code, level, channel, submitted_on, answered_on,
    answer_hours, received_on, due_on, ended_on, ending, days, rounds, reached, digital, paying, step,
    since_on, stays, slowest, given)
SELECT n, 1 + n % {communes}, '2.000635', 4, 2, {day}, {day}, 1, {day}, {day},
    CASE WHEN n % 50 > 0 THEN {day} END, CASE WHEN n % 50 > 0 THEN 'on_time' ELSE '' END, 0, 0, 4, {no}, 0,
    CASE WHEN n % 50 > 0 THEN '' ELSE 'work' END, {day}, '', '', CASE WHEN n % 50 > 0 THEN NULL ELSE 7 END
FROM {numbers}
"""
NUMBERS = "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {many}) SELECT n FROM c)"


def fill() -> None:
    """Facts of many dossiers, for nothing but the planner: the dossiers themselves are not there."""
    given = {"communes": COMMUNES, "no": "0", "numbers": NUMBERS.format(many=FEWER)}
    if engine().dialect.name == "sqlite":
        day = "date('2026-11-23', '-' || (n % 1800) || ' days')"
        with sqlite3.connect(engine().url.database) as file:  # which asks for no dossier behind a fact
            file.execute(FILLED.format(day=day, **given))
            file.execute("ANALYZE")
        return
    given |= {"no": "false", "numbers": f"generate_series(1, {MANY}) AS numbers(n)"}
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.execute(text(FILLED.format(day="date '2026-11-23' - (n % 1800)", **given)))
        connection.exec_driver_sql("RESET session_replication_role")
        connection.exec_driver_sql("ANALYZE dossier_fact")


def plan(session: Session, query: Select[Any]) -> str:
    """How the engine would answer it."""
    explain = "EXPLAIN QUERY PLAN" if session.get_bind().dialect.name == "sqlite" else "EXPLAIN"
    asked = str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    return "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(f"{explain} {asked}"))


SCANS = re.compile(r"Seq Scan on dossier_fact\b|SCAN (?:dossier|dossier_fact)\b")
"""On PostgreSQL the table of dossiers is empty here, and read as it likes."""


def test_no_list_reads_the_whole_table(database: str) -> None:
    """One commune's lists, first page and count, those likely to be late, and what was asked for again."""
    fill()
    with reading() as session:
        agency = session.scalars(select(Agency.id).order_by(Agency.id)).first()
        for code_of_period in ("2026-11", "2026-Q3"):
            asked = Choice(choice.period(code_of_period, TODAY), frozenset({agency}), TODAY)
            for code in lists.CONDITIONS:
                for query in (lists.page(code, asked, 0, 50), lists.count(code, asked)):
                    told = plan(session, query)
                    assert not SCANS.search(told), (code, told)
            for query in (forecast.open_in_time(asked), supplements.requests(asked)):
                assert not SCANS.search(told := plan(session, query)), told
        without_index = select(lists.F.dossier_id).where(lists.F.answer_hours == 5)
        assert SCANS.search(plan(session, without_index)), "the check would see no scan"
