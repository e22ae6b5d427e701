"""One decision about all that a filter shows -> decided in one act, which is undone whole."""

from fastapi import APIRouter, Request, Response

from live.records import Decision, Question
from live.review.bulk import Bulk, decide_all
from live.review.decisions import acted
from live.review.reasons import reason
from live.review.web.numbers import whole
from live.review.web.queue_page import Told, listed
from live.review.web.refused import Refused
from live.review.web.room import Here
from live.review.web.session import Form, Me, Sent
from live.review.web.walk import parse

router = APIRouter()


@router.post("/many")
def many(request: Request, here: Here, who: Me, form: Form) -> Response:
    """Accepts or rejects all that is asked for and can be decided, where it is as many as shown."""
    asked = parse(form.get("asked", ""))
    verdict, why = verdict_of(form)
    act = form.get("act", "")
    here.follow()
    if acted(here.workspace, here.month, act):
        made = here.workspace.store.all(Decision, here.month)
        done = [each.question_id for each in made if each.act == act]
        return listed(request, here, who, asked, told=_told(Bulk(done, {}), verdict))
    ids = [each.id for each in here.queue.entries(asked.filters, who.handle) if each.todo]
    if str(len(ids)) != form.get("count"):
        text = f"They are {len(ids)} now. Look at the list again; nothing was decided."
        return listed(request, here, who, asked, told=Told(text, bad=True))
    store = here.workspace.store
    with here.writing:
        questions = [store.versions(Question, id)[-1] for id in ids]
        came = decide_all(here.workspace, questions, verdict, who.handle, why, act)
    for id in came.done:
        here.queue.refresh(id)
    return listed(request, here, who, asked, told=_told(came, verdict))


def verdict_of(form: Sent) -> tuple[str, str]:
    """Reads a verdict, and of a rejection the reason. Raises Refused where it is none."""
    verdict, number = form.get("verdict", ""), form.get("reason", "")
    if verdict not in ("accept", "reject"):
        raise Refused(422, "Neither accepted nor rejected.", "Choose one of the two.")
    if verdict == "accept":
        return verdict, ""
    if (chosen := whole(number)) is None:
        raise Refused(422, "No reason is given.", "Choose one of the nine.")
    return verdict, reason(chosen)


def _told(came: Bulk, verdict: str) -> Told:
    text = f"{len(came.done)} {verdict}ed." if came.done else "Nothing was decided."
    return Told(text, bad=not came.done, undo=bool(came.done), refused=came.refused)
