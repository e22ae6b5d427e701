"""What is out and where, and what maintainers were told: published and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for name in ("published", "notices"):
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


def downgrade() -> None:
    for name in ("notices", "published"):
        op.drop_table(name)
