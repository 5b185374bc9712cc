"""Everything the first release keeps."""

import sqlalchemy as sa
from alembic import op

from db.base import JSON_TYPE, KEY_TYPE, Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("tell_by", sa.String(length=10), nullable=True),
        sa.Column("password_hash", sa.String(length=100), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "agency",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place_code", sa.String(length=10), nullable=True),
        sa.Column("parent_id", KEY_TYPE, nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("rule_set", sa.String(length=10), nullable=True),
        sa.Column("code_pattern", sa.String(length=80), nullable=True),
        sa.Column(
            "office_hours",
            JSON_TYPE,
            nullable=True,
        ),
        sa.Column(
            "letter_head",
            JSON_TYPE,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["agency.id"], name=op.f("fk_agency_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_agency_code_valid_from")),
    )
    op.create_index(op.f("ix_agency_parent_id"), "agency", ["parent_id"], unique=False)
    op.create_index(op.f("ix_agency_path"), "agency", ["path"], unique=False)
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "procedure_version",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", JSON_TYPE, nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("published_by", KEY_TYPE, nullable=True),
        sa.Column("published_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_procedure_version_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_procedure_version_code_version")),
    )
    op.create_table(
        "procedure_draft",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("base_id", KEY_TYPE, nullable=True),
        sa.Column("data", JSON_TYPE, nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("shipped_digest", sa.String(length=64), nullable=True),
        sa.Column("author_id", KEY_TYPE, nullable=True),
        sa.Column("editors", JSON_TYPE, nullable=False),
        sa.Column("edited_by", KEY_TYPE, nullable=True),
        sa.Column("edited_by_name", sa.String(length=200), nullable=False),
        sa.Column("edited_at", Instant(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("approved_by_name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_id", KEY_TYPE, nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_procedure_draft_author_id")),
        sa.ForeignKeyConstraint(
            ["base_id"], ["procedure_version.id"], name=op.f("fk_procedure_draft_base_id")
        ),
        sa.ForeignKeyConstraint(["edited_by"], ["account.id"], name=op.f("fk_procedure_draft_edited_by")),
        sa.ForeignKeyConstraint(
            ["published_id"], ["procedure_version.id"], name=op.f("fk_procedure_draft_published_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_draft")),
        sa.UniqueConstraint("shipped_digest", name=op.f("uq_procedure_draft_shipped_digest")),
    )
    op.create_index(
        op.f("ix_procedure_draft_state_edited_at"), "procedure_draft", ["state", "edited_at"], unique=False
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("window_start", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_throttle")),
    )
    op.create_table(
        "agency_successor",
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("successor_id", KEY_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_successor_agency_id")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["agency.id"], name=op.f("fk_agency_successor_successor_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "successor_id", name=op.f("pk_agency_successor")),
    )
    op.create_table(
        "dossier",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("intake_agency_id", KEY_TYPE, nullable=False),
        sa.Column("pickup_agency_id", KEY_TYPE, nullable=False),
        sa.Column("procedure_version_id", KEY_TYPE, nullable=False),
        sa.Column("procedure_code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("owner_kind", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("resume_state", sa.SmallInteger(), nullable=True),
        sa.Column("clock", sa.String(length=10), nullable=False),
        sa.Column("money", sa.String(length=10), nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("delivery", sa.String(length=20), nullable=False),
        sa.Column("result_way", sa.String(length=20), nullable=False),
        sa.Column("tell_by", sa.String(length=10), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("ready_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("holder_id", KEY_TYPE, nullable=True),
        sa.Column("rounds", sa.SmallInteger(), nullable=False),
        sa.Column("answered", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("extensions", sa.SmallInteger(), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=True),
        sa.Column("applicant_name", sa.String(length=200), nullable=False),
        sa.Column(
            "applicant_folded",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("applicant_phone", sa.String(length=20), nullable=True),
        sa.Column("applicant_email", sa.String(length=254), nullable=True),
        sa.Column("applicant_id_number", sa.String(length=20), nullable=True),
        sa.Column("applicant_address", sa.String(length=400), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=True),
        sa.Column("form", JSON_TYPE, nullable=False),
        sa.Column("anonymised_at", Instant(), nullable=True),
        sa.CheckConstraint("state BETWEEN 1 AND 10", name=op.f("ck_dossier_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_dossier_account_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_dossier_agency_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name=op.f("fk_dossier_holder_id")),
        sa.ForeignKeyConstraint(
            ["intake_agency_id"], ["agency.id"], name=op.f("fk_dossier_intake_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["pickup_agency_id"], ["agency.id"], name=op.f("fk_dossier_pickup_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_version_id"], ["procedure_version.id"], name=op.f("fk_dossier_procedure_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("code", name=op.f("uq_dossier_code")),
    )
    op.create_index(op.f("ix_dossier_account_id"), "dossier", ["account_id"], unique=False)
    op.create_index(op.f("ix_dossier_applicant_id_number"), "dossier", ["applicant_id_number"], unique=False)
    op.create_index(op.f("ix_dossier_applicant_phone"), "dossier", ["applicant_phone"], unique=False)
    op.create_index(
        "ix_dossier_done", "dossier", ["agency_id", "ready_at", "due_at", "received_at"], unique=False
    )
    op.create_index(
        "ix_dossier_filter",
        "dossier",
        [
            "agency_id", "state", "procedure_code", "level", "channel", "money", "result_way", "holder_id",
            "submitted_at", "received_at", "due_at", "id",
        ],
        unique=False,
    )  # fmt: skip
    op.create_index("ix_dossier_holder", "dossier", ["holder_id", "state", "due_at"], unique=False)
    op.create_index("ix_dossier_name", "dossier", ["agency_id", "applicant_folded", "id"], unique=False)
    op.create_index("ix_dossier_newest", "dossier", ["agency_id", "submitted_at", "id"], unique=False)
    op.create_index(
        op.f("ix_dossier_procedure_version_id"), "dossier", ["procedure_version_id"], unique=False
    )
    op.create_index(
        "ix_dossier_queue", "dossier", ["agency_id", "state", "due_at", "id", "answered"], unique=False
    )
    op.create_index("ix_dossier_received", "dossier", ["agency_id", "received_at"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("stands_for_id", KEY_TYPE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_role_grant_agency_id")),
        sa.ForeignKeyConstraint(["stands_for_id"], ["account.id"], name=op.f("fk_role_grant_stands_for_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)
    op.create_index(op.f("ix_role_grant_agency_id_role"), "role_grant", ["agency_id", "role"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_session")),
    )
    op.create_index(op.f("ix_sign_in_session_account_id"), "sign_in_session", ["account_id"], unique=False)
    op.create_table(
        "account_event",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("facts", JSON_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_event_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_event")),
    )
    op.create_index(op.f("ix_account_event_account_id"), "account_event", ["account_id"], unique=False)
    op.create_table(
        "one_time_code",
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=True),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_one_time_code_account_id")),
        sa.PrimaryKeyConstraint("recipient", name=op.f("pk_one_time_code")),
    )
    op.create_table(
        "draft",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("procedure_version_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("form", JSON_TYPE, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=True),
        sa.Column("captcha", sa.String(length=12), nullable=True),
        sa.Column("tell_by", sa.String(length=10), nullable=True),
        sa.Column("linked_to", sa.String(length=254), nullable=True),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_draft_agency_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_draft_dossier_id")),
        sa.ForeignKeyConstraint(
            ["procedure_version_id"], ["procedure_version.id"], name=op.f("fk_draft_procedure_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("dossier_id", name=op.f("uq_draft_dossier_id")),
        sa.UniqueConstraint("token", name=op.f("uq_draft_token")),
    )
    op.create_index(op.f("ix_draft_expires_at"), "draft", ["expires_at"], unique=False)
    op.create_table(
        "draft_change",
        sa.Column("draft_id", KEY_TYPE, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("facts", JSON_TYPE, nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_change_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_change")),
    )
    op.create_table(
        "counter_visit",
        sa.Column("draft_id", KEY_TYPE, nullable=False),
        sa.Column("officer_id", KEY_TYPE, nullable=False),
        sa.Column("in_hand", JSON_TYPE, nullable=False),
        sa.Column("fills", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_counter_visit_draft_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_counter_visit_officer_id")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_counter_visit")),
    )
    op.create_index(op.f("ix_counter_visit_officer_id"), "counter_visit", ["officer_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", KEY_TYPE, nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("from_state", sa.SmallInteger(), nullable=True),
        sa.Column("to_state", sa.SmallInteger(), nullable=False),
        sa.Column("clock", sa.String(length=10), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column(
            "facts",
            JSON_TYPE,
            nullable=False,
        ),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_event_actor_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_event_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("dossier_id", "seq", name=op.f("uq_event_dossier_id_seq")),
    )
    op.create_index(op.f("ix_event_at"), "event", ["at"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("asks", JSON_TYPE, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", KEY_TYPE, nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("decided_by", KEY_TYPE, nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_proposal_agency_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_proposal_decided_by")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_proposal_dossier_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_proposal_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_agency", "proposal", ["agency_id", "status", "proposed_at"], unique=False)
    op.create_index(
        "uq_proposal_waiting",
        "proposal",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
        sqlite_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "supplement_request",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("asked_from", sa.SmallInteger(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column(
            "items",
            JSON_TYPE,
            nullable=False,
        ),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_supplement_request_dossier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_request")),
    )
    op.create_index(
        op.f("ix_supplement_request_asked_at"), "supplement_request", ["asked_at"], unique=False
    )
    op.create_index(
        op.f("ix_supplement_request_dossier_id"), "supplement_request", ["dossier_id"], unique=False
    )
    op.create_index(
        "ix_supplement_request_open",
        "supplement_request",
        ["answer_by"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
        sqlite_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", JSON_TYPE, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_saved_view_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
    )
    op.create_index(
        op.f("ix_saved_view_agency_id_shared"), "saved_view", ["agency_id", "shared"], unique=False
    )
    op.create_table(
        "queue_look",
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("columns", JSON_TYPE, nullable=False),
        sa.Column("dense", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_queue_look_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_queue_look")),
    )
    op.create_table(
        "bulk_run",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("asks", JSON_TYPE, nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_bulk_run_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_run")),
    )
    op.create_index(
        op.f("ix_bulk_run_account_id_asked_at"), "bulk_run", ["account_id", "asked_at"], unique=False
    )
    op.create_table(
        "bulk_item",
        sa.Column("run_id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_bulk_item_dossier_id")),
        sa.ForeignKeyConstraint(["run_id"], ["bulk_run.id"], name=op.f("fk_bulk_item_run_id")),
        sa.PrimaryKeyConstraint("run_id", "dossier_id", name=op.f("pk_bulk_item")),
    )
    op.create_index(
        op.f("ix_bulk_item_run_id_status_place"), "bulk_item", ["run_id", "status", "place"], unique=False
    )
    op.create_table(
        "letter",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("event_id", KEY_TYPE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column(
            "facts",
            JSON_TYPE,
            nullable=False,
        ),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_letter_dossier_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_letter_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_dossier_id"), "letter", ["dossier_id"], unique=False)
    op.create_table(
        "money_entry",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("event_id", KEY_TYPE, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("receipt_number", sa.String(length=60), nullable=True),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reverses", KEY_TYPE, nullable=True),
        sa.Column("actor_id", KEY_TYPE, nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_money_entry_dossier_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_money_entry_agency_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_money_entry_event_id")),
        sa.ForeignKeyConstraint(["reverses"], ["money_entry.id"], name=op.f("fk_money_entry_reverses")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_money_entry_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_entry")),
        sa.UniqueConstraint(
            "dossier_id", "reference", name=op.f("uq_money_entry_dossier_id_reference")
        ),
        sa.UniqueConstraint("reverses", name=op.f("uq_money_entry_reverses")),
    )
    op.create_index(op.f("ix_money_entry_dossier_id"), "money_entry", ["dossier_id"], unique=False)
    op.create_index("ix_money_entry_day", "money_entry", ["agency_id", "at"], unique=False)
    op.create_index(
        "ix_money_entry_receipt", "money_entry", ["agency_id", "receipt_number"], unique=False
    )
    op.create_table(
        "paper_mark",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("letter_id", KEY_TYPE, nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_paper_mark_dossier_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_paper_mark_letter_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_paper_mark")),
        sa.UniqueConstraint(
            "dossier_id", "kind", "sha256", name=op.f("uq_paper_mark_dossier_id_kind_sha256")
        ),
    )
    op.create_index(op.f("ix_paper_mark_dossier_id"), "paper_mark", ["dossier_id"], unique=False)
    op.create_table(
        "parcel",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("tracking_code", sa.String(length=40), nullable=False),
        sa.Column("receiver_name", sa.String(length=200), nullable=False),
        sa.Column("receiver_phone", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("handed_at", Instant(), nullable=False),
        sa.Column("handed_by", sa.String(length=200), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_parcel_dossier_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_parcel_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
    )
    op.create_index(op.f("ix_parcel_dossier_id"), "parcel", ["dossier_id"], unique=False)
    op.create_index("ix_parcel_day", "parcel", ["agency_id", "handed_at"], unique=False)
    for name, column in (("uq_parcel_under_way", "dossier_id"), ("uq_parcel_tracking", "tracking_code")):
        op.create_index(
            name, "parcel", [column], unique=True,
            postgresql_where=sa.text("closed_at IS NULL"), sqlite_where=sa.text("closed_at IS NULL"),
        )  # fmt: skip
    op.create_table(
        "parcel_event",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("parcel_id", KEY_TYPE, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_event_parcel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_event")),
        sa.UniqueConstraint("parcel_id", "key", name=op.f("uq_parcel_event_parcel_id_key")),
    )
    op.create_table(
        "payment_reference",
        sa.Column("reference", sa.String(length=10), nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_payment_reference_dossier_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_payment_reference")),
        sa.UniqueConstraint("dossier_id", name=op.f("uq_payment_reference_dossier_id")),
    )
    op.create_table(
        "online_payment",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("provider", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=10), nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("response_code", sa.String(length=10), nullable=True),
        sa.Column("transaction_number", sa.String(length=60), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("handled_by", KEY_TYPE, nullable=True),
        sa.Column("handled_by_name", sa.String(length=200), nullable=True),
        sa.Column("handled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["handled_by"], ["account.id"], name=op.f("fk_online_payment_handled_by")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_online_payment_dossier_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_online_payment_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_payment")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_online_payment_provider_reference")),
        sa.UniqueConstraint(
            "provider", "transaction_number", name=op.f("uq_online_payment_provider_transaction_number")
        ),
    )
    op.create_index(op.f("ix_online_payment_dossier_id"), "online_payment", ["dossier_id"], unique=False)
    op.create_index(
        op.f("ix_online_payment_agency_id_status"), "online_payment", ["agency_id", "status"], unique=False
    )
    op.create_table(
        "payment_call",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("provider", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("response_code", sa.String(length=10), nullable=True),
        sa.Column("transaction_number", sa.String(length=60), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=45), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_call")),
    )
    op.create_index(op.f("ix_payment_call_at"), "payment_call", ["at"], unique=False)
    op.create_index(op.f("ix_payment_call_reference"), "payment_call", ["reference"], unique=False)
    op.create_table(
        "statement_layout",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("columns", JSON_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_statement_layout_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_layout")),
        sa.UniqueConstraint("agency_id", "key", name=op.f("uq_statement_layout_agency_id_key")),
    )
    op.create_table(
        "statement_line",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("codes", JSON_TYPE, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("handled_by", KEY_TYPE, nullable=True),
        sa.Column("handled_by_name", sa.String(length=200), nullable=False),
        sa.Column("handled_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_statement_line_agency_id")),
        sa.ForeignKeyConstraint(["handled_by"], ["account.id"], name=op.f("fk_statement_line_handled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_line")),
        sa.UniqueConstraint("agency_id", "key", name=op.f("uq_statement_line_agency_id_key")),
    )
    op.create_index(
        op.f("ix_statement_line_agency_id_status"), "statement_line", ["agency_id", "status"], unique=False
    )
    op.create_table(
        "payment_reminder",
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_payment_reminder_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "pay_by", name=op.f("pk_payment_reminder")),
    )
    op.create_table(
        "postage_price",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("set_by", KEY_TYPE, nullable=False),
        sa.Column("set_by_name", sa.String(length=200), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_postage_price_agency_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_postage_price_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postage_price")),
    )
    op.create_index(
        op.f("ix_postage_price_agency_id_valid_from"), "postage_price", ["agency_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "stray_refund",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("statement_line_id", KEY_TYPE, nullable=True),
        sa.Column("online_payment_id", KEY_TYPE, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("asked_by", KEY_TYPE, nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("decided_by", KEY_TYPE, nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_stray_refund_agency_id")),
        sa.ForeignKeyConstraint(
            ["statement_line_id"], ["statement_line.id"], name=op.f("fk_stray_refund_statement_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["online_payment_id"], ["online_payment.id"], name=op.f("fk_stray_refund_online_payment_id")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_stray_refund_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_stray_refund_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray_refund")),
    )
    op.create_index(
        op.f("ix_stray_refund_agency_id_status"), "stray_refund", ["agency_id", "status"], unique=False
    )
    op.create_table(
        "payment_call_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=45), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "source", "outcome", name=op.f("pk_payment_call_count")),
    )
    op.create_table(
        "digest_choice",
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_digest_choice_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_digest_choice")),
    )
    op.create_table(
        "digest_rule",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.String(length=5), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", KEY_TYPE, nullable=False),
        sa.Column("changed_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_digest_rule_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_rule")),
    )
    op.create_table(
        "digest_sent",
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_digest_sent_account_id")),
        sa.PrimaryKeyConstraint("account_id", "day", name=op.f("pk_digest_sent")),
    )
    op.create_table(
        "money_amendment",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("entry_id", KEY_TYPE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("asked_by", KEY_TYPE, nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("decided_by", KEY_TYPE, nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_money_amendment_agency_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_money_amendment_dossier_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["money_entry.id"], name=op.f("fk_money_amendment_entry_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_money_amendment_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_money_amendment_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_amendment")),
    )
    op.create_index(
        op.f("ix_money_amendment_agency_id_status"), "money_amendment", ["agency_id", "status"], unique=False
    )
    op.create_index(
        "uq_money_amendment_waiting", "money_amendment", ["entry_id"], unique=True, postgresql_where=sa.text("status = 'waiting'"), sqlite_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "cash_closing",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("officer_id", KEY_TYPE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", KEY_TYPE, nullable=False),
        sa.Column("closed_by_name", sa.String(length=200), nullable=False),
        sa.Column("closed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_cash_closing_agency_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_cash_closing_officer_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_cash_closing_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_closing")),
        sa.UniqueConstraint(
            "agency_id", "officer_id", "day", name=op.f("uq_cash_closing_agency_id_officer_id_day")
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=True),
        sa.Column("event_id", KEY_TYPE, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "facts",
            JSON_TYPE,
            nullable=False,
        ),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("claimed_by", sa.String(length=60), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("failed_at", Instant(), nullable=True),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_notice_dossier_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_notice_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "event_id", "channel", "recipient", name=op.f("uq_notice_event_id_channel_recipient")
        ),
    )
    op.create_index(op.f("ix_notice_dossier_id"), "notice", ["dossier_id"], unique=False)
    op.create_index(op.f("ix_notice_recipient_sent_at"), "notice", ["recipient", "sent_at"], unique=False)
    op.create_index(
        "ix_notice_failed",
        "notice",
        ["failed_at"],
        unique=False,
        postgresql_where=sa.text("failed_at IS NOT NULL"),
        sqlite_where=sa.text("failed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_notice_waiting",
        "notice",
        ["not_before"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL"),
        sqlite_where=sa.text("sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL"),
    )
    op.create_table(
        "paper",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("draft_id", KEY_TYPE, nullable=True),
        sa.Column("dossier_id", KEY_TYPE, nullable=True),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("doubts", JSON_TYPE, nullable=True),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.CheckConstraint("draft_id IS NOT NULL OR dossier_id IS NOT NULL", name=op.f("ck_paper_owner")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_paper_dossier_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_paper_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index(op.f("ix_paper_dossier_id"), "paper", ["dossier_id"], unique=False)
    op.create_index(op.f("ix_paper_draft_id"), "paper", ["draft_id"], unique=False)
    op.create_table(
        "paper_verdict",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("paper_id", KEY_TYPE, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by_id", KEY_TYPE, nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_paper_verdict_by_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_paper_verdict_dossier_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_verdict_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_verdict")),
        sa.UniqueConstraint("paper_id", "seq", name=op.f("uq_paper_verdict_paper_id_seq")),
    )
    op.create_index(op.f("ix_paper_verdict_dossier_id"), "paper_verdict", ["dossier_id"], unique=False)
    op.create_table(
        "office_note",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", KEY_TYPE, nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_office_note_by_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_office_note_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_note")),
    )
    op.create_index(op.f("ix_office_note_dossier_id"), "office_note", ["dossier_id"], unique=False)
    op.create_table(
        "label",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("folded", sa.String(length=40), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_label_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("agency_id", "folded", name=op.f("uq_label_agency_id_folded")),
    )
    op.create_table(
        "dossier_label",
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("label_id", KEY_TYPE, nullable=False),
        sa.Column("by_id", KEY_TYPE, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_dossier_label_by_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_label_dossier_id")),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_dossier_label_label_id")),
        sa.PrimaryKeyConstraint("dossier_id", "label_id", name=op.f("pk_dossier_label")),
    )
    op.create_index(
        op.f("ix_dossier_label_label_id_dossier_id"),
        "dossier_label",
        ["label_id", "dossier_id"],
        unique=False,
    )
    op.create_table(
        "dossier_lease",
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_dossier_lease_account_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_lease_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "account_id", name=op.f("pk_dossier_lease")),
    )
    op.create_table(
        "dossier_subject",
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("id_number", sa.String(length=20), nullable=True),
        sa.Column("born", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_dossier_subject_agency_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_subject_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_dossier_subject")),
    )
    for name, column in (("id", "id_number"), ("born", "born"), ("name", "folded")):
        op.create_index(f"ix_dossier_subject_{name}", "dossier_subject", ["agency_id", column], unique=False)
    op.create_table(
        "dossier_fact",
        sa.Column("dossier_id", KEY_TYPE, autoincrement=False, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("procedure_code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_hours", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("rounds", sa.SmallInteger(), nullable=False),
        sa.Column("reached", sa.SmallInteger(), nullable=False),
        sa.Column("digital", sa.Boolean(), nullable=False),
        sa.Column("paying", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("stays", sa.Text(), nullable=False),
        sa.Column("slowest", sa.String(length=20), nullable=False),
        sa.Column("given", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_dossier_fact_agency_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_fact_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_dossier_fact")),
    )
    op.create_index("ix_dossier_fact_answered", "dossier_fact", ["agency_id", "answered_on"], unique=False)
    op.create_index("ix_dossier_fact_due", "dossier_fact", ["agency_id", "due_on"], unique=False)
    op.create_index("ix_dossier_fact_ended", "dossier_fact", ["agency_id", "ended_on", "ending"], unique=False)
    op.create_index("ix_dossier_fact_received", "dossier_fact", ["agency_id", "received_on", "ended_on"], unique=False)
    op.create_index("ix_dossier_fact_step", "dossier_fact", ["agency_id", "step", "since_on"], unique=False)
    op.create_index("ix_dossier_fact_submitted", "dossier_fact", ["agency_id", "submitted_on"], unique=False)
    op.create_table(
        "tally",
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_id", KEY_TYPE, autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("procedure_code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_tally_agency_id")),
        sa.PrimaryKeyConstraint(
            "what", "month", "agency_id", "value", "procedure_code", "level", "channel", name=op.f("pk_tally")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "office_event",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", KEY_TYPE, nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("facts", JSON_TYPE, nullable=False),
        sa.Column("once", sa.String(length=80), nullable=True),
        sa.Column("chain", sa.String(length=10), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_office_event_actor_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_office_event_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_event")),
        sa.UniqueConstraint("once", name=op.f("uq_office_event_once")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_office_event_chain_seq")),
    )
    op.create_index(op.f("ix_office_event_at"), "office_event", ["at"], unique=False)
    op.create_index(op.f("ix_office_event_subject"), "office_event", ["subject"], unique=False)
    op.create_table(
        "retention_rule",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("procedure_code", sa.String(length=40), nullable=False),
        sa.Column("keep", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", KEY_TYPE, nullable=True),
        sa.Column("changed_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_retention_rule_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rule")),
    )
    op.create_index(
        op.f("ix_retention_rule_kind_procedure_code"), "retention_rule", ["kind", "procedure_code"]
    )
    op.create_table(
        "office_logo",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("added_by", KEY_TYPE, nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_office_logo_added_by")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_office_logo")),
    )
    op.create_table(
        "frozen_report",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("after_on", sa.Date(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("numbers", JSON_TYPE, nullable=False),
        sa.Column("xlsx_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by_id", KEY_TYPE, nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_frozen_report_agency_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_frozen_report_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
        sa.UniqueConstraint(
            "agency_id", "form", "first_on", "after_on", "version",
            name=op.f("uq_frozen_report_agency_id_form_first_on_after_on_version"),
        ),
    )
    op.create_table(
        "export_template",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("columns", JSON_TYPE, nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("saved_by", KEY_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_export_template_agency_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_export_template_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_template")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_export_template_agency_id_name")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "message_text",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", KEY_TYPE, nullable=True),
        sa.Column("changed_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_message_text_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_text")),
    )
    op.create_index(
        op.f("ix_message_text_kind_channel_language"), "message_text", ["kind", "channel", "language"]
    )
    op.create_table(
        "message_rule",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_to", sa.String(length=5), nullable=False),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", KEY_TYPE, nullable=True),
        sa.Column("changed_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_message_rule_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_rule")),
    )
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_account_id"), "invitation", ["account_id"], unique=False)
    op.create_table(
        "second_factor",
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("sealed", sa.String(length=300), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "certificate_draft",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("sent_by", KEY_TYPE, nullable=False),
        sa.Column("answer_by", Instant(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_certificate_draft_agency_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_certificate_draft_dossier_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_certificate_draft_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_draft")),
    )
    op.create_index(op.f("ix_certificate_draft_dossier_id"), "certificate_draft", ["dossier_id"], unique=False)
    unsettled = sa.text("settled_at IS NULL")
    for name, columns in (
        ("uq_certificate_draft_open", ["dossier_id"]),
        ("ix_certificate_draft_waits", ["agency_id", "answer_by"]),
    ):
        op.create_index(
            name, "certificate_draft", columns, unique=name.startswith("uq"),
            postgresql_where=unsettled, sqlite_where=unsettled,
        )  # fmt: skip
    op.create_table(
        "due_warning",
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("share", sa.SmallInteger(), nullable=False),
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_due_warning_agency_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_due_warning_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "share", name=op.f("pk_due_warning")),
    )
    op.create_index(op.f("ix_due_warning_agency_id_at"), "due_warning", ["agency_id", "at"], unique=False)
    op.create_table(
        "warnings_seen",
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_warnings_seen_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_warnings_seen")),
    )
    op.create_table(
        "assignment_rule",
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("account_id", KEY_TYPE, nullable=False),
        sa.Column("last_at", Instant(), nullable=True),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assignment_rule_account_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_assignment_rule_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "subject", "account_id", name=op.f("pk_assignment_rule")),
    )
    op.create_table(
        "agency_day",
        sa.Column("agency_id", KEY_TYPE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_day_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "day", name=op.f("pk_agency_day")),
    )
    op.create_table(
        "merger",
        sa.Column("id", KEY_TYPE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ended", JSON_TYPE, nullable=False),
        sa.Column("successor_id", KEY_TYPE, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_by", KEY_TYPE, nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("moved", JSON_TYPE, nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_merger_asked_by")),
        sa.ForeignKeyConstraint(["successor_id"], ["agency.id"], name=op.f("fk_merger_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merger")),
    )
    op.create_index(op.f("ix_merger_state_day"), "merger", ["state", "day"], unique=False)
    op.create_table(
        "moved_dossier",
        sa.Column("dossier_id", KEY_TYPE, nullable=False),
        sa.Column("home_id", KEY_TYPE, nullable=False),
        sa.Column("merger_id", KEY_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_moved_dossier_dossier_id")),
        sa.ForeignKeyConstraint(["home_id"], ["agency.id"], name=op.f("fk_moved_dossier_home_id")),
        sa.ForeignKeyConstraint(["merger_id"], ["merger.id"], name=op.f("fk_moved_dossier_merger_id")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_moved_dossier")),
    )
    op.create_index(op.f("ix_moved_dossier_home_id"), "moved_dossier", ["home_id"], unique=False)
    op.create_index(op.f("ix_moved_dossier_merger_id"), "moved_dossier", ["merger_id"], unique=False)


def downgrade() -> None:
    for table in ("moved_dossier", "merger"):
        op.drop_table(table)
    for table in ("agency_day", "assignment_rule", "warnings_seen", "due_warning", "certificate_draft"):
        op.drop_table(table)
    for table in ("recovery_code", "second_factor", "invitation"):
        op.drop_table(table)
    for table in ("export_template", "frozen_report"):
        op.drop_table(table)
    for table in (
        "office_logo", "retention_rule", "message_rule", "message_text", "job_run", "office_event"
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_table("tally")
    for index in ("submitted", "step", "received", "ended", "due", "answered"):
        op.drop_index(f"ix_dossier_fact_{index}", table_name="dossier_fact")
    op.drop_table("dossier_fact")
    for table in (
        "dossier_subject", "dossier_lease", "dossier_label", "label", "office_note", "paper_verdict"
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_index(op.f("ix_paper_draft_id"), table_name="paper")
    op.drop_index(op.f("ix_paper_dossier_id"), table_name="paper")
    op.drop_table("paper")
    op.drop_index(
        "ix_notice_waiting",
        table_name="notice",
        postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL"),
        sqlite_where=sa.text("sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL"),
    )
    op.drop_index(op.f("ix_notice_dossier_id"), table_name="notice")
    op.drop_index("ix_notice_failed", table_name="notice")
    op.drop_index(op.f("ix_notice_recipient_sent_at"), table_name="notice")
    op.drop_table("notice")
    for table in (
        "digest_sent", "digest_rule", "digest_choice", "payment_call_count", "stray_refund", "postage_price",
        "payment_reminder",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_table("cash_closing")
    op.drop_table("money_amendment")
    op.drop_table("statement_line")
    op.drop_table("statement_layout")
    op.drop_table("payment_call")
    op.drop_table("online_payment")
    op.drop_table("payment_reference")
    for table in ("parcel_event", "parcel", "paper_mark"):
        op.drop_table(table)
    op.drop_index("ix_money_entry_day", table_name="money_entry")
    op.drop_index(op.f("ix_money_entry_dossier_id"), table_name="money_entry")
    op.drop_table("money_entry")
    op.drop_index(op.f("ix_letter_dossier_id"), table_name="letter")
    op.drop_table("letter")
    for table in ("bulk_item", "bulk_run", "queue_look", "saved_view"):
        op.drop_table(table)
    op.drop_index(
        "ix_supplement_request_open",
        table_name="supplement_request",
        postgresql_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
        sqlite_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.drop_index(op.f("ix_supplement_request_dossier_id"), table_name="supplement_request")
    op.drop_index(op.f("ix_supplement_request_asked_at"), table_name="supplement_request")
    op.drop_table("supplement_request")
    op.drop_index(
        "uq_proposal_waiting",
        table_name="proposal",
        postgresql_where=sa.text("status = 'waiting'"),
        sqlite_where=sa.text("status = 'waiting'"),
    )
    op.drop_index("ix_proposal_agency", table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_event_at"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_counter_visit_officer_id"), table_name="counter_visit")
    op.drop_table("counter_visit")
    op.drop_table("draft_change")
    op.drop_index(op.f("ix_draft_expires_at"), table_name="draft")
    op.drop_table("draft")
    op.drop_table("one_time_code")
    op.drop_index(op.f("ix_account_event_account_id"), table_name="account_event")
    op.drop_table("account_event")
    op.drop_index(op.f("ix_sign_in_session_account_id"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_index(op.f("ix_role_grant_agency_id_role"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_account_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index("ix_dossier_received", table_name="dossier")
    op.drop_index("ix_dossier_queue", table_name="dossier")
    op.drop_index(op.f("ix_dossier_procedure_version_id"), table_name="dossier")
    op.drop_index("ix_dossier_newest", table_name="dossier")
    op.drop_index("ix_dossier_name", table_name="dossier")
    op.drop_index("ix_dossier_holder", table_name="dossier")
    op.drop_index("ix_dossier_done", table_name="dossier")
    op.drop_index(op.f("ix_dossier_applicant_phone"), table_name="dossier")
    op.drop_index(op.f("ix_dossier_applicant_id_number"), table_name="dossier")
    op.drop_index(op.f("ix_dossier_account_id"), table_name="dossier")
    op.drop_table("dossier")
    op.drop_table("agency_successor")
    op.drop_table("throttle")
    op.drop_index(op.f("ix_procedure_draft_state_edited_at"), table_name="procedure_draft")
    op.drop_table("procedure_draft")
    op.drop_table("procedure_version")
    op.drop_table("counter")
    op.drop_table("calendar_day")
    op.drop_index(op.f("ix_agency_path"), table_name="agency")
    op.drop_index(op.f("ix_agency_parent_id"), table_name="agency")
    op.drop_table("agency")
    op.drop_table("account")
