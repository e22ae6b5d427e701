"""Where the months of a workspace stand, from what is stored. Reads the store only."""

from collections import Counter
from typing import Any

from live.funnel import funnel
from live.judge.answer import frozen_answers
from live.judge.panel import settled
from live.outcomes import Outcome
from live.publish.cut import frozen
from live.records import Answer, Link, Page, Question, Verdict
from live.workspace import Workspace

DECIDING = ("check", "gates", "review")


def status(workspace: Workspace) -> dict[str, Any]:
    """Gives `{"months": [...]}`, a row a month; holds no clock value."""
    return {"months": [_month(workspace, month) for month in workspace.store.months()]}


def undone(workspace: Workspace) -> list[dict[str, Any]]:
    """Gives each item that was dropped, held, waits or failed, with the reason.

    `month, stage, item, state, reason, detail, url`; the url of a link or page, else ''. Also pages
    that were written about, where some of the questions could not be used.
    """
    rows = []
    for month in workspace.store.months():
        urls = {link.id: link.url for link in workspace.store.all(Link, month)}
        urls |= {page.id: page.url for page in workspace.store.all(Page, month)}
        rows += [
            outcome.model_dump() | {"url": urls.get(outcome.item, "")}
            for outcome in workspace.store.outcomes(month)
            if outcome.is_short
        ]
    return rows


def _month(workspace: Workspace, month: str) -> dict[str, Any]:
    store = workspace.store
    outcomes = store.outcomes(month)
    release = frozen(workspace, month)
    given = frozen_answers(workspace, release) if release else store.all(Answer, month)
    answers = [answer for answer in given if not answer.by_person and not answer.is_blind]
    earned = settled(workspace.config, given, store.each(Verdict, month))
    scored = {id for id, each in earned.items() if each.rating is not None}
    usd, tokens, lost = store.calls.spending(month)
    questions = {question.id for question in store.all(Question, month)}
    ended = {
        state: {o.item for o in outcomes if o.stage in DECIDING and o.state == state}
        for state in ("held", "waiting", "failed", "dropped")
    }
    accepted = {o.item for o in outcomes if o.stage == "review" and o.state == "done"}
    out = ended["held"] | ended["dropped"] | accepted
    return {
        "month": month,
        "pages": len(store.all(Page, month)),
        "questions": len(questions),
        "accepted": len(accepted),
        "held": len(ended["held"]),
        "held_pages": sum(o.stage == "crawl" and o.state == "held" for o in outcomes),
        "waiting": len(questions - out),
        "waits_for": _waits(outcomes),
        "funnel": funnel(workspace, month),
        "dropped": dropped_by_stage(outcomes),
        "failed": _counts(outcomes, "failed"),
        "answers": dict(sorted(Counter(answer.model for answer in answers).items())),
        "verdicts": _verdicts(answers, scored),
        "without_picture": sum(answer.is_blind for answer in given),
        "people": _people(given, scored),
        "split": sum(each.is_split and not each.people for each in earned.values()),
        "usd": round(usd, 6),
        "tokens": tokens,
        "lost_calls": lost,
    }


def _waits(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    """What items wait for: a row a stage and reason, with what to do about the first of them."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for outcome in outcomes:
        if outcome.state == "waiting":
            new = {"stage": outcome.stage, "reason": outcome.reason, "n": 0}
            row = rows.setdefault((outcome.stage, outcome.reason), new | {"detail": outcome.detail})
            row["n"] += 1
    return list(rows.values())


def dropped_by_stage(outcomes: list[Outcome]) -> dict[str, dict[str, int]]:
    """Counts what was dropped: stage -> reason -> n."""
    return _counts(outcomes, "dropped")


def _counts(outcomes: list[Outcome], state: str) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        if outcome.state == state:
            reasons = counts.setdefault(outcome.stage, {})
            reasons[outcome.reason] = reasons.get(outcome.reason, 0) + 1
    return counts


def _verdicts(answers: list[Answer], scored: set[str]) -> dict[str, dict[str, int]]:
    """Scored and unscored answers a model; one that a judge of it gave no rating is unscored."""
    judged: dict[str, dict[str, int]] = {}
    for answer in sorted(answers, key=lambda a: a.model):
        counts = judged.setdefault(answer.model, {"scored": 0, "unscored": 0})
        counts["scored" if answer.id in scored else "unscored"] += 1
    return judged


def _people(answers: list[Answer], scored: set[str]) -> dict[str, int]:
    """How many people answered, and how many of their answers are scored; nobody by name."""
    given = [answer for answer in answers if answer.by_person]
    return {
        "persons": len({answer.model for answer in given}),
        "answers": len(given),
        "scored": sum(answer.id in scored for answer in given),
        "unscored": sum(answer.id not in scored for answer in given),
    }


def lost_beyond_limit(workspace: Workspace, month: str) -> str:
    """Gives a line when a stage lost a larger share than live.yaml allows, else ''."""
    limit = workspace.config.limits.max_dropped
    lines = []
    for stage in ("discover", "crawl", "write", "check", "gates", "answer", "judge", "compare"):
        outcomes = workspace.store.outcomes(month, stage)
        if stage in ("judge", "compare"):
            config = workspace.config
            judging = config.judges if stage == "judge" else config.comparing_judges
            own = tuple(f":{name}" for name in judging)
            outcomes = [o for o in outcomes if o.item.endswith(own)]
        lost = [o for o in outcomes if o.state in ("dropped", "failed")]
        if len(lost) > limit * len(outcomes):
            reasons = Counter(outcome.reason for outcome in lost).most_common()
            told = ", ".join(f"{n} {reason}" for reason, n in reasons)
            lines.append(f"{stage} lost {len(lost)} of {len(outcomes)} ({told})")
    return f"{'; '.join(lines)}: more than limits.max_dropped {limit} allows." if lines else ""
