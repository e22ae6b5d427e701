"""What was decided when -> who has come how far, at what pace, and how long the rest takes.

Reads the store. The time is that of the decisions: what nobody worked at changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from statistics import median
from typing import Any

from live.records import Decision
from live.review.queue import TODO, Entry, Queue
from live.review.to_rate import ToRate
from live.workspace import Workspace

PAUSE = 600
"""Seconds without a decision that end a sitting."""


def progress(
    workspace: Workspace, month: str, queue: Queue | None = None, to_rate: ToRate | None = None
) -> dict[str, Any]:
    """Gives how far the review of a month has come, as JSON data.

    queue, to_rate: those that are kept, which saves reading the month. In all: month, questions,
    decided (those that stand accepted or rejected by people), left (decisions still to be made: two
    of a question that two decide), pace, finish; `rated`, the answers that people rated, and
    `raters`, how many people; and `reviewers`, a row each: handle, decided (now standing), left
    (what they could decide), pace, finish. pace: the median of the seconds between
    decisions of a sitting; what is decided at once counts once. finish: the seconds that what is
    left takes one person at that pace. Both None before anybody has decided twice.
    """
    store = workspace.store
    queue = queue or Queue(workspace, month)
    if to_rate is None:
        to_rate = ToRate(workspace, month)
        to_rate.follow()
    rated, raters = to_rate.rated()
    entries = queue.entries(order="written")
    made: dict[str, list[Decision]] = {}
    for each in store.all(Decision, month):
        made.setdefault(each.reviewer, []).append(each)
    invited = {each.handle for each in store.reviewers.all() if each.role == "review"} - {""}
    gaps = {who: _gaps(own) for who, own in made.items()}
    left = sum(_needed(each) for each in entries)
    rows = []
    for who in sorted({*made, *invited}, key=str.casefold):
        decided = sum(who in each.decided_by for each in entries)
        own = queue.counts(who).todo
        rows.append(
            {"handle": who, "decided": decided, "left": own, **_pace(gaps.get(who, []), own)}
        )
    everybody = [gap for own in gaps.values() for gap in own]
    return {
        "month": month,
        "questions": len(entries),
        "decided": sum(
            each.state in ("accepted", "rejected") and bool(each.decided_by) for each in entries
        ),
        "left": left,
        **_pace(everybody, left),
        "rated": rated,
        "raters": raters,
        "reviewers": rows,
    }


def _needed(entry: Entry) -> int:
    """How many decisions a question still lacks."""
    if not entry.todo or entry.state not in TODO:
        return 0
    return 2 if entry.twice and entry.state in ("open", "held") else 1


def _pace(gaps: list[float], left: int) -> dict[str, float | None]:
    pace = median(gaps) if gaps else None
    return {"pace": pace, "finish": None if pace is None else pace * left}


def _gaps(made: Iterable[Decision]) -> list[float]:
    """The seconds between one person's decisions; over a pause a sitting ends."""
    times: dict[str, datetime] = {}
    for n, each in enumerate(made):
        if each.verdict in ("accept", "reject"):
            times.setdefault(each.act or f"decision {n}", each.at)
    ordered = sorted(times.values())
    gaps = [
        (later - earlier).total_seconds()
        for earlier, later in zip(ordered, ordered[1:], strict=False)
    ]
    return [gap for gap in gaps if gap <= PAUSE]
