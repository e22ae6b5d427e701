"""A frozen month's records in, an Entry a row out: all that the row's page shows. Pure.

Of people's answers nothing tells whose they are, nor which of them are one person's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from live.records import Answer, Page, Question, Release, Row, Scoreboard, Verdict

A_PERSON = "a person"


@dataclass(frozen=True)
class Result:
    """What a candidate made of a question: no answer is `unanswered`, no rating unscored."""

    model: str
    label: str
    answer: Answer | None
    verdict: Verdict | None

    @property
    def outcome(self) -> str:
        return self.answer.outcome if self.answer else "unanswered"

    @property
    def rating(self) -> int | None:
        return self.verdict.rating if self.verdict else None


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
    verdicts: Sequence[Verdict],
) -> list[Entry]:
    """Gives an entry a row, in the release's order; the candidates as the scoreboard has them."""
    labels = _labels([score.model for score in scoreboard.models])
    answered = {(a.row_id, a.model): a for a in answers}
    judged = {(v.row_id, v.model): v for v in verdicts}
    people: dict[int, list[Answer]] = {}
    # Ids are hashes: in their order the first of each row are not one person's.
    for given in sorted((a for a in answers if a.by_person), key=lambda a: a.id):
        people.setdefault(given.row_id, []).append(given)

    def result(row_id: int, name: str) -> Result:
        key = (row_id, name)
        return Result(name, labels[name], answered.get(key), judged.get(key))

    def person(given: Answer) -> Result:
        return Result(A_PERSON, A_PERSON, given, judged.get((given.row_id, given.model)))

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


def _labels(names: Sequence[str]) -> dict[str, str]:
    """Short names for chips: the part after the last slash, where only one candidate has it."""
    ends = [name.rpartition("/")[2] for name in names]
    return {n: end if ends.count(end) == 1 else n for n, end in zip(names, ends, strict=True)}
