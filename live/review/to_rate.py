"""A month's answers -> those that people are to rate, in the order of each person.

Reads the store: all of it once, then only what came. First come those over which the panel is split
and which nobody has rated, then the draw by which judges are measured. What is in the draw keeps
its place there, or who stops half way would have rated of it what judges found hard.
"""

import threading
from typing import NamedTuple

from live.judge.panel import SPREAD, is_measured, judges_for, spread_of
from live.judge.sample import READ, Drawn, sample
from live.publish.cut import frozen
from live.records import PERSON, Answer, Question, Verdict, content_id
from live.workspace import Workspace

MANY = 100
"""Answers that take as long to be read one by one as thousands at once."""


class Known(NamedTuple):
    """What is known of an answer. judges: those that count on it. dice: by a hash."""

    id: str
    model: str
    subtask: str
    judges: tuple[str, ...]
    dice: int


class Due(NamedTuple):
    """An answer that people rate.

    first: the panel is split over it, nobody has rated it, and it is not in the draw. raters: the
    people that rated it, as Verdict.judge. dice: by a hash.
    """

    id: str
    model: str
    first: bool
    raters: frozenset[str]
    dice: int


class ToRate:
    """The answers of a month that people rate, in memory. Several threads may ask it.

    A rating that another process takes back or changes is seen when this one is made anew.
    """

    def __init__(self, workspace: Workspace, month: str) -> None:
        self._workspace, self._month = workspace, month
        self._lock = threading.RLock()
        self._stamp: int | None = None
        self._seen: dict[type[Answer] | type[Verdict], int] = {Answer: 0, Verdict: 0}
        self._answers: dict[str, Known] = {}
        self._ratings: dict[str, dict[str, int | None]] = {}
        self._drawn: frozenset[str] = frozenset()
        self._due: dict[str, Due] = {}

    @property
    def begun(self) -> bool:
        """Whether there are answers that people rate, or have rated."""
        return bool(self._due)

    def left(self, handle: str) -> list[str]:
        """Gives the ids of the answers that a person is to rate, their next one first.

        Of the draw those come first that fewest people rated, those alike in an order that a hash
        draws for each person.
        """
        own = _dice(handle)
        return [due.id for due in sorted(self._for(handle), key=lambda due: _place(due, own))]

    def count(self, handle: str) -> int:
        """Counts what `left` gives."""
        return len(self._for(handle))

    def after(self, handle: str, id: str) -> str:
        """Gives what comes after an answer in a person's order, from its end the first; '': none.

        Ask before the answer is rated: then it has another place.
        """
        own = _dice(handle)
        places = {due.id: _place(due, own) for due in self._for(handle)}
        here = places.pop(id, None)
        later = {each: place for each, place in places.items() if here and place > here}
        return min(later or places, key=places.__getitem__, default="")

    def is_drawn(self, id: str) -> bool:
        """Tells whether an answer is in the draw by which judges are measured."""
        return id in self._drawn

    def rated(self) -> tuple[int, int]:
        """Counts the answers that people have rated, and these people."""
        with self._lock:
            by = [raters for given in self._ratings.values() if (raters := _raters(given))]
        return len(by), len(frozenset().union(*by))

    def refresh(self, id: str) -> None:
        """Takes in what was given to one answer now."""
        with self._lock:
            self._ratings[id] = self._given(id).get(id, {})
            self._weigh(id)

    def follow(self) -> None:
        """Takes in what has come since; where nothing has, this costs nothing."""
        with self._lock:
            store = self._workspace.store
            stamp = store.changes.stamp()
            if stamp == self._stamp:
                return
            with store.reading():
                answers, verdicts = (self._came(kind) for kind in (Answer, Verdict))
                if answers:
                    self._answers = self._known()
                    self._drawn = self._draw()
                if answers or len(verdicts) >= MANY:
                    self._ratings = self._given()
                    self._due.clear()
                    for id in self._answers:
                        self._weigh(id)
                else:
                    for id in verdicts:
                        self.refresh(id)
            self._stamp = stamp

    def _for(self, handle: str) -> list[Due]:
        own = (PERSON + handle).casefold()
        with self._lock:
            return [
                due
                for due in self._due.values()
                if own != due.model.casefold() and PERSON + handle not in due.raters
                if due.first or due.id in self._drawn
            ]

    def _came(self, kind: type[Answer] | type[Verdict]) -> list[str]:
        """What records that came since are about, by id."""
        came = self._workspace.store.changes.since(kind, self._month, self._seen[kind])
        self._seen[kind] = max(came.values(), default=self._seen[kind])
        return list(came)

    def _known(self) -> dict[str, Known]:
        """All answers that judges read, to the frozen rows."""
        store, month, config = self._workspace.store, self._month, self._workspace.config
        release = frozen(self._workspace, month)
        rows = {(row.question_id, str(row.version)) for row in release.rows} if release else set()
        asked = store.fields(Question, "id", "version", "subtask", month=month)
        subtasks = {(id, version): subtask for id, version, subtask in asked}
        found: dict[str, Known] = {}
        judges: dict[str, tuple[str, ...]] = {}
        names = ("question_id", "version", "model", "outcome")
        for question, version, model, outcome in store.fields(Answer, *names, month=month):
            if outcome in READ and (question, version) in rows and is_measured(config, model):
                if model not in judges:
                    judges[model] = judges_for(config, model)
                id = content_id("answer", month, question, int(version), model)
                subtask = subtasks[question, version]
                found[id] = Known(id, model, subtask, judges[model], _dice(id))
        return found

    def _draw(self) -> frozenset[str]:
        """Of the candidates' answers with the picture, those that judges are measured by."""
        candidates = self._workspace.config.candidates
        seeing = [
            Drawn(each.id, each.model, each.subtask)
            for each in self._answers.values()
            if each.model in candidates
        ]
        return frozenset(sample(seeing, self._workspace.config.rated_by_people))

    def _given(self, id: str | None = None) -> dict[str, dict[str, int | None]]:
        """The ratings of all answers, or of one, by the answer's id and the judge."""
        found: dict[str, dict[str, int | None]] = {}
        names = ("answer_id", "judge", "rating")
        read = self._workspace.store.fields(Verdict, *names, month=self._month, parent=id)
        for answer, judge, rating in read:
            found.setdefault(answer, {})[judge] = int(rating) if rating else None
        return found

    def _weigh(self, id: str) -> None:
        """Notes whether people rate an answer, and who has."""
        if (known := self._answers.get(id)) is None:
            return
        given = self._ratings.get(id, {})
        split = spread_of(given.get(judge) for judge in known.judges) > SPREAD
        if split or id in self._drawn:
            raters = _raters(given)
            first = split and not raters and id not in self._drawn
            self._due[id] = Due(id, known.model, first, raters, known.dice)
        else:
            self._due.pop(id, None)


def _raters(given: dict[str, int | None]) -> frozenset[str]:
    return frozenset(
        judge for judge, rating in given.items() if judge.startswith(PERSON) and rating is not None
    )


def _place(due: Due, own: int) -> tuple[bool, int, int]:
    """Where an answer stands for somebody. own: their dice; it makes another order of the same."""
    return not due.first, len(due.raters), due.dice ^ own


def _dice(text: str) -> int:
    return int(content_id("rates", text), 16)
