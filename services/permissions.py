"""What may be read or managed, as thing:action. Actions on a dossier are in services/workflow.py."""

from enum import StrEnum

from services.workflow import Role


class Permission(StrEnum):
    """Policy: officers and leaders work on the dossiers of their own agency; supervisors see figures and
    lists without personal data of the agencies below theirs; administrators see no dossier."""

    ACCOUNT_OWN = "account:own"
    AGENCY_MANAGE = "agency:manage"
    CALENDAR_MANAGE = "calendar:manage"
    CATALOGUE_MANAGE = "catalogue:manage"
    DOSSIER_READ = "dossier:read"
    DOSSIER_TAKE_IN = "dossier:take_in"
    FIGURES_READ = "figures:read"
    JOURNAL_READ = "journal:read"
    MESSAGE_AGAIN = "message:again"
    MESSAGE_MANAGE = "message:manage"
    MONEY_CLOSE = "money:close"
    MONEY_READ = "money:read"
    MONEY_RECORD = "money:record"
    PEOPLE_MANAGE = "people:manage"
    POST_READ = "post:read"
    POST_RECORD = "post:record"
    PROPOSAL_DECIDE = "proposal:decide"
    QUEUE_READ = "queue:read"
    REPORT_READ = "report:read"
    RETENTION_MANAGE = "retention:manage"


_OFFICER = frozenset(
    {
        Permission.DOSSIER_READ, Permission.FIGURES_READ, Permission.MESSAGE_AGAIN, Permission.MONEY_READ,
        Permission.QUEUE_READ,
        Permission.POST_READ,
    }  # fmt: skip
)

POLICY: dict[Role, frozenset[Permission]] = {
    Role.RECEIVER: _OFFICER | {Permission.MONEY_RECORD, Permission.DOSSIER_TAKE_IN, Permission.POST_RECORD},
    Role.SPECIALIST: _OFFICER,
    Role.LEADER: _OFFICER
    | {Permission.MONEY_CLOSE, Permission.MONEY_RECORD, Permission.DOSSIER_TAKE_IN}
    | {Permission.POST_RECORD}
    | {Permission.PROPOSAL_DECIDE, Permission.REPORT_READ, Permission.CALENDAR_MANAGE},
    Role.SUPERVISOR: frozenset({Permission.FIGURES_READ, Permission.REPORT_READ}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.AGENCY_MANAGE,
            Permission.CALENDAR_MANAGE,
            Permission.CATALOGUE_MANAGE,
            Permission.JOURNAL_READ,
            Permission.MESSAGE_AGAIN,
            Permission.MESSAGE_MANAGE,
            Permission.PEOPLE_MANAGE,
            Permission.RETENTION_MANAGE,
        }
    ),
    Role.CITIZEN: frozenset({Permission.ACCOUNT_OWN}),
}
