"""Statements of the bank: read whatever they look like, matched by reference alone, booked once, taken back;
and payments that are cancelled or given back by two people."""

import csv
import io
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from sqlalchemy import func, select

from db.money import MoneyAmendment, MoneyEntry, PaymentReference, StatementLine
from db.session import reading
from services.commands.statement import match_statement
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound, WrongState
from services.money import amendments, audit, books, closing
from services.money.statements import imports
from services.money.statements import reading as statement
from services.money.statements.matching import Owed, match
from services.money.statements.reading import Line, dong
from services.workflow import State
from tests import records, town
from tests.records import no_trace
from tests.test_concurrency import at_once
from tests.town import a_dossier, act, actor

HEAD = ("Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Nội dung")

pytestmark = pytest.mark.usefixtures("monday")


def reference_of(code: str) -> str:
    with reading() as session:
        query = select(PaymentReference.reference)
        return session.scalar(query.where(PaymentReference.dossier_id == records.dossier(code).id))


def a_statement(*rows: tuple[str, int, str], head: tuple[str, ...] = HEAD) -> bytes:
    """CSV as a bank makes it: a title above, credits grouped with dots, a debit between."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([["SAO KÊ TÀI KHOẢN"], [], head])
    writer.writerow(["22/11/2026", "FT0", "500.000", "", "Phí dịch vụ"])
    for number, amount, content in rows:
        writer.writerow(["23/11/2026 09:15", number, "", f"{amount:,}".replace(",", "."), content])
    return text.getvalue().encode("utf-8-sig")


def booked(data: bytes, who: str = "canbo", **given: bool) -> imports.Preview:
    _headings, columns = imports.columns_of(actor(who), data, "sao-ke.csv")
    return imports.book(actor(who), data, "sao-ke.csv", columns, **given)


def outcomes(found: imports.Preview) -> list[str]:
    return [one.outcome for one in found.matches]


def faults() -> list[str]:
    with reading() as session:
        return list(audit.faults(session))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("16.000", 16000), ("16,000", 16000), ("16000", 16000), ("16.000,00", 16000), ("16,000.00", 16000),
        ("+16.000 VND", 16000), ("-16.000", -16000), ("1.234.567 đ", 1234567), ("16000.0", 16000),
        ("16,5", None), ("", None), ("abc", None), ("1.23.456", None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(text, amount):
    """Dots or commas between groups, a sign, a currency; what is no whole đồng is no amount."""
    assert dong(text) == amount


def test_csv_and_xlsx_of_several_banks_read_alike():
    """Titles above, other headings, another order, debits and sums passed by: the same lines and keys."""
    plain = a_statement(("FT1", 8000, "DVC x"), ("FT2", 16000, "khác"))
    sheet = Workbook()
    for row in (["Bank"], ["Description", "Credit", "Reference Number", "Transaction Date", "Debit"],
                ["DVC x", 8000, "FT1", date(2026, 11, 23), None],
                ["khác", 16000.0, "FT2", date(2026, 11, 23), None],
                ["phí", None, "FT3", date(2026, 11, 23), 500]):  # fmt: skip
        sheet.active.append(row)
    file = io.BytesIO()
    sheet.save(file)
    read = []
    for data, name in ((plain, "a.csv"), (file.getvalue(), "b.xlsx")):
        head, rows = statement.table(data, name)
        read.append(statement.lines(rows, statement.guess(head)))
    assert read[0] == read[1]
    assert [(line.amount, line.key) for line in read[0]] == [(8000, "FT1"), (16000, "FT2")]
    for wrong in (b"", b"\x00\x01\x02", b"PK\x03\x04 no archive", b"one\ntwo\n"):
        with pytest.raises(Invalid):
            statement.table(wrong, "x.csv")


def test_equal_lines_without_a_number_are_two_payments():
    """Without the bank's own number the line itself is the key, and the second of two equal ones another."""
    head, rows = ["Ngày", "Số tiền", "Nội dung"], [["23/11/2026", "8.000", "DVC"]] * 2
    first, second = statement.lines(rows, statement.guess(head))
    assert first.key != second.key
    assert [x.key for x in statement.lines(rows, statement.guess(head))] == [first.key, second.key]


