"""What a refusal is called in the reader's language: one sentence that says why, and what to do next."""

from collections.abc import Callable

from services import desk_words
from services.agencies import words as agency_words
from services.catalogue import words as catalogue_words
from services.errors import (
    CatalogueRefused,
    DamagedFile,
    GuardRefused,
    Invalid,
    LockedOut,
    Missing,
    NotAllowed,
    NotFound,
    Overtaken,
    PaperRefused,
    Problem,
    Refusal,
    SignInFailed,
    Stale,
    TooOften,
    Unavailable,
    WrongState,
)
from services.language import _
from services.papers import Finding
from services.papers import words as papers_words
from services.people import words as people_words
from services.vietnamese import moment, money, short_date
from services.workflow import ACTIONS, APPROVE_LABEL, N_, SEND_BACK_LABEL, STATES, UNDO_LABEL, State


def action_name(action: str) -> str:
    """The name of an action or of an event of the journal, in the reader's language."""
    others = {
        "undo": UNDO_LABEL,
        "approve": APPROVE_LABEL,
        "send_back": SEND_BACK_LABEL,
        "submit": N_("Nộp hồ sơ"),
        "cancel_payment": N_("Hủy khoản thu"),
        "refund": N_("Hoàn tiền"),
        "change_delivery": N_("Đổi cách nhận kết quả"),
        "propose": N_("Trình lãnh đạo"),
        "assign": N_("Giao việc"),
        "take_over": N_("Bàn giao do sáp nhập cơ quan"),
        "add_scans": N_("Thêm bản quét"),
        "label": N_("Gắn nhãn"),
        "recompute_due": N_("Tính lại ngày hẹn trả"),
        "anonymise": N_("Ẩn danh hồ sơ"),
        "send_draft": N_("Gửi bản nháp cho người dân"),
        "confirm_draft": N_("Xác nhận bản nháp đúng"),
        "object_draft": N_("Báo bản nháp sai"),
        "draft_silent": N_("Không trả lời bản nháp, coi như đồng ý"),
    }
    return _(ACTIONS[action].label if action in ACTIONS else others[action])


def need_name(name: str) -> str:
    """The label of one thing that a form of the workflow table asks."""
    names = {
        "due_at": _("Ngày hẹn trả"),
        "due_reason": _("Lý do"),
        "reason": _("Lý do"),
        "note": _("Lý do"),
        "specialist": _("Người xử lý"),
        "items": _("Giấy tờ, nội dung cần bổ sung"),
        "answer_by": _("Hạn bổ sung"),
        "told": _("Đã báo cho người dân"),
        "label": _("Nhãn"),
        "office_note": _("Ghi chú nội bộ"),
        "new_due": _("Ngày hẹn trả mới"),
        "result_file": _("Tệp kết quả"),
        "way": _("Cách trả kết quả"),
        "taken_by": _("Người nhận"),
        "paper_shown": _("Giấy tờ xuất trình"),
        "originals_seen": _("Đã đối chiếu bản chính"),
        "papers": _("Giấy tờ bổ sung"),
        "fields": _("Nội dung bổ sung"),
        "lines": _("Các khoản phải nộp"),
        "pay_by": _("Hạn nộp"),
        "amount": _("Số tiền"),
        "pay_way": _("Hình thức thanh toán"),
        "receipt_number": _("Số biên lai"),
        "refund": _("Số tiền hoàn"),
        "view_name": _("Tên chế độ xem"),
        "template_name": _("Tên mẫu"),
        "columns": _("Cột"),
        "purpose": _("Mục đích xuất dữ liệu cá nhân"),
        "officer": _("Cán bộ"),
        "scans": _("Bản quét"),
        "draft": _("Bản nháp kết quả (PDF)"),
        "wrong": _("Chỗ sai trong bản nháp"),
        "day_name": _("Tên ngày"),
        "day_source": _("Văn bản căn cứ"),
        "tracking_code": _("Mã vận đơn"),
    }
    return names[name]


