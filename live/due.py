"""What is stored -> where each month stands: the step it is at, if it is due, what it waits for.

Reads the store and the clock. A month is due from its cut day on, until it is out where live.yaml's
`publish_to` says, or without it anywhere.
"""

from collections import Counter
from datetime import timedelta
from typing import Literal, NamedTuple

from live.clock import now, previous_month
from live.counted import counted
from live.engine import NOT_BEGUN
from live.judge import answer, judge
from live.judge.panel import settled
from live.publish.cut import cut_day, frozen, still_open
from live.publish.errata_told import headline
from live.publish.hub import address
from live.publish.publish import published
from live.records import Page, Published, Release, Verdict, window
from live.review.progress import progress
from live.workspace import Workspace

Step = Literal["crawl", "write", "gates", "review", "cut", "answer", "judge", "publish", "out"]
NEXT: dict[Step, Step | None] = {
    "crawl": "write",
    "write": "gates",
    "gates": "review",
    "review": "cut",
    "cut": "answer",
    "answer": "judge",
    "judge": "publish",
    "publish": "out",
    "out": None,
}
STEP_OF: dict[str, Step] = {"write": "write", "check": "write", "gates": "gates"}
"""Stages whose open items a run takes again; what is open at review is people's."""
LOOK = "`live status --why` says why"
NO_PLACE = "a place to go: publish_to is not set"


class Standing(NamedTuple):
    """Where a month stands.

    due: it is to be taken on now. waits_for: '' where the next run goes on by itself. todo: what a
    person has to do, or ''. failed: what it waits for went wrong when it was last tried. people:
    it waits for people to decide or rate. revision: of its split, 0 before the cut. changed: what
    that revision changed, or ''. note: that it is out, where it is.
    """

    month: str
    due: bool
    step: Step
    waits_for: str = ""
    todo: str = ""
    failed: bool = False
    people: bool = False
    revision: int = 0
    changed: str = ""
    note: Published | None = None

    @property
    def next(self) -> Step | None:
        """The step that follows."""
        return NEXT[self.step]

    @property
    def name(self) -> str:
        """The month, with its revision where it is no longer the first."""
        return f"{self.month}, revision {self.revision}" if self.revision > 1 else self.month

    @property
    def link(self) -> str:
        """The address at which it is out, or its folder; '' where it is not."""
        if self.note is None:
            return ""
        return address(self.note.target, self.note.oid) if self.note.oid else self.note.target


def standings(workspace: Workspace) -> list[Standing]:
    """Gives where every month stands, oldest first.

    The month before this one is there too where nothing is stored of it, but of the one before.
    """
    months, last = workspace.store.months(), previous_month()
    if last not in months and _before(last) in months:
        months.append(last)
    return [standing(workspace, month) for month in sorted(months)]


def standing(workspace: Workspace, month: str) -> Standing:
    """Gives where a month stands."""
    release = frozen(workspace, month)
    found = _uncut(workspace, month) if release is None else _cut(workspace, release)
    if release:
        changed = headline(release).partition(": ")[2]
        found = found._replace(revision=release.revision, changed=changed)
    return found._replace(due=found.due and now() >= cut_day(workspace, month))


def elsewhere(workspace: Workspace, month: str, *, rated: bool = True) -> list[str]:
    """Gives the other months in which people are to decide something or, `rated`, to rate it."""
    others = (each for each in workspace.store.months() if each != month)
    return [each for each in others if _are_awaited(workspace, each, rated)]


def _are_awaited(workspace: Workspace, month: str, rated: bool) -> bool:
    if release := frozen(workspace, month):
        return rated and _note(workspace, release) is None and _split(workspace, release) > 0
    last: dict[str, tuple[str, str]] = {}
    for stage in ("check", "gates", "review"):
        states = workspace.store.states(month, stage)
        last |= {item: (stage, state) for item, state in states.items()}
    return any(end == ("review", "waiting") or end[1] == "held" for end in last.values())