def test_two_references_in_one_line():
    """Paid both only when the amount is exactly their sum; otherwise people decide."""
    a, b = "222222", "333333"
    from services.money import references

    a, b = (x + references._check(x) for x in (a, b))

    def told(amount: int, left_b: int = 5000) -> tuple[str, tuple]:
        owed = {a: Owed("A", 3000), b: Owed("B", left_b)}
        line = Line(date(2026, 11, 23), amount, f"dvc{a} va DVC-{b}".lower(), "", "k")
        [one] = match([line], owed)
        return one.outcome, one.shares

    assert told(8000) == ("matched", ((a, 3000), (b, 5000)))
    assert told(3000) == ("too_little", ())
    assert told(9000) == ("too_much", ())
    assert told(3000, left_b=0) == ("matched", ((a, 3000),))


def test_a_statement_is_booked_once(database):
    """Each outcome; only what matches moves money; the same file again, also at once, changes nothing."""
    codes = [a_dossier(State.PAYMENT_ASKED, chance=n) for n in range(1, 5)]
    one, little, much, foreign = map(reference_of, codes)
    elsewhere = a_dossier(State.PAYMENT_ASKED, agency="dinh-cao", chance=9)
    data = a_statement(
        ("FT1", 8000, f"nop phi dvc{one.lower()} CT"), ("FT2", 8000, f"DVC {one}"),
        ("FT3", 7000, f"DVC {little}"), ("FT4", 9000, f"DVC {much}"), ("FT5", 8000, "nop phi"),
        ("FT6", 8000, "DVC 2222222"), ("FT7", 8000, f"DVC {reference_of(elsewhere)}"),
    )  # fmt: skip
    expected = ["matched", "twice", "too_little", "too_much", "no_reference", "unknown", "unknown"]
    head, columns = imports.columns_of(actor("canbo"), data, "a.csv")
    with no_trace():
        assert outcomes(imports.preview(actor("canbo"), data, "a.csv", columns)) == expected
    assert outcomes(booked(data)) == expected
    states = [records.dossier(code).state for code in codes]
    assert states == [State.IN_PROCESS, *[State.PAYMENT_ASKED] * 3]
    assert (faults(), records.last(codes[0]).facts["pay_way"]) == ([], "transfer")
    kept = {x.key: x for x in rows()}
    assert [kept[f"FT{n}"].status for n in (1, 2, 3)] == ["booked", "open", "open"]
    with no_trace():
        again = booked(data)
    assert (again.matches, again.known) == ((), 7)
    more = a_statement(("FT8", 8000, f"DVC {foreign}"), ("FT9", 8000, f"DVC {much}"))
    at_once([lambda: booked(more)] * 4)
    with reading() as session:
        assert session.scalar(select(func.count()).where(MoneyEntry.kind == "paid")) == 3
    assert faults() == []


def rows() -> list[StatementLine]:
    with reading() as session:
        return list(session.scalars(select(StatementLine).order_by(StatementLine.id)))


def test_a_part_by_choice_and_a_line_taken_back(database):
    """Too little is booked as a part only when asked for; undo is logged, and the dossier waits again."""
    code = a_dossier(State.PAYMENT_ASKED)
    reference = reference_of(code)
    booked(a_statement(("FT1", 3000, f"DVC {reference}")), parts=True)
    assert records.dossier(code).state == State.PAYMENT_ASKED
    booked(a_statement(("FT2", 5000, f"DVC {reference}")))
    assert records.dossier(code).state == State.IN_PROCESS
    line = rows()[-1]
    with pytest.raises(Missing):
        imports.undo(actor("canbo"), line.id, " ")
    for stranger in ("canbo2", "chuyenvien"):
        with no_trace(), pytest.raises((NotFound, NotAllowed)):
            imports.undo(actor(stranger), line.id, "Nhầm.")
    imports.undo(actor("canbo"), line.id, "Nhầm tài khoản.")
    now, last = records.dossier(code), records.last(code)
    assert (now.state, now.money, now.clock, now.resume_state) == (6, "asked", "paused", State.IN_PROCESS)
    assert (last.action, last.clock, last.facts["reason"]) == ("cancel_payment", "pauses", "Nhầm tài khoản.")
    undone = rows()[-1]
    assert (undone.status, undone.note) == ("undone", "Nhầm tài khoản.")
    assert undone.handled_by_name == last.actor_name
    with no_trace(), pytest.raises(NotFound):
        imports.undo(actor("canbo"), line.id, "Nhầm.")
    assert faults() == []
    with reading() as session:
        assert books.left(session, now) == 5000


