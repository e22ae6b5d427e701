"""A frozen month's records in, an Entry a row out: all that the row's page shows. Pure.

Of people's answers nothing tells whose they are, nor which of them are one person's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from live.judge.panel import Settled
from live.records import Answer, Page, Question, Release, Row, Scoreboard, Verdict

A_PERSON = "a person"


@dataclass(frozen=True)
class Result:
    """What a candidate made of a question: no answer is `unanswered`, no rating unscored."""

    model: str
    label: str
    answer: Answer | None
    earned: Settled | None

    @property
    def outcome(self) -> str:
        return self.answer.outcome if self.answer else "unanswered"

    @property
    def rating(self) -> float | None:
        return self.earned.rating if self.earned else None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return (*self.earned.verdicts, *self.earned.people) if self.earned else ()


@dataclass(frozen=True)
class Entry:
    """A row of the split with all that its page shows."""

    row: Row
    question: Question
    page: Page
    results: tuple[Result, ...]
    people: tuple[Result, ...] = ()


def entries_of(
    scoreboard: Scoreboard,
    release: Release,
    questions: Mapping[int, Question],
    pages: Mapping[str, Page],
    answers: Sequence[Answer],
    earned: Mapping[str, Settled],
) -> list[Entry]:
    """Gives an entry a row, in the release's order; the candidates as the scoreboard has them.

    earned: by an answer's id.
    """
    labels = _labels([score.model for score in scoreboard.models])
    answered = {(a.row_id, a.model): a for a in answers}
    people: dict[int, list[Answer]] = {}
    # Ids are hashes: in their order the first of each row are not one person's.
    for given in sorted((a for a in answers if a.by_person), key=lambda a: a.id):
        people.setdefault(given.row_id, []).append(given)

    def result(row_id: int, name: str) -> Result:
        answer = answered.get((row_id, name))
        return Result(name, labels[name], answer, earned.get(answer.id) if answer else None)

    def person(given: Answer) -> Result:
        return Result(A_PERSON, A_PERSON, given, earned.get(given.id))

    return [
        Entry(
            row=row,
            question=questions[row.row_id],
            page=pages[row.page_id],
            results=tuple(result(row.row_id, name) for name in labels),
            people=tuple(person(given) for given in people.get(row.row_id, ())),
        )
        for row in release.rows
    ]


def slug(name: str) -> str:
    """Gives the name, without ending, of the file with a model's page: a-z, 0-9 and hyphens.

    Eight digits of its hash tell models apart whose names read the same without their signs.
    """
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].rstrip("-")
    return "-".join(filter(None, [readable, sha256(name.encode()).hexdigest()[:8]]))


def _labels(names: Sequence[str]) -> dict[str, str]:
    """Short names for chips: the part after the last slash, where only one candidate has it."""
    ends = [name.rpartition("/")[2] for name in names]
    return {n: end if ends.count(end) == 1 else n for n, end in zip(names, ends, strict=True)}