def say_problem(problem: Problem) -> str:
    """What is wrong with one ask of an officer's form (the citizen's form has services/forms/words.py)."""
    facts = problem.facts
    sentences: dict[str, Callable[[], str]] = {
        "too_long": lambda: _("Dài quá %(limit)s ký tự. Hãy viết ngắn lại.") % facts,
        "day_is_past": lambda: _("Ngày đã qua. Hãy chọn một ngày sắp tới."),
        "day_is_off": lambda: _("Ngày %(day)s không phải ngày làm việc. Hãy chọn ngày khác.")
        % {"day": short_date(facts["day"])},
        "day_not_later": lambda: _("Ngày mới phải sau hạn hiện nay (%(due)s).")
        % {"due": moment(facts["due"])},
        "not_a_specialist": lambda: _("Người này không xử lý hồ sơ của đơn vị. Hãy chọn trong danh sách."),
        "not_an_officer": lambda: _("Người này không làm việc ở đơn vị. Hãy chọn trong danh sách."),
        "not_listed": lambda: _("Mục này không có trong danh sách của thủ tục."),
        "retention": lambda: _("Hãy ghi 0 (giữ mãi) hoặc một số từ %(least)s đến %(most)s.") % facts,
        "logo_too_big": lambda: _("Tệp lớn hơn %(most)s kB. Hãy chọn tệp nhỏ hơn.") % facts,
        "logo_too_large": lambda: _("Ảnh rộng hoặc cao hơn %(most)s điểm. Hãy thu nhỏ ảnh.") % facts,
        "logo_too_rich": lambda: _("Ảnh có quá nhiều chi tiết cho phần đầu giấy tờ. Hãy chọn hình đơn giản."),
        "logo_unreadable": lambda: _("Không dùng được tệp này. Hãy chọn PNG, hoặc SVG chỉ có hình vẽ."),
        "not_asked": lambda: _("Mục này không được yêu cầu bổ sung."),
        "reason_for_each": lambda: _("Hãy ghi lý do cho từng mục cần bổ sung."),
        "name_for_each": lambda: _("Hãy ghi tên của giấy tờ ngoài danh mục."),
        "basis_for_each": lambda: _("Giấy tờ ngoài danh mục phải ghi căn cứ pháp lý."),
        "too_many_labels": lambda: _("Đơn vị đã có %(limit)s nhãn. Hãy dùng nhãn có sẵn.") % facts,
        "not_money": lambda: _("Hãy ghi số tiền bằng đồng, là số nguyên lớn hơn 0."),
        "reason_for_change": lambda: _("Số tiền khác với mức tính theo thủ tục. Hãy ghi lý do."),
        "nothing_to_pay": lambda: _("Tổng số tiền là 0 đồng, không có gì để yêu cầu nộp."),
        "more_than_left": lambda: _("Nhiều hơn số còn phải nộp (%(left)s).") % {"left": money(facts["left"])},
        "more_than_paid": lambda: _("Nhiều hơn số đã thu (%(paid)s).") % {"paid": money(facts["paid"])},
        "receipt_used": lambda: (
            _("Số biên lai này đã ghi cho hồ sơ %(dossier)s. Hãy xem lại số trên biên lai.") % facts
        ),
        "statement_too_big": lambda: _("Tệp quá lớn. Hãy chia sao kê thành nhiều tệp nhỏ hơn."),
        "statement_unreadable": lambda: _("Không đọc được tệp. Hãy chọn sao kê dạng CSV hoặc XLSX."),
        "statement_columns": lambda: _("Hãy chỉ ra cột ngày, cột số tiền ghi có và cột nội dung."),
        "cash_differs": lambda: _("Số đếm được phải bằng tổng tiền mặt của danh sách (%(sum)s).")
        % {"sum": money(facts["sum"])},
        "tracking_shape": lambda: _("Mã vận đơn gồm 5 đến 30 chữ cái, chữ số. Hãy xem lại phiếu gửi."),
        "tracking_digit": lambda: _("Số kiểm tra của mã vận đơn không đúng. Hãy xem lại từng chữ số."),
        "tracking_used": lambda: _("Mã vận đơn này đang dùng cho một bưu gửi khác."),
        "reason_of_post": lambda: _("Hãy chọn lý do không phát được."),
        "codes_in_pairs": lambda: _("Mỗi mã hồ sơ phải đi cùng một mã vận đơn; còn một mã lẻ."),
        "carrier_columns": lambda: _("Tệp phải có cột mã vận đơn, cột trạng thái và cột thời gian."),
        "period_runs": lambda: _("Kỳ báo cáo chưa kết thúc (đến hết ngày %(last)s). Hãy chốt sau ngày đó.")
        % {"last": short_date(facts["last"])},
        "purpose_short": lambda: _("Hãy ghi mục đích bằng ít nhất %(letters)s ký tự.") % facts,
        "too_many_rows": lambda: _("Nhiều hơn %(most)s dòng. Hãy chọn kỳ ngắn hơn.") % facts,
        "hours_unreadable": lambda: _("Hãy ghi như 07:30-11:30, 13:00-17:00, theo thứ tự trong ngày."),
        "hours_none": lambda: _("Trong tuần phải có ít nhất một ngày làm việc."),
        "whole_sum": lambda: _("Chưa yêu cầu nộp phí nên chỉ thu đủ một lần: %(left)s.")
        % {"left": money(facts["left"])},
    }
    if problem.code in sentences:
        return sentences[problem.code]()
    known = agency_words.problem(problem) or catalogue_words.problem(problem)
    return known or people_words.problem(problem)


