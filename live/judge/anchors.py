"""Answers of an earlier month, judged once more each month: whether the judge drifts.

The same answers to the same questions, so what moves is the judge. Touches models through live.lmm,
and the store.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from live.engine import Report, silent, work_through
from live.judge.answer import frozen_questions
from live.judge.pairs import pairs
from live.judge.pin import Pins
from live.judge.rating import in_flight, rating_of
from live.judge.sample import READ
from live.lmm.models import Models
from live.outcomes import Done, Ending, State
from live.records import Anchor, Answer, Page, Release, Verdict, content_id
from live.workspace import Workspace

NOW, THEN = "now", "then"
PANEL = "the judges of then"
Given = Mapping[str, Mapping[str, int]]
"""By answer and judge, the rating."""


async def judge_anchors(
    workspace: Workspace, month: str, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has each judge of a month rate the anchors. Stage "anchors", an item an answer and judge.

    The anchors are answers of the oldest month that was frozen, which itself has none.
    """
    config, store = workspace.config, workspace.store
    release = _oldest(workspace)
    if not config.anchors or release is None or release.month == month:
        return Counter()
    questions = {(q.id, q.version): q for q in frozen_questions(workspace, release)}
    pages = {page.id: page for page in store.all(Page, release.month)}
    given = _ratings(store.each(Verdict, release.month))
    pins = Pins(config, store.each(Verdict, month))

    async def rate_one(item: tuple[Answer, str]) -> Ending:
        answer, judge = item
        question = questions[answer.question_id, answer.version]
        page = pages[question.page_id]
        again = await rating_of(
            config,
            models,
            judge,
            question,
            page,
            answer.text,
            stage="anchors",
            first_sample=int(month[2:4] + month[5:]) * 10,
        )
        by, earlier = _baseline(given[answer.id], judge)
        anchor = Anchor(
            month=month,
            of=release.month,
            answer_id=answer.id,
            page_id=page.id,
            judge=judge,
            rating=again.total,
            earlier=earlier,
            by=by,
            reason=again.reason,
            made_by=again.made_by,
        )
        return pins.refuses(judge, again.made_by.revision) or Done((anchor,))

    answers = [
        answer
        for answer in store.all(Answer, release.month)
        if (answer.question_id, answer.version) in questions and _tells(answer, given)
    ]
    answers.sort(key=lambda answer: content_id("anchor", answer.id))
    return await work_through(
        [(answer, judge) for answer in answers[: config.anchors] for judge in config.judges],
        rate_one,
        store=store,
        month=month,
        stage="anchors",
        key=lambda item: f"{item[0].id}:{item[1]}",
        lane=lambda item: item[1],
        concurrency=in_flight(models, config.judges),
        report=report,
    )


def drift(anchors: Sequence[Anchor], judge: str) -> dict[str, Any] | None:
    """Gives how a judge's ratings of the anchors moved; None where it rated none.

    As JSON data: `of`, the anchors' month; `by`, whose ratings they had then; `n`, `unscored`;
    `difference`, `low`, `high`: now less then, in points of 0..10, paired, with its 95% interval;
    None where too few pages tell.
    """
    own = [anchor for anchor in anchors if anchor.judge == judge]
    if not own:
        return None
    rated = {anchor.answer_id: anchor for anchor in own if anchor.rating is not None}
    now = {id: float(anchor.rating or 0) for id, anchor in rated.items()}
    then = {id: anchor.earlier for id, anchor in rated.items()}
    ((pair,), _) = pairs({NOW: now, THEN: then}, {id: a.page_id for id, a in rated.items()})
    return {
        "of": own[0].of,
        "by": ", ".join(sorted({anchor.by for anchor in own})),
        "n": len(rated),
        "unscored": len(own) - len(rated),
        "difference": _points(pair.difference),
        "low": _points(pair.low),
        "high": _points(pair.high),
    }


def _oldest(workspace: Workspace) -> Release | None:
    """The first revision of the oldest month that was frozen."""
    for month in workspace.store.months():
        if found := workspace.store.all(Release, month):
            return found[0]
    return None


def _ratings(verdicts: Iterable[Verdict]) -> Given:
    given: dict[str, dict[str, int]] = defaultdict(dict)
    for verdict in verdicts:
        if verdict.rating is not None and not verdict.by_person:
            given[verdict.answer_id][verdict.judge] = verdict.rating
    return given


def _tells(answer: Answer, given: Given) -> bool:
    """Tells whether it is a candidate's, given to the picture, that a judge read and rated."""
    shown = not answer.by_person and not answer.is_blind
    return shown and answer.outcome in READ and answer.id in given


def _baseline(given: Mapping[str, int], judge: str) -> tuple[str, float]:
    """Whose rating a judge's is held against, and that rating: its own where it has one."""
    own = given.get(judge)
    return (PANEL, float(median(given.values()))) if own is None else (judge, float(own))


def _points(value: float | None) -> float | None:
    return None if value is None else round(value / 10, 3)