def test_people_put_away_what_is_not_sure(sqlite_town):
    """An open line leaves the list with a word on what was done, once."""
    booked(a_statement(("FT1", 8000, "nop phi")))
    [line] = imports.kept(actor("canbo"))
    imports.settle(actor("canbo"), line.id, "Đã chuyển trả người nộp.")
    [line] = imports.kept(actor("lanhdao"))
    assert (line.status, line.note) == ("settled", "Đã chuyển trả người nộp.")
    with no_trace(), pytest.raises(NotFound):
        imports.settle(actor("canbo"), line.id, "Lần nữa.")
    assert imports.kept(actor("canbo2")) == ()


def test_columns_are_kept_per_bank(sqlite_town):
    """What an officer said once of a bank's headings stands there the next time."""
    head = ("A", "B", "C", "D", "E")
    data = a_statement(("FT1", 8000, "nop phi"), head=head)
    assert imports.columns_of(actor("canbo"), data, "a.csv")[1] == {}
    with no_trace(), pytest.raises(Invalid):
        imports.book(actor("canbo"), data, "a.csv", {"day": 0})
    columns = {"day": 0, "number": 1, "amount": 3, "content": 4}
    imports.book(actor("canbo"), data, "a.csv", columns)
    assert imports.columns_of(actor("lanhdao"), data, "b.csv")[1] == columns
    assert imports.columns_of(actor("canbo2"), data, "b.csv")[1] == {}


def test_match_statement_tells_and_changes_nothing(sqlite_town, tmp_path):
    """The command runs the same matcher on any file: reference or a dash, and the outcome."""
    reference = reference_of(a_dossier(State.PAYMENT_ASKED))
    file = tmp_path / "a.csv"
    file.write_bytes(a_statement(("FT1", 8000, f"dvc{reference}"), ("FT2", 8000, "nop phi")))
    with no_trace():
        said = CliRunner().invoke(match_statement, [str(file)], standalone_mode=False)
    assert said.stdout == f"{reference} matched\n- no_reference\n"


# --- cancelled and given back -------------------------------------------------------------------------------


def a_paid_dossier(chance: int = 1) -> tuple[str, int]:
    """A dossier paid at the counter; its code and the payment."""
    code = a_dossier(State.PAYMENT_ASKED, chance=chance)
    act("canbo", code, "record_payment", **town.given_for("record_payment"))
    [payment] = amendments.payments(actor("canbo"), code)
    return code, payment.entry_id


def asked(code: str, entry: int, kind: str, who: str = "canbo", amount: int = 8000) -> int:
    amendments.ask(actor(who), code, entry, kind, amount=amount, way="cash", reason="Thu nhầm.")
    with reading() as session:
        return session.scalar(select(func.max(MoneyAmendment.id)))


def test_two_people_cancel_a_payment(database):
    """Asked for with a reason, decided by another who leads; the dossier waits for its money again."""
    code, entry = a_paid_dossier()
    with no_trace(), pytest.raises(Missing):
        amendments.ask(actor("canbo"), code, entry, "cancel_payment", amount=0, way="cash", reason=" ")
    number = asked(code, entry, "cancel_payment")
    with no_trace():
        with pytest.raises(GuardRefused):
            asked(code, entry, "refund")
        for who in ("canbo", "chuyenvien", "canbo2", "giamsat", "quantri"):
            with pytest.raises((NotAllowed, NotFound)):
                amendments.decide(actor(who), number, approve=True)
        with pytest.raises(NotFound):
            amendments.decide(actor("lanhdao2"), number, approve=True)
    amendments.decide(actor("lanhdao"), number, approve=True)
    now = records.dossier(code)
    assert (now.state, now.money, now.clock) == (State.PAYMENT_ASKED, "asked", "paused")
    assert records.last(code).facts["asked_by"] == actor("canbo").name
    assert records.notices(code)[-1].kind == "payment_asked"
    with no_trace(), pytest.raises(GuardRefused):
        amendments.decide(actor("lanhdao"), number, approve=True)
    act("canbo", code, "record_payment", **town.given_for("record_payment"))
    assert (records.dossier(code).state, faults()) == (State.IN_PROCESS, [])


