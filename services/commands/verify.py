"""The commands `verify-journal`, `verify-money` and `verify-figures`."""

from collections.abc import Iterable
from itertools import chain as chain_of

import click

from db.session import reading, transaction
from services import journal
from services.figures import tally
from services.money import audit
from services.oversight import chain as log_chain


@click.command()
def verify_journal() -> int:
    """Print intact, or every row that was touched; status 1 then."""
    with reading() as session:
        return _tell(chain_of(journal.faults(session), log_chain.faults(session)), "intact")


@click.command()
def verify_money() -> int:
    """Print balanced, or what does not hold; status 1 then."""
    with reading() as session:
        return _tell(audit.faults(session), "balanced")


@click.command()
@click.option("--count-again", is_flag=True, help="Count everything anew from the journal, and keep that.")
def verify_figures(count_again: bool) -> int:
    """Print equal, or every fact and sum that the journal tells otherwise; status 1 then."""
    if count_again:
        with transaction() as session:
            tally.count_again(session)
    with reading() as session:
        return _tell(tally.faults(session), "equal")


def _tell(faults: Iterable[object], good: str) -> int:
    """Each fault on standard error as it is found, or the good word; the exit status."""
    status = 0
    for fault in faults:
        click.echo(fault, err=True)
        status = 1
    if status == 0:
        click.echo(good)
    return status
