"""What all requests of one server share, and how a page is drawn from a template. Reads files.

Whatever was crawled, written by a model or typed is untrusted: templates escape all of it.
"""

import time
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from live import vendor
from live.review.queue import Queue
from live.review.to_rate import ToRate
from live.review.web.again import Again
from live.review.web.left import Left
from live.review.web.walk import Walks
from live.review.web.words import FILTERS
from live.workspace import Workspace

FOLDER = Path(__file__).parent
FRESH = 1.0
"""Seconds for which others are taken to have written nothing; what this server writes it knows."""


@dataclass(eq=False)
class Room:
    """What the requests of one server share.

    secret: signs the sessions. names: hosts that the server is called by. left: sessions that are
    over before their time. writing: held while
    something is written, so that the requests of one server do not wait for the database's lock by
    turns of sleeping. drawing: held while a question is drawn, for threads that compute side by
    side take a third more of the processor. pictures: the addresses of those of a question, by its
    id. followed: when the queue last took in what others wrote, in monotonic seconds.
    """

    workspace: Workspace
    month: str
    queue: Queue
    walks: Walks
    again: Again
    secret: bytes
    names: frozenset[str]
    left: Left
    to_rate: ToRate
    answer: bool = False
    writing: Lock = field(default_factory=Lock)
    drawing: Lock = field(default_factory=Lock)
    pictures: dict[str, list[str]] = field(default_factory=dict)
    followed: float = -FRESH

    def elsewhere(self) -> list[str]:
        """Gives the other months in which people are awaited, at desks of their own."""
        from live.due import elsewhere

        return elsewhere(self.workspace, self.month)

    def follow(self, within: float = 0.0) -> None:
        """Takes in what others than this server wrote, less what they did in the last seconds.

        Nothing of ours is half written meanwhile.
        """
        if time.monotonic() - self.followed >= within:
            with self.writing:
                self.followed = time.monotonic()
                self.queue.follow()
                self.to_rate.follow()


def room(request: Request) -> Room:
    """Gives what the requests of this server share."""
    found: Room = request.app.state.room
    return found


async def _room(request: Request) -> Room:
    return room(request)


Here = Annotated[Room, Depends(_room)]


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **shown: Any,
) -> HTMLResponse:
    """Draws a page, or a part of one. who: the Visitor, where there is one."""
    here = room(request)
    shown = {"who": None, "here": here} | shown
    text = templates().get_template(template).render(shown)
    return HTMLResponse(text, status_code=status, headers=headers)


def is_partial(request: Request) -> bool:
    """Whether htmx asks, which puts the answer into the page that is there."""
    return request.headers.get("HX-Request") == "true"


@cache
def templates() -> Environment:
    """Gives the templates, compiled once."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals["static"] = address
    return environment


def address(name: str) -> str:
    """Gives the address of a file of ours or of others; with what is in it, the address changes."""
    return f"/static/{name}?{sha256(static(name)).hexdigest()[:12]}"


@cache
def static(name: str) -> bytes:
    """Gives a file that pages load. Raises MissingError where the package was built without npm."""
    if name == "htmx.js":
        return vendor.text(name).encode()
    return (FOLDER / "static" / name).read_bytes()
