"""What is stored -> how far everybody is, and how far they agree."""

from fastapi import APIRouter, Request, Response

from live.review.agreement import agreement
from live.review.progress import progress
from live.review.web.room import Here, page
from live.review.web.session import Me

router = APIRouter()


@router.get("/progress")
def progress_page(request: Request, here: Here, who: Me) -> Response:
    """Shows who decided how many, what is left, and where people agree."""
    here.follow()
    return page(
        request,
        "progress.html.j2",
        who=who,
        progress=progress(here.workspace, here.month, here.queue, here.to_rate),
        agreement=agreement(here.workspace, here.month),
    )
