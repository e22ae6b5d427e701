"""A page's id and a picture's sha256 -> the picture. Gives no blob but what a stored page shows."""

import re

from fastapi import APIRouter, Request, Response

from live.errors import LiveError
from live.publish.cut import frozen
from live.records import Page
from live.review.web.refused import Refused
from live.review.web.room import Here, Room
from live.review.web.session import session_holds

router = APIRouter()
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""Kinds that a browser only draws; what else a page may have is given as bytes to keep."""
NONE = (404, "There is no such picture.", "Go on from the queue.")


@router.get("/shot/{page_id}/{sha256}")
def shot(request: Request, here: Here, page_id: str, sha256: str) -> Response:
    """Gives a picture to who is in a session; browsers keep it, for its name says what it is."""
    session_holds(request)
    versions = here.workspace.store.versions(Page, page_id)
    found = next((s for page in versions for s in page.shots if s.sha256 == sha256), None)
    if found is None or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise Refused(*NONE)
    if here.answer and page_id not in _asked_about(here):
        raise Refused(*NONE)
    try:
        content = here.workspace.blobs.get(sha256)
    except LiveError:
        raise Refused(*NONE) from None
    kind = found.media_type if found.media_type in PICTURES else "application/octet-stream"
    kept = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(content, media_type=kind, headers=kept)


def _asked_about(here: Room) -> set[str]:
    """The pages that the month's frozen questions are about."""
    release = frozen(here.workspace, here.month)
    return {row.page_id for row in release.rows} if release else set()
