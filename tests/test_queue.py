"""What a queue is narrowed to, sorted by and searched for: exact counts, indexed, kept as codes."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.dossiers import Dossier
from db.session import engine, transaction
from services import desk
from services.clock import standing_at
from services.desk import narrow
from services.desk.narrow import ORDERS
from services.desk.views import as_code
from services.workflow import State
from tests import records, town
from tests.test_desk import codes, questions
from tests.town import a_dossier, actor

S = State
FIELDS = {"ho-tich": ("2.000635", "1.001193")}
ASKS = {
    "trang-thai": "2.4", "thu-tuc": "2.000635", "linh-vuc": "ho-tich", "nguoi": "1", "muc-do": "4",
    "kenh": "2", "phi": "con-no", "tra": "TRUC_TIEP", "nhan": "1",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("monday")


def to(**asked: str) -> narrow.Narrow:
    """An address's codes, with _ for -."""
    return narrow.read({name.replace("_", "-"): text for name, text in asked.items()}, FIELDS)


def change(code: str, **values) -> None:
    with transaction() as session:
        session.execute(update(Dossier).where(Dossier.code == code).values(**values))


def test_each_filter_keeps_what_it_names_and_counts_it(database):
    """Rows and the number on the tab are the same dossiers, whatever the queue is narrowed to."""
    new, held = a_dossier(chance=1), a_dossier(S.IN_PROCESS, chance=2)
    change(held, channel=1, level=3, money="paid", result_way="BUU_CHINH", procedure_code="1.001193")
    change(new, money="asked")
    who, holder = actor("canbo"), str(records.dossier(held).holder_id)
    for asked, kept in (
        ({"trang_thai": "1"}, {new}), ({"trang_thai": "2.4"}, {held}), ({"trang_thai": "1.4"}, {new, held}),
        ({"thu_tuc": "1.001193"}, {held}), ({"linh_vuc": "ho-tich"}, {new, held}),
        ({"linh_vuc": "ho-tich", "thu_tuc": "1.001193"}, {held}), ({"nguoi": holder}, {held}),
        ({"nguoi": "0"}, {new}), ({"muc_do": "3"}, {held}), ({"kenh": "1"}, {held}),
        ({"phi": "con-no"}, {new}), ({"phi": "da-nop"}, {held}), ({"nhan": "1"}, set()),
        ({"tra": "BUU_CHINH"}, {held}),
        ({"ngay": "nhan", "tu": "2026-11-23"}, {held}), ({"ngay": "nop", "den": "2026-11-22"}, set()),
        ({"ngay": "han", "tu": "2026-11-23", "den": "2026-11-23"}, {held}),
        ({"kenh": "2", "trang_thai": "1"}, {new}), ({"kenh": "1", "trang_thai": "1"}, set()),
    ):  # fmt: skip
        page = desk.queue(who, "tat-ca", narrow=to(**asked))
        assert set(codes(page)) == kept, asked
        assert page.counts["tat-ca"] == len(kept), asked
    assert desk.queue(who, "moi", narrow=to(kenh="1")).counts["dang-xu-ly"] == 1


def test_a_whole_day_counts(database):
    """Both days of a range are in it, from the first minute to the last."""
    code = a_dossier()
    who = actor("canbo")
    for hour, minute in ((0, 0), (23, 59)):
        change(code, submitted_at=town.MONDAY.replace(hour=hour, minute=minute))
        assert codes(desk.queue(who, "tat-ca", narrow=to(ngay="nop", tu="2026-11-23", den="2026-11-23")))
    change(code, submitted_at=town.MONDAY.replace(hour=0) + timedelta(days=1))
    assert not codes(desk.queue(who, "tat-ca", narrow=to(ngay="nop", tu="2026-11-23", den="2026-11-23")))


def test_what_cannot_be_right_is_left_out():
    """An address from elsewhere narrows nothing it does not know, and is given back as it was understood."""
    odd = dict.fromkeys(narrow.NAMES, "x'; DROP TABLE") | {"thu-tuc": "", "muc-do": "9", "nguoi": "²"}
    assert not narrow.read(odd, FIELDS)
    for dates in (("", ""), ("2026-02-31", ""), ("9999-99-99", "x"), ("0001-01-01", "")):
        assert not to(ngay="han", tu=dates[0], den=dates[1]).values
    assert to(trang_thai="4.99.x.2", kenh="1").values == {"states": [2, 4], "channel": 1}
    kept = to(kenh="1", sap_xep="han", ngay="han", tu="2026-11-01", den="x", phi="?")
    assert kept.address == {"kenh": "1", "sap-xep": "han", "ngay": "han", "tu": "2026-11-01"}


