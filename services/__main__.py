"""The one door for whoever runs the program: python -m services --help."""

import importlib
import sys

import click

from services.errors import Refusal
from services.keeping import KeepingRefused
from services.settings import SettingsRefused

COMMANDS = {
    "add-user": "services.commands.accounts:add_user",
    "backup": "services.commands.backup:backup",
    "backup-drill": "services.commands.backup:backup_drill",
    "check-catalogue": "services.catalogue.command:check_catalogue",
    "check-papers": "services.commands.papers:check_papers",
    "explain-date": "services.commands.explain:explain_date",
    "find-duplicates": "services.commands.duplicates:find_duplicates",
    "match-statement": "services.commands.statement:match_statement",
    "relay": "services.commands.relay:relay",
    "report": "services.commands.report:report",
    "restore": "services.commands.backup:restore",
    "retention": "services.commands.retention:retention",
    "seed": "services.demo.seed:seed",
    "setup": "services.commands.setup:setup",
    "verify-figures": "services.commands.verify:verify_figures",
    "verify-journal": "services.commands.verify:verify_journal",
    "verify-money": "services.commands.verify:verify_money",
    "vnpay-simulator": "services.commands.simulator:vnpay_simulator",
    "words": "services.commands.words:words",
}
"""Each command by the module that holds it, loaded only when it is called."""


class Door(click.Group):
    """Commands are found by name, so that starting one does not load the others."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        return getattr(importlib.import_module(module), attribute)


@click.group(cls=Door, help="The commands of the one-stop shop's back office.")
def door() -> None:
    """Only groups."""


def main() -> None:
    """Run one command: status 0 or 1, an error is one line on standard error."""
    try:
        status = door(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        sys.exit(f"error: {error.format_message()}")
    except click.Abort:
        sys.exit("error: aborted")
    except (Refusal, SettingsRefused, KeepingRefused) as refusal:
        sys.exit(f"error: {refusal}")
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
