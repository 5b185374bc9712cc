"""The command `retention`: what is past its time, and with --apply its end."""

import click

from db.session import reading
from services.clock import now
from services.keeping import retention as rules
from services.keeping import sweep
from services.oversight import jobs


@click.command()
@click.option("--apply", "really", is_flag=True, help="Delete and anonymise; without it nothing is written.")
def retention(really: bool) -> int:
    """How many of what are past their time, the oldest and the newest; a line per kind and procedure."""
    with reading() as session:
        keeps, at = rules.in_force(session, now()), now()
        found = rules.look(session, keeps, at)
    if not any(keeps.values()):
        click.echo("no rule is in force: everything is kept")
    for one in found:
        unit = "days" if one.kind == rules.DRAFTS else "months"
        span = f"{one.oldest:%Y-%m-%d} to {one.newest:%Y-%m-%d}" if one.oldest and one.newest else "-"
        click.echo(f"{one.kind}\t{one.procedure_code or '-'}\tkept {one.keep} {unit}\t{one.count}\t{span}")
    if really:
        done = 0
        while some := int(str(jobs.run("retention", sweep.run))):
            done += some
        click.echo(f"done: {done}")
    return 0