@pytest.mark.parametrize("order", ORDERS)
def test_next_and_previous_follow_the_chosen_order(database, order):
    """Sorted or narrowed, the list and its neighbours are one order without gaps."""
    made = []
    for number, name in enumerate(("Bùi Mẫu", "An Mẫu", "Chu Mẫu", "An Mẫu")):
        with standing_at(town.MONDAY + timedelta(minutes=number)):
            made.append(a_dossier(S.RECEIVED if number % 2 else S.SUBMITTED, chance=number, nyc_ho_ten=name))
    who, looked = actor("canbo"), to(sap_xep=order, kenh="2")
    listed = codes(desk.queue(who, "tat-ca", narrow=looked))
    wanted = {"cu-truoc": made, "moi-truoc": made[::-1], "ho-ten": [made[n] for n in (1, 3, 0, 2)]}
    assert listed == wanted.get(order, [made[1], made[3], made[0], made[2]])
    for before, here, after in zip([None, *listed], listed, [*listed[1:], None], strict=False):
        beside = desk.neighbours(who, here, "tat-ca", narrow=looked)
        assert (beside.before, beside.after) == (before, after)


def test_a_name_is_found_by_its_fragments(database):
    """Any fragments in any order, with or without accents; the exact name first, then what begins so."""
    exact = a_dossier(nyc_ho_ten="Trần Văn", chance=1)
    begins = a_dossier(nyc_ho_ten="Trần Văn Mẫu", chance=2)
    has = a_dossier(nyc_ho_ten="Bùi Trần Vân", chance=3)
    a_dossier(nyc_ho_ten="Đỗ Thị Mẫu", chance=4)
    who = actor("canbo")
    assert codes(desk.queue(who, search="tran van")) == [exact, begins, has]
    assert set(codes(desk.queue(who, search="VÂN trần"))) == {exact, begins, has}
    assert codes(desk.queue(who, search="mau do")) == codes(desk.queue(who, search="đỗ mẫu")) != []
    assert desk.queue(who, search="an").found == 3
    for wild in ("%", "_", "tr%n", "/"):
        assert desk.queue(who, search=wild).found == 0
    beside = desk.neighbours(who, begins, search="tran van")
    assert (beside.before, beside.after) == (exact, has)


def test_a_code_is_found_however_it_comes(database):
    """From a barcode reader with blanks and an Enter, in small letters, or as a square code's address."""
    code = a_dossier()
    who = actor("canbo")
    for typed in (
        f" {code.lower()}\r\n", code.replace("-", " - "), f"*{code}*",
        f"http://localhost:8501/tra-cuu?ma={code}", f"https://x.vn/tra-cuu?a=1&ma={code}&b=2",
    ):  # fmt: skip
        assert codes(desk.queue(who, search=typed)) == [code], typed
        assert as_code(typed) == code


def test_every_plan_of_a_narrowed_queue_goes_through_an_index(sqlite_town):
    """At a million dossiers nothing scans them, whatever is asked for and however it is sorted."""
    code, who = a_dossier(), actor("canbo")
    asks = [{name: text} for name, text in ASKS.items()] + [ASKS]
    asks += [{"ngay": one, "tu": "2026-01-01", "den": "2026-12-31"} for one in narrow.DATES]
    asks += [{"sap-xep": order} for order in ORDERS]
    with questions() as asked:
        for ask in asks:
            for tab in desk.TABS:
                desk.queue(who, tab, narrow=narrow.read(ask, FIELDS))
            desk.neighbours(who, code, "tat-ca", narrow=narrow.read(ask, FIELDS))
    with engine().connect() as connection:
        plans = [
            (row[-1], statement)
            for statement, parameters in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    big = ("dossier", "supplement_request", "proposal", "dossier_label", "account")
    assert not [(plan, sql) for plan, sql in plans for name in big if plan.split()[:2] == ["SCAN", name]]
    assert len(plans) > 300
