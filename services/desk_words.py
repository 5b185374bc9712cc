"""What refusals of the desk are called: drafts before citizens, labels, views."""

from services.language import _


def guard(name: str) -> str:
    """The sentence of a refused guard; empty for one that is not the desk's."""
    sentences = {
        "no_draft_asked": _("Bản nháp chỉ gửi cho hồ sơ trực tuyến của thủ tục có bước người dân xác nhận."),
        "no_draft_waits": _("Không còn bản nháp nào chờ trả lời. Nếu có chỗ sai, hãy gọi cho cơ quan."),
        "draft_waits": _("Người dân đang xem bản nháp; chưa hết hạn trả lời nên chưa ghi “Đã có kết quả”."),
        "draft_objected": _("Người dân báo bản nháp sai. Hãy sửa và gửi lại bản nháp trước."),
        "has_the_label": _("Hồ sơ đã có nhãn này."),
        "label_retired": _("Nhãn này không còn dùng. Hãy chọn nhãn khác."),
        "holds_it_already": _("Người này đang giữ hồ sơ rồi."),
        "views_left": _("Đã lưu đủ số chế độ xem cho một người. Hãy xóa bớt rồi lưu tiếp."),
    }
    return sentences.get(name, "")
