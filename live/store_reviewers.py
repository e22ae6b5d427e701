"""Who may review and answer, in the database: names, handles, and tokens by their hashes alone.

A part of the door.
"""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from live.clock import now
from live.tables import reviewers

Role = Literal["review", "answer"]
BY: dict[str, sa.Select[Any]] = {
    name: sa.select(reviewers).where(reviewers.c[name] == sa.bindparam("it"))
    for name in ("id", "name", "token_sha256")
}
"""Who has this; built once, for it is asked with every request to the desk."""


class Reviewer(NamedTuple):
    """Somebody who was invited. handle: what is published of them; '' until they chose one."""

    id: str
    name: str
    handle: str
    role: Role
    invited_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @property
    def may_enter(self) -> bool:
        """Whether the invitation holds."""
        return self.revoked_at is None and now() < self.expires_at


class Reviewers:
    """Who was invited to a workspace. begin: begins a transaction, or joins the open one."""

    def __init__(self, begin: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._begin = begin

    def invite(self, name: str, role: Role, lasts: timedelta) -> tuple[Reviewer, str]:
        """Invites somebody, or anew: the old token ends. Gives the token, which is not kept."""
        token = secrets.token_urlsafe(24)
        before = self.by_name(name)
        # a session knows its invitation by this time, so no two of one person have the same
        at = max(now(), before.invited_at + timedelta(seconds=1)) if before else now()
        row = {
            "name": name,
            "role": role,
            "token_sha256": _digest(token),
            "invited_at": at.isoformat(),
            "expires_at": (at + lasts).isoformat(),
            "revoked_at": None,
        }
        with self._begin() as connection:
            changed = connection.execute(
                reviewers.update().where(reviewers.c.name == name).values(row)
            )
            if not changed.rowcount:
                connection.execute(reviewers.insert().values(row | {"id": secrets.token_hex(8)}))
        invited = self.by_name(name)
        assert invited is not None
        return invited, token

    def renew(self, id: str, lasts: timedelta) -> tuple[Reviewer, str]:
        """Gives a new token of an invitation that holds: the old one ends, sessions go on.

        The invitation holds for `lasts` from now, or as long as before where that is longer.
        """
        token = secrets.token_urlsafe(24)
        before = self.by_id(id)
        assert before is not None
        until = max(before.expires_at, now() + lasts)
        row = {"token_sha256": _digest(token), "expires_at": until.isoformat()}
        with self._begin() as connection:
            connection.execute(reviewers.update().where(reviewers.c.id == id).values(row))
        return before._replace(expires_at=until), token

    def digests(self) -> dict[str, str]:
        """Gives the SHA-256 of everybody's token, by id."""
        with self._begin() as connection:
            found = connection.execute(sa.select(reviewers.c.id, reviewers.c.token_sha256))
            return {id: digest for id, digest in found}

    def by_token(self, token: str) -> Reviewer | None:
        """Gives whom a token was made for, whether or not it still holds."""
        return self._maybe("token_sha256", _digest(token))

    def by_id(self, id: str) -> Reviewer | None:
        """Gives a reviewer by id."""
        return self._maybe("id", id)

    def by_name(self, name: str) -> Reviewer | None:
        """Gives a reviewer by the name of the invitation."""
        return self._maybe("name", name)

    def all(self) -> list[Reviewer]:
        """Gives everybody who was ever invited, by name."""
        with self._begin() as connection:
            query = sa.select(reviewers).order_by(reviewers.c.name)
            return [_reviewer(row) for row in connection.execute(query)]

    def choose_handle(self, id: str, handle: str) -> bool:
        """Gives a reviewer a handle; False where somebody else has it."""
        with self._begin() as connection:
            taken = sa.select(reviewers.c.id).where(
                sa.func.lower(reviewers.c.handle) == handle.lower(), reviewers.c.id != id
            )
            if connection.execute(taken).first():
                return False
            connection.execute(reviewers.update().where(reviewers.c.id == id).values(handle=handle))
            return True

    def revoke(self, name: str) -> None:
        """Ends an invitation, and all sessions that began with it."""
        with self._begin() as connection:
            connection.execute(
                reviewers.update()
                .where(reviewers.c.name == name, reviewers.c.revoked_at.is_(None))
                .values(revoked_at=now().isoformat())
            )

    def _maybe(self, column: str, it: str) -> Reviewer | None:
        with self._begin() as connection:
            row = connection.execute(BY[column], {"it": it}).one_or_none()
            return _reviewer(row) if row else None


def _reviewer(row: sa.Row[tuple[object, ...]]) -> Reviewer:
    return Reviewer(
        id=row.id,
        name=row.name,
        handle=row.handle or "",
        role=row.role,
        invited_at=datetime.fromisoformat(row.invited_at),
        expires_at=datetime.fromisoformat(row.expires_at),
        revoked_at=datetime.fromisoformat(row.revoked_at) if row.revoked_at else None,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
