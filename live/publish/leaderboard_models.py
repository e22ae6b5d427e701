"""Entries in, a page a candidate out: what it is, how it did, where it loses. Writes the pages."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from live.config import Model
from live.judge.groups import FEW, Ratings, Standing, standings
from live.judge.pairs import is_sure
from live.judge.sizes import sizes, sizes_line
from live.publish.entries import Entry, Result, slug
from live.records import Pair, Scoreboard

SOLVED = 5
"""Points, of 10, that a candidate must earn for a question to count as solved."""
SHOWN = 10
"""Questions that a list shows."""
MANY = 12
"""Groups above which a table is folded."""
UNKNOWN = "not declared"
KINDS: dict[str, Callable[[Entry], tuple[str, ...]]] = {
    "Subtask": lambda entry: (entry.question.subtask,),
    "Category": lambda entry: (entry.category or UNKNOWN,),
    "Subject of the site": lambda entry: entry.subjects or (UNKNOWN,),
    "Language of the page": lambda entry: (entry.page.language or UNKNOWN,),
    "Language of the question": lambda entry: (entry.question.language,),
    "Format": lambda entry: (entry.question.format.replace("_", " "),),
    "Site": lambda entry: (entry.page.site,),
}
"""What questions are grouped by; a question may be in several groups of a kind."""
Groups = Mapping[str, tuple[str, ...]]
"""By label, the ids of rows."""


@dataclass(frozen=True)
class Part:
    """How a candidate does on the questions of one label."""

    label: str
    standing: Standing


@dataclass(frozen=True)
class Table:
    """How a candidate does by one kind of group, worst beside the others first."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Lost:
    """A question with what a candidate earned, and the others on average; None: nobody else."""

    entry: Entry
    own: float | None
    others: float | None


@dataclass(frozen=True)
class Against:
    """How a candidate differs from another: its mean less the other's, in points of 0..100."""

    other: str
    difference: float
    low: float
    high: float
    p: float
    is_sure: bool


def write_models(
    folder: Path,
    scoreboard: Scoreboard,
    entries: Sequence[Entry],
    candidates: Sequence[Mapping[str, Any]],
    render: Callable[..., str],
) -> None:
    """Writes a page a candidate into a folder that is there.

    candidates: what is known of each besides its score, in the scoreboard's order. render: a
    template and its values into a page.
    """
    results = {
        score.model: [entry.results[n] for entry in entries]
        for n, score in enumerate(scoreboard.models)
    }
    rated = {name: _ratings(entries, own) for name, own in results.items()}
    pages = {str(entry.row.row_id): entry.page.id for entry in entries}
    kinds, alike = _kinds(entries)
    unsolved = list(_unsolved(entries))
    names = list(results)
    for n, (score, candidate) in enumerate(zip(scoreboard.models, candidates, strict=True)):
        own = results[score.model]
        tables = _tables(score.model, rated, pages, kinds)
        page = render(
            "model.html.j2",
            c=candidate,
            score=score,
            seen=sizes_line(sizes([result.answer for result in own if result.answer])),
            asked_with=_parameters(own),
            before=_before(candidate["declared"], entries),
            wrote=sum(entry.question.made_by.model == score.model for entry in entries),
            tables=tables,
            alike=alike,
            span=_span(tables),
            few=FEW,
            many=MANY,
            behind=_behind(score.model, entries),
            unsolved=unsolved[:SHOWN],
            unsolved_count=len(unsolved),
            solved=SOLVED,
            asked=len(entries),
            against=_against(score.model, scoreboard.pairs),
            n=n,
            names=names,
        )
        (folder / f"{slug(score.model)}.html").write_text(page, encoding="utf-8")


def _ratings(entries: Sequence[Entry], results: Sequence[Result]) -> Ratings:
    return {
        str(entry.row.row_id): result.rating
        for entry, result in zip(entries, results, strict=True)
        if result.rating is not None
    }


