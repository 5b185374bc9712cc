"""Results by post: codes, hand-over, the carrier's news, delivery into state 10, and the room."""

import pytest

from db.post import Parcel, ParcelEvent
from db.session import reading
from services import tracking
from services.clock import standing_at
from services.errors import GuardRefused, Invalid, NotAllowed, NotFound
from services.post import carrier_file, hand_over_list, room, tracking_codes
from services.post.states import Way
from services.workflow import State
from tests import records, town
from tests.paper_text import read
from tests.rooms.test_desk_rooms import opens, press, problem, shown  # noqa: F401
from tests.town import BY_POST, a_dossier, act, actor

CODE = "RB473124829VN"

pytestmark = pytest.mark.usefixtures("monday")


def posted(tracking_code: str = CODE) -> tuple[str, int]:
    """A dossier handed to the post, and its parcel."""
    code = a_dossier(State.READY, **BY_POST)
    act("canbo", code, "hand_to_post", tracking_code=tracking_code)
    with reading() as session:
        return code, room.of_dossier(session, records.dossier(code))[0].id


def test_check_digits():
    """UPU S10: the weighted sum modulo 11; 10 becomes 0 and 11 becomes 5."""
    serials = {"47312482": 9, "12345678": 5, "00000001": 4, "10203040": 5, "26112301": 2}
    assert {serial: tracking_codes.check_digit(serial) for serial in serials} == serials
    assert tracking_codes.fault("RB473124828VN") == "tracking_digit"
    assert tracking_codes.fault("EMS-0012345") == ""
    assert not tracking_codes.is_s10("EMS-0012345")
    assert tracking_codes.fault("RB 47") == "tracking_shape"
    assert tracking_codes.clean(" rb 4731.24829 vn ") == CODE


def test_a_wrong_check_digit_is_refused(sqlite_town):
    """Typed wrong, nothing is handed over."""
    code = a_dossier(State.READY, **BY_POST)
    with records.no_trace(), pytest.raises(Invalid) as refused:
        act("canbo", code, "hand_to_post", tracking_code="RB473124828VN")
    assert refused.value.problems[0].code == "tracking_digit"


def test_only_what_goes_by_post_goes_there(sqlite_town):
    """The citizen chose the counter: the post gets nothing; and what it has is not given out twice."""
    at_counter = a_dossier(State.READY)
    with records.no_trace(), pytest.raises(GuardRefused, match="goes_by_post"):
        act("canbo", at_counter, "hand_to_post", tracking_code=CODE)
    code, _parcel = posted()
    for action in ("hand_over", "request_payment"):
        with records.no_trace(), pytest.raises(GuardRefused, match="not_with_the_post"):
            act("canbo", code, action, **town.given_for(action))
    other = a_dossier(State.READY, chance=5, **BY_POST)
    with records.no_trace(), pytest.raises(Invalid):
        act("canbo", other, "hand_to_post", tracking_code=CODE)


def test_delivered_ends_in_state_10_and_can_be_taken_back(database):
    """By the table's own step: event, notice and state; undone, the parcel travels again."""
    code, parcel = posted()
    room.tell(actor("canbo"), parcel, Way.GOES_OUT)
    room.tell(actor("canbo"), parcel, Way.DELIVERED)
    event = records.last(code)
    assert (event.action, event.to_state) == ("hand_over", State.RETURNED)
    assert (event.facts["way"], event.facts["taken_by"]) == ("BUU_CHINH", "Người Nhận Mẫu")
    assert {x.kind for x in records.notices(code) if x.event_id == event.id} == {"returned"}
    act("canbo", code, "undo")
    assert records.dossier(code).state == State.READY
    assert records.dossier(code).delivery == Way.GOES_OUT
    assert [row.state for row in room.under_way(actor("canbo"))] == [Way.GOES_OUT]


def test_three_attempts_then_back_to_the_counter(sqlite_town):
    """Each failure has its reason; after three the parcel goes back, and the result can be given again."""
    code, parcel = posted()
    who = actor("canbo")
    with records.no_trace(), pytest.raises(Invalid):
        room.tell(who, parcel, Way.FAILED)
    for hour in (10, 11, 12):
        with standing_at(town.MONDAY.replace(hour=hour)):
            room.tell(who, parcel, Way.FAILED, reason="away")
    with records.no_trace(), pytest.raises(GuardRefused, match="parcel_attempts"):
        room.tell(who, parcel, Way.FAILED, reason="away")
    room.tell(who, parcel, Way.GOES_BACK)
    with records.no_trace(), pytest.raises(GuardRefused, match="parcel_step"):
        room.tell(who, parcel, Way.DELIVERED)
    room.tell(who, parcel, Way.BACK)
    assert [(one.code, one.came_back) for one in room.waiting(who)] == [(code, True)]
    act("canbo", code, "hand_to_post", tracking_code="RB123456785VN")
    seen = tracking.view(town.follower(code), code)
    assert [one.tracking_code for one in seen.parcels] == ["RB123456785VN", CODE]
    assert len(seen.parcels[1].news) == 6


