"""A person before a frozen question: the picture and the question, and what they answer to it.

Nothing else of the question, its page or others' answers is drawn. When it was shown is signed and
goes with the page, so that the time an answer took is the server's to tell; a page that is loaded
again shows the same question, and its time runs on.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from live.errors import UsageError
from live.records import Page, Question, Row
from live.review.people import LONGEST, keep, stand
from live.review.web.refused import Refused
from live.review.web.room import Here, Room, is_partial, page
from live.review.web.session import Answerer, Form, Visitor, is_secure
from live.review.web.shown import Shown, read, show, signed

router = APIRouter()
COOKIE = "live_shown"
BLANK = ("Nothing is written yet.", "Write your answer; or say that you can’t tell.")
STRANGE = ("This question was shown to somebody else.", "Load the page again.")


@router.get("/")
def question(request: Request, here: Here, who: Answerer) -> Response:
    """Shows the question that is before a person, or their next one."""
    return _turn(request, here, who, read(here, who, request.cookies.get(COOKIE, "")))


@router.post("/answer")
def answer(request: Request, here: Here, who: Answerer, form: Form) -> Response:
    """Stores an answer, and shows the next question."""
    shown = read(here, who, form.get("shown", ""))
    if shown is None:
        raise Refused(403, *STRANGE)
    text = "" if "cannot" in form else form.get("text", "")
    if "cannot" not in form and not text.strip():
        raise Refused(422, *BLANK)
    told = ""
    try:
        with here.writing:
            row_id, took = int(shown.item), shown.seconds
            keep(here.workspace, here.month, row_id, who.handle, text, took, shown.act)
    except UsageError as error:
        left = stand(here.workspace, here.month, who.handle).left
        if any(str(row.row_id) == shown.item for row in left):
            raise
        told = str(error)  # another page of theirs was faster
    if not is_partial(request):
        return RedirectResponse("/", 303)
    return _turn(request, here, who, None, told)


def _turn(
    request: Request, here: Room, who: Visitor, shown: Shown | None, told: str = ""
) -> Response:
    """The page of the question that was shown, if it is not answered yet, or of the next."""
    store, month = here.workspace.store, here.month
    far = stand(here.workspace, month, who.handle, int(shown.item) if shown else None)
    row = far.left[0] if far.left else None
    if row and (shown is None or shown.item != str(row.row_id)):
        shown = show(here, who, str(row.row_id))
    token = signed(here, shown) if row and shown else ""
    response = page(
        request,
        "answer_turn.html.j2" if is_partial(request) else "answer.html.j2",
        who=who,
        question=_asked(here, row) if row else None,
        page_id=row.page_id if row else "",
        shots=store.versions(Page, row.page_id)[-1].shots if row else (),
        shown=token,
        done=far.answered,
        left=len(far.left),
        longest=LONGEST,
        told=told,
    )
    response.set_cookie(COOKIE, token, httponly=True, secure=is_secure(request), samesite="strict")
    return response


def _asked(here: Room, row: Row) -> Question:
    versions = here.workspace.store.versions(Question, row.question_id)
    return next(each for each in versions if each.version == row.version)
