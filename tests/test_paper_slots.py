"""Rules of the files in a slot: several, in their order, to the officer's desk."""

import dataclasses

import pytest

from services import casework, demo, desk, drafts, intake
from services.errors import PaperRefused
from services.papers import Finding, attachments, words
from services.workflow import State
from tests import records, town


def slot_of(token: str, slot: str = "to_khai") -> list[str]:
    return [paper.sha256 for paper in drafts.view(token).papers if paper.slot == slot]


def test_files_of_a_slot_stand_in_order_from_the_draft_to_the_desk(database: str) -> None:
    """A second file goes behind the first, one can be taken out, and officers see each, in the same order."""
    token = town.a_draft()
    town.without(token, "to_khai")
    files = [demo.paper("to_khai", number) for number in (5, 3, 8)]
    for file in files:
        drafts.attach(token, file)
    assert slot_of(token) == [file.sha256 for file in files]
    middle = next(p.id for p in drafts.view(token).papers if p.sha256 == files[1].sha256)
    drafts.detach(town.a_draft(chance=2), middle)  # somebody else's link takes nothing out
    assert len(slot_of(token)) == 3
    drafts.detach(token, middle)
    assert slot_of(token) == [files[0].sha256, files[2].sha256]

    code = intake.submit(token).code
    shown = [row for row in desk.dossier(town.actor("canbo"), code).papers if row.slot == "to_khai"]
    stored = {paper.id: paper.sha256 for paper in records.papers(code)}
    assert [stored[row.id] for row in shown] == [files[0].sha256, files[2].sha256]
    assert desk.paper_bytes(town.actor("canbo"), code, shown[1].id).startswith(b"%PDF")


def test_the_same_content_is_kept_once_and_a_full_slot_says_so(sqlite_town: str) -> None:
    """Sending a file again, by a second tap or tab, adds nothing; beyond the limit one is turned away."""
    token = town.a_draft()
    town.without(token, "to_khai")
    one = demo.paper("to_khai", 1)
    drafts.attach(token, one)
    drafts.attach(token, one)
    assert len(slot_of(token)) == 1
    for number in range(2, attachments.MAX_FILES + 1):
        drafts.attach(token, dataclasses.replace(one, sha256=f"{number:064d}"))
    with pytest.raises(PaperRefused) as refused:
        drafts.attach(token, dataclasses.replace(one, sha256="f" * 64))
    assert refused.value.code == "slot_full"
    assert "10" in words.say(Finding("slot_full", {"limit": 10}))


def test_what_the_check_warned_of_stays_with_the_file(database: str) -> None:
    """Whoever comes back to the draft, and the officer, still read what deserves a look."""
    token = town.a_draft()
    town.without(token, "to_khai")
    doubt = Finding("blank_page", {"pages": [2]})
    drafts.attach(token, dataclasses.replace(demo.paper("to_khai", 9), warnings=(doubt,)))
    assert drafts.view(token).papers[-1].warnings == (doubt,)
    code = intake.submit(token).code
    assert doubt in [w for row in desk.dossier(town.actor("canbo"), code).papers for w in row.warnings]


def test_a_supplement_may_come_in_several_files(database: str) -> None:
    """They replace all files of the slot together; too many at once are refused."""
    code = town.a_dossier(State.SUPPLEMENT_ASKED)
    slots = {item["paper"] for item in records.requests(code)[-1].items if item["paper"]}
    files = [demo.paper(slot, number) for slot in sorted(slots) for number in (4, 6)]
    many = files + [dataclasses.replace(files[0], sha256=f"{n:064d}") for n in range(attachments.MAX_FILES)]
    with pytest.raises(PaperRefused):
        give(code, many)
    give(code, files)
    current = [p.sha256 for p in records.papers(code) if p.replaced_at is None and p.slot in slots]
    assert current == [file.sha256 for file in files]


def give(code: str, files: list) -> None:
    casework.answer_supplement(town.follower(code), code, seen=town.seen(code), papers=files, fields={})


def test_the_same_file_in_two_slots_is_found() -> None:
    """Told with both slots; the same file twice in one slot is no such case."""
    files = [("a", "1"), ("b", "2"), ("c", "1"), ("b", "2")]
    assert attachments.twice(files) == {"1": ("a", "c")}
