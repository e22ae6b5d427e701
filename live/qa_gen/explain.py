"""A question -> all that is known of it: where it is from, what was said, found, changed, paid.

Reads store and blobs. What a page's informer and writer cost is shared by the page's questions.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from live.config import Gates
from live.errors import UsageError
from live.publish.cut import frozen
from live.publish.errata_told import erratum_line
from live.records import (
    Answer,
    Decision,
    Finding,
    Question,
    Remark,
    Step,
    Verdict,
)
from live.workspace import Workspace

COMPARED = ("subtask", "format", "language", "question", "answer", "rubric")
STEPS = ("inform", "write", "check", "finalize", "score")
GATES = tuple(Gates.model_fields)
RUN = "Run `live run`, or `live write`."


def explain(workspace: Workspace, question: Question) -> dict[str, Any]:
    """Explains the newest version of a question, as JSON data."""
    store, id = workspace.store, question.id
    versions = store.versions(Question, id)
    of_page = store.all(Step, question.month, parent=question.page_id)
    own = store.all(Step, question.month, parent=id)
    found = store.all(Finding, question.month, parent=id)
    decisions = store.all(Decision, question.month, parent=id)
    steps = [*of_page, *own]
    spent = _spent(workspace, question, of_page, own, found)
    return {
        "kind": "question",
        "id": id,
        "version": question.version,
        "month": question.month,
        "fate": fate(workspace, question),
        "question": question.model_dump(mode="json"),
        "page": _page(workspace, question),
        **life(versions, steps, found, decisions, _prices(workspace, steps)),
        "remarks": [
            each.model_dump(mode="json", exclude={"month", "question_id"})
            for each in store.all(Remark, question.month, parent=id)
        ],
        "log": [each._asdict() for each in store.audit.entries(item=id)],
        "cost": spent | {"usd": round(sum(spent.values()), 6)},
    }


def life(
    versions: list[Question],
    steps: Iterable[Step],
    found: Iterable[Finding],
    decisions: Iterable[Decision],
    prices: Mapping[str, float],
) -> dict[str, Any]:
    """Gives how a question came to be, as JSON data: `steps`, `gates`, `decisions`, `versions`.

    versions: oldest first. found, decisions: of any of them. prices: USD by a reply's key.
    """
    hidden = {"month", "question_id"}
    return {
        "steps": _told(steps, prices),
        "gates": [
            finding.model_dump(mode="json", exclude=hidden)
            for finding in sorted(found, key=lambda each: (each.version, _place(each.gate, GATES)))
        ],
        "decisions": [each.model_dump(mode="json", exclude=hidden) for each in decisions],
        "versions": versions_told(versions),
    }


def fate(workspace: Workspace, question: Question) -> dict[str, Any]:
    """Tells whether a question is in the split, out, or open, and why.

    row_id is None unless it is in. stage: where that was decided, or is to be.
    """
    release = frozen(workspace, question.month)
    errata = [e for e in (release.errata if release else ()) if e.question_id == question.id]
    for row in release.rows if release else ():
        if row.question_id == question.id:
            by = f" Accepted by {row.reviewed_by}." if row.reviewed_by else ""
            why = f"Row {row.row_id} of {question.month}, as version {row.version}.{by}"
            why = " ".join([why, *(erratum_line(each) for each in errata)])
            return _fate("in", "cut", "chosen", why) | {"row_id": row.row_id}
    if errata:
        why = f"Row {errata[-1].row_id} of {question.month}. {erratum_line(errata[-1])}"
        return _fate("out", "cut", "withdrawn", why)
    if release and release.selection and (left := release.selection.left_out.get(question.id)):
        return _fate("out", "cut", left.reason, left.detail)
    ended = {o.stage: o for o in workspace.store.outcomes(question.month) if o.item == question.id}
    state, late = ("out", "The month was cut without it. ") if release else ("open", "")
    for stage in ("check", "gates", "review"):
        outcome = ended.get(stage)
        if outcome is None:
            return _fate(state, stage, "not_begun", late.strip() or RUN)
        if outcome.state == "dropped":
            return _fate("out", stage, outcome.reason, outcome.detail)
        rejected = stage == "gates" and "review" in ended and ended["review"].state == "dropped"
        if outcome.state != "done" and not rejected:
            return _fate(state, stage, outcome.reason, late + outcome.detail)
    return _fate("open", "cut", "accepted", "It stands for `live cut`, which chooses.")


def _fate(state: str, stage: str, reason: str, detail: str) -> dict[str, Any]:
    return {"state": state, "stage": stage, "reason": reason, "detail": detail, "row_id": None}


def _page(workspace: Workspace, question: Question) -> dict[str, Any] | None:
    """The page as the crawl explains it, less what it says of its questions."""
    from live.crawl.explain import explain as explain_page

    try:
        known = explain_page(workspace, question.page_id)
    except UsageError:
        return None  # a question whose page is gone is explained all the same
    page: dict[str, Any] | None = known["page"]
    return page and {key: known[key] for key in ("url", "site", "found_in")} | page


def steps_told(workspace: Workspace, steps: list[Step]) -> list[dict[str, Any]]:
    """Gives what models said at each step, by whom and for how many USD; None: price unknown."""
    return _told(steps, _prices(workspace, steps))


def _prices(workspace: Workspace, steps: Iterable[Step]) -> dict[str, float]:
    return workspace.store.calls.prices(step.made_by.reply_key for step in steps)


def _told(steps: Iterable[Step], prices: Mapping[str, float]) -> list[dict[str, Any]]:
    return [
        {
            "step": step.step,
            "subject": step.subject,
            **step.made_by.model_dump(
                mode="json", include={"model", "declared", "revision", "prompt_sha256"}
            ),
            "tokens": step.made_by.usage.input_tokens + step.made_by.usage.output_tokens,
            "usd": prices.get(step.made_by.reply_key),
            "reply_key": step.made_by.reply_key,
            "said": step.said,
        }
        for step in sorted(steps, key=lambda step: _place(step.step, STEPS))
    ]


def versions_told(versions: list[Question]) -> list[dict[str, Any]]:
    """Gives of each version, oldest first, who made it and what it changed."""
    before = [None, *versions[:-1]]
    return [_changed(one, other) for one, other in zip(before, versions, strict=True)]


def _changed(before: Question | None, after: Question) -> dict[str, Any]:
    """A version, and what it changed: field -> [before, after]."""
    old = {field: getattr(before, field) for field in COMPARED} if before else {}
    new = {field: getattr(after, field) for field in COMPARED}
    return {
        "version": after.version,
        "by": _maker(before, after),
        "question": after.question,
        "changed": {field: [old[field], new[field]] for field in old if old[field] != new[field]},
    }


def _maker(before: Question | None, after: Question) -> str:
    if before is None:
        return after.made_by.model
    if after.edited_by:
        return after.edited_by
    return after.checked_by.model if after.checked_by else "the check"


def _spent(
    workspace: Workspace,
    question: Question,
    of_page: list[Step],
    own: list[Step],
    found: list[Finding],
) -> dict[str, float]:
    """USD by what they were spent on; what has no known price counts nothing."""
    store = workspace.store
    siblings = max(len(store.all(Question, question.month, parent=question.page_id)), 1)
    answers = store.all(Answer, question.month, parent=question.id)
    verdicts = [v for each in answers for v in store.all(Verdict, question.month, parent=each.id)]
    keys = {
        "write": {step.made_by.reply_key for step in of_page} or {question.made_by.reply_key},
        "check": {step.made_by.reply_key for step in own},
        "gates": {key for finding in found for key in _replies(finding.evidence)},
        "answers": {each.made_by.reply_key for each in answers}
        | {each.made_by.reply_key for each in verdicts},
    }
    prices = store.calls.prices(key for some in keys.values() for key in some)
    spent = {what: sum(prices.get(key, 0.0) for key in some) for what, some in keys.items()}
    return {
        what: round(usd / (siblings if what == "write" else 1), 6) for what, usd in spent.items()
    }


def _replies(evidence: Any) -> list[str]:
    """The keys of the replies that a gate went by, as `replies` anywhere in its evidence."""
    if isinstance(evidence, dict):
        inner = [
            key for name, each in evidence.items() if name != "replies" for key in _replies(each)
        ]
        return [*evidence.get("replies", ()), *inner]
    if isinstance(evidence, list):
        return [key for each in evidence for key in _replies(each)]
    return []


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
