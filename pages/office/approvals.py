"""Everything that waits for my word, decided in one sitting."""

from pages.frame.session import require
from pages.parts.dossier import decisions
from pages.parts.look import empty_state, head
from pages.parts.office import approval_list, asked_beyond, assignment_rules
from pages.parts.words import _
from services import desk
from services.permissions import Permission

reader = require(Permission.PROPOSAL_DECIDE)

waiting = desk.approvals(reader)
head(_("Chờ duyệt"), _("**%(n)s** việc đang chờ ý kiến của ông/bà.") % {"n": len(waiting)} if waiting else "")
if waiting:
    approval_list.draw(waiting, reader)
else:
    empty_state(
        _("Không có việc nào chờ duyệt"),
        _("Khi cán bộ trình từ chối, gia hạn, dừng xử lý hoặc kết quả, việc đó sẽ hiện ở đây."),
        "approval",
    )
    decisions.undo_last(reader)

asked_beyond.draw(reader)
assignment_rules.draw(reader)
