"""A frozen month's records in, an Entry a row out: all that the row's page shows. Pure.

Of people's answers nothing tells whose they are, nor which of them are one person's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

from live.judge.panel import Settled
from live.records import BLIND, Answer, Page, Question, Release, Row, Scoreboard, Verdict
from live.store_calls import Took

A_PERSON = "a person"


@dataclass(frozen=True)
class Known:
    """What pages tell besides the records of the split.

    lives: by row id, as `live.publish.lives` gives them. took: what each answer took, by the key of
    its reply. categories: by subtask. subjects: by site.
    """

    lives: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    took: Mapping[str, Took] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What a candidate made of a question: no answer is `unanswered`, no rating unscored.

    blind: what it made of it without the picture; None: it was not asked. took: None: not known.
    """

    model: str
    label: str
    answer: Answer | None
    earned: Settled | None
    blind: Self | None = None
    took: Took | None = None

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
    """A row of the split with all that its page shows. life: None: not known."""

    row: Row
    question: Question
    page: Page
    results: tuple[Result, ...]
    people: tuple[Result, ...] = ()
    life: Mapping[str, Any] | None = None
    category: str = ""
    subjects: tuple[str, ...] = ()


def entries_of(
    scoreboard: Scoreboard,
    release: Release,
    questions: Mapping[int, Question],
    pages: Mapping[str, Page],
    answers: Sequence[Answer],
    earned: Mapping[str, Settled],
    known: Known | None = None,
) -> list[Entry]:
    """Gives an entry a row, in the release's order; the candidates as the scoreboard has them.

    earned: by an answer's id.
    """
    known = known or Known()
    labels = labels_of([score.model for score in scoreboard.models])
    answered = {(a.row_id, a.version, a.model): a for a in answers}
    people: dict[tuple[int, int], list[Answer]] = {}
    # Ids are hashes: in their order the first of each row are not one person's.
    for given in sorted((a for a in answers if a.by_person), key=lambda a: a.id):
        people.setdefault((given.row_id, given.version), []).append(given)

    def made(name: str, answer: Answer | None, blind: Result | None = None) -> Result:
        return Result(
            model=name,
            label=labels.get(name, name),
            answer=answer,
            earned=earned.get(answer.id) if answer else None,
            blind=blind,
            took=known.took.get(answer.made_by.reply_key) if answer else None,
        )

    def result(row: Row, name: str) -> Result:
        blind = answered.get((row.row_id, row.version, f"{BLIND}{name}"))
        seeing = answered.get((row.row_id, row.version, name))
        return made(name, seeing, made(name, blind) if blind else None)

    return [
        Entry(
            row=row,
            question=questions[row.row_id],
            page=pages[row.page_id],
            results=tuple(result(row, name) for name in labels),
            people=tuple(made(A_PERSON, a) for a in people.get((row.row_id, row.version), ())),
            life=known.lives.get(row.row_id),
            category=known.categories.get(questions[row.row_id].subtask, ""),
            subjects=known.subjects.get(pages[row.page_id].site, ()),
        )
        for row in release.rows
    ]


def slug(name: str) -> str:
    """Gives the name, without ending, of the file with a model's page: a-z, 0-9 and hyphens.

    Eight digits of its hash tell models apart whose names read the same without their signs.
    """
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].rstrip("-")
    return "-".join(filter(None, [readable, sha256(name.encode()).hexdigest()[:8]]))


def labels_of(names: Sequence[str]) -> dict[str, str]:
    """Gives short names: the part after the last slash, where only one candidate has it."""
    ends = [name.rpartition("/")[2] for name in names]
    return {n: end if ends.count(end) == 1 else n for n, end in zip(names, ends, strict=True)}
