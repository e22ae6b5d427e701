"""What answers of an earlier month are given now: anchors."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "anchors",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("parent", sa.String(200), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_index("ix_anchors_id", "anchors", ["id", "version"], unique=True)
    for column in ("month", "parent"):
        op.create_index(f"ix_anchors_{column}", "anchors", [column])


def downgrade() -> None:
    op.drop_table("anchors")
