"""receipts, replies, attachments, pages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doomed_keys",
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_doomed_keys")),
    )
    op.create_table(
        "official_accounts",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("editor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_accounts")),
        sa.UniqueConstraint("address", name=op.f("uq_official_accounts_address")),
    )
    op.create_table(
        "pages",
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("editor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('sv', 'en')", name=op.f("ck_pages_language")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_pages_version")),
        sa.PrimaryKeyConstraint("topic", "language", name=op.f("pk_pages")),
    )
    op.create_table(
        "survey_answers",
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('increased', 'neither', 'decreased', 'dont_know')", name=op.f("ck_survey_answers_answer")
        ),
        sa.CheckConstraint("given >= 1", name=op.f("ck_survey_answers_given")),
        sa.PrimaryKeyConstraint("week", "channel", "language", "answer", name=op.f("pk_survey_answers")),
    )
    op.create_table(
        "unanswered",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_unanswered")),
        sa.UniqueConstraint("id", name=op.f("uq_unanswered_id")),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("message", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("has_copy", sa.Boolean(), nullable=False),
        sa.Column("examined", sa.Boolean(), nullable=False),
        sa.Column("offer", sa.String(length=8), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('picture', 'film', 'sound', 'document')", name=op.f("ck_attachments_kind")),
        sa.CheckConstraint("state <> 'kept' OR sha256 IS NOT NULL", name=op.f("ck_attachments_kept_with_its_hash")),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'too_large', 'lost', 'removed')", name=op.f("ck_attachments_state")
        ),
        sa.CheckConstraint("offer IN ('due', 'open', 'taken', 'declined')", name=op.f("ck_attachments_offer")),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_attachments_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index("ix_attachments_due", ["channel", "state", "due_at"], unique=False)
        batch_op.create_index("ix_attachments_examined", ["examined", "state", "due_at"], unique=False)
        batch_op.create_index("ix_attachments_offer", ["offer", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_message"), ["message"], unique=False)

    op.create_table(
        "upload_links",
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_upload_links_tip")),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_upload_links")),
    )
    with op.batch_alter_table("upload_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_links_tip"), ["tip"], unique=False)

    op.create_table(
        "message_versions",
        sa.Column("message", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("external", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_message_versions_message")),
        sa.PrimaryKeyConstraint("message", "number", name=op.f("pk_message_versions")),
        sa.UniqueConstraint("external", name=op.f("uq_message_versions_external")),
    )
    op.create_table(
        "receipt_visits",
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name=op.f("fk_receipt_visits_conversation")),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_receipt_visits_tip")),
        sa.PrimaryKeyConstraint("tip", "conversation", name=op.f("pk_receipt_visits")),
    )
    with op.batch_alter_table("receipt_visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_visits_conversation"), ["conversation"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=128), nullable=False),
        sa.Column("message", sa.String(length=24), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_receipts_message")),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_receipts_tip")),
        sa.PrimaryKeyConstraint("tip", name=op.f("pk_receipts")),
        sa.UniqueConstraint("lookup", name=op.f("uq_receipts_lookup")),
    )
    op.create_table(
        "replies",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("message", sa.String(length=24), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state <> 'handed' OR message IS NOT NULL", name=op.f("ck_replies_handed_somewhere")),
        sa.CheckConstraint("state IN ('waiting', 'handed')", name=op.f("ck_replies_state")),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_replies_message")),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name=op.f("fk_replies_tip")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_replies")),
        sa.UniqueConstraint("id", name=op.f("uq_replies_id")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_message"), ["message"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_tip"), ["tip"], unique=False)

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("surveyed", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("survey_open", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("unreachable_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("flood_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("flood_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("warned", sa.String(length=48), nullable=True))
        batch_op.add_column(sa.Column("warned_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("codes_after", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("changed", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("aside", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.create_index(batch_op.f("ix_messages_place"), ["place"], unique=False)
        for name, which in (("ix_messages_told", "origin <> 'reporter'"), ("ix_messages_aside", "aside")):
            of = sa.text(which)
            batch_op.create_index(name, ["conversation", "seq"], sqlite_where=of, postgresql_where=of)

    op.create_table(
        "aside_reviews",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=9), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("tip", sa.String(length=24), nullable=True),
        sa.CheckConstraint("action IN ('taken', 'dismissed')", name=op.f("ck_aside_reviews_action")),
        sa.CheckConstraint("action <> 'taken' OR tip IS NOT NULL", name=op.f("ck_aside_reviews_taken_into_a_tip")),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name=op.f("fk_aside_reviews_conversation")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_aside_reviews")),
    )
    with op.batch_alter_table("aside_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aside_reviews_conversation"), ["conversation"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
