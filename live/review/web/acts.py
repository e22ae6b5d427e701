"""What a reviewer does to one question -> stored, and the page that follows.

An act that was sent twice, as after a server that died in its middle, counts once. What somebody
else did since the page was loaded is shown first.
"""

from fastapi import APIRouter, Request, Response

from live.errors import LiveError, UsageError
from live.qa_gen.taxonomies import load
from live.records import Decision, Question
from live.review.blind import is_blind
from live.review.decisions import acted, decide, edit
from live.review.remarks import flag, note, unflag
from live.review.standing import is_twice, newest_of_each
from live.review.undo import Undone, take_back
from live.review.web.desk_page import done, others, shown
from live.review.web.editing import TYPED, Faulty, changes
from live.review.web.many import verdict_of
from live.review.web.queue_page import Told, listed
from live.review.web.refused import Refused
from live.review.web.room import FRESH, Here, Room
from live.review.web.session import Form, Me, Sent, Visitor
from live.review.web.walk import parse
from live.review.web.words import beginning

router = APIRouter()
DONE = {
    "accept": "your acceptance of",
    "reject": "your rejection of",
    "withdraw": "your withdrawal about",
    "edit": "your edit of",
    "flag": "your flag on",
    "unflag": "that you took your flag from",
}
"""What can be taken back, before the question that it was about."""


@router.post("/desk/{id}/decide")
def decide_one(request: Request, here: Here, who: Me, form: Form, id: str) -> Response:
    """Accepts or rejects, and shows what comes next."""
    asked = parse(form.get("asked", ""))
    verdict, why = verdict_of(form)
    here.follow(within=FRESH)
    with here.writing:
        try:
            with here.workspace.store.together():
                question, made = _newest(here, id)
                notice = _meanwhile(here, who, form, question, made)
                if not notice:
                    act = form.get("act", "")
                    decide(here.workspace, question, verdict, who.handle, why, act)
                    here.queue.refresh(id)
        except LiveError:
            here.queue.refresh(id)  # it may have taken in what was not stored after all
            raise
    if notice:
        here.follow()
        return shown(request, here, who, id, asked, status=409, notice=notice)
    text = "Accepted." if verdict == "accept" else f"Rejected: {why}"
    if following := here.walks.next(who.handle, asked, id):
        return shown(request, here, who, following, asked, told=text)
    return done(request, here, who, asked, told=text)


@router.post("/desk/{id}/edit")
def edit_one(request: Request, here: Here, who: Me, form: Form, id: str) -> Response:
    """Stores an edit as a new version, and has its gates run."""
    asked = parse(form.get("asked", ""))
    typed = {name: form.get(name, "") for name in TYPED}
    with here.writing, here.workspace.store.together():
        question, made = _newest(here, id)
        notice = _meanwhile(here, who, form, question, made)
        if not notice and not _is_repeat(who, form, made):
            try:
                known = list(load(here.workspace.config.write.taxonomy).names)
                changed, why = changes(question, form, known), typed["why"].strip()
                edit(here.workspace, question, who.handle, changed, why, form.get("act", ""))
            except (Faulty, UsageError) as error:
                notice = {"kind": "bad", "headline": "Not saved.", "text": str(error)}
                notice["field"] = error.field if isinstance(error, Faulty) else ""
    here.follow()
    if notice:
        text = notice["text"]
        if notice["kind"] == "warn":
            text = "It is shown here. What you typed is kept below: look at it again, then save it."
        notice = notice | {"text": text}
        status = 422 if notice["kind"] == "bad" else 409
        return shown(request, here, who, id, asked, status=status, notice=notice, typed=typed)
    here.again.begin(id)
    version = here.workspace.store.versions(Question, id)[-1].version
    return shown(request, here, who, id, asked, told=f"Saved as version {version}.")


