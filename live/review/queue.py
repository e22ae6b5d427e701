"""A month's questions -> the queue a reviewer works through: filtered, searched, ordered, counted.

Reads the store: all of it once, then only what changed. Blind where a second person is to decide:
who has not decided such a question is told nothing of what others said of it.
"""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Any, Literal, NamedTuple

from live.publish.cut import frozen
from live.records import Page, Question, Record, Release
from live.review.blind import is_blind
from live.review.facts import NOWHERE, STAGES, Fact, fact, facts, pages_told
from live.workspace import Workspace

Status = Literal[
    "open", "held", "second", "conflict", "accepted", "rejected", "decided", "dropped", "waiting"
]
"""How a question stands, as a viewer may know it.

`held`: a gate asks for a person. `second`: one has decided, another is to. `decided`: two have, and
what they said is not told to who has not. `dropped`: at the check or a gate. `waiting`: for a gate.
"""
Order = Literal["doubt", "score", "site", "subtask", "written"]
TODO: tuple[Status, ...] = ("held", "conflict", "second", "open")


class Entry(NamedTuple):
    """A question in the queue, as one viewer may see it.

    score: of 10, None where nobody scored it. gate: the first that holds or dropped it, `check`
    where that was the check, or ''. flagged: by anybody the viewer may know of. doubt: the higher
    the sooner. decided_by: handles. twice: two people decide it. mine: what the viewer said of this
    version, or ''. todo: the viewer is to decide it.
    """

    id: str
    version: int
    subtask: str
    site: str
    language: str
    state: Status
    score: int | None
    gate: str
    flagged: bool
    doubt: float
    question: str
    decided_by: tuple[str, ...]
    twice: bool
    mine: str
    todo: bool


class Filters(NamedTuple):
    """Which questions are asked for; what is empty asks for all.

    status: a Status, or `todo`, what the viewer is to decide. gate: one that holds or dropped it,
    or `check`. least, most: the score; who is not scored has none. flagged, mine: only those.
    search: words, each of which is in question, answer or the page's title.
    """

    subtask: str = ""
    site: str = ""
    language: str = ""
    gate: str = ""
    least: int | None = None
    most: int | None = None
    status: str = ""
    flagged: bool = False
    mine: bool = False
    search: str = ""


ALL = Filters()
MANY = 100
"""Questions that take as long to be read one by one as thousands at once."""


class Counts(NamedTuple):
    """How many questions of a month a viewer would find: by status and so on, and in all."""

    status: dict[str, int]
    subtask: dict[str, int]
    site: dict[str, int]
    language: dict[str, int]
    gate: dict[str, int]
    all: int
    todo: int
    mine: int
    flagged: int