def test_what_has_gone_on_is_not_taken_back(sqlite_town):
    """Undo of a hand-over stops once the post told something of the parcel."""
    code, parcel = posted()
    room.tell(actor("canbo"), parcel, Way.TRAVELS)
    with records.no_trace(), pytest.raises(GuardRefused, match="too_late_to_undo"):
        act("canbo", code, "undo")


def test_codes_for_many(sqlite_town):
    """Pasted or scanned in turn; each dossier by itself, a refusal stops no other."""
    one, two = a_dossier(State.READY, **BY_POST), a_dossier(State.READY, chance=3, **BY_POST)
    pairs = room.pairs(f"{one}\nRB473124829VN\n{two}; rb123456780vn")
    done = room.hand_many(actor("canbo"), pairs)
    assert [refusal is None for *_codes, refusal in done] == [True, False]
    with pytest.raises(Invalid):
        room.pairs(f"{one} {CODE} {two}")


def test_nobody_else_touches_a_parcel(sqlite_town):
    """Officers of another commune, supervisors and administrators see no parcel and tell nothing of one;
    a specialist reads."""
    _code, parcel = posted()
    assert room.under_way(actor("canbo2")) == room.waiting(actor("canbo2")) == ()
    assert room.under_way(actor("chuyenvien"))
    for name in ("giamsat", "quantri", "congdan"):
        with pytest.raises(NotAllowed):
            room.under_way(actor(name))
    for name in ("canbo2", "chuyenvien", "giamsat", "quantri", "congdan"):
        with records.no_trace(), pytest.raises((NotFound, NotAllowed)):
            room.tell(actor(name), parcel, Way.DELIVERED)


def test_the_list_for_the_post(sqlite_town):
    """One row per parcel of the day with code, receiver and address, and a place to sign."""
    code, _parcel = posted()
    name, pdf = hand_over_list.pdf(actor("canbo"), town.MONDAY.date())
    text = " ".join(read(pdf))
    assert name == "ban-giao-2026-11-23.pdf"
    assert all(part in text for part in (code, CODE, "Người Nhận Mẫu", "Thôn Mẫu", "BƯU ĐIỆN NHẬN"))


def test_the_carriers_file(sqlite_town):
    """Shown before it is booked; booked twice it changes nothing; strange lines are told, not guessed."""
    with standing_at(town.MONDAY.replace(hour=8)):
        code, _parcel = posted()
    said = (
        "Mã vận đơn;Trạng thái;Thời gian;Lý do\n"
        f"{CODE};Đang phát;23/11/2026 08:20;\n"
        f"{CODE};Phát không thành công;23/11/2026 08:30;Người nhận đi vắng\n"
        f"{CODE};Phát thành công;23/11/2026 08:40;\n"
        f"{CODE};Mất tích;23/11/2026 08:50;\n"
        "RB123456785VN;Đang phát;23/11/2026 08:20;\n"
    ).encode()
    who = actor("canbo")
    with records.no_trace():
        seen = carrier_file.preview(who, said, "tt.csv")
    assert [one.outcome for one in seen].count(carrier_file.NEW) == 3
    carrier_file.book(who, said, "tt.csv")
    assert records.dossier(code).state == State.RETURNED
    parcel = tracking.view(town.follower(code), code).parcels[0]
    assert [(n.state, n.reason) for n in parcel.news[1:]] == [
        (Way.GOES_OUT, ""), (Way.FAILED, "away"), (Way.DELIVERED, ""),
    ]  # fmt: skip
    with records.no_trace():
        again = carrier_file.book(who, said, "tt.csv")
    assert {one.outcome for one in again} == {
        carrier_file.KNOWN, carrier_file.UNREAD, carrier_file.UNKNOWN,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        carrier_file.preview(actor("chuyenvien"), said, "tt.csv")
    with pytest.raises(Invalid):
        carrier_file.preview(who, b"a;b\n1;2\n", "x.csv")


def test_the_room(opens):  # noqa: F811
    """What waits is handed over by pasted codes; what was refused stays in the field with its reason."""
    code = a_dossier(State.READY, **BY_POST)
    app = opens("canbo", "pages/desk/post.py")
    assert code in shown(app)
    app.text_area(key="post-codes").set_value(f"{code} RB473124828VN").run()
    press(app, "Giao bưu điện")
    assert "Số kiểm tra" in problem(app)
    assert code in app.text_area(key="post-codes").value
    app.text_area(key="post-codes").set_value(f"{code} {CODE}").run()
    press(app, "Giao bưu điện")
    assert "Bưu điện đã nhận" in shown(app)
    with reading() as session:
        assert session.query(Parcel).count() == session.query(ParcelEvent).count() == 1
