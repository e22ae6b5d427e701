"""A run of a verb on a month, while it goes on -> what it did, and how it left the month.

It is counted from the store and not by the stages, so that what breaks a stage hides nothing. Reads
the store.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from live.clock import now
from live.counted import counted
from live.due import Standing, standing
from live.engine import Report, silent
from live.errors import BudgetError, LiveError
from live.outcomes import State
from live.publish.cut import frozen
from live.status import lost_beyond_limit
from live.workspace import Workspace

STATES: tuple[State, ...] = ("done", "failed", "waiting", "held", "dropped")
AS_BEFORE = "as before"
LOST = ("failed", "dropped", AS_BEFORE)
THINGS = {
    "discover": "site",
    "crawl": "link",
    "write": "page",
    "check": "question",
    "gates": "question",
    "cut": "row",
    "answer": "answer",
    "judge": "verdict",
    "anchors": "verdict",
    "compare": "comparison",
}
"""The stages in order, with what an item of each is."""
End = Literal["out", "done", "waits", "stopped", "budget", "failed"]
WORDS: dict[str, str] = {
    "done": "is done",
    "waits": "waits",
    "stopped": "was stopped",
    "budget": "was stopped by its budget",
    "failed": "failed",
}


class Did(NamedTuple):
    """What a run did at a stage. items: what it took up, such as `3 pages`.

    ended: how many of them in each state now; `as before` are those that it changed nothing of.
    """

    stage: str
    items: str
    ended: Counter[str]


@dataclass(frozen=True)
class Taken:
    """How a run left a month.

    stand: where the month stands now. why: what it waits for, went wrong, stopped it or was lost
    beyond the limit, or ''. usd: what the run cost.
    """

    stand: Standing
    ended: End
    why: str
    verb: str = "release"
    did: Sequence[Did] = ()
    usd: float = 0.0

    @property
    def month(self) -> str:
        return self.stand.month

    @property
    def link(self) -> str:
        """The address at which the month is out, or its folder; '' where it is not."""
        return self.stand.link

    @property
    def headline(self) -> str:
        """How the month fares, or the verb that worked on it, in a few words."""
        if self.ended == "out":
            changed = f": {self.stand.changed}" if self.stand.changed else ""
            return f"{self.stand.name} is out{changed}"
        if self.verb != "release":
            lost = ", but too much was lost" if self.ended == "done" and self.why else ""
            return f"{self.verb.capitalize()} of {self.month} {WORDS[self.ended]}{lost}"
        people = " for people" if self.ended == "waits" and self.stand.people else ""
        return f"{self.stand.name} {WORDS[self.ended]}{people}"


@dataclass
class Run:
    """A run that goes on. It is told how far its stages are, as an `engine.Report`.

    report: is told the same. frozen, usd: whether the month was frozen when it began, and what it
    had cost. end, why: as in Taken.
    """

    workspace: Workspace
    month: str
    verb: str
    report: Report
    began: datetime
    frozen: bool
    usd: float
    end: End = "done"
    why: str = ""
    before: dict[str, dict[str, State]] = field(default_factory=dict)
    tried: Counter[str] = field(default_factory=Counter)

    def __call__(self, stage: str, done: int, total: int) -> None:
        if total and stage not in self.before:  # none of its items has ended yet
            self.before[stage] = self.workspace.store.states(self.month, stage)
        self.tried[stage] += done > 0
        self.report(stage, done, total)

    def ends(self, end: End, why: str) -> None:
        """Notes how it ended, where it is not simply done."""
        self.end, self.why = end, why

    def breaks(self, error: BaseException) -> None:
        """Notes what ended it before its time."""
        if isinstance(error, BudgetError):
            self.ends("budget", str(error))
        elif isinstance(error, LiveError | OSError):
            self.ends("failed", str(error))
        elif isinstance(error, Exception):
            self.ends("failed", fault(error))
        else:
            self.ends("stopped", "What was finished is kept, and the next run goes on.")

    def did(self) -> list[Did]:
        """Gives what it did by now, in the order of the stages."""
        did = [self._at(stage, n) for stage, n in self.tried.items() if n]
        if not self.frozen and (release := frozen(self.workspace, self.month)):
            n = len(release.rows)
            did.append(Did("cut", counted(n, THINGS["cut"]), Counter(frozen=n)))
        order = [*THINGS, *self.tried]
        return sorted(did, key=lambda each: order.index(each.stage))

    def cost(self) -> float:
        """Gives what it cost by now, in USD."""
        return max(0.0, self.workspace.store.calls.spending(self.month)[0] - self.usd)

    def left(self) -> Taken | None:
        """Gives how it left the month; None where there was nothing to do, and nothing broke."""
        did, why = self.did(), self.why
        if not did and self.end not in ("out", "budget", "failed"):
            return None
        if self.end == "done" and any(each.ended[how] for each in did for how in LOST):
            why = lost_beyond_limit(self.workspace, self.month)
            why = f"{why[:1].upper()}{why[1:]}"  # it begins with a stage's name
        stand = standing(self.workspace, self.month)
        return Taken(stand, self.end, why, self.verb, did, self.cost())

    def _at(self, stage: str, tried: int) -> Did:
        """What it did at a stage. What ended as an earlier run left it is `as before`."""
        before, after = self.before[stage], self.workspace.store.states(self.month, stage)
        changed = Counter(state for item, state in after.items() if before.get(item) != state)
        ended = Counter({str(state): changed[state] for state in STATES})
        ended[AS_BEFORE] = max(0, tried - changed.total())
        return Did(stage, counted(tried, THINGS.get(stage, "item")), +ended)


def begin(workspace: Workspace, month: str, verb: str, report: Report = silent) -> Run:
    """Begins a run."""
    was_frozen = frozen(workspace, month) is not None
    usd, _, _ = workspace.store.calls.spending(month)
    return Run(workspace, month, verb, report, now(), was_frozen, usd)


def fault(error: Exception) -> str:
    """Says what a fault of live itself is."""
    return f"{type(error).__name__}: {error}"
