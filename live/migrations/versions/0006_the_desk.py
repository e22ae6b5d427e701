"""What reviewers note, who they are, and the log of all that they do: remarks, reviewers, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

REFUSED = "the audit log takes no changes"
CHANGES = ("UPDATE", "DELETE")


def upgrade() -> None:
    _records("remarks")
    op.create_table(
        "reviewers",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("handle", sa.String(40), nullable=True, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("invited_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.String(32), nullable=True),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    _append_only(op.get_bind().dialect.name)


def downgrade() -> None:
    for name in ("audit", "reviewers", "remarks"):
        op.drop_table(name)


def _records(name: str) -> None:
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


def _append_only(dialect: str) -> None:
    """Has the database refuse whoever changes or deletes what was logged."""
    if dialect == "sqlite":
        for change in CHANGES:
            op.execute(
                f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
    elif dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_refuses() RETURNS trigger AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()"
        )
