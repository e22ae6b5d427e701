"""A question -> the desk, with all that is known of it, and what comes next."""

from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from live.records import Page, Question
from live.review.desk import item
from live.review.web.earlier import earlier
from live.review.web.refused import Refused
from live.review.web.room import FRESH, Here, Room, is_partial, page
from live.review.web.session import Me, Visitor
from live.review.web.walk import Asked, read

router = APIRouter()


@router.get("/review")
def review(request: Request, here: Here, who: Me) -> Response:
    """Leads to the first question that is asked for."""
    here.follow(within=FRESH)
    asked = read(request.query_params)
    if first := here.walks.begin(who.handle, asked):
        return RedirectResponse(address(first, asked), 303)
    return done(request, here, who, asked)


@router.get("/desk/{id}")
def desk(request: Request, here: Here, who: Me, id: str) -> Response:
    """Shows a question."""
    here.follow(within=FRESH)
    return shown(request, here, who, id, read(request.query_params))


@router.get("/desk/{id}/gates")
def gates(request: Request, here: Here, who: Me, id: str) -> Response:
    """Shows a question once its gates have been run again; nothing before."""
    if here.again.is_running(id):
        return Response(status_code=204)
    here.follow()
    return shown(request, here, who, id, read(request.query_params))


def address(id: str, asked: Asked) -> str:
    """Gives the address of a question on the desk."""
    return f"/desk/{quote(id, safe='')}" + (f"?{asked.query}" if asked.query else "")


def shown(
    request: Request,
    here: Room,
    who: Visitor,
    id: str,
    asked: Asked,
    *,
    status: int = 200,
    told: str = "",
    notice: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    """Draws a question. told: what was just done. notice: what happened meanwhile.

    typed: what the reviewer has typed as an edit and is not stored.
    """
    known = here.queue.fact(id)
    if known is None:
        raise Refused(404, "There is no such question.", "Go on from the queue.")
    with here.drawing:
        place = here.walks.place(who.handle, asked, id)
        with here.workspace.store.reading():
            question = item(here.workspace, id, who.handle, known)
            ahead = _pictures(here, place.after)
            some = len(question["versions"]) > 1 and bool(question["decisions"])
            versions = here.workspace.store.versions(Question, id) if some else []
        here.walks.look(who.handle, id)
        return page(
            request,
            "desk_item.html.j2" if is_partial(request) else "desk.html.j2",
            status=status,
            headers=_moved(request, address(id, asked)),
            who=who,
            q=question,
            asked=asked,
            place=place,
            earlier=earlier(versions, question["decisions"], who.handle) if some else (),
            seen=" ".join(others(question["decided_by"], who)),
            ahead=ahead,
            act=uuid4().hex,
            told={"kind": "", "text": told} if told else None,
            notice=notice,
            typed=typed,
            criteria="\n".join(f"{c['points']}: {c['text']}" for c in question["criteria"]),
            running=here.again.is_running(id),
        )


def done(request: Request, here: Room, who: Visitor, asked: Asked, *, told: str = "") -> Response:
    """Says that nothing of what was asked for is left."""
    return page(
        request,
        "done_item.html.j2" if is_partial(request) else "done.html.j2",
        headers=_moved(request, f"/review?{asked.query}"),
        who=who,
        asked=asked,
        left=here.queue.counts(who.handle).todo,
        act=uuid4().hex,
        told={"kind": "", "text": told} if told else None,
    )


def others(decided_by: Any, who: Visitor) -> list[str]:
    """Those who decided, less the visitor."""
    return [handle for handle in decided_by if handle != who.handle]


def _moved(request: Request, address: str) -> dict[str, str]:
    """Tells htmx the address of what it is given, where that is another one."""
    now = urlsplit(request.headers.get("HX-Current-URL", ""))
    return {} if now.path == urlsplit(address).path else {"HX-Push-Url": address}


def _pictures(here: Room, id: str) -> list[str]:
    """The addresses of the pictures that come next, for the browser to fetch."""
    if (known := here.queue.fact(id)) and id not in here.pictures:
        pages = here.workspace.store.versions(Page, known.page_id)[-1:]
        here.pictures[id] = [f"/shot/{page.id}/{s.sha256}" for page in pages for s in page.shots]
    return here.pictures[id] if known else []
