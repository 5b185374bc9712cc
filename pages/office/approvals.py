"""Everything that waits for my word, decided in one sitting."""

from html import escape

import streamlit as st

from pages.frame.session import require
from pages.parts.dossier import decisions, timeline
from pages.parts.look import empty_state, head
from pages.parts.office import asked_beyond, assignment_rules
from pages.parts.words import _, moment, plain
from services import desk
from services.language import pick
from services.permissions import Permission
from services.sentences import action_name
from services.workflow import SEND_BACK_LABEL

reader = require(Permission.PROPOSAL_DECIDE)

waiting = desk.approvals(reader)
head(_("Chờ duyệt"), _("**%(n)s** việc đang chờ ý kiến của ông/bà.") % {"n": len(waiting)} if waiting else "")
if not waiting:
    empty_state(
        _("Không có việc nào chờ duyệt"),
        _("Khi cán bộ trình từ chối, gia hạn, dừng xử lý hoặc kết quả, việc đó sẽ hiện ở đây."),
        "approval",
    )

for one in waiting:
    with st.container(border=True, key=f"waiting-{one.code}"):
        name = action_name(one.proposal.action)
        st.markdown(f"#### {name} · {plain(one.applicant)}")
        told = {"by": one.proposal.by, "at": moment(one.proposal.at)}
        address = escape(f"/ho-so?ma={one.code}")
        short = pick(one.procedure.short, one.procedure.short_en)
        st.html(
            f'<div class="mc-top"><a class="mc-soft mc-open" href="{address}">{escape(one.code)}</a>'
            f"<span>{escape(short)}</span><span>{escape(one.standing.sentence)}</span>"
            f"<span>{escape(_('%(by)s trình lúc %(at)s') % told)}</span></div>"
            + timeline.said(one.proposal.action, one.proposal.asks, one.procedure)
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            decisions.approval(one.code, one.version, one.proposal.action)
            with st.popover(_(SEND_BACK_LABEL), icon=":material/reply:"):
                decisions.sending_back(one.code, one.version, one.proposal.action)

asked_beyond.draw(reader)
assignment_rules.draw(reader)
