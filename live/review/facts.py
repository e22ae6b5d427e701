"""The store -> what the queue goes by of each question of a month: all at once, or of one.

Reads the store. Evidence and texts of findings are not kept; the desk reads them when it shows one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from live.config import Config, Gates, Solvers
from live.outcomes import State as Ended
from live.records import Decision, Finding, Page, Question, Remark, content_id
from live.review.remarks import flaggers
from live.review.standing import State, by_version, is_twice, newest_of_each, standing
from live.workspace import Workspace

GATES = tuple(Gates.model_fields)
STAGES = ("check", "gates", "review")
Base = Literal["open", "held", "dropped", "waiting"]
ASKED = (
    "id", "version", "page_id", "subtask", "language", "question", "answer", "edited_by",
    "grades.authenticity", "grades.coherence", "grades.clarity",
)  # fmt: skip
RATING = re.compile(r'"rating": ?(\d+|null)')
"""In the JSON of solvers; to read all of it takes five times as long."""
FOUND = ("question_id", "version", "gate", "outcome", "evidence.solvers")


Told = tuple[str, str]
"""A page's site and title."""
NOWHERE: Told = ("", "")
"""Of a page that is not stored."""


class Fact(NamedTuple):
    """What is known of a question's newest version. place: of the month's, as they were written.

    score: of 10; None: nobody scored it. base: where the gates leave it. gate: the first that holds
    or dropped it, whether or not a person released it since; `check` where that was the check.
    said: by handle, each one's newest verdict, in the order made. flags: whose flag stands. ended:
    the states of its stages.
    """

    place: int
    id: str
    version: int
    page_id: str
    subtask: str
    site: str
    language: str
    question: str
    answer: str
    title: str
    editor: str
    score: int | None
    base: Base
    gate: str
    doubt: float
    said: dict[str, str]
    stands: State
    twice: bool
    flags: frozenset[str]
    ended: dict[str, Ended]


class _Found(NamedTuple):
    """What a gate found. reached: the share of its solvers that did; None: it has none."""

    version: int
    gate: str
    outcome: str
    reached: float | None


def facts(workspace: Workspace, month: str, pages: Mapping[str, Told]) -> dict[str, Fact]:
    """Gives what is known of each question of a month, by id, as they were written.

    pages: as `pages_told` gives them.
    """
    store = workspace.store
    found: dict[str, list[_Found]] = defaultdict(list)
    for id, *told in store.each_fields(Finding, *FOUND, month=month):
        found[id].append(_found(workspace.config.solvers, *told))
    made = by_version(store.all(Decision, month))
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for each in store.all(Remark, month):
        remarks[each.question_id].append(each)
    ended: dict[str, dict[str, Ended]] = defaultdict(dict)
    for stage in STAGES:
        for item, state in store.states(month, stage).items():
            ended[item][stage] = state
    newest: dict[str, tuple[int, tuple[str, ...]]] = {}
    for row in store.fields(Question, *ASKED, month=month):
        place = newest[row[0]][0] if row[0] in newest else len(newest)
        newest[row[0]] = (place, row)
    return {
        id: _fact(
            workspace.config,
            place,
            row,
            pages.get(row[2], NOWHERE),
            found.pop(id, []),
            made.get((id, int(row[1])), []),
            remarks.get(id, []),
            ended.get(id, {}),
        )
        for id, (place, row) in newest.items()
    }


def fact(workspace: Workspace, question: Question, page: Told, place: int) -> Fact:
    """Gives what is known now of one question's newest version.

    place: as it was, or of a new one the next.
    """
    store, id, month = workspace.store, question.id, question.month
    grades = question.grades
    row = (
        id, question.version, question.page_id, question.subtask, question.language,
        question.question, question.answer, question.edited_by,
        *((grades.authenticity, grades.coherence, grades.clarity) if grades else ("", "", "")),
    )  # fmt: skip
    return _fact(
        workspace.config,
        place,
        row,
        page,
        [
            _found_of(workspace.config.solvers, each)
            for each in store.all(Finding, month, parent=id)
        ],
        [d for d in store.all(Decision, month, parent=id) if d.version == question.version],
        store.all(Remark, month, parent=id),
        {
            stage: ended.state
            for stage in STAGES
            if (ended := store.outcome(month, stage, id)) is not None
        },
    )