def _stale(refusal: Stale) -> str:
    facts = refusal.facts
    if facts["action"] in catalogue_words.ACTIONS:
        return _("%(by)s vừa sửa bản nháp này lúc %(at)s. Hãy tải lại trang rồi làm tiếp.") % {
            "by": facts["by"], "at": moment(facts["at"])
        }  # fmt: skip
    return _("%(by)s vừa thực hiện “%(action)s” lúc %(at)s. Hãy xem lại hồ sơ rồi làm tiếp.") % {
        "by": facts["by"],
        "action": action_name(facts["action"]),
        "at": moment(facts["at"]),
    }


def _wrong_state(refusal: WrongState) -> str:
    return _("Hồ sơ đang ở trạng thái “%(state)s”, không thể thực hiện “%(action)s”.") % {
        "state": _(STATES[State(refusal.facts["state"])].label),
        "action": action_name(refusal.facts["action"]),
    }


def _guard(refusal: GuardRefused) -> str:
    facts = refusal.facts
    sentences = {
        "not_yet_received": _("Hồ sơ đã được tiếp nhận nên không thể từ chối tiếp nhận; dùng “Dừng xử lý”."),
        "not_overdue": _("Hồ sơ đã quá hạn; gia hạn phải làm trước hạn trả."),
        "extension_left": _("Hồ sơ đã được gia hạn; chỉ gia hạn được một lần."),
        "all_asked_answered": _("Còn giấy tờ hoặc nội dung được yêu cầu mà chưa bổ sung."),
        "nothing_asked": _("Hồ sơ không chờ bổ sung."),
        "proposal_waiting": _("Một đề xuất đang chờ lãnh đạo duyệt. Hãy đợi ý kiến của lãnh đạo."),
        "something_paid": _("Hồ sơ này không có khoản đã thu."),
        "second_person": _("Việc này cần người thứ hai: người đề xuất không tự duyệt được."),
        "day_closed": _("Danh sách tiền mặt của ông/bà hôm nay đã chốt; ghi nhận tiền mặt từ ngày mai."),
        "day_closed_before": _("Danh sách này đã chốt."),
        "not_online": _("Hồ sơ này không nộp phí trực tuyến được."),
        "something_to_pay": _("Hồ sơ này không có khoản nào phải nộp."),
        "nothing_to_judge": _("Giấy tờ này đã được thay, hoặc hồ sơ đã kết thúc, nên không kết luận nữa."),
        "message_not_failed": _("Tin này đã được gửi lại rồi, hoặc đang chờ gửi."),
        "dates_moved_on": _("Hồ sơ vừa thay đổi sau khi xem trước. Hãy xem lại rồi lưu."),
        "goes_by_post": _("Hồ sơ này không nhận kết quả qua bưu chính."),
        "has_a_receiver": _("Chưa có đủ tên, điện thoại, địa chỉ người nhận. Hãy yêu cầu bổ sung."),
        "nothing_to_change": _("Chưa có gì khác với cách nhận kết quả hiện nay."),
        "no_choice_of_way": _("Kết quả của hồ sơ này chỉ trả tại quầy."),
        "not_with_the_post": _("Kết quả đang ở bưu điện. Hãy đợi phát xong hoặc hoàn về quầy."),
        "parcel_step": _("Trạng thái này không thể theo sau trạng thái hiện nay của bưu gửi."),
        "parcel_attempts": _("Bưu điện đã phát 3 lần không thành công; bưu gửi phải được chuyển hoàn."),
        "nothing_to_decide": _("Không còn đề xuất nào chờ duyệt ở hồ sơ này."),
        "too_late_to_undo": _("Không hoàn tác được nữa: đã quá thời gian hoặc thông báo đã gửi đi."),
    }
    said = sentences.get(facts["guard"]) or agency_words.guard(facts["guard"]) or catalogue_words.guard(facts)
    return said or desk_words.guard(facts["guard"]) or people_words.guard(facts["guard"])


