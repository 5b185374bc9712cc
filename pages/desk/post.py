"""Trả kết quả qua bưu chính: what waits for the post, what is under way, what takes long, what came back."""

from collections.abc import Sequence

import streamlit as st

from pages.frame.session import require
from pages.parts.cash import carrier_import, parcel_news
from pages.parts.cash.money_table import table
from pages.parts.look import empty_state, head
from pages.parts.words import _, day
from services import clock
from services.identity import say_phone
from services.permissions import Permission
from services.post import hand_over_list, room
from services.post.room import PATIENCE, ParcelRow
from services.post.states import state_name

reader = require(Permission.POST_READ)
records = reader.holds(Permission.POST_RECORD)

waiting, under_way, back = room.waiting(reader), room.under_way(reader), room.came_back(reader)
head(
    _("Trả kết quả qua bưu chính"),
    _("**%(n)s** kết quả chờ bàn giao, **%(m)s** bưu gửi đang ở bưu điện.")
    % {"n": len(waiting), "m": len(under_way)},
)


def parcels(rows: Sequence[ParcelRow]) -> None:
    """One row per parcel."""
    titles = (_("Mã hồ sơ"), _("Mã vận đơn"), _("Tình trạng"), _("Bàn giao"), _("Người nhận"), _("Địa chỉ"))
    table(
        titles,
        (
            (one.code, (one.tracking_code, state_name(one.state), day(one.handed_at.date()),
             one.receiver.name, one.receiver.address))
            for one in rows
        ),
    )  # fmt: skip


tabs = st.tabs(
    [_("Chờ bàn giao"), _("Đang ở bưu điện"), _("Lâu chưa phát"), _("Đã hoàn về"), _("Danh sách bàn giao")],
    key="post-tabs",
)

with tabs[0]:
    if waiting:
        table(
            (_("Mã hồ sơ"), _("Có kết quả"), _("Người nhận"), _("Điện thoại"), _("Địa chỉ"), _("Ghi chú")),
            (
                (one.code, (day(one.ready_at.date()), one.receiver.name, say_phone(one.receiver.phone),
                 one.receiver.address, _("Đã hoàn về quầy") if one.came_back else ""))
                for one in waiting
            ),
        )  # fmt: skip
        if records:
            parcel_news.many(reader)
    else:
        empty_state(
            _("Không có kết quả nào chờ bưu điện"),
            _("Hồ sơ mức 4 đã có kết quả và chọn nhận qua bưu chính hiện ở đây."),
            "local_post_office",
        )

with tabs[1]:
    if under_way:
        parcels(under_way)
        if records:
            parcel_news.one(reader, under_way)
            carrier_import.draw(reader)
    else:
        empty_state(
            _("Không có bưu gửi nào đang ở bưu điện"),
            _("Bấm **Giao bưu điện** ở một hồ sơ, hoặc dán mã vận đơn ở **Chờ bàn giao**."),
            "local_shipping",
        )

with tabs[2]:
    days = st.number_input(_("Quá số ngày"), min_value=1, max_value=365, value=PATIENCE, key="post-days")
    if slow := room.under_way(reader, days=int(days)):
        parcels(slow)
    else:
        told = _("Không có bưu gửi nào quá %(n)s ngày mà chưa phát.") % {"n": int(days)}
        empty_state(told, _("Bưu gửi nào lâu hơn sẽ hiện ở đây để hỏi bưu điện."), "schedule")

with tabs[3]:
    if back:
        parcels(back)
    else:
        empty_state(
            _("Không có bưu gửi nào hoàn về"),
            _("Kết quả hoàn về quầy hiện ở đây; giao lại, hoặc **Trả kết quả** tại quầy."),
            "keyboard_return",
        )

with tabs[4]:
    today = clock.today()
    chosen = st.date_input(
        _("Ngày bàn giao"), value=today, max_value=today, format="DD/MM/YYYY", key="post-day"
    )
    if handed := room.handed_on(reader, chosen or today):
        parcels(handed)
        st.download_button(
            _("Tải danh sách bàn giao (PDF)"), lambda: hand_over_list.pdf(reader, chosen or today)[1],
            file_name=f"ban-giao-{chosen or today:%Y-%m-%d}.pdf", mime="application/pdf",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    else:
        empty_state(
            _("Chưa bàn giao bưu gửi nào trong ngày này"),
            _("Hãy chọn ngày khác để in lại danh sách."),
            "receipt_long",
        )
