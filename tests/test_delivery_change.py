"""Another way to the result or another receiver: before the post has it, told to the citizen."""

import pytest

from db.session import reading
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound, Stale, WrongState
from services.notices import texts
from services.post import delivery, receivers, room
from services.workflow import ACTIONS, State
from tests import records, town
from tests.records import no_trace
from tests.town import BY_POST, a_dossier, act, actor

S = State
RECEIVER = {key: value for key, value in BY_POST.items() if key != "phuong_thuc_nhan"}

pytestmark = pytest.mark.usefixtures("monday")


def change(code: str, way: str, who: str = "canbo", reason: str = "Dân gọi điện xin đổi.", **receiver) -> int:
    given = {"seen": town.seen(code), "way": way, "receiver": receiver, "reason": reason}
    return delivery.change(actor(who), code, **given)


def receiver_of(code: str) -> receivers.Receiver:
    with reading() as session:
        return receivers.of_dossier(session, records.dossier(code))


def test_the_result_goes_another_way_and_the_citizen_is_told(database):
    """Way and receiver as changed are what the post room hands on; journaled with both ways and why."""
    code = a_dossier(S.READY)
    change(code, "BUU_CHINH", **RECEIVER)
    assert records.dossier(code).result_way == "BUU_CHINH"
    assert [one.receiver.name for one in room.waiting(actor("canbo"))] == ["Người Nhận Mẫu"]
    last = records.last(code)
    assert (last.action, last.facts["way"], last.facts["way_before"]) == (
        "change_delivery", "BUU_CHINH", "TRUC_TIEP",
    )  # fmt: skip
    assert last.facts["reason"] == "Dân gọi điện xin đổi."
    told = [one for one in records.notices(code) if one.kind == "delivery_changed"]
    assert told
    assert all("Mẫu" not in str(one.facts.get("items", "")) for one in told)
    change(code, "BUU_CHINH", **RECEIVER | {"nguoi_nhan_dien_thoai": "0900000778"})
    assert receiver_of(code).phone.endswith("778")
    act("canbo", code, "hand_to_post", tracking_code="RB473124829VN")
    with no_trace(), pytest.raises(GuardRefused, match="not_with_the_post"):
        change(code, "TRUC_TIEP")


def test_back_to_the_counter_forgets_the_receiver_and_can_be_undone(database):
    """Another way leaves no receiver behind; Hoàn tác gives the receiver back and stops the message."""
    code = a_dossier(S.READY, **BY_POST)
    was = receiver_of(code)
    change(code, "TRUC_TIEP")
    assert not receiver_of(code).complete
    act("canbo", code, "undo")
    assert receiver_of(code) == was
    assert records.dossier(code).result_way == "BUU_CHINH"


def test_what_cannot_be_is_refused(database):
    """A reason, a receiver whom a postman finds, a way that is offered, a change at all, an open dossier."""
    code = a_dossier(S.IN_PROCESS)
    with no_trace():
        with pytest.raises(Missing):
            change(code, "BUU_CHINH", reason=" ", **RECEIVER)
        with pytest.raises(Invalid):
            change(code, "BUU_CHINH", **RECEIVER | {"nguoi_nhan_dien_thoai": "12"})
        with pytest.raises(Invalid):
            change(code, "BO_CAU")
        with pytest.raises(Invalid):
            change(code, "BUU_CHINH", **RECEIVER, ho_ten="Khác")
        with pytest.raises(GuardRefused, match="nothing_to_change"):
            change(code, "TRUC_TIEP")
        with pytest.raises(Stale):
            delivery.change(actor("canbo"), code, seen=1, way="BUU_CHINH", receiver=RECEIVER, reason="x")
    ended = a_dossier(S.RETURNED, chance=2)
    with no_trace(), pytest.raises(WrongState):
        change(ended, "BUU_CHINH", **RECEIVER)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("chuyenvien", NotAllowed), ("canbo2", NotFound), ("giamsat", NotFound), ("quantri", NotFound)],
)
def test_only_desk_and_leader_of_the_office_change_it(sqlite_town, who, refusal):
    """Role × action."""
    code = a_dossier(S.IN_PROCESS)
    with no_trace(), pytest.raises(refusal):
        change(code, "BUU_CHINH", who=who, **RECEIVER)
    assert change(code, "BUU_CHINH", who="lanhdao", **RECEIVER) == town.seen(code)


@pytest.mark.parametrize("spoken", ["vi", "en"])
@pytest.mark.parametrize(
    ("way", "mail", "sms"),
    [("TRUC_TIEP", "giấy tiếp nhận", "giay hen"), ("BUU_CHINH", "bưu điện", "buu dien"),
     ("DIEN_TU", "Bản điện tử", "ban dien tu")],
)  # fmt: skip
def test_a_ready_result_is_told_by_its_way(sqlite_town, way, mail, sms, spoken):
    """Post: it will be handed to the post; online: download; counter: come. One text message of 160."""
    code = a_dossier(S.IN_PROCESS, **(BY_POST if way == "BUU_CHINH" else {"phuong_thuc_nhan": way}))
    act("lanhdao", code, "finish")
    told = next(one for one in records.notices(code) if one.kind == "ready")
    for kind in ("ready", "delivery_changed"):
        text = texts.render(kind, "sms", spoken, told.facts)[1]
        assert len(text) <= 160
        assert spoken == "en" or kind != "ready" or sms in text
    body = texts.render("ready", "email", spoken, told.facts)[1]
    assert spoken == "en" or mail in body
    assert ACTIONS["finish"].notice == "ready"
