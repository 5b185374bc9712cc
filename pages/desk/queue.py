"""My queue: what is due first, and why; one click opens the dossier."""

import streamlit as st

from pages.frame.session import require
from pages.parts import filters, queue_table
from pages.parts.look import empty_state
from pages.parts.words import _, number
from services import desk
from services.permissions import Permission

reader = require(Permission.QUEUE_READ)

NAMES = {
    "moi": _("Mới đến"),
    "dang-xu-ly": _("Đang xử lý"),
    "bo-sung": _("Chờ bổ sung"),
    "phi": _("Chờ phí"),
    "sap-han": _("Sắp hạn"),
    "qua-han": _("Quá hạn"),
    "cho-tra": _("Chờ trả"),
    "cua-toi": _("Của tôi"),
    "tat-ca": _("Tất cả"),
}
NOTHING = {
    "moi": _("Không có hồ sơ mới. Hãy xem **Đang xử lý**, hoặc **Sắp hạn**."),
    "dang-xu-ly": _("Không có hồ sơ nào đang xử lý. Hồ sơ đã tiếp nhận sẽ nằm ở đây."),
    "bo-sung": _("Không có hồ sơ nào chờ người dân bổ sung."),
    "phi": _("Không có hồ sơ nào chờ nộp phí, lệ phí."),
    "sap-han": _("Không có hồ sơ nào đến hạn trong một ngày làm việc tới."),
    "qua-han": _("Không có hồ sơ quá hạn. Hãy xem **Sắp hạn** để giữ được như vậy."),
    "cho-tra": _("Không có kết quả nào chờ trả cho người dân."),
    "cua-toi": _(
        "Chưa có hồ sơ nào giao cho ông/bà. Hồ sơ ông/bà tiếp nhận hoặc được chuyển đến sẽ nằm ở đây."
    ),
    "tat-ca": _("Đơn vị chưa có hồ sơ nào. Hồ sơ người dân nộp sẽ hiện ở tab **Mới đến**."),
}

with st.container(key="mc-queue-head"):
    title, finder = st.columns([2, 3], vertical_alignment="bottom")
title.title(_("Hàng đợi"), anchor=False)
with finder:
    filters.search(_("Tìm hồ sơ"), _("Mã hồ sơ, họ tên, số định danh hoặc số điện thoại"))

tab, search, page = filters.place(NAMES)
found = desk.queue(reader, tab, search, page)

if found.found is None:
    late, near = found.counts["qua-han"], found.counts["sap-han"]
    title.caption(
        _("%(late)s hồ sơ quá hạn, %(near)s hồ sơ sắp hạn") % {"late": number(late), "near": number(near)}
    )
    place = filters.tabs(NAMES, found.counts, tab)
else:
    place = st.container()
    place.markdown(_("Tìm thấy **%(n)s** hồ sơ trong tất cả các trạng thái.") % {"n": number(found.found)})

with place:
    if found.rows:
        queue_table.draw(found.rows)
        filters.pages(found.page, found.page_count)
    elif found.found is None:
        empty_state(NAMES[tab], NOTHING[tab])
    else:
        empty_state(
            _("Không tìm thấy hồ sơ"),
            _("Hãy gõ cả mã hồ sơ, số định danh, số điện thoại, hoặc phần đầu của họ tên (không cần dấu)."),
            "search_off",
        )