@router.post("/desk/{id}/flag")
def flag_one(request: Request, here: Here, who: Me, form: Form, id: str) -> Response:
    """Flags a question, or takes the flag away."""
    (question, _), on = _newest(here, id), form.get("on") == "1"
    with here.writing:
        (flag if on else unflag)(here.workspace, question, who.handle, act=form.get("act", ""))
        here.queue.refresh(id)
    text = "Flagged." if on else "No longer flagged."
    return shown(request, here, who, id, parse(form.get("asked", "")), told=text)


@router.post("/desk/{id}/note")
def note_one(request: Request, here: Here, who: Me, form: Form, id: str) -> Response:
    """Keeps a note."""
    question, _ = _newest(here, id)
    with here.writing:
        note(here.workspace, question, who.handle, form.get("text", ""), form.get("act", ""))
        here.queue.refresh(id)
    return shown(request, here, who, id, parse(form.get("asked", "")), told="Noted.")


@router.post("/undo")
def undo_last(request: Request, here: Here, who: Me, form: Form) -> Response:
    """Takes back what the reviewer did last, and shows the question that it was about."""
    asked, act = parse(form.get("asked", "")), form.get("act", "")
    with here.writing:
        repeated = acted(here.workspace, here.month, act)
        undone = take_back(here.workspace, here.month, who.handle, act)
        ids = undone.ids
        for id in ids:
            before = here.queue.get(id)
            here.queue.refresh(id)
            if before and before.version != _newest(here, id)[0].version:
                here.again.begin(id)
    text = "Taken back." if repeated else _undone(here, undone)
    back = ids[0] if len(ids) == 1 else form.get("id", "")
    if request.headers.get("HX-Target") == "div#list":
        return listed(request, here, who, asked, told=Told(text))
    if not back:
        return done(request, here, who, asked, told=text)
    return shown(request, here, who, back, asked, told=text)


def _undone(here: Room, undone: Undone) -> str:
    """Says what was taken back, and what was not."""
    ids, what, noted = undone
    if not ids:
        return "Nothing to take back. Notes stay." if noted else "Nothing to take back."
    text = f"Taken back: {len(ids)} decisions."
    if len(ids) == 1:
        question, _ = _newest(here, ids[0])
        text = f"Taken back: {DONE[what]} “{beginning(question.question)}”."
    return f"{text} The note that you made since stays." if noted else text


def _newest(here: Room, id: str) -> tuple[Question, list[Decision]]:
    """A question's newest version, and all decisions about the question."""
    versions = here.workspace.store.versions(Question, id)
    if not versions or versions[-1].month != here.month:
        raise Refused(404, "There is no such question.", "Go on from the queue.")
    return versions[-1], here.workspace.store.all(Decision, here.month, parent=id)


def _is_repeat(who: Visitor, form: Sent, made: list[Decision]) -> bool:
    """Whether a form was stored already, and its page never learned of it."""
    return any(each.act == form.get("act") and each.reviewer == who.handle for each in made)


def _meanwhile(
    here: Room, who: Visitor, form: Sent, question: Question, made: list[Decision]
) -> dict[str, str] | None:
    """What somebody else did since the page was loaded; None where nobody did, or it is a repeat.

    Who is to decide blind is told of new versions alone.
    """
    if _is_repeat(who, form, made):
        return None
    if form.get("version") != str(question.version):
        by = question.edited_by or "The check"
        return _notice(f"{by} has made version {question.version} meanwhile.", "It is shown here.")
    said = newest_of_each(each for each in made if each.version == question.version)
    twice = is_twice(question.id, here.workspace.config.second_review)
    if is_blind(said, who.handle, twice=twice, frozen=False):
        return None
    seen = form.get("seen", "").split()
    new = [said[handle] for handle in others(said, who) if handle not in seen]
    if not new:
        return None
    verb = {"accept": "accepted", "reject": "rejected"}[new[-1].verdict]
    why = f" {new[-1].reason}" if new[-1].reason else ""
    return _notice(
        f"{new[-1].reviewer} has {verb} this meanwhile.{why}",
        "Yours is not stored. Decide as well if you see it otherwise, or go on with J.",
    )


def _notice(headline: str, text: str) -> dict[str, str]:
    return {"kind": "warn", "headline": headline, "text": text}