def _kinds(entries: Sequence[Entry]) -> tuple[dict[str, Groups], dict[str, str]]:
    """The kinds that split the questions, and why each other one tells nothing of its own."""
    kinds: dict[str, Groups] = {}
    alike = {}
    for title, labels_of in KINDS.items():
        groups: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            for label in labels_of(entry):
                groups[label] = (*groups.get(label, ()), str(entry.row.row_id))
        same = [other for other, of in kinds.items() if set(of.values()) == set(groups.values())]
        if len(groups) == 1:
            alike[title] = f"all {next(iter(groups))}"
        elif same:
            alike[title] = f"the same groups as by {same[0].lower()}"
        elif groups:
            kinds[title] = groups
    return kinds, alike


def _tables(
    model: str,
    rated: Mapping[str, Ratings],
    pages: Mapping[str, str],
    kinds: Mapping[str, Groups],
) -> list[Table]:
    groups = [(title, label, rows) for title, of in kinds.items() for label, rows in of.items()]
    found = standings(model, rated, pages, [rows for _, _, rows in groups])
    parts: dict[str, list[Part]] = {title: [] for title in kinds}
    for (title, label, _), standing in zip(groups, found, strict=True):
        parts[title].append(Part(label, standing))
    return [Table(title, tuple(sorted(of, key=_place))) for title, of in parts.items()]


def _place(part: Part) -> tuple[bool, bool, float, float, str]:
    """Sorts what has a mean first, then what is not few, then by what is lost."""
    standing, score = part.standing, part.standing.score
    lost = standing.difference or 0.0
    return score.mean is None, standing.is_few, lost, score.mean or 0.0, part.label


def _span(tables: Sequence[Table]) -> int:
    """Points that the bars of differences reach to either side: a multiple of 10."""
    ends = [
        abs(end)
        for table in tables
        for part in table.parts
        for end in (part.standing.difference, part.standing.low, part.standing.high)
        if end is not None
    ]
    return max(10, -int(-max(ends, default=0) // 10) * 10)


def _behind(model: str, entries: Sequence[Entry]) -> list[Lost]:
    """The questions on which it earned least beside the mean of the others, widest gap first."""
    found = []
    for entry in entries:
        own = next(result.rating for result in entry.results if result.model == model)
        others = _mean_of_others(model, entry)
        if own is not None and others is not None and others > own:
            found.append((own - others, entry.row.row_id, Lost(entry, own, others)))
    return [lost for *_, lost in sorted(found, key=lambda each: each[:2])[:SHOWN]]


def _mean_of_others(model: str, entry: Entry) -> float | None:
    given = [r.rating for r in entry.results if r.model != model and r.rating is not None]
    return mean(given) if given else None


def _unsolved(entries: Sequence[Entry]) -> Iterator[Lost]:
    """The questions that all candidates have a rating on, and none earned enough."""
    for entry in entries:
        ratings = [result.rating for result in entry.results]
        known = [rating for rating in ratings if rating is not None]
        if known and len(known) == len(ratings) and max(known) < SOLVED:
            yield Lost(entry, max(known), None)


def _against(model: str, pairs: Sequence[Pair]) -> list[Against]:
    """Every other candidate that it was compared with: the surest first."""
    found = []
    for pair in pairs:
        if model not in (pair.a, pair.b) or None in (pair.difference, pair.p_holm):
            continue
        sign, other = (1, pair.b) if pair.a == model else (-1, pair.a)
        low, high = sorted((sign * (pair.low or 0.0), sign * (pair.high or 0.0)))
        difference = sign * (pair.difference or 0.0)
        found.append(Against(other, difference, low, high, pair.p_holm or 0.0, is_sure(pair)))
    return sorted(found, key=lambda each: (each.p, each.other))


def _before(declared: Model | None, entries: Sequence[Entry]) -> int:
    """The questions about pages that were published up to its knowledge cutoff."""
    cutoff = declared.knowledge_cutoff if declared else None
    return sum(entry.page.published_at.date() <= cutoff for entry in entries) if cutoff else 0


def _parameters(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The parameters that it was asked with; each once, the usual ones first."""
    given = [result.answer.made_by.parameters for result in results if result.answer]
    texts = [json.dumps(each, sort_keys=True) for each in given]
    return [json.loads(text) for text, _ in Counter(texts).most_common()]
