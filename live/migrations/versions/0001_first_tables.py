"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

RECORDS = ("links", "pages", "questions", "decisions", "releases", "answers", "verdicts")


def upgrade() -> None:
    for name in RECORDS:
        op.create_table(
            name,
            sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("id", sa.String(64), nullable=False),
            sa.Column("version", sa.Integer, nullable=False),
            sa.Column("month", sa.String(7), nullable=False),
            sa.Column("parent", sa.String(200), nullable=False),
            sa.Column("body", sa.JSON, nullable=False),
        )
        op.create_index(f"ix_{name}_id", name, ["id", "version"], unique=True)
        for column in ("month", "parent"):
            op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_table(
        "outcomes",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("stage", sa.String(32), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "calls",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("reply", sa.JSON, nullable=True),
        sa.Column("usd", sa.Float, nullable=True),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.Column("sent_at", sa.String(32), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=True),
        sa.Column("lost", sa.Integer, nullable=False),
    )
    for column in ("month", "model"):
        op.create_index(f"ix_calls_{column}", "calls", [column])


def downgrade() -> None:
    for name in ("calls", "outcomes", *reversed(RECORDS)):
        op.drop_table(name)
