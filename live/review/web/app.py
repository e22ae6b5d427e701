"""An open workspace -> the desk, a web application. All that it writes are short transactions."""

import logging

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from live.errors import LiveError
from live.review.queue import Queue
from live.review.to_rate import ToRate
from live.review.web import (
    acts,
    blobs,
    desk_page,
    joining,
    many,
    progress_page,
    queue_page,
    rate_page,
)
from live.review.web.again import Again
from live.review.web.guard import LOOPBACK, Guard
from live.review.web.left import Left
from live.review.web.refused import Refused
from live.review.web.room import Room, is_partial, page, static, templates
from live.review.web.session import secret_of
from live.review.web.walk import Walks
from live.workspace import Workspace

log = logging.getLogger(__name__)
MISSING = {404: "There is nothing here.", 405: "This cannot be done here."}


def create_app(
    workspace: Workspace, month: str, *, answer: bool = False, names: frozenset[str] = LOOPBACK
) -> Guard:
    """Makes the desk of a month. answer: people answer its questions instead of reviewing them.

    names: hosts that it is called by. Raises MissingError where the package was built without npm.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    queue = Queue(workspace, month)
    app.state.room = Room(
        workspace,
        month,
        queue,
        Walks(queue),
        Again(workspace.path),
        secret_of(workspace.path),
        names,
        Left(workspace.path),
        ToRate(workspace, month),
        answer,
    )
    app.include_router(joining.router)
    app.include_router(blobs.router)
    if answer:
        from live.review.web import answering

        app.include_router(answering.router)
    else:
        for each in (queue_page, desk_page, acts, many, rate_page, progress_page):
            app.include_router(each.router)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(LiveError, _mendable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)
    static("htmx.js")
    for name in templates().list_templates(extensions=["j2"]):
        templates().get_template(name)
    return Guard(app, names)


def told(request: Request, status: int, headline: str, text: str) -> Response:
    """Says what is so, and what to do: as a page, or where htmx asks, as a notice on the page."""
    into = {"HX-Retarget": "#told", "HX-Reswap": "innerHTML", "HX-Reselect": ".notice"}
    template = "notice.html.j2" if is_partial(request) else "told.html.j2"
    return page(
        request, template, status=status, headers=into, code=status, headline=headline, text=text
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return told(request, error.status, error.headline, error.text)


async def _mendable(request: Request, error: Exception) -> Response:
    return told(request, 409, "That could not be done.", str(error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headline = MISSING.get(error.status_code, str(error.detail))
    return told(request, error.status_code, headline, "Go on from the queue.")


async def _broken(request: Request, error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return told(request, 500, "That failed on our side.", "Nothing was stored. Try it once more.")
