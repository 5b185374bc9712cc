"""The list of one's own dossiers: what each is, where it stands, and what is asked of its citizen."""

from html import escape

import streamlit as st

from pages.frame import session
from pages.parts.look import empty_state
from pages.parts.queue.queue_table import icon
from pages.parts.words import _, day, moment, state_name
from services.citizens import Mine, MyDossiers
from services.language import pick
from services.server.addresses import with_query
from services.workflow import STATES, State


def draw(mine: MyDossiers, page: int) -> None:
    """The whole list as one light element, and the way to older ones."""
    if not mine.rows:
        empty_state(
            _("Chưa có hồ sơ nào"),
            _("Hồ sơ nộp khi đã đăng nhập hiện ở đây. Hồ sơ nộp trước đó nhận về bằng mã, ở dưới."),
        )
    else:
        st.html(f'<ul class="mc-own">{"".join(map(_card, mine.rows))}</ul>')
    ways = [(page - 1, _("Hồ sơ mới hơn"))] if page > 1 else []
    ways += [(page + 1, _("Hồ sơ cũ hơn"))] if mine.more else []
    links = (f'<a class="mc-soft" href="{escape(session.address(trang=str(to)))}">{escape(said)}</a>'
             for to, said in ways)  # fmt: skip
    if ways:
        st.html(f'<p class="mc-own-ways">{" ".join(links)}</p>')


def _card(one: Mine) -> str:
    address = escape(with_query("/tra-cuu", {"ma": one.code}))
    look, wanted = STATES[one.state], _wanted(one)
    name = escape(pick(one.procedure.short, one.procedure.short_en))
    told = " · ".join((_("Nộp %(day)s") % {"day": day(one.submitted_at)}, _when(one), one.agency))
    asked = f'<span class="mc-own-asked">{icon("assignment_late")}{escape(wanted)}</span>' if wanted else ""
    return (
        f'<li><a class="mc-soft" href="{address}"><b>{name}</b><small>{escape(one.code)}</small></a>'
        f'<span class="mc-state mc-{look.tone}">{icon(look.icon)}{escape(state_name(one.state))}</span>'
        f"{asked}<small>{escape(told)}</small></li>"
    )


def _when(one: Mine) -> str:
    if one.closed_at:
        return _("Kết thúc %(day)s") % {"day": day(one.closed_at)}
    if one.clock == "paused":
        return _("Ngày hẹn có lại khi bổ sung đủ")
    return _("Hẹn trả %(moment)s") % {"moment": moment(one.due_at)} if one.due_at else _("Chờ tiếp nhận")


def _wanted(one: Mine) -> str:
    """What the citizen is to do now; empty where it is the office's turn."""
    if one.state is State.SUPPLEMENT_ASKED and one.answer_by:
        told = {"count": one.asked, "day": day(one.answer_by)}
        return _("Cần bổ sung %(count)s mục, chậm nhất ngày %(day)s") % told
    if one.state is State.PAYMENT_ASKED:
        return _("Cần nộp phí, lệ phí")
    return _("Đã có kết quả, mời ông/bà đến nhận") if one.state is State.READY else ""
