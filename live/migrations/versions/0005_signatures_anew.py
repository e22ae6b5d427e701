"""Signatures of questions are made anew, by the encoder that takes the place of the first one."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("DELETE FROM signatures WHERE kind = 'questions'")


def downgrade() -> None:
    upgrade()
