"""A question's whole life in a workspace: informed, written, checked, scored, gated, decided."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import factory

from live.outcomes import Done, Dropped, Ending, Waiting
from live.records import (
    Criterion,
    Decision,
    Finding,
    Grades,
    Provenance,
    Question,
    Step,
    Usage,
)
from live.review.decisions import settle
from live.store import Store
from live.workspace import Workspace

MONTH = factory.MONTH
GATES = ("well_formed", "fresh", "grounded", "new", "safe", "needs_picture", "answerable")
PAGE = factory.page(1)
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)


def bought(store: Store, key: str, usd: float | None = 0.01, stage: str = "write") -> str:
    """Notes a call that was answered, and gives its key."""
    sent = {"key": key, "month": MONTH, "stage": stage, "model": "m", "request": {"prompt": key}}

    async def buy() -> None:
        await store.calls.sent(**sent, at=AT)
        reply = {"outcome": "ok"}
        await store.calls.ended(key, received=True, reply=reply, usd=usd, tokens=50, at=AT)

    asyncio.run(buy())
    return key


def said(store: Store, step: str, subject: str, usd: float = 0.01, **words: Any) -> Step:
    """A step whose reply was bought."""
    stage = "write" if step in ("inform", "write") else "check"
    key = bought(store, f"{step}-{subject}", usd, stage)
    usage = Usage(input_tokens=40, output_tokens=10)
    made_by = Provenance(
        model=f"the {step} model",
        revision="served-1",
        prompt_sha256="a" * 64,
        usage=usage,
        reply_key=key,
    )
    return Step.model_validate(
        {"month": MONTH, "step": step, "subject": subject, "said": words, "made_by": made_by}
    )


def finding(question: Question, gate: str, outcome: str = "passed", **fields: Any) -> Finding:
    values = {"month": MONTH, "question_id": question.id, "version": question.version}
    return Finding.model_validate({**values, "gate": gate, "outcome": outcome, **fields})


def gated(workspace: Workspace, question: Question, ends: dict[str, dict[str, Any]]) -> None:
    """Stores findings as the gates leave them: behind one that is not passed, none is run."""
    over, ending = False, None
    for gate in GATES:
        fields = ends.get(gate, {})
        outcome = fields.get("outcome", "passed")
        if over:
            fields, outcome = {}, "not_run"
        workspace.store.add(finding(question, gate, **{"outcome": outcome, **fields}))
        over = over or outcome not in ("passed", "off")
        if over and ending is None:
            kind = {"dropped": Dropped, "not_run": Waiting}[outcome]
            ending = kind(fields["reason"], fields["detail"])
    end: Ending = ending or Done()
    workspace.store.save(MONTH, "gates", question.id, end)


def written(workspace: Workspace, questions: list[Question]) -> None:
    """Stores drafts of one page, each of which passed the check."""
    workspace.store.add(PAGE)
    workspace.store.save(MONTH, "write", PAGE.id, Done(tuple(questions)))
    for question in questions:
        workspace.store.save(MONTH, "check", question.id, Done())


def whole(workspace: Workspace) -> Question:
    """Five questions of a page, the first with all that can be known of one; gives that one.

    2 is dropped at `grounded`, 3 at the check, 4 waits at `needs_picture`, 5 is accepted.
    """
    store = workspace.store
    drafts = [factory.question(n, made_by=Provenance(model="writer")) for n in range(1, 6)]
    written(workspace, drafts)
    first = drafts[0]
    told = {"question": first.question, "answer": first.answer, "subtask": first.subtask}
    store.add(
        said(store, "inform", PAGE.id, 0.1, pictures=["a ferry at its pier"], new=["it sails"]),
        said(store, "write", PAGE.id, 0.4, questions=[told, {"question": "another"}]),
        said(store, "check", first.id, 0.02, verdict="corrects", answer="Mara Quill, reporter"),
        said(store, "finalize", first.id, 0.01, criteria=[{"points": 10, "text": "names her"}]),
        said(store, "score", first.id, 0.01, authenticity=4, coherence=3, clarity=1),
    )
    grader = Provenance(model="scorer")
    grades = Grades(authenticity=4, coherence=3, clarity=1, reason="It is clear.", made_by=grader)
    final = first.model_copy(
        update={
            "version": 2,
            "answer": "Mara Quill, reporter",
            "criteria": (Criterion(points=10, text="names Mara Quill"),),
            "checked_by": Provenance(model="checker"),
            "grades": grades,
        }
    )
    store.save(MONTH, "check", final.id, Done((final,)))
    tries = [
        {"model": "see-1", "answer": "Mara Quill", "rating": 10, "replies": ["solve-1"]},
        {"model": "see-2", "answer": "Ben Cole", "rating": 0, "replies": ["solve-2"]},
    ]
    for key, usd in (("solve-1", 0.003), ("solve-2", 0.002)):
        bought(store, key, usd, "gates")
    places = {"places": [{"fact": "Mara Quill", "at": "By Mara Quill"}]}
    gated(
        workspace,
        final,
        {"grounded": {"evidence": places}, "answerable": {"evidence": {"solvers": tries}}},
    )
    gated(
        workspace, drafts[1], {"grounded": _end("dropped", "ungrounded", "42 is not on the page.")}
    )
    store.save(MONTH, "check", drafts[2].id, Dropped("not_answerable", "checker: It is cut off."))
    todo = "live.yaml: solvers.blind names 0 text-only models. Write `solvers: {blind: [a, b]}`."
    gated(workspace, drafts[3], {"needs_picture": _end("not_run", "no_solvers", todo)})
    gated(workspace, drafts[4], {})
    decided = {"month": MONTH, "question_id": final.id, "version": 2, "verdict": "accept"}
    store.add(Decision(**decided, reviewer="kim", at=AT, reason="looked at it"))
    settle(workspace, MONTH)
    return final


def _end(outcome: str, reason: str, detail: str) -> dict[str, Any]:
    return {"outcome": outcome, "reason": reason, "detail": detail}
