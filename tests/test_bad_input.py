"""Bad input: anything at every type of field, whole hostile forms at every procedure, and what comes out.

`python -m bench.bad_input` does the same with 10,000 values a type and 100 forms a procedure.
"""

import re
import unicodedata
from random import Random

import pytest

from bench import hostile
from services import correspondence, demo, drafts, forms, intake, letters, offers
from services.catalogue import store
from services.catalogue.meaning import OPERATORS
from services.clock import today
from services.demo import answers as demo_answers
from services.notices import texts
from tests import records, town
from tests.paper_text import read

TYPES = sorted(set(OPERATORS) - {"group"})
PROCEDURES = sorted(store.bundled())


@pytest.mark.parametrize("type_", TYPES)
def test_any_value_at_every_type(type_: str) -> None:
    """It is stored as plain JSON, or refused with a sentence in both languages; never a traceback."""
    field, rng = hostile.field_of(type_), Random(type_)
    for _ in range(250):
        raw = hostile.value(rng)
        assert list(hostile.value_faults(field, raw, town.MONDAY.date())) == [], repr(raw)[:300]


def test_hostile_forms_at_every_procedure(database: str) -> None:
    """Kept, shown again and sent: each is refused with sentences, on both engines; nothing is half done."""
    for code in PROCEDURES:
        procedure, rng = store.bundled()[code], Random(code)
        office = offers.offices(procedure)[0].id
        for _ in range(2):
            assert list(hostile.form_faults(procedure, office, hostile.form(rng, procedure))) == []


def test_what_is_accepted_comes_out_harmless(database: str) -> None:
    """HTML, formulas, control and right-to-left characters in right forms: just letters in PDF and mail."""
    rng = Random(5)
    for code in ("2.000635", "1.001193"):
        procedure = store.bundled()[code]
        office = next(o for o in offers.offices(procedure) if o.slug == "tam-da")
        right = demo_answers.fill(procedure, rng, today(), nyc_ho_ten="Trần Thị Mẫu")
        token = intake.start(code, office.id)
        drafts.save(token, hostile.poisoned(rng, procedure, right))
        said = forms.clean(procedure, drafts.view(token).form).values
        for needed in forms.missing_papers(procedure, said, intake.ONLINE, set()):
            drafts.attach(token, demo.paper(needed.key))
        sent = intake.submit(token).code
        kept = records.dossier(sent)
        stored = [*hostile.texts(kept.form), kept.applicant_name, kept.applicant_address or ""]
        assert any("<b>x</b>" in text and "=cmd" in text for text in stored)
        assert [fault for text in stored for fault in hostile.plain_faults(text)] == []
        _, receipt = correspondence.submission_pdf(town.follower(sent), sent)
        for pdf in (receipt, letters.declaration(procedure, kept.form)):
            assert b"/JavaScript" not in pdf
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", " ".join(read(pdf)))
        for notice in records.notices(sent):
            subject, body = texts.render(notice.kind, notice.channel, "vi", notice.facts)
            assert "\n" not in subject
            assert list(hostile.plain_faults(subject + body)) == []


@pytest.mark.parametrize("evil", hostile.TEXTS, ids=range(len(hostile.TEXTS)))
def test_mail_is_plain_text_whatever_is_in_it(evil: str) -> None:
    """No line break gets into the subject, no hidden or turning letter into the body."""
    facts = {"code": evil, "applicant_short": evil, "agency_name": evil, "reason": evil, "steps": [evil],
             "items": [{"name": evil, "reason": evil}], "draft_url": evil, "due_at": evil}  # fmt: skip
    for kind in ("submitted", "supplement_asked", "refused", "draft_link"):
        subject, body = texts.render(kind, "email", "vi", facts)
        assert "\n" not in subject
        hidden = [c for c in subject + body if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")]
        assert hidden == []
        assert texts.render(kind, "sms", "vi", facts)[1].isascii()


def test_the_judges_see_what_they_judge() -> None:
    """A letter that turns the line, a control character and a missing sentence are found."""
    assert list(hostile.plain_faults("a\u202eb"))
    assert list(hostile.plain_faults("a\x00b"))
    assert not list(hostile.plain_faults("Nguyễn\nThị <b>=cmd</b>"))
