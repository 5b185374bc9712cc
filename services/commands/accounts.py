"""`python -m services add-user`: a new account; its password is asked for, never an argument."""

import sys

import click
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.people import Account
from db.session import transaction
from services import accounts
from services.accounts import passwords
from services.clock import today
from services.errors import Invalid
from services.workflow import Role


@click.command("add-user")
@click.argument("username", metavar="NAME")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([str(r) for r in Role]))
@click.option("--agency", default=None, metavar="CODE", help="Code or short name; not for a citizen.")
@click.option("--full-name", default=None, help="The name on letters and in the menu; NAME if not given.")
def add_user(username: str, roles: tuple[str, ...], agency: str | None, full_name: str | None) -> None:
    """Add an account that can sign in. Asks for its password."""
    try:
        password_hash = passwords.hashed(_ask())
    except Invalid as refusal:
        raise click.ClickException(_why(refusal)) from None
    username = username.strip().lower()
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.username == username)) is not None:
            raise click.ClickException(f"there is already an account {username}")
        grants = [(Role(role), _agency_id(session, role, agency)) for role in roles]
        accounts.add_account(session, username, full_name or username, password_hash, grants)
    click.echo(f"{username}: added as {', '.join(roles)}")


def _ask() -> str:
    """Twice at a terminal; from a script one line of standard input."""
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    click.echo("Password: ", nl=False, err=True)
    return sys.stdin.readline().rstrip("\r\n")


def _agency_id(session: Session, role: str, code: str | None) -> int | None:
    if role == Role.CITIZEN:
        return None
    none_yet = session.scalar(select(Agency.id).limit(1)) is None
    if none_yet and role == Role.ADMINISTRATOR and code is None:
        return None  # the first one on an empty installation: somebody must be there before the agencies
    if none_yet:
        raise click.ClickException("there is no agency yet: begin with an administrator, without --agency")
    if code is None:
        raise click.ClickException(f"--agency is missing: {role} is held at an agency")
    found = session.scalar(
        select(Agency.id)
        .where(or_(Agency.code == code, Agency.slug == code), Agency.valid_from <= today())
        .where(or_(Agency.valid_to.is_(None), Agency.valid_to >= today()))
        .order_by(Agency.valid_from.desc())
    )
    if found is None:
        raise click.ClickException(f"there is no agency {code} today")
    return found


def _why(refusal: Invalid) -> str:
    if refusal.problems[0].code == "long_password":
        return f"the password is longer than {passwords.MAX_BYTES} bytes"
    if refusal.problems[0].code in ("leaked_password", "guessable_password"):
        return "the password is known or easy to guess: a few words that have nothing to do with each other"
    least = passwords.MIN_LENGTH
    return f"the password is too weak: at least {least} characters, not all alike, no blank at either end"
