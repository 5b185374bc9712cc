"""Whether a person can come in: lock and unlock, end all sessions, forget a lost telephone."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.access import RecoveryCode, SecondFactor
from db.people import Account, SignInSession
from db.session import transaction
from services.accounts import tries
from services.actors import Actor
from services.clock import now
from services.people import invitations, rules


def lock(actor: Actor, account_id: int) -> None:
    """Nobody signs in with this account; whoever is signed in is out with the next click.

    Raises NotAllowed, NotFound, GuardRefused (own_rights, works_elsewhere, last_administrator).
    """
    with transaction() as session:
        me = rules.administrator(session, actor)
        account = rules.whole_person(session, me, account_id)
        lost = rules.administered(session, account_id)
        account.is_active = False
        rules.somebody_stays(session, lost)
        _end_sessions(session, account)
        invitations.withdraw(session, account_id)
        rules.write(session, me, "locked", account)


def unlock(actor: Actor, account_id: int) -> None:
    """The account works again, also where wrong passwords had locked it. Raises as `lock`."""
    with transaction() as session:
        me = rules.administrator(session, actor)
        account = rules.whole_person(session, me, account_id)
        account.is_active = True
        tries.forget_sign_in(session, account.username)
        rules.write(session, me, "unlocked", account)


def end_sessions(actor: Actor, account_id: int) -> int:
    """Sign the person out everywhere; how many sessions it were. Raises as `lock`."""
    with transaction() as session:
        me = rules.administrator(session, actor)
        account = rules.whole_person(session, me, account_id)
        ended = _end_sessions(session, account)
        rules.write(session, me, "sessions_ended", account, sessions=ended)
        return ended


def forget_factor(actor: Actor, account_id: int) -> None:
    """The telephone is lost: the next sign-in asks for the password alone. Raises as `lock`."""
    with transaction() as session:
        me = rules.administrator(session, actor)
        account = rules.whole_person(session, me, account_id)
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
        _end_sessions(session, account)
        rules.write(session, me, "factor_forgotten", account)


def _end_sessions(session: Session, account: Account) -> int:
    """Also tickets that were not claimed yet. Those that had run out are not counted."""
    mine = (SignInSession.account_id == account.id, SignInSession.revoked_at.is_(None))
    live = select(func.count()).select_from(SignInSession).where(*mine, SignInSession.expires_at > now())
    ended = session.scalar(live) or 0
    session.execute(update(SignInSession).where(*mine).values(revoked_at=now(), expires_at=now()))
    return ended
