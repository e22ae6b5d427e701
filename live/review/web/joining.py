"""An invite link -> a session, and a handle the first time; and out again.

Opening the link changes nothing, so that a mail program may look at it; the button on its page
does. Files that pages load are given here too, for they are asked for before a session.
"""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, RedirectResponse

from live.errors import UsageError
from live.review.decisions import touched
from live.review.handles import check
from live.review.web.refused import Refused
from live.review.web.room import FOLDER, Here, Room, page, static
from live.review.web.session import Form, begin, body, end, same_origin, session_holds
from live.store_reviewers import Reviewer

router = APIRouter()
OVER = ("This link does not open anything any more.", "Ask who invited you for a new one.")
LEFT = (
    "You have left.",
    "Your session is over. What you did is stored. To go on, open your invite link again.",
)
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
FILES = frozenset({path.name for path in (FOLDER / "static").iterdir()} | {"htmx.js"})


@router.get("/join/{token}")
def join(request: Request, here: Here, token: str) -> Response:
    """Shows who is invited to what, and the button that begins."""
    return _page(request, here, token, _invited(here, token))


@router.post("/join")
async def enter(request: Request, here: Here) -> Response:
    """Begins a session."""
    same_origin(request)
    form = await body(request)
    return await run_in_threadpool(_enter, request, here, form)


@router.post("/leave")
def leave(request: Request, form: Form) -> Response:
    """Ends a session."""
    response = RedirectResponse("/left", 303)
    end(request, response)
    return response


@router.get("/left")
def left(request: Request) -> Response:
    """Says to who left that they did."""
    return page(request, "told.html.j2", code=0, headline=LEFT[0], text=LEFT[1])


@router.get("/token")
def token(request: Request) -> Response:
    """Gives what forms carry in the session of now: for a page that outlived the one before."""
    return PlainTextResponse(session_holds(request).csrf)


@router.get("/static/{name}")
def file(name: str) -> Response:
    """Gives a file that pages load; its address changes with what is in it."""
    if name not in FILES:
        raise Refused(404, "There is nothing here.", "Go on from the queue.")
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    kind = KINDS[name.rpartition(".")[2]]
    return Response(static(name), media_type=kind, headers=kept)


def _enter(request: Request, here: Room, form: dict[str, str]) -> Response:
    token = form.get("token", "")
    invited = _invited(here, token)
    if not invited.handle:
        handle = form.get("handle", "").strip()
        try:
            _choose(here, invited, check(handle))
        except UsageError as error:
            return _page(request, here, token, invited, wrong=str(error), handle=handle, status=422)
    response = RedirectResponse("/" if here.answer else "/review", 303)
    begin(request, response, invited)
    return response


def _choose(here: Room, invited: Reviewer, handle: str) -> None:
    """Gives a reviewer a handle, once for all: their decisions are known by it."""
    store = here.workspace.store
    with here.writing, store.together():
        used = touched(here.workspace, here.month, handle)
        if used or not store.reviewers.choose_handle(invited.id, handle):
            raise UsageError(f"{handle} is taken by somebody else. Choose another.")
        store.audit.add(handle, "handle", invited.id, None, {"handle": handle})


def _invited(here: Room, token: str) -> Reviewer:
    """Whom a link invites. Raises Refused where it invites nobody, or not to this."""
    invited = here.workspace.store.reviewers.by_token(token)
    if invited is None or not invited.may_enter:
        raise Refused(403, *OVER)
    if invited.role != ("answer" if here.answer else "review"):
        raise Refused(403, f"This link is to {invited.role}, which is elsewhere.", OVER[1])
    return invited


def _page(
    request: Request,
    here: Room,
    token: str,
    invited: Reviewer,
    *,
    wrong: str = "",
    handle: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        "join.html.j2",
        status=status,
        token=token,
        invited=invited,
        wrong=wrong,
        handle=handle,
        queue=None if here.answer else here.queue.counts(invited.handle),
    )
