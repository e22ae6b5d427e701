"""What was said and found of questions, and their signatures: steps, findings, signatures."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

RECORDS = ("steps", "findings")


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
        "signatures",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(64), primary_key=True),
        sa.Column("bits", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outcomes_state", "outcomes", ["stage", "state", "month", "item"])


def downgrade() -> None:
    op.drop_index("ix_outcomes_state", "outcomes")
    op.drop_table("signatures")
    for name in reversed(RECORDS):
        op.drop_table(name)
