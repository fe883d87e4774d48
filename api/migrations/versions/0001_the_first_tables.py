"""the first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
    )
    op.create_table(
        "kept_answers",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_answers")),
    )
    op.create_table(
        "leases",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("holder", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
    )
    op.create_table(
        "vault_accounts",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_accounts")),
        sa.UniqueConstraint("lookup", name=op.f("uq_vault_accounts_lookup")),
    )
    op.create_table(
        "vault_contacts",
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tip", name=op.f("pk_vault_contacts")),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("reporter", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("notice", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_heard_at", sa.BigInteger(), nullable=True),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("oldest_at", sa.BigInteger(), nullable=True),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("lease_owner", sa.String(length=24), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("asked", sa.String(length=16), nullable=True),
        sa.Column("ask_open", sa.Boolean(), nullable=False),
        sa.Column("last_level", sa.String(length=8), nullable=True),
        sa.Column("tip", sa.String(length=24), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.CheckConstraint("pending >= 0", name=op.f("ck_conversations_pending_not_negative")),
        sa.ForeignKeyConstraint(["reporter"], ["vault_accounts.id"], name=op.f("fk_conversations_reporter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("reporter", name=op.f("uq_conversations_reporter")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index("ix_conversations_waiting", ["pending", "lease_until"], unique=False)

    op.create_table(
        "login_links",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name=op.f("fk_login_links_token")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_login_links")),
    )
    op.create_table(
        "login_sessions",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name=op.f("fk_login_sessions_token")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_login_sessions")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.String(length=24), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("external", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("contact", sa.Boolean(), nullable=False),
        sa.CheckConstraint("origin IN ('reporter', 'bot', 'officer')", name=op.f("ck_messages_origin")),
        sa.CheckConstraint("state IN ('waiting', 'done', 'dead')", name=op.f("ck_messages_state")),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name=op.f("fk_messages_conversation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("conversation", "seq", name=op.f("uq_messages_conversation_seq")),
        sa.UniqueConstraint("external", name=op.f("uq_messages_external")),
    )
    op.create_table(
        "tips",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("conversation", sa.String(length=24), nullable=True),
        sa.Column("reporter", sa.String(length=24), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=True),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("notice", sa.String(length=64), nullable=True),
        sa.Column("cluster", sa.String(length=24), nullable=True),
        sa.Column("case_number", sa.String(length=32), nullable=True),
        sa.Column("assignee", sa.String(length=80), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("lease", sa.String(length=24), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("handed_out", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'claimed' OR assignee IS NOT NULL", name=op.f("ck_tips_claimed_by_somebody")),
        sa.CheckConstraint("status IN ('open', 'claimed', 'closed', 'merged')", name=op.f("ck_tips_status")),
        sa.CheckConstraint("urgency IN ('now', 'urgent', 'normal', 'low')", name=op.f("ck_tips_urgency")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_tips_version")),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name=op.f("fk_tips_conversation")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tips")),
        sa.UniqueConstraint("id", name=op.f("uq_tips_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_tips_reference")),
    )
    with op.batch_alter_table("tips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tips_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_tips_category"), ["category"], unique=False)
        batch_op.create_index(batch_op.f("ix_tips_conversation"), ["conversation"], unique=False)
        batch_op.create_index("ix_tips_lease", ["lease"], unique=False)
        batch_op.create_index("ix_tips_queue", ["status", "rank", "number"], unique=False)

    op.create_table(
        "index_values",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_index_values_tip")),
        sa.PrimaryKeyConstraint("digest", "tip", name=op.f("pk_index_values")),
    )
    with op.batch_alter_table("index_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_values_tip"), ["tip"], unique=False)

    op.create_table(
        "index_words",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_index_words_tip")),
        sa.PrimaryKeyConstraint("digest", "tip", name=op.f("pk_index_words")),
    )
    with op.batch_alter_table("index_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_words_tip"), ["tip"], unique=False)

    op.create_table(
        "notes",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_notes_tip")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_tip"), ["tip"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.String(length=24), nullable=False),
        sa.Column("message", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.String(length=16), nullable=True),
        sa.CheckConstraint("state IN ('due', 'sent', 'dead')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name=op.f("fk_outbox_conversation")),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_outbox_message")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outbox")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
        sa.UniqueConstraint("message", name=op.f("uq_outbox_message")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["channel", "state", "due_at"], unique=False)

    op.create_table(
        "timeline",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_timeline_tip")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_timeline")),
    )
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timeline_tip"), ["tip"], unique=False)

    op.create_table(
        "tip_messages",
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("message", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_tip_messages_message")),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_tip_messages_tip")),
        sa.PrimaryKeyConstraint("tip", "message", name=op.f("pk_tip_messages")),
    )
    with op.batch_alter_table("tip_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tip_messages_message"), ["message"], unique=False)