def pages_told(workspace: Workspace, month: str) -> dict[str, Told]:
    """Gives site and title of a month's pages, by id."""
    told = workspace.store.fields(Page, "url", "site", "title", month=month)
    return {content_id("page", month, url): (site, title) for url, site, title in told}


def _fact(
    config: Config,
    place: int,
    row: tuple[object, ...],
    page: Told,
    found: Iterable[_Found],
    made: list[Decision],
    remarks: list[Remark],
    ended: dict[str, Ended],
) -> Fact:
    id, version, page_id, subtask, language, question, answer, editor, *grades = row
    number = int(str(version))
    own = {each.gate: each for each in found if each.version == number}
    stopped = _stopped(own, config.gates)
    score = sum(int(str(each)) for each in grades) if grades[0] != "" else None
    twice = is_twice(str(id), config.second_review)
    return Fact(
        place=place,
        id=str(id),
        version=number,
        page_id=str(page_id),
        subtask=str(subtask),
        site=page[0],
        language=str(language),
        question=str(question),
        answer=str(answer),
        title=page[1],
        editor=str(editor),
        score=score,
        base=_base(ended),
        gate="check" if ended.get("check") == "dropped" else stopped,
        doubt=_doubt(own, stopped, score),
        said={who: each.verdict for who, each in newest_of_each(made).items()},
        stands=standing(made, twice=twice).state,
        twice=twice,
        flags=frozenset(flaggers(remarks)),
        ended=ended,
    )


def _base(ended: Mapping[str, Ended]) -> Base:
    if ended.get("check") == "dropped":
        return "dropped"
    match ended.get("gates"):
        case "done":
            return "open"
        case "held":
            return "held"
        case "dropped":
            return "dropped"
    return "waiting"


def _stopped(found: Mapping[str, _Found], gates: Gates) -> str:
    """The first gate, of those on, that holds a version or dropped it."""
    for name in GATES:
        on = getattr(gates, name) == "on"
        if on and name in found and found[name].outcome in ("held", "dropped"):
            return name
    return ""


def _doubt(found: Mapping[str, _Found], stopped: str, score: int | None) -> float:
    """How much there is to doubt of a version: 0..1000, of what machines said alone.

    What a gate holds first, then what sighted solvers disagree about or blind ones got at, then by
    the score.
    """
    held = bool(stopped) and found[stopped].outcome == "held"
    if held:  # what was found behind it, since people released it, would tell that they did
        found = {name: found[name] for name in GATES[: GATES.index(stopped) + 1] if name in found}
    seeing = found["answerable"].reached if "answerable" in found else None
    blind = found["needs_picture"].reached if "needs_picture" in found else None
    split = 0.0 if seeing is None else 1 - abs(2 * seeing - 1)
    return round(
        500 * held
        + 200 * max(split, blind or 0.0)
        + 100 * (1 - (5 if score is None else score) / 10),
        3,
    )


def _found(solvers: Solvers, version: str, gate: str, outcome: str, asked: str) -> _Found:
    """A finding. asked: the solvers with their ratings, as JSON, or ''."""
    ratings = [None if each == "null" else int(each) for each in RATING.findall(asked)]
    return _Found(int(version), gate, outcome, _reached(solvers, gate, ratings))


def _found_of(solvers: Solvers, finding: Finding) -> _Found:
    ratings = [each.get("rating") for each in finding.evidence.get("solvers", ())]
    reached = _reached(solvers, finding.gate, ratings)
    return _Found(finding.version, finding.gate, finding.outcome, reached)


def _reached(solvers: Solvers, gate: str, ratings: list[int | None]) -> float | None:
    """The share of solvers that got to the answer; None where there are none."""
    limit = solvers.blind_limit if gate == "needs_picture" else solvers.sighted_limit
    reached = sum(rating is not None and rating >= limit for rating in ratings)
    return reached / len(ratings) if ratings else None
