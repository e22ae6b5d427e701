"""A person before somebody's answer: picture, question, gold, criteria, and the points they give.

Nothing drawn tells whose answer it is, what judges gave it, or why it is asked about; also the name
that it goes by on the page cannot be made from what it is. So whoever rates one stays fit to rate
the next.
"""

import hmac
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from live.records import Answer, Page, Question, Shot
from live.review.rating import LONGEST, TakenBack, question_of, rate, take_back
from live.review.web.numbers import whole
from live.review.web.refused import Refused
from live.review.web.room import FRESH, Here, Room, is_partial, page
from live.review.web.session import Form, Me, Sent, Visitor
from live.review.web.shown import read, show, signed

router = APIRouter()
STRANGE = ("This answer was shown to somebody else.", "Load the page again.")


@router.get("/rate")
def next_answer(request: Request, here: Here, who: Me) -> Response:
    """Shows the answer that a person is to rate next, or the one after another."""
    here.follow(within=FRESH)
    passed = _find(here, request.query_params.get("after", ""))
    ids = here.to_rate.left(who.handle)
    id = here.to_rate.after(who.handle, passed.id) if passed else ""
    return _turn(request, here, who, id or next(iter(ids), ""))


@router.post("/rate")
def rate_one(request: Request, here: Here, who: Me, form: Form) -> Response:
    """Stores a rating, and shows the next answer."""
    shown = read(here, who, form.get("shown", ""))
    answer = _find(here, shown.item) if shown else None
    if shown is None or answer is None:
        raise Refused(403, *STRANGE)
    here.follow(within=FRESH)
    points = _points(form, question_of(here.workspace, answer))
    following = here.to_rate.after(who.handle, answer.id)
    with here.writing:
        rate(
            here.workspace,
            answer,
            who.handle,
            points,
            form.get("words", ""),
            seconds=shown.seconds,
            act=shown.act,
            drawn=here.to_rate.is_drawn(answer.id),
        )
        here.to_rate.refresh(answer.id)
    if not is_partial(request):
        return RedirectResponse("/rate", 303)
    return _turn(request, here, who, following, told=f"Stored: {sum(points)} of 10.")


@router.post("/rate/undo")
def undo_rating(request: Request, here: Here, who: Me, form: Form) -> Response:
    """Takes back what a person rated last, and shows that answer with what they had given it."""
    here.follow(within=FRESH)
    with here.writing:
        undone = take_back(here.workspace, here.month, who.handle, form.get("act", ""))
        if undone:
            here.to_rate.refresh(undone.answer.id)
    if undone is None:
        shown = _find(here, form.get("shown", ""))
        id = shown.id if shown else next(iter(here.to_rate.left(who.handle)), "")
        return _turn(request, here, who, id, told="Nothing to take back.")
    text = f"Taken back: {sum(undone.points)} of 10. Give points again, or go on."
    return _turn(request, here, who, undone.answer.id, told=text, given=undone)


def _turn(
    request: Request,
    here: Room,
    who: Visitor,
    id: str,
    *,
    told: str = "",
    given: TakenBack | None = None,
) -> Response:
    """Draws an answer; '': none is left. given: what the person had given it before."""
    with here.drawing, here.workspace.store.reading():
        answer = _answer(here, id)
        question = question_of(here.workspace, answer) if answer else None
        after = here.to_rate.after(who.handle, id)
        item = _item(here, answer) if answer else ""
        return page(
            request,
            "rate_turn.html.j2" if is_partial(request) else "rate.html.j2",
            who=who,
            question=question,
            text=answer.text if answer else "",
            page_id=question.page_id if question else "",
            shots=_shots(here, question) if question else (),
            item=item,
            shown=signed(here, show(here, who, item)) if item else "",
            act=uuid4().hex,
            left=here.to_rate.count(who.handle),
            later=bool(after),
            ahead=_ahead(here, after),
            longest=LONGEST,
            points=given.points if given else (),
            words=given.words if given else "",
            told=told,
        )


def _points(form: Sent, question: Question) -> Sequence[int]:
    """The points for each criterion. Raises Refused where one has none."""
    given = [whole(form.get(f"points-{n}")) for n in range(len(question.criteria))]
    for n, each in enumerate(given, 1):
        if each is None:
            raise Refused(422, f"Criterion {n} has no points yet.", "Give it some, or 0.")
    return [each for each in given if each is not None]


def _item(here: Room, answer: Answer) -> str:
    """What an answer goes by on a page: its question, and a name that only this server can make."""
    name = hmac.digest(here.secret, f"rated {answer.id}".encode(), "sha256").hex()[:16]
    return f"{answer.question_id}/{name}"


def _find(here: Room, item: str) -> Answer | None:
    """The answer that goes by this."""
    about = item.partition("/")[0]
    given: Any = here.workspace.store.all(Answer, here.month, parent=about) if about else ()
    return next((answer for answer in given if _item(here, answer) == item), None)


def _answer(here: Room, id: str) -> Answer | None:
    return next(iter(here.workspace.store.versions(Answer, id)), None) if id else None


def _shots(here: Room, question: Question) -> Sequence[Shot]:
    pages = here.workspace.store.versions(Page, question.page_id)
    return pages[-1].shots if pages else ()


def _ahead(here: Room, id: str) -> list[str]:
    """The addresses of the next answer's pictures, for the browser to fetch."""
    if (answer := _answer(here, id)) is None:
        return []
    question = question_of(here.workspace, answer)
    return [f"/shot/{question.page_id}/{shot.sha256}" for shot in _shots(here, question)]
