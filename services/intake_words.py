"""What stops a form from being sent, in words: fields, papers, the picture and the office."""

from services.catalogue.schema import Procedure
from services.errors import Problem
from services.forms import words as forms_words
from services.language import _, pick

_OURS = {
    "paper_missing": lambda: _("Chưa có tệp cho giấy tờ này. Xin đính kèm bản quét dạng PDF."),
    "paper_not_here": lambda: _("Chưa đánh dấu giấy tờ này. Hãy chọn bản chính hoặc bản sao."),
    "card_parts": lambda: _("Đây không phải mã QR của thẻ căn cước. Hãy quét lại, hoặc gõ số định danh."),
    "card_number": lambda: _("Số định danh trên mã không đủ 12 chữ số. Hãy quét lại."),
    "card_name": lambda: _("Không đọc được họ tên trên mã. Hãy tắt bộ gõ tiếng Việt rồi quét lại."),
    "card_born": lambda: _("Ngày sinh trên mã không đúng. Hãy quét lại."),
    "card_sex": lambda: _("Không đọc được giới tính trên mã. Hãy tắt bộ gõ tiếng Việt rồi quét lại."),
    "card_issued": lambda: _("Ngày cấp trên mã không đúng. Hãy quét lại."),
    "paper_lost": lambda: _("Tệp không còn trong kho lưu. Xin đính kèm lại."),
    "captcha_wrong": lambda: _("Mã xác nhận chưa đúng. Xin nhập lại theo hình mới."),
    "mail_code_wrong": lambda: _(
        "Mã gửi qua thư không đúng hoặc đã hết hạn. Xin xem lại thư hoặc lấy mã mới."
    ),
    "mail_missing": lambda: _("Chưa có địa chỉ thư điện tử để gửi mã. Xin điền ở phần thông tin cá nhân."),
    "form_changed": lambda: _(
        "Thủ tục vừa có phiên bản mới. Xin xem những gì đã đổi ở đầu trang rồi nộp lại."
    ),
    "agency_missing": lambda: _("Cơ quan này không còn nhận thủ tục. Xin chọn cơ quan khác."),
}


def say(problem: Problem, procedure: Procedure) -> str:
    """The sentence that stands beside the place."""
    if problem.code in _OURS:
        return _OURS[problem.code]()
    return forms_words.say(problem, forms_words.field_at(problem, procedure))


def where(problem: Problem, procedure: Procedure) -> str:
    """The name of the place, for the list on top."""
    paper = procedure.paper_by_key.get(problem.where)
    if problem.code.startswith("paper_") and paper is not None:
        return pick(paper.label, paper.label_en)
    if problem.where == "captcha":
        return _("Mã xác nhận")
    if problem.where == "agency":
        return _("Cơ quan giải quyết")
    return forms_words.where(problem, procedure)