def _uncut(workspace: Workspace, month: str) -> Standing:
    store, end, day = workspace.store, window(month)[1], cut_day(workspace, month)
    if now() < end:
        return Standing(month, False, "crawl", f"the month's end; it is cut on {day:%Y-%m-%d}")
    if not store.fields(Page, "url", month=month):
        lost = f"Nothing of {month} can be released. {LOOK}."
        return Standing(month, month == previous_month(), "crawl", "pages: none was found", lost)
    counts = still_open(workspace, month)
    if counts:
        return _open(workspace, month, counts)
    if now() < day:
        return Standing(month, True, "cut", f"{day:%Y-%m-%d}, its cut day")
    if not store.ended(month, "review", ["done"]):
        return Standing(month, True, "cut", "an accepted question: there is none", f"{LOOK}.")
    return Standing(month, True, "cut")


def _open(workspace: Workspace, month: str, counts: Counter[tuple[str, str]]) -> Standing:
    """A month of which something is not through the gates, or was not decided."""
    step: Step = next((STEP_OF[stage] for stage, _ in counts if stage in STEP_OF), "review")
    stuck = {
        (stage, how): n
        for (stage, how), n in counts.items()
        if how != NOT_BEGUN and stage != "review"
    }
    waits = [f"{n} at {stage}: {how}" for (stage, how), n in stuck.items()]
    todo = [f"{LOOK}."] if stuck else []
    people = any(stage == "review" and how != NOT_BEGUN for stage, how in counts)
    if people:
        waits.append(_reviewers(workspace, month))
        todo.append(f"Decide at the desk: `live review serve --month {month}`.")
    failed = any(how.startswith("failed") for _, how in stuck)
    return Standing(month, True, step, "; ".join(waits), " ".join(todo), failed, people)


def _reviewers(workspace: Workspace, month: str) -> str:
    """How many decisions are wanted, and who could make them."""
    far = progress(workspace, month)
    able = [f"{row['handle']} {row['left']}" for row in far["reviewers"] if row["left"]]
    whose = f" (could make them: {', '.join(able)})" if able else " (nobody is invited)"
    return f"{counted(far['left'], 'decision')} of reviewers{whose}"


def _cut(workspace: Workspace, release: Release) -> Standing:
    month, target = release.month, workspace.config.publish_to
    if note := _note(workspace, release):
        return Standing(month, False, "out", note=note)
    if (answers := answer.to_come(workspace, release)).total():
        return _asking(month, "answer", answers)
    if (verdicts := judge.to_come(workspace, release)).total():
        return _asking(month, "judge", verdicts)
    if split := _split(workspace, release):
        waits = f"people to rate {counted(split, 'answer')} that the judges are split over"
        todo = f"Have them rate at the desk: `live review serve --month {month}`."
        return Standing(month, True, "judge", waits, todo, people=True)
    if target is None:
        todo = f"Write it in live.yaml, or publish by hand: `live publish --month {month} --to …`."
        return Standing(month, False, "publish", NO_PLACE, todo)
    return Standing(month, True, "publish")


def _note(workspace: Workspace, release: Release) -> Published | None:
    """That a revision is out: where live.yaml's `publish_to` says, without it anywhere."""
    if target := workspace.config.publish_to:
        return published(workspace, release, target)
    notes = workspace.store.all(Published, release.month)
    return next((each for each in reversed(notes) if each.revision == release.revision), None)


def _asking(month: str, step: Step, counts: Counter[str]) -> Standing:
    """A month of which answers or verdicts are to come. What failed is not published unseen."""
    stuck = {how: n for how, n in counts.items() if how != NOT_BEGUN}
    if not stuck:
        return Standing(month, True, step)
    what = "answers" if step == "answer" else "verdicts"
    waits = f"{what}: " + ", ".join(f"{n} {how}" for how, n in stuck.items())
    todo = f"{LOOK}. Mend it, or take it as it is: `live publish --month {month}`."
    return Standing(month, True, step, waits, todo, any(h.startswith("failed") for h in stuck))


def _split(workspace: Workspace, release: Release) -> int:
    """Counts the answers that people are to settle, in a workspace where people review."""
    if workspace.config.review == "none":
        return 0
    verdicts = workspace.store.each(Verdict, release.month)
    earned = settled(workspace.config, answer.frozen_answers(workspace, release), verdicts)
    return sum(each.is_split and not each.people for each in earned.values())


def _before(month: str) -> str:
    return f"{window(month)[0] - timedelta(days=1):%Y-%m}"
