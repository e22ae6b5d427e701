"""What each run of the crawl got, and what people said of dates: crawl_runs, rulings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

RECORDS = ("crawl_runs", "rulings")


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


def downgrade() -> None:
    for name in reversed(RECORDS):
        op.drop_table(name)
