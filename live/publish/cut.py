"""Accepted questions in, a frozen Release out: which version of which chosen one is which row.

Touches the store. A release is written once and read from then on; `errata.py` revises it.
"""

from collections import Counter
from datetime import datetime, timedelta

from live import __version__
from live.clock import now
from live.engine import unended
from live.errors import LiveError, UsageError
from live.publish.select import select
from live.records import (
    Decision,
    Finding,
    Page,
    Question,
    Release,
    Row,
    Selection,
    content_id,
    window,
)
from live.review.standing import by_version, newest_of_each
from live.workspace import Workspace


def frozen(workspace: Workspace, month: str) -> Release | None:
    """Gives a month's release in its newest revision, or None while it is not cut."""
    found = workspace.store.all(Release, month, parent=month)
    return max(found, key=lambda release: release.revision, default=None)


def cut_day(workspace: Workspace, month: str) -> datetime:
    """Gives the time from which a month may be cut: a set day of the month after."""
    return window(month)[1] + timedelta(days=workspace.config.cut_day - 1)


def cut(workspace: Workspace, month: str, *, early: bool = False, partial: bool = False) -> Release:
    """Freezes a month's accepted questions; a month that is frozen already stays as it is.

    early: also before the set day. partial: also while questions wait or pages failed.
    Raises UsageError before the day, and LiveError where anything waits or nothing was accepted.
    """
    if release := frozen(workspace, month):
        return release
    day = cut_day(workspace, month)
    if now() < day and not early:
        raise UsageError(f"{month} is cut on {day:%Y-%m-%d}. Wait for it, or cut now with --early.")
    if (open_items := unfinished(workspace, month)) and not partial:
        raise LiveError(
            f"{month} cannot be cut yet: {'; '.join(open_items)}. "
            f"Mend that and run again, or leave them out with `live cut --month {month} --partial`."
        )
    questions, selection = choose(workspace, month)
    if not questions:
        raise LiveError(
            f"{month} has no accepted question. See `live status` for what was dropped."
        )
    release = Release(
        month=month,
        rows=_rows(workspace, month, questions),
        cut_at=now(),
        review=workspace.config.review,
        gates=workspace.config.gates.model_dump(),
        selection=selection,
        canary=canary(month),
        version=__version__,
    )
    workspace.store.add(release)
    return release


def choose(workspace: Workspace, month: str) -> tuple[list[Question], Selection]:
    """Chooses those of a month's accepted questions that would be frozen now."""
    store = workspace.store
    accepted = store.ended(month, "review", ["done"])
    return select(
        [question for question in store.all(Question, month) if question.id in accepted],
        {page.id: page for page in store.all(Page, month)},
        store.all(Finding, month),
        workspace.config,
    )


def unfinished(workspace: Workspace, month: str) -> list[str]:
    """Gives what keeps a month from being cut, each `12 at review: waiting (unreviewed)`.

    Where any waits for people, the last says besides where they decide.
    """
    counts = still_open(workspace, month)
    told = [f"{n} at {stage}: {how}" for (stage, how), n in counts.items()]
    if any(stage == "review" and how.startswith("waiting") for stage, how in counts):
        told[-1] += f". Decide at the desk: `live review serve --month {month}`"
    return told


def still_open(workspace: Workspace, month: str) -> Counter[tuple[str, str]]:
    """Counts what keeps a month from being cut, by stage and how: `waiting (unreviewed)`, say."""
    store = workspace.store
    counts: Counter[tuple[str, str]] = Counter()
    for stage, items in (
        ("write", [page.id for page in store.all(Page, month)]),
        ("check", [question.id for question in store.all(Question, month)]),
        ("gates", sorted(store.ended(month, "check", ["done"]))),
        ("review", sorted(_to_review(workspace, month))),
    ):
        for how, n in unended(store, month, stage, items).items():
            counts[stage, how] = n
    return counts


def _to_review(workspace: Workspace, month: str) -> set[str]:
    """What passed the gates, and of what is held there what people have begun to decide."""
    store = workspace.store
    return store.ended(month, "gates", ["done"]) | store.ended(month, "review", ["waiting"])


def canary(month: str) -> str:
    """Gives the string by which a training set that swallowed this month can be found out."""
    digits = content_id("canary", month) + content_id("canary of live", month)
    return f"live-benchmark:{month}:canary:{digits}"


def _rows(workspace: Workspace, month: str, questions: list[Question]) -> tuple[Row, ...]:
    """The chosen questions in an order that does not depend on who came first."""
    store = workspace.store
    pages = {page.id: page for page in store.all(Page, month)}

    def place(question: Question) -> tuple[str, str, str, str]:
        page = pages[question.page_id]
        return page.site, page.url, question.subtask, question.id

    reviewers = {
        version: ", ".join(who for who, d in newest_of_each(made).items() if d.verdict == "accept")
        for version, made in by_version(store.all(Decision, month)).items()
    }
    first = int(month[2:4] + month[5:]) * 10000 + 1
    return tuple(
        Row(
            row_id=first + n,
            question_id=question.id,
            version=question.version,
            page_id=question.page_id,
            reviewed_by=reviewers.get((question.id, question.version), ""),
        )
        for n, question in enumerate(sorted(questions, key=place))
    )
