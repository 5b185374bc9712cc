"""The office's own log: what was done that is no step of a dossier. Rows are added, never changed."""

import threading
from typing import Any

from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.session import database_url, transaction
from services.actors import Actor
from services.agencies import words as agency_words
from services.catalogue import words as catalogue_words
from services.clock import now, today
from services.oversight import chain
from services.people import words as people_words
from services.workflow import N_

ACTIONS = {
    "paper_opened": N_("Xem giấy tờ của hồ sơ"),
    "dossier_read": N_("Xem hồ sơ của cơ quan đã kết thúc"),
    "papers_taken": N_("Tải tất cả giấy tờ của hồ sơ"),
    "list_taken": N_("Xuất danh sách hồ sơ"),
    "receipts_taken": N_("In giấy tiếp nhận hàng loạt"),
    "message_again": N_("Gửi lại tin"),
    "message_text_changed": N_("Sửa câu chữ của tin"),
    "message_text_restored": N_("Lấy lại câu chữ có sẵn của tin"),
    "message_rule_changed": N_("Đổi giờ gửi và mức gửi tin"),
    "letter_head_changed": N_("Sửa phần đầu của giấy tờ"),
    "letter_logo_changed": N_("Đổi biểu trưng trên giấy tờ"),
    "digest_rule_changed": N_("Đặt bản tin hằng ngày của cán bộ"),
    "postage_set": N_("Đặt mức cước bưu chính"),
    "calendar_changed": N_("Sửa lịch làm việc"),
    "assignment_rule_changed": N_("Sửa phân công tự động"),
    "chain_checked": N_("Kiểm tra chuỗi nhật ký"),
    "retention_changed": N_("Đổi thời hạn lưu giữ"),
    "retention_applied": N_("Dọn theo thời hạn lưu giữ"),
    "log_cut": N_("Bỏ phần đầu của nhật ký theo thời hạn lưu giữ"),
    **agency_words.ACTIONS,
    **people_words.ACTIONS,
    **catalogue_words.ACTIONS,
}
"""Every action with its Vietnamese name."""

_MOST_KEPT = 5000
_told: set[tuple[str, str]] = set()
_lock = threading.Lock()


def write(
    session: Session, actor: Actor, action: str, subject: str, *, agency_id: int | None = None, **facts: Any
) -> None:
    """One line, in the transaction of what it tells of. Facts are plain JSON values without personal data."""
    chain.add(session, _row(actor, action, subject, agency_id, facts))


def opened(actor: Actor, dossier: Dossier, paper_id: int, slot: str) -> None:
    """Somebody reads a scan: told once per reader, paper and day, however often the page is drawn.

    It is written before the scan is shown: what cannot be told is not shown.
    """
    once = f"paper:{actor.account_id}:{dossier.id}:{paper_id}"
    _once_a_day(once, _row(actor, "paper_opened", dossier.code, dossier.agency_id, {"slot": slot}))


def looked(actor: Actor, code: str) -> None:
    """Somebody reads a dossier that an ended agency left, or a letter of it: told as a scan is."""
    _once_a_day(f"dossier:{actor.account_id}:{code}", _row(actor, "dossier_read", code, None, {}))


def _once_a_day(once: str, row: dict[str, Any]) -> None:
    once = f"{once}:{today().isoformat()}"
    known = (database_url(), once)
    with _lock:
        if known in _told:
            return
    with transaction() as session:
        chain.add(session, {**row, "once": once}, chain=chain.SCANS)
    with _lock:
        if len(_told) >= _MOST_KEPT:
            _told.clear()
        _told.add(known)


def took(actor: Actor, action: str, subject: str, *, agency_id: int | None = None, **facts: Any) -> None:
    """Somebody carries data out of the program (papers_taken, list_taken, receipts_taken)."""
    with transaction() as session:
        write(session, actor, action, subject, agency_id=agency_id, **facts)


def _row(
    actor: Actor, action: str, subject: str, agency_id: int | None, facts: dict[str, Any]
) -> dict[str, Any]:
    own = next((grant.agency_id for grant in actor.grants if grant.agency_id is not None), None)
    return {
        "at": now(), "actor_id": actor.account_id, "actor_name": actor.name, "agency_id": agency_id or own,
        "action": action, "subject": subject[:80], "facts": facts,
    }  # fmt: skip
