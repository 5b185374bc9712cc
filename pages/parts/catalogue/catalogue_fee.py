"""What a procedure costs: the fee, other prices from a day on, and who pays nothing."""

import streamlit as st

from pages.parts.catalogue import catalogue_pen as pen_
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue import draft_fields
from pages.parts.catalogue.catalogue_condition import condition
from pages.parts.catalogue.catalogue_pen import Pen, rearrange
from pages.parts.words import _
from services.catalogue import plain_data
from services.catalogue.plain_data import Data, Path


def draw(pen: Pen) -> None:
    """Phí: of the procedure itself, and the two that only some have."""
    _fee(pen, ("fee",))
    others = {
        "copy_fee": (_("Phí bản sao xin kèm"), _("Thêm phí bản sao xin kèm")),
        "postage": (_("Phí trả kết quả qua bưu chính"), _("Thêm phí trả qua bưu chính")),
    }
    for name, (title, more) in others.items():
        if plain_data.at(pen.data, (name,)) is not None:
            st.divider()
            st.subheader(title, anchor=False)
            _fee(pen, (name,))
            _button(pen, (name,), _("Bỏ phần này"), "delete", None)
        else:
            _button(pen, (name,), more, "add", {"amount": 0})


def _button(pen: Pen, path: Path, label: str, icon: str, value: Data | None) -> None:
    if not pen.locked:
        st.button(
            label, icon=f":material/{icon}:", type="tertiary", key=pen.key((*path, icon)),
            on_click=rearrange, args=(pen, label, lambda data: plain_data.put(data, path, value)),
        )  # fmt: skip


def _fee(pen: Pen, path: Path) -> None:
    draft_fields.say_wrong(pen, path)
    left, right = st.columns(2, gap="small")
    with left:
        free = _("Miễn phí thì ghi 0.")
        draft_fields.whole(pen, (*path, "amount"), _("Mức thu (đồng)"), step=1000, hint=free)
    with right:
        numbers = {"": _("Không nhân")} | plain_data.number_fields(pen.data)
        draft_fields.choose(
            pen, (*path, "multiplier"), _("Nhân với câu trả lời"), numbers,
            hint=_("Các ô số của biểu mẫu; ô trong nhóm lặp lại được cộng qua các dòng."),
        )  # fmt: skip
    draft_fields.pair(pen, (*path, "unit"), _("Đơn vị tính"), example=_("hồ sơ, bản, trường hợp…"), most=80)
    draft_fields.pair(pen, (*path, "note"), _("Câu người dân đọc"), area=True)
    draft_fields.tick(pen, (*path, "set_by_province"), _("Tỉnh có thể quy định mức khác"))
    _rates(pen, (*path, "rates"))
    _exemptions(pen, (*path, "exemptions"))


def _rates(pen: Pen, path: Path) -> None:
    """Other prices: the newest that is valid on the day of handing in counts."""
    st.markdown(f"**{_('Mức thu khác theo thời gian, cách nộp')}**")
    for n, _one in enumerate(plain_data.rows(pen.data, path)):
        with st.container(border=True):
            columns = st.columns(3, gap="small")
            with columns[0]:
                draft_fields.day(pen, (*path, n, "valid_from"), _("Từ ngày"))
            with columns[1]:
                draft_fields.day(pen, (*path, n, "valid_to"), _("Đến hết ngày"))
            with columns[2]:
                draft_fields.whole(pen, (*path, n, "amount"), _("Mức thu (đồng)"), step=1000)
            every = words.channels()
            draft_fields.choose_several(pen, (*path, n, "channels"), _("Khi nộp"), every, default=list(every))
            draft_fields.say_wrong(pen, (*path, n))
            pen_.order(pen, path, n, what=_("Mức thu khác"))
    pen_.more(pen, path, _("Thêm mức thu"), lambda _data: {})


def _exemptions(pen: Pen, path: Path) -> None:
    st.markdown(f"**{_('Ai được miễn')}**")
    for n, _one in enumerate(plain_data.rows(pen.data, path)):
        with st.container(border=True):
            draft_fields.pair(pen, (*path, n, "label"), _("Đối tượng được miễn"), most=300)
            by_officer = _("Cán bộ xem giấy tờ rồi miễn; mở ra để đặt điều kiện tự miễn")
            condition(pen, (*path, n, "when"), _("Tự miễn khi"), by_officer)
            draft_fields.say_wrong(pen, (*path, n))
            pen_.order(pen, path, n, what=_("Đối tượng được miễn"))
    pen_.more(pen, path, _("Thêm đối tượng được miễn"), lambda data: {"value": _next(data, path)})


def _next(data: Data, path: Path) -> str:
    return plain_data.new_code("mien", plain_data.names(data, path, "value")).replace("-", "_")
