"""Where is my dossier: who may look, how often one may guess, and what is never told."""

import threading
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.dossiers import Dossier
from db.session import reading
from services import casework, correspondence, tracking, tracking_words
from services.actors import citizen
from services.clock import now, standing_at
from services.errors import NotFound, TooOften
from services.language import use
from services.workflow import State
from tests import town

HOME = "192.0.2.10"


def row(code: str) -> Dossier:
    """The stored dossier."""
    with reading() as session:
        return session.scalars(select(Dossier).where(Dossier.code == code)).one()


@pytest.fixture(autouse=True)
def monday():
    """The tests' clock stands on a working Monday morning."""
    with standing_at(town.MONDAY):
        yield


def test_phone_or_personal_number_opens_the_dossier(database: str) -> None:
    """Four last digits of either are the second factor; the code may be typed in small letters."""
    code = town.a_dossier()
    stored = row(code)
    for digits in (stored.applicant_phone[-4:], stored.applicant_id_number[-4:]):
        actor = tracking.verify(f" {code.lower()} ", digits, HOME)
        assert actor.proven_code == code
        assert tracking.view(actor, code).code == code


@pytest.mark.parametrize("digits", ["", "0000", "12345678901234", "abcd", "١٢٣٤", "'; --", "%"])
def test_wrong_digits_and_wrong_codes_are_told_the_same(sqlite_town: str, digits: str) -> None:
    """Nobody learns from the answer whether a code exists."""
    code = town.a_dossier()
    for typed in (code, "H31.124-20261123-9999999", "", "%", "' OR 1=1 --"):
        with pytest.raises(NotFound) as refused:
            tracking.verify(typed, digits, HOME)
        assert refused.value.facts == {"what": "dossier"}


def test_guessing_at_one_code_is_stopped(database: str) -> None:
    """Wrong digits for one code are counted over all visitors, and the right ones then wait too."""
    code = town.a_dossier()
    limit, window = tracking.PER_CODE[0]
    for number in range(limit):
        with pytest.raises(NotFound):
            tracking.verify(code, "0000", f"192.0.2.{number}")
    with pytest.raises(TooOften) as refused:
        tracking.verify(code, row(code).applicant_phone[-4:], HOME)
    assert refused.value.facts["until"] > now()
    with standing_at(now() + window):
        assert tracking.verify(code, row(code).applicant_phone[-4:], HOME).proven_code == code


def test_a_visitor_who_tries_many_codes_is_stopped(sqlite_town: str, monkeypatch) -> None:
    """Codes are counted from one: whoever walks through them from one address is stopped."""
    monkeypatch.setattr(tracking, "PER_VISITOR", 5)
    for number in range(5):
        with pytest.raises(NotFound):
            tracking.verify(f"H31.124-20261123-{number:07d}", "0000", HOME)
    with pytest.raises(TooOften):
        tracking.verify("H31.124-20261123-0000009", "0000", HOME)
    with pytest.raises(NotFound):
        tracking.verify("H31.124-20261123-0000009", "0000", "192.0.2.11")


def test_right_answers_are_not_counted(database: str) -> None:
    """Someone who looks twenty times a day is not locked out."""
    code = town.a_dossier()
    digits = row(code).applicant_phone[-4:]
    for _ in range(tracking.PER_CODE[0][0] + 3):
        tracking.verify(code, digits, HOME)