def test_money_is_given_back_also_after_the_end(database):
    """A refund keeps the state; never more than is kept; nobody decides on their own request."""
    code, entry = a_paid_dossier()
    act("canbo", code, "withdraw", reason="Không còn nhu cầu.")
    for amount in (0, 8001):
        with no_trace(), pytest.raises(Invalid):
            asked(code, entry, "refund", amount=amount)
    with no_trace(), pytest.raises(WrongState):
        asked(code, entry, "cancel_payment")
    own = asked(code, entry, "refund", who="lanhdao", amount=3000)
    with no_trace(), pytest.raises(GuardRefused) as refused:
        amendments.decide(actor("lanhdao"), own, approve=True)
    assert refused.value.guard == "second_person"
    code2, entry2 = code, entry
    with reading() as session:
        assert session.get(MoneyAmendment, own).status == "waiting"
    amendments.decide(another_leader(), own, approve=False)
    amendments.decide(actor("lanhdao"), asked(code2, entry2, "refund", amount=3000), approve=True)
    amendments.decide(actor("lanhdao"), asked(code2, entry2, "refund", amount=5000), approve=True)
    now = records.dossier(code)
    assert (now.state, now.money) == (State.WITHDRAWN, "none")
    with no_trace(), pytest.raises(Invalid):
        asked(code, entry, "refund", amount=1)
    assert faults() == []


def another_leader():
    """A second leader of Tam Đa."""
    from dataclasses import replace

    return replace(actor("lanhdao"), account_id=actor("canbo").account_id, name="Lãnh đạo khác")


def test_one_receipt_one_dossier(sqlite_town):
    """The number of a receipt that another dossier holds is typed wrong; after a cancellation it is free."""
    code, entry = a_paid_dossier()
    other = a_dossier(State.PAYMENT_ASKED, chance=2)
    with no_trace(), pytest.raises(Invalid) as refused:
        act("canbo", other, "record_payment", **town.given_for("record_payment"))
    assert refused.value.problems[0].facts == {"dossier": code}
    amendments.decide(actor("lanhdao"), asked(code, entry, "cancel_payment"), approve=True)
    act("canbo", other, "record_payment", **town.given_for("record_payment"))


def test_the_leader_closes_a_days_cash(sqlite_town):
    """Only when it balances, once, by a leader; afterwards no cash is recorded that day, a transfer is."""
    a_paid_dossier()
    officer, day = actor("canbo").account_id, town.MONDAY.date()
    with no_trace():
        for who in ("canbo", "chuyenvien", "giamsat"):
            with pytest.raises(NotAllowed):
                closing.close(actor(who), officer, day, 8000)
        with pytest.raises(Invalid):
            closing.close(actor("lanhdao"), officer, day, 7999)
        with pytest.raises(NotFound):
            closing.close(actor("lanhdao2"), officer, day, 8000)
    closing.close(actor("lanhdao"), officer, day, 8000)
    assert closing.closed(actor("canbo"), day)[officer][0] == 8000
    with no_trace(), pytest.raises(GuardRefused):
        closing.close(actor("lanhdao"), officer, day, 8000)
    code = a_dossier(State.PAYMENT_ASKED, chance=2)
    given = town.given_for("record_payment") | {"receipt_number": "0000124"}
    with no_trace(), pytest.raises(GuardRefused) as refused:
        act("canbo", code, "record_payment", **given)
    assert refused.value.guard == "day_closed"
    act("canbo", code, "record_payment", **given | {"pay_way": "transfer"})