class Queue:
    """The questions of a month, in memory. Several threads may ask it."""

    def __init__(self, workspace: Workspace, month: str) -> None:
        self._workspace, self._month = workspace, month
        self._changes = workspace.store.changes
        self._lock = threading.RLock()
        self._stamp = self._changes.stamp()
        self._marks = self._changes.marks(month)
        self._frozen = frozen(workspace, month) is not None
        self._pages = pages_told(workspace, month)
        self._facts = facts(workspace, month, self._pages)
        self._strangers: dict[str, Entry] = {}
        self._taken: dict[str, dict[type[Record], int]] = {}  # refreshed up to which record

    def entries(
        self, filters: Filters = ALL, viewer: str = "", order: Order = "doubt"
    ) -> list[Entry]:
        """Gives the questions that are asked for, as a viewer may see them.

        viewer: a handle; '' is the maintainer at the command line, who sees all. order: `doubt`
        has first what the viewer is to decide. The same is given in the same order every time.
        """
        words = filters.search.casefold().split()
        with self._lock:
            found = [
                entry
                for known in self._facts.values()
                if filters == ALL or _is_asked(known, filters, words)
                if _is_shown(entry := self._entry(known, viewer), filters)
            ]
        return sorted(found, key=ORDERS[order])

    def get(self, question_id: str, viewer: str = "") -> Entry | None:
        """Gives one question as a viewer may see it; None where there is none of that id."""
        known = self.fact(question_id)
        return self._entry(known, viewer) if known else None

    def fact(self, question_id: str) -> Fact | None:
        """Gives what is known of a question, as nobody may be told it."""
        with self._lock:
            return self._facts.get(question_id)

    def counts(self, viewer: str = "", filters: Filters = ALL) -> Counts:
        """Counts the questions as a viewer may see them: those asked for, of whatever status."""
        entries = self.entries(filters._replace(status=""), viewer, "written")
        return Counts(
            status=dict(Counter(each.state for each in entries)),
            subtask=dict(Counter(each.subtask for each in entries)),
            site=dict(Counter(each.site for each in entries)),
            language=dict(Counter(each.language for each in entries)),
            gate=dict(Counter(each.gate for each in entries if each.gate)),
            all=len(entries),
            todo=sum(each.todo for each in entries),
            mine=sum(bool(each.mine) for each in entries),
            flagged=sum(each.flagged for each in entries),
        )

    def refresh(self, question_id: str) -> None:
        """Takes in what the viewer's own act changed of a question."""
        with self._lock, self._workspace.store.reading():
            self._taken[question_id] = self._changes.newest(question_id)
            store, known = self._workspace.store, self._facts.get(question_id)
            question = store.versions(Question, question_id)[-1]
            place = known.place if known else len(self._facts)
            if question.page_id not in self._pages:
                self._pages = pages_told(self._workspace, self._month)
            page = self._pages.get(question.page_id, NOWHERE)
            self._facts[question_id] = fact(self._workspace, question, page, place)
            self._strangers.pop(question_id, None)

    def follow(self) -> bool:
        """Takes in what anybody has written since; where nobody has, this costs nothing.

        Gives whether something was new.
        """
        with self._lock:
            stamp = self._changes.stamp()
            if stamp == self._stamp:
                return False
            with self._workspace.store.reading():
                changed = self._take_in()
            self._stamp = stamp
            return changed

    def _take_in(self) -> bool:
        marks = self._changes.marks(self._month)
        new: set[str] = set()
        for kind, mark in self._marks.newest.items():
            if marks.newest[kind] != mark and kind not in (Page, Release):
                came = self._changes.since(kind, self._month, mark)
                new |= {
                    id for id, seq in came.items() if seq > self._taken.get(id, {}).get(kind, 0)
                }
        self._renew(new)
        self._taken.clear()
        if marks.outcomes != Counter(
            pair for each in self._facts.values() for pair in each.ended.items()
        ):
            self._renew(self._ended_otherwise())
        if marks.newest[Release] != self._marks.newest[Release]:
            self._frozen = frozen(self._workspace, self._month) is not None
            self._strangers.clear()
        changed, self._marks = marks != self._marks, marks
        return changed

    def _renew(self, ids: Collection[str]) -> None:
        """Reads these questions again, or where they are many all of them."""
        if len(ids) < MANY:
            for id in sorted(ids):
                self.refresh(id)
        else:
            self._pages = pages_told(self._workspace, self._month)
            self._facts = facts(self._workspace, self._month, self._pages)
            self._strangers.clear()

    def _ended_otherwise(self) -> list[str]:
        """The questions whose stages ended in another way than is known here."""
        ended: dict[str, dict[str, str]] = {id: {} for id in self._facts}
        for stage in STAGES:
            for item, state in self._workspace.store.states(self._month, stage).items():
                ended.setdefault(item, {})[stage] = state
        return [
            id for id, own in ended.items() if id in self._facts and own != self._facts[id].ended
        ]

    def _entry(self, known: Fact, viewer: str) -> Entry:
        """The question as a viewer may see it: the same for all who have done nothing to it."""
        unreviewed = self._workspace.config.review == "none"
        if not viewer or viewer == known.editor or viewer in known.said or viewer in known.flags:
            return seen(known, viewer, unreviewed=unreviewed, frozen=self._frozen)
        entry = self._strangers.get(known.id)
        if entry is None:
            entry = seen(known, viewer, unreviewed=unreviewed, frozen=self._frozen)
            self._strangers[known.id] = entry
        return entry


def seen(known: Fact, viewer: str, *, unreviewed: bool, frozen: bool) -> Entry:
    """Gives a question as a viewer may see it.

    unreviewed: nobody needs to review this month. frozen: nobody can any more.
    """
    blind = is_blind(known.said, viewer, twice=known.twice, frozen=frozen)
    state = _state(known, unreviewed, blind)
    return Entry(
        id=known.id,
        version=known.version,
        subtask=known.subtask,
        site=known.site,
        language=known.language,
        state=state,
        score=known.score,
        gate=known.gate,
        flagged=viewer in known.flags if blind else bool(known.flags),
        doubt=known.doubt + 250 * (state == "conflict"),
        question=known.question,
        decided_by=() if blind else tuple(known.said),
        twice=known.twice,
        mine=known.said.get(viewer, "edit" if viewer and viewer == known.editor else ""),
        todo=state in TODO and not frozen and viewer not in known.said,
    )


def _state(known: Fact, unreviewed: bool, blind: bool) -> Status:
    """How a question stands, as it may be told."""
    if known.stands in ("accepted", "rejected") and blind:
        return "decided"
    if known.base in ("dropped", "waiting"):
        return known.base
    if known.stands != "open":
        return known.stands
    return "held" if known.base == "held" else "accepted" if unreviewed else "open"


def _is_asked(known: Fact, filters: Filters, words: Iterable[str]) -> bool:
    """Whether a question is asked for by what everybody may know of it."""
    for name in ("subtask", "site", "language", "gate"):
        if (wanted := getattr(filters, name)) and wanted != getattr(known, name):
            return False
    if filters.least is not None and (known.score is None or known.score < filters.least):
        return False
    if filters.most is not None and (known.score is None or known.score > filters.most):
        return False
    if words:
        text = f"{known.question}\n{known.answer}\n{known.title}".casefold()
        return all(word in text for word in words)
    return True


def _is_shown(entry: Entry, filters: Filters) -> bool:
    """Whether a question is asked for by how it stands for the viewer."""
    if filters.status and not (
        entry.todo if filters.status == "todo" else entry.state == filters.status
    ):
        return False
    return (entry.flagged or not filters.flagged) and (bool(entry.mine) or not filters.mine)


ORDERS: dict[str, Callable[[Entry], Any]] = {
    "doubt": lambda entry: (not entry.todo, -entry.doubt),
    "score": lambda entry: 11 if entry.score is None else entry.score,
    "site": lambda entry: entry.site,
    "subtask": lambda entry: entry.subtask,
    "written": lambda entry: 0,
}
"""What goes before what; of those alike, what was written first."""