def test_guesses_sent_at_once_do_not_outrun_the_count(database: str) -> None:
    """Tries are counted before the digits are compared."""
    code, answers = town.a_dossier(), []
    limit = tracking.PER_CODE[0][0]
    together = threading.Barrier(limit + 6)

    def guess(number: int) -> None:
        together.wait()
        with standing_at(town.MONDAY):
            try:
                tracking.verify(code, "0000", f"192.0.2.{number}")
            except (NotFound, TooOften) as refusal:
                answers.append(type(refusal))

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(limit + 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(NotFound) == limit
    assert answers.count(TooOften) == 6


def test_a_proof_opens_one_dossier_only(sqlite_town: str) -> None:
    """Whoever has proven one code sees no other, and a citizen's account only its own."""
    first, second = town.a_dossier(), town.a_dossier(chance=2)
    with pytest.raises(NotFound):
        tracking.view(town.follower(first), second)
    with pytest.raises(NotFound):
        tracking.view(citizen("Người lạ", account_id=4711), first)
    with pytest.raises(NotFound):
        tracking.view(citizen("Người lạ"), first)


@pytest.mark.parametrize("state", list(State))
def test_every_state_says_what_is_next_and_names_nobody(sqlite_town: str, state: State) -> None:
    """In every state there are plain words; of the person only the masked name leaves the service."""
    code = town.a_dossier(state)
    stored, seen = row(code), tracking.view(town.follower(code), code)
    assert seen.state == state
    assert tracking_words.next_step(seen)
    told = str({k: v for k, v in asdict(seen).items() if k != "procedure"})
    for secret in (stored.applicant_name, stored.applicant_phone, stored.applicant_phone[3:],
                   stored.applicant_id_number, stored.applicant_email, stored.applicant_address):  # fmt: skip
        assert secret not in told
    assert seen.applicant.split()[-1] == stored.applicant_name.split()[-1]
    assert [h.action for h in seen.story][0] == "submit"
    assert not {"propose", "approve"} & {h.action for h in seen.story}


def test_the_return_date_comes_with_its_reasons(sqlite_town: str) -> None:
    """Date and reasons are those of the receipt."""
    code = town.a_dossier(State.RECEIVED)
    seen = tracking.view(town.follower(code), code)
    assert seen.due_at
    assert seen.due_at.strftime("%d/%m/%Y") in seen.reasons[-1]


def test_letters_of_the_office_stay_inside(sqlite_town: str) -> None:
    """The citizen has receipt and supplement request, never the control slip."""
    code = town.a_dossier(State.SUPPLEMENT_ASKED)
    follower = town.follower(code)
    kinds = [letter.kind for letter in tracking.view(follower, code).letters]
    assert kinds == ["receipt", "supplement"]
    for letter in tracking.view(follower, code).letters:
        name, pdf = correspondence.pdf(follower, code, letter.id)
        assert name.endswith(".pdf")
        assert pdf.startswith(b"%PDF")


def test_what_is_asked_is_told_with_its_reason_and_can_be_answered(database: str) -> None:
    """Only the asked papers, each with the officer's reason; answered, the dossier goes back."""
    code = town.a_dossier(State.SUPPLEMENT_ASKED)
    follower = town.follower(code)
    seen = tracking.view(follower, code)
    assert [item.paper.key for item in seen.asked.items if item.paper]
    assert all(item.reason for item in seen.asked.items)
    assert "answer_supplement" in seen.actions
    papers = [town.a_paper(item.key) for item in seen.asked.items if item.paper]
    casework.answer_supplement(follower, code, seen=seen.version, papers=papers, fields={})
    after = tracking.view(follower, code)
    assert after.state is State.IN_PROCESS
    assert after.asked is None
    assert "answer_supplement" not in after.actions


def test_words_exist_in_both_languages(sqlite_town: str) -> None:
    """The sentence for each state is there in English too."""
    code = town.a_dossier()
    seen = tracking.view(town.follower(code), code)
    vietnamese = tracking_words.next_step(seen)
    try:
        use("en")
        assert isinstance(tracking_words.next_step(seen), str)
    finally:
        use("vi")
    assert "UBND xã Tam Đa" in vietnamese


def test_waiting_too_long_forgets_nothing(sqlite_town: str) -> None:
    """Counts of one window do not fall on the next: after it the visitor starts afresh."""
    with pytest.raises(NotFound):
        tracking.verify("X", "1234", HOME)
    with standing_at(now() + timedelta(days=2)), pytest.raises(NotFound):
        tracking.verify("X", "1234", HOME)
