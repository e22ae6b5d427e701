"""What a reviewer asks of the queue -> its list, with counts, filters and what to do with all."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import uuid4

from fastapi import APIRouter, Request, Response

from live.review.reasons import REASONS
from live.review.web.numbers import whole
from live.review.web.room import Here, Room, page
from live.review.web.session import Me, Visitor
from live.review.web.walk import Asked, read

router = APIRouter()
ROWS = 100
"""Shown at first, and with every further step."""


TABS = (
    "todo", "open", "held", "conflict", "second", "accepted", "rejected", "decided", "waiting",
    "dropped", "all",
)  # fmt: skip
"""Of the queue, in order: what the viewer is to decide, each Status, and all."""


class Told(NamedTuple):
    """What was just done with all that is listed. refused: by id, why that could not be done."""

    text: str
    bad: bool = False
    undo: bool = False
    refused: Mapping[str, str] = {}


@router.get("/")
def queue(request: Request, here: Here, who: Me) -> Response:
    """Shows the queue; to htmx only the list."""
    here.follow()
    asked = read(request.query_params)
    return listed(request, here, who, asked, most=whole(request.query_params.get("rows")) or ROWS)


def listed(
    request: Request,
    here: Room,
    who: Visitor,
    asked: Asked,
    *,
    most: int = ROWS,
    told: Told | None = None,
) -> Response:
    """Draws the queue. told: what was just done with all of it."""
    entries = here.queue.entries(asked.filters, who.handle, asked.order)
    counts = here.queue.counts(who.handle)
    under = here.queue.counts(who.handle, asked.filters) if asked.narrow else counts
    of = under.status | {"todo": under.todo, "all": under.all}
    template = "queue_list.html.j2" if request.headers.get("HX-Target") == "div#list" else ""
    return page(
        request,
        template or "queue.html.j2",
        who=who,
        asked=asked,
        entries=entries[:most],
        found=len(entries),
        todo=sum(each.todo for each in entries),
        more=most + ROWS,
        counts=counts,
        tabs=[(tab, of.get(tab, 0)) for tab in TABS],
        reasons=REASONS,
        act=uuid4().hex,
        told=told,
    )
