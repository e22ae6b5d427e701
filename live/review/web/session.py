"""A request -> who sent it, and the form that it brings; or its refusal.

A session is a signed cookie that names a reviewer and an invitation. Who it is, and whether the
invitation still holds, is looked up for every request: who was revoked is out at once.
"""

import os
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from hmac import compare_digest
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request, Response
from itsdangerous import BadData, Signer, URLSafeSerializer

from live.clock import now
from live.review.web.refused import Refused
from live.review.web.room import Room, is_partial, room
from live.store_reviewers import Reviewer, Role

COOKIE = "live_desk"
LASTS = timedelta(hours=12)
MOST_BYTES = 64 * 1024
"""Of a form; a note of 10,000 characters fits even where each is sent as six."""
OUTSIDE = (
    "Open your invite link.",
    "It begins a session of 12 hours. If it is lost, ask who invited you for a new one.",
)
ENDED = (
    "Your session has ended.",
    "Open your invite link again, then go on where you were. What you typed is kept here.",
)


class Session(NamedTuple):
    """What a cookie says. invited_at: of the invitation; who is invited anew begins anew."""

    reviewer: str
    invited_at: str
    nonce: str
    until: str


class Visitor(NamedTuple):
    """Who sent a request. csrf: what their forms carry, bound to their session."""

    reviewer: Reviewer
    csrf: str

    @property
    def handle(self) -> str:
        return self.reviewer.handle


class Sent(dict[str, str]):
    """The fields of a form that came from a page of ours, in a session."""

    def lines(self, name: str) -> list[str]:
        """Gives the lines of a field, less those that are empty."""
        return [line.strip() for line in self.get(name, "").splitlines() if line.strip()]


def begin(request: Request, response: Response, reviewer: Reviewer) -> None:
    """Begins a session: the response sets its cookie."""
    until = now() + LASTS
    session = Session(
        reviewer.id, reviewer.invited_at.isoformat(), secrets.token_hex(12), until.isoformat()
    )
    response.set_cookie(
        COOKIE,
        _serializer(room(request)).dumps(list(session)),
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        secure=is_secure(request),
        samesite="strict",
    )


def end(request: Request, response: Response) -> None:
    """Ends the session of a request: in the browser that holds it, and for copies of its cookie."""
    if session := _session(request):
        room(request).left.add(session.nonce, session.until)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")


def is_secure(request: Request) -> bool:
    """Whether a request came by https: to us, or to a proxy on this machine."""
    client = request.client.host if request.client else ""
    told = request.headers.get("X-Forwarded-Proto", "") if client in ("127.0.0.1", "::1") else ""
    return request.url.scheme == "https" or told == "https"


def visitor(*roles: Role) -> Callable[[Request], Awaitable[Visitor]]:
    """Makes the dependency that gives who sent a request, where their invitation is for that."""

    async def look_up(request: Request) -> Visitor:  # one read: a thread of its own takes longer
        found = session_holds(request)
        if found.reviewer.role not in roles:
            raise Refused(
                403, f"Your invitation is to {found.reviewer.role}.", "Ask who invited you."
            )
        return found

    return look_up


def session_holds(request: Request) -> Visitor:
    """Gives who sent a request. Raises Refused where their session or invitation is over."""
    here = room(request)
    session = _session(request)
    found = here.workspace.store.reviewers.by_id(session.reviewer) if session else None
    if not session or not found or not found.may_enter or not found.handle:
        raise over(request)
    if found.invited_at.isoformat() != session.invited_at:
        raise over(request)
    return Visitor(found, _csrf(here, session))


def over(request: Request) -> Refused:
    """Says that there is no session: to who had one that it has ended, else how one begins.

    A browser drops a cookie whose time is over; a page that was open meanwhile asks by htmx.
    """
    had = COOKIE in request.cookies or is_partial(request)
    return Refused(401, *(ENDED if had else OUTSIDE))


Me = Annotated[Visitor, Depends(visitor("review"))]
"""The reviewer who sent a request."""
Answerer = Annotated[Visitor, Depends(visitor("answer"))]
"""Who answers questions, and sent a request. Reviewers may not: the desk shows gold answers."""


async def _sent(request: Request) -> Sent:
    same_origin(request)
    session = _session(request)
    if session is None:
        raise over(request)
    form = Sent(await body(request))
    if not compare_digest(form.get("csrf", "").encode(), _csrf(room(request), session).encode()):
        raise Refused(403, "This page is from another session.", "Load it again, then repeat.")
    return form


Form = Annotated[Sent, Depends(_sent)]
"""The form that a request brings, from a page of ours and of this session."""


def same_origin(request: Request) -> None:
    """Raises Refused for what a page of another site sends."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    same = site == "same-origin" if site else urlsplit(origin or "").netloc == _host(request)
    if not same:
        raise Refused(403, "This was sent by another site.", "Open the desk itself, then repeat.")


async def body(request: Request) -> dict[str, str]:
    """Reads a form. Raises Refused where it is too long; it is not kept meanwhile."""
    kept, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MOST_BYTES:
            kept += chunk
    if size > MOST_BYTES:
        raise Refused(
            413,
            "That is too long.",
            f"{size:,} bytes were sent, {MOST_BYTES:,} are taken. Nothing was stored; shorten it.",
        )
    pairs = parse_qsl(kept.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def secret_of(folder: Path) -> bytes:
    """Gives the secret that signs a workspace's sessions; the first time, it is made."""
    path = folder / ".live.secret"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return bytes.fromhex(path.read_text())


def _session(request: Request) -> Session | None:
    """What the cookie says; None where there is none, it is not ours, left, or its time is over."""
    try:
        told: Any = _serializer(room(request)).loads(request.cookies.get(COOKIE, ""))
        session = Session(*told)
    except (BadData, TypeError):
        return None
    if session.until <= now().isoformat() or session.nonce in room(request).left:
        return None
    return session


def _serializer(here: Room) -> URLSafeSerializer:
    return URLSafeSerializer(here.secret, salt="session")


def _csrf(here: Room, session: Session) -> str:
    return Signer(here.secret, salt="csrf").get_signature(session.nonce).decode()


def _host(request: Request) -> str:
    return request.headers.get("Host", "")
