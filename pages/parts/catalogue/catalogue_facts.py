"""What a procedure is, how long it takes, what comes out of it, and what it stands on."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.catalogue import catalogue_pen as pen_
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue import draft_fields
from pages.parts.catalogue.catalogue_pen import Pen
from pages.parts.words import _
from services.catalogue import plain_data


def facts(pen: Pen, offices: Mapping[str, str]) -> None:
    """Thông tin chung."""
    draft_fields.pair(pen, ("name",), _("Tên thủ tục"))
    draft_fields.pair(pen, ("short",), _("Tên thường gọi"), most=120)
    left, right = st.columns(2, gap="small")
    with left:
        draft_fields.line(pen, ("code",), _("Mã thủ tục quốc gia"), example="1.001193", most=8)
    with right:
        draft_fields.day(
            pen, ("valid_to",), _("Ngày cuối áp dụng"),
            hint=_("Để trống nếu chưa biết. Ngày đầu được chọn khi công bố."),
        )  # fmt: skip
    draft_fields.pair(pen, ("field",), _("Lĩnh vực"), example=_("Hộ tịch"), most=120)
    left, right = st.columns(2, gap="small")
    with left:
        draft_fields.choose_several(pen, ("tiers",), _("Cấp giải quyết"), words.tiers())
    with right:
        draft_fields.choose_several(
            pen, ("offered_by",), _("Chỉ ở các cơ quan này"), offices,
            hint=_("Mỗi cơ quan kể cả các cơ quan bên dưới. Để trống: mọi cơ quan của cấp đã chọn."),
        )  # fmt: skip
    left, right = st.columns(2, gap="small")
    with left:
        draft_fields.choose(pen, ("level",), _("Mức độ dịch vụ công"), words.levels())
    with right:
        draft_fields.choose_several(pen, ("level_now",), _("Cách gọi hiện nay"), words.levels_now())
    _variants(pen)
    _advanced(pen)


def _variants(pen: Pen) -> None:
    """Other names under which people look for it."""
    path = ("variants",)
    st.subheader(_("Tên khác mà người dân hay tìm"), anchor=False)
    for n, _one in enumerate(plain_data.rows(pen.data, path)):
        draft_fields.pair(pen, (*path, n, "label"), _("Tên khác"), most=200)
        draft_fields.say_wrong(pen, (*path, n))
        pen_.order(pen, path, n, what=_("Tên khác"))
    pen_.more(pen, path, _("Thêm tên khác"),
              lambda data: {"key": plain_data.new_name("ten", plain_data.names(data, path))})  # fmt: skip


def _advanced(pen: Pen) -> None:
    with st.expander(_("Nâng cao"), icon=":material/tune:"):
        left, right = st.columns(2, gap="small")
        with left:
            hint = _("Chữ thường, chữ số và gạch dưới; tự đặt theo tên thường gọi.")
            draft_fields.line(pen, ("key",), _("Tên máy"), hint=hint, most=40)
        with right:
            draft_fields.line(pen, ("field_code",), _("Mã lĩnh vực"), most=40)
        st.caption(_("Điều nào đang xác minh thì trang của người dân ghi rõ, không in như luật."))
        for row in _in_threes(list(words.marked().items())):
            for column, (key, label) in zip(st.columns(3, gap="small"), row, strict=False):
                with column:
                    draft_fields.choose(pen, ("marks", key), label, words.marks())
        draft_fields.lines(pen, ("sources",), _("Nguồn (mỗi dòng một nguồn)"))


def _in_threes(names: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    return [names[n : n + 3] for n in range(0, len(names), 3)]


def time(pen: Pen) -> None:
    """Thời hạn."""
    draft_fields.choose(pen, ("time", "rule"), _("Cách tính ngày hẹn trả"), words.time_rules())
    left, right = st.columns(2, gap="small")
    with left:
        draft_fields.whole(pen, ("time", "working_days"), _("Số ngày làm việc"), least=1, most=250)
    with right:
        draft_fields.whole(
            pen, ("time", "max_working_days"), _("Dài nhất khi phải xác minh (ngày làm việc)"), least=1,
            most=250, hint=_("Để trống nếu không có."),
        )  # fmt: skip
    draft_fields.pair(pen, ("time", "note"), _("Câu người dân đọc"), area=True, example=_("03 ngày làm việc"))
    draft_fields.say_wrong(pen, ("time",))


def results(pen: Pen) -> None:
    """Kết quả."""
    path = ("results",)
    draft_fields.say_wrong(pen, path)
    for n, _one in enumerate(plain_data.rows(pen.data, path)):
        with st.container(border=True):
            draft_fields.pair(pen, (*path, n, "name"), _("Tên kết quả"))
            left, right = st.columns(2, gap="small")
            with left:
                draft_fields.whole(pen, (*path, n, "originals"), _("Số bản chính"), most=20, default=1)
            with right:
                draft_fields.line(pen, (*path, n, "code"), _("Mã kết quả (nếu có)"), most=40)
            draft_fields.say_wrong(pen, (*path, n))
            pen_.order(pen, path, n, what=_("Kết quả"))
    pen_.more(pen, path, _("Thêm kết quả"), lambda _data: {})


def law(pen: Pen) -> None:
    """Căn cứ pháp lý."""
    draft_fields.lines(
        pen, ("legal_bases",), _("Văn bản (mỗi dòng một văn bản)"),
        hint=_("Số hiệu luật, nghị định, thông tư, ví dụ 123/2015/NĐ-CP."),
    )  # fmt: skip


def steps(pen: Pen) -> None:
    """Các bước."""
    path = ("steps",)
    draft_fields.say_wrong(pen, path)
    for n, _one in enumerate(plain_data.rows(pen.data, path)):
        with st.container(border=True):
            draft_fields.pair(pen, (*path, n, "text"), _("Bước %(n)s") % {"n": n + 1}, area=True)
            draft_fields.say_wrong(pen, (*path, n))
            pen_.order(pen, path, n, what=_("Bước"))
    pen_.more(pen, path, _("Thêm bước"), lambda _data: {})


def remarks(pen: Pen) -> None:
    """Lời nhắc: rules that people apply."""
    path = ("remarks",)
    st.caption(_("Điều mà con người xem xét, máy không kiểm tra được."))
    draft_fields.say_wrong(pen, path)
    for n, _one in enumerate(plain_data.rows(pen.data, path)):
        with st.container(border=True):
            draft_fields.choose(pen, (*path, n, "audience"), _("Dành cho ai"), words.audiences())
            draft_fields.pair(pen, (*path, n, "text"), _("Lời nhắc"), area=True)
            draft_fields.choose(pen, (*path, n, "mark"), _("Mức chắc chắn"), words.marks())
            draft_fields.say_wrong(pen, (*path, n))
            pen_.order(pen, path, n, what=_("Lời nhắc"))
    pen_.more(pen, path, _("Thêm lời nhắc"), _new_remark)


def _new_remark(data: plain_data.Data) -> dict[str, str]:
    taken = plain_data.names(data, ("remarks",), "id")
    return {"id": plain_data.new_code("nhac", taken), "audience": "citizen"}
