"""Công khai kết quả: how the communes keep their word, month by month."""

import streamlit as st

from pages.parts import filters
from pages.parts.figures import published_table
from pages.parts.look import empty_state, head
from pages.parts.sheet import sheet
from pages.parts.words import _
from services.figures import published
from services.figures.secrecy import NOTHING

MONTH, COMMUNE = "thang", "co-quan"


def room() -> None:
    """Month and commune are in the address; the table has a line per commune, or per month of one."""
    with sheet():
        lead = _("Mỗi xã, phường tiếp nhận và giải quyết bao nhiêu hồ sơ, có đúng hạn không.")
        head(_("Công khai kết quả"), lead)
        found = published.table(st.query_params.get(MONTH, ""), st.query_params.get(COMMUNE, ""))
        months = {month: published_table.month_name(month) for month in found.months}
        with st.container(horizontal=True, key="mc-filters"):
            filters.choice(MONTH, _("Tháng"), months)
            filters.choice(COMMUNE, _("Xã, phường"), {"": _("Tất cả"), **dict(found.communes)})
        if any(row.shown != NOTHING for row in found.rows):
            st.html(published_table.table(found))
            _notes()
        else:
            empty_state(
                _("Chưa có số liệu để công bố"),
                _("Mọi con số của lựa chọn này đều dưới 5. Hãy chọn tháng khác, hoặc xã, phường khác."),
                "bar_chart",
            )


def _notes() -> None:
    st.caption(
        _(
            "Tháng được công bố khi đã kết thúc. **Đã tiếp nhận**: hồ sơ được tiếp nhận trong tháng. "
            "**Đúng hạn**, **Quá hạn**: hồ sơ có kết quả trong tháng, so với ngày hẹn trả; trước hạn tính là "
            "đúng hạn. **Số ngày**: trung bình số ngày làm việc từ ngày tiếp nhận đến ngày có kết quả, kể cả "
            "thời gian chờ bổ sung."
        )
    )
    st.caption(
        _(
            "Để không ai bị nhận ra, số dưới 5 ghi là “<5”. Tổng ghi “*” khi lấy tổng trừ các số đã nêu "
            "sẽ ra một số dưới 5. Dấu “–”: không có hồ sơ để tính, hoặc tính ra sẽ lộ một số dưới 5."
        )
    )


room()
