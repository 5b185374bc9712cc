"""What happens next, in plain words: one or two sentences per state, for the citizen who follows it."""

from services.clock import now
from services.language import _, pick
from services.post.receivers import BY_POST, LEVEL, ONLINE
from services.post.states import UNDER_WAY
from services.tracking import AskedItem, Followed
from services.vietnamese import short_date
from services.workflow import State


def next_step(seen: Followed) -> str:
    """What this state means for the citizen, and what they do now, if anything."""
    facts = {
        "agency": seen.agency,
        "holder": seen.holder or seen.agency,
        "pickup": seen.pickup,
        "answer_by": short_date(seen.asked.answer_by) if seen.asked else "",
    }
    sentences = {
        State.SUBMITTED: _(
            "Hồ sơ đã tới %(agency)s và chờ cán bộ xem. Trong 8 giờ làm việc, ông/bà được báo là hồ sơ "
            "được tiếp nhận hay còn thiếu gì. Bây giờ ông/bà chưa phải làm gì thêm."
        ),
        State.RECEIVED: _("Hồ sơ đủ và đã được tiếp nhận, cơ quan bắt đầu giải quyết."),
        State.NOT_ACCEPTED: _(
            "Cơ quan không tiếp nhận hồ sơ này; lý do ghi bên dưới. "
            "Ông/bà có thể chuẩn bị lại và nộp hồ sơ mới."
        ),
        State.IN_PROCESS: _("%(holder)s đang giải quyết hồ sơ."),
        State.SUPPLEMENT_ASKED: _(
            "Hồ sơ còn thiếu. Xin gửi những mục ghi bên dưới, chậm nhất ngày %(answer_by)s. "
            "Thời gian chờ không tính vào hạn giải quyết."
        ),
        State.PAYMENT_ASKED: _("Xin nộp phí, lệ phí để cơ quan giải quyết tiếp."),
        State.WITHDRAWN: _("Hồ sơ đã được rút theo yêu cầu của ông/bà. Cơ quan không giải quyết tiếp."),
        State.STOPPED: _("Cơ quan đã dừng giải quyết hồ sơ; lý do ghi bên dưới."),
        State.READY: _ready(seen),
        State.RETURNED: _("Kết quả đã được trả. Hồ sơ kết thúc."),
    }
    sentence = sentences[seen.state] % facts
    if is_late(seen):
        return f"{sentence} {_sorry(seen)}"
    if seen.state in (State.RECEIVED, State.IN_PROCESS):
        return sentence + " " + _("Kết quả có vào ngày hẹn trả ghi bên dưới.")
    return sentence


def _ready(seen: Followed) -> str:
    """Where the result is to be had: by the way that was chosen."""
    if seen.level >= LEVEL and seen.result_way == BY_POST:
        if seen.parcels and seen.parcels[0].state in UNDER_WAY:
            return _("Đã có kết quả, đang được bưu điện chuyển tới ông/bà; xem “Bưu gửi” bên dưới.")
        if not seen.parcels:
            return _("Đã có kết quả. Cơ quan sẽ gửi qua bưu điện tới địa chỉ ông/bà đã khai.")
    if seen.level >= LEVEL and seen.result_way == ONLINE:
        return _("Đã có kết quả. Bản điện tử tải được ở trang này khi đã nộp đủ phí, lệ phí.")
    return _("Đã có kết quả. Xin mang giấy tờ tùy thân và giấy hẹn đến %(pickup)s để nhận.")


def is_late(seen: Followed) -> bool:
    """The promised moment has passed, and the office has no answer yet."""
    return seen.due_at is not None and seen.clock == "running" and now() > seen.due_at


def _sorry(seen: Followed) -> str:
    told = _("Hồ sơ đã quá ngày hẹn trả; cơ quan xin lỗi ông/bà.")
    if not seen.agency_phone:
        return told
    return f"{told} " + _("Có thể hỏi theo số %(phone)s.") % {"phone": seen.agency_phone}


def who_holds(seen: Followed) -> str:
    """Where the dossier lies now."""
    if seen.closed_at is not None:
        return ""
    if seen.state in (State.SUPPLEMENT_ASKED, State.PAYMENT_ASKED):
        return _("Chờ ông/bà")
    return f"{seen.holder}, {seen.agency}" if seen.holder else seen.agency


def label(item: AskedItem) -> str:
    """The name of an asked paper or answer."""
    asked = item.paper or item.field
    return pick(asked.label, asked.label_en) if asked else item.key
