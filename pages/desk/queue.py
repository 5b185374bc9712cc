"""My queue: what is due first, and why; one click opens the dossier."""

from html import escape

import streamlit as st

from pages.frame.session import require
from pages.parts import filters, keys
from pages.parts.look import empty_state
from pages.parts.queue import queue_bulk, queue_notices, queue_panels, queue_table, queue_tools
from pages.parts.words import _, number
from services import desk
from services.desk import choices, warnings
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
    "bo-sung": _("Không có hồ sơ nào chờ người dân bổ sung. Hãy xem **Đang xử lý**."),
    "phi": _("Không có hồ sơ nào chờ nộp phí, lệ phí. Hãy xem **Đang xử lý**."),
    "sap-han": _("Không có hồ sơ nào đến hạn trong một ngày làm việc tới. Hãy bắt đầu từ **Mới đến**."),
    "qua-han": _("Không có hồ sơ quá hạn. Hãy xem **Sắp hạn** để giữ được như vậy."),
    "cho-tra": _("Không có kết quả nào chờ trả cho người dân. Hãy xem **Đang xử lý**."),
    "cua-toi": _(
        "Chưa có hồ sơ nào giao cho ông/bà. Hồ sơ ông/bà tiếp nhận hoặc được chuyển đến sẽ nằm ở đây."
    ),
    "tat-ca": _("Đơn vị chưa có hồ sơ nào. Hồ sơ người dân nộp sẽ hiện ở tab **Mới đến**."),
}

tab, search, page = filters.place(NAMES)
panel, kept, narrow = queue_tools.opened(), choices.of(reader), choices.narrowed(reader, st.query_params)
named = panel in (queue_tools.FILTERS, queue_tools.VIEWS) or any(n in narrow.address for n in choices.NAMED)
offered = choices.offered(reader) if named else choices.Offered()
found = desk.queue(reader, tab, search, page, narrow)

if found.found is None:
    told = _("%(late)s hồ sơ quá hạn, %(near)s hồ sơ sắp hạn")
    told %= {"late": number(found.counts["qua-han"]), "near": number(found.counts["sap-han"])}
    markup = filters.tabs("/hang-doi", NAMES, found.counts, tab, narrow.address)
    markup += queue_tools.bar(panel, narrow) + queue_tools.views(kept, tab, narrow)
    markup += queue_tools.told(narrow, offered)
else:
    told = _("Tìm thấy %(n)s hồ sơ trong tất cả các trạng thái") % {"n": number(found.found)}
    markup = queue_tools.bar(panel, narrow)

with st.container(horizontal=True, vertical_alignment="bottom", key="mc-queue-head"):
    st.html(f"<h1>{escape(_('Hàng đợi'))}</h1><p>{escape(told)}</p>", width="content")
    filters.search(_("Tìm hồ sơ"), _("Mã hồ sơ, họ tên, số định danh hoặc số điện thoại"))

glance = warnings.glance(reader)
markup = queue_notices.bell(glance) + markup
if queue_notices.is_open() and glance.warned:
    st.html(markup)
    markup = ""
    queue_notices.panel(reader, glance)
picking = panel == queue_tools.PICK
chosen = queue_bulk.chosen(tab, search, narrow)
total = found.counts[tab] if found.found is None else found.found
if picking:
    markup += queue_bulk.ways(chosen, found.rows, total)
elif panel:
    st.html(markup)
    markup = ""
    if panel == queue_tools.KEYS:
        keys.sheet()
    elif panel == queue_tools.FILTERS:
        queue_panels.narrowing(offered)
    else:
        queue_panels.looks(reader, kept, tab, narrow, offered)
if picking and queue_bulk.under_way():
    st.html(markup)
    queue_bulk.run(reader, chosen, kept.columns)
    st.stop()
if found.rows:
    ticks = queue_bulk.ticks(chosen, found.rows) if picking else None
    markup += queue_table.table(found.rows, kept.columns, dense=kept.dense, ticks=ticks)
    markup += queue_tools.turns(found.page, found.page_count)
if markup:
    st.html(markup)
if picking:
    queue_bulk.bar(reader, chosen)
if found.rows:
    filters.pages(found.page, found.page_count)
elif found.found is None and narrow.values:
    empty_state(
        _("Không có hồ sơ nào như vậy trong tab này"),
        _("Hãy **Bỏ lọc**, bớt điều kiện trong **Bộ lọc**, hoặc xem tab **Tất cả**."),
        "filter_alt_off",
    )
elif found.found is None:
    empty_state(NAMES[tab], NOTHING[tab])
else:
    empty_state(
        _("Không tìm thấy hồ sơ"),
        _("Hãy gõ cả mã hồ sơ, số định danh, số điện thoại, hoặc vài chữ của họ tên (không cần dấu)."),
        "search_off",
    )