def _invalid(refusal: Invalid) -> str:
    return _("Có %(count)s chỗ cần sửa. Xem dòng chữ đỏ ở từng mục.") % {"count": len(refusal.problems)}


def _missing(refusal: Missing) -> str:
    return _("Còn thiếu: %(names)s.") % {"names": ", ".join(need_name(n) for n in refusal.facts["names"])}


_SENTENCES: dict[type[Refusal], Callable[..., str]] = {
    NotFound: lambda r: _("Không tìm thấy, hoặc ông/bà không được xem."),
    NotAllowed: lambda r: _("Tài khoản này không được làm việc đó."),
    Stale: _stale,
    Overtaken: lambda r: _("%(by)s vừa ghi chỗ này lúc %(at)s. Hãy xem lại rồi ghi tiếp.")
    % {"by": r.facts["by"], "at": moment(r.facts["at"])},
    WrongState: _wrong_state,
    GuardRefused: _guard,
    Missing: _missing,
    Invalid: _invalid,
    PaperRefused: lambda r: papers_words.say(
        Finding(r.code, {k: v for k, v in r.facts.items() if k not in ("code", "slot", "filename")})
    ),
    DamagedFile: lambda r: _("Tệp lưu trữ đã bị hỏng. Hãy báo người quản trị."),
    TooOften: lambda r: _("Thử quá nhiều lần. Hãy đợi đến %(until)s.") % {"until": moment(r.facts["until"])},
    SignInFailed: lambda r: _("Tên đăng nhập hoặc mật khẩu không đúng."),
    LockedOut: lambda r: _("Nhập sai quá nhiều lần. Tài khoản tạm khóa đến %(until)s.")
    % {"until": moment(r.facts["until"])},
    Unavailable: lambda r: _(
        "Hệ thống tạm thời gián đoạn. Những gì đã nhập vẫn còn; hãy thử lại sau ít phút."
    ),
    CatalogueRefused: str,
}


def say(refusal: Refusal) -> str:
    """One sentence, or for an Invalid its headline; the places say their own (say_problem)."""
    return _SENTENCES[type(refusal)](refusal)
