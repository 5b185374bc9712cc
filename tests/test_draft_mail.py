"""Mail about a draft: its private link once, to the address that was meant, and one reminder."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.dossiers import Draft
from db.outbox import Notice
from db.session import reading, transaction
from services import draft_mail, drafts, intake, offers, settings
from services.clock import now, standing_at
from services.notices import relay
from tests import town

EMAIL = {"nyc_email": "dan@example.vn"}


def _started() -> str:
    office = next(office for office in offers.offices() if office.slug == "tam-da")
    return intake.start("2.000635", office.id)


def _mails() -> list[tuple[str, str]]:
    with reading() as session:
        found = session.scalars(select(Notice).where(Notice.dossier_id.is_(None)).order_by(Notice.id))
        return [(notice.kind, notice.recipient) for notice in found]


def _sent(tmp_path) -> str:
    """All that has left by now."""
    relay.send_waiting()
    return "\n".join(file.read_text("utf-8") for file in sorted((tmp_path / "outbox").glob("*")))


def test_the_link_is_mailed_once_the_address_is_known(database: str, tmp_path) -> None:
    """Not for half an address; then once, whatever is saved afterwards; and the link opens the draft."""
    token = _started()
    drafts.save(token, {"nyc_email": "dan@"})
    assert _mails() == []
    drafts.save(token, EMAIL)
    drafts.save(token, {"nyc_ho_ten": "Nguyễn Thị Mẫu"})
    drafts.save(token, EMAIL)
    assert _mails() == [("draft_link", "dan@example.vn")]
    assert token not in _sent(tmp_path)
    with standing_at(now() + timedelta(seconds=settings.undo_seconds() + 1)):
        told = _sent(tmp_path)
        assert f"/nop-ho-so?nhap={token}" in told
        assert "Mẫu" not in told
        drafts.save(token, {"nyc_email": "khac@example.vn"})
    assert _mails() == [("draft_link", "dan@example.vn")]


def test_a_mistyped_address_is_mended_before_the_link_leaves(database: str) -> None:
    """Nobody else gets the link of somebody's form."""
    token, other = _started(), _started()
    for one in (token, other):
        drafts.save(one, {"nyc_email": "dam@example.vn"})
    drafts.save(token, EMAIL)
    assert sorted(_mails()) == [("draft_link", "dam@example.vn"), ("draft_link", "dan@example.vn")]
    drafts.save(token, {"nyc_email": ""})
    assert len(_mails()) == 2


def test_a_form_that_is_sent_at_once_needs_no_link(database: str) -> None:
    """The receipt follows anyway."""
    token = town.a_draft()
    drafts.save(token, EMAIL)
    assert _mails() == [("draft_link", "dan@example.vn")]
    intake.submit(token)
    assert _mails() == []


def test_one_mailbox_is_not_filled_from_here(database: str) -> None:
    """After some links in a day there are no more to this address; saving goes on."""
    for _ in range(draft_mail.PER_ADDRESS + 2):
        token = _started()
        drafts.save(token, EMAIL)
        assert drafts.view(token).form == EMAIL
    assert len(_mails()) == draft_mail.PER_ADDRESS


@pytest.mark.parametrize("days", [7, 3])
def test_an_unsent_draft_is_recalled_once(database: str, monkeypatch, tmp_path, days: int) -> None:
    """After so many days without a change; not when it was sent, has no address, or was just touched."""
    monkeypatch.setenv("DRAFT_REMINDER_DAYS", str(days))
    token, without, sent = _started(), _started(), town.a_draft()
    drafts.save(token, EMAIL)
    drafts.save(without, {"nyc_ho_ten": "Nguyễn Thị Mẫu"})
    intake.submit(sent)
    with standing_at(now() + timedelta(days=days) - timedelta(minutes=1)):
        assert draft_mail.remind() == 0
    with standing_at(now() + timedelta(days=days, minutes=1)):
        assert draft_mail.remind() == 1
        assert draft_mail.remind() == 0
        assert _mails() == [("draft_link", "dan@example.vn"), ("draft_reminder", "dan@example.vn")]
    with standing_at(now() + timedelta(days=days, minutes=5)):
        assert "chưa được nộp" in _sent(tmp_path)


def test_reminders_can_be_switched_off_and_end_with_the_draft(sqlite_town: str, monkeypatch) -> None:
    """0 is never; an ended draft has no link to be reminded of."""
    token = _started()
    drafts.save(token, EMAIL)
    with standing_at(now() + drafts.LASTS + timedelta(minutes=1)):
        assert draft_mail.remind() == 0
    monkeypatch.setenv("DRAFT_REMINDER_DAYS", "0")
    with standing_at(now() + timedelta(days=20)):
        assert draft_mail.remind() == 0


def test_a_draft_begun_from_an_account_gets_its_link(sqlite_town: str) -> None:
    """An address that stood there from the start counts as soon as something is saved."""
    token = _started()
    with transaction() as session:
        session.scalars(select(Draft).where(Draft.token == token)).one().form = dict(EMAIL)
    drafts.save(token, {"nyc_ho_ten": "Nguyễn Thị Mẫu"})
    assert _mails() == [("draft_link", "dan@example.vn")]
