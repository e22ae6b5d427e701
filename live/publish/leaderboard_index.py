"""Entries and scoreboard -> what the leaderboard's first page shows and recomputes.

`index.html.j2` has the words, `score.js` computes, `show.js` and `charts.js` show it. Reads the
scripts beside the templates, nothing else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from live.config import Model
from live.judge.effort import OUTCOMES
from live.judge.letters import letters
from live.judge.pairs import is_sure
from live.judge.panel import SPREAD
from live.judge.people import BEST, ENOUGH
from live.judge.resample import ROUNDS
from live.judge.scoreboard import MAX_UNSCORED
from live.publish.charts import bundle, charts_of
from live.publish.charts_drawn import LINES, ROW
from live.publish.entries import Entry, labels_of
from live.publish.errata_told import headline
from live.publish.inline import ratings
from live.records import JudgeNote, ModelScore, Release, Scoreboard, window

Models = Mapping[str, Model | None]
TEMPLATES = Path(__file__).parent / "templates" / "leaderboard"


def index_values(
    scoreboard: Scoreboard,
    release: Release,
    entries: Sequence[Entry],
    models: Models,
    candidates: Sequence[Mapping[str, Any]],
    judges: Sequence[str],
) -> dict[str, Any]:
    """Gives the values of index.html.j2.

    candidates: as `candidate` gives them. judges: by name, those of whom the scoreboard has no note
    too.
    """
    subtasks = Counter(entry.question.subtask for entry in entries)
    pages = {entry.page.id: entry.page for entry in entries}
    sites: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        sites.setdefault(entry.page.site, {}).setdefault(entry.page.id, []).append(entry)
    days = sorted(page.published_at.date() for page in pages.values())
    names = [score.model for score in scoreboard.models]
    ranked = [score.model for score in scoreboard.models if not score.withheld]
    charts = charts_of(scoreboard, labels_of(names), list(subtasks))
    return {
        "style": _filters(len(subtasks)) + _room(len(names)),
        "scripts": [
            *map(_script, ("resample.js", "score.js", "show.js", "page.js")),
            *([_script("licences.js") + bundle(), _script("charts.js")] if charts else []),
        ],
        "data": {"ratings": ratings(scoreboard, entries), "charts-data": charts},
        "charts": charts,
        "lines": len(LINES),
        "board": scoreboard,
        "headline": headline(release),
        "scores": scoreboard.models,
        "letters": letters(ranked, scoreboard.pairs),
        "people": scoreboard.people,
        "judges": _judges(scoreboard.judges, judges),
        "spread": SPREAD,
        "best": BEST,
        "enough": ENOUGH,
        "subtasks": subtasks,
        "entries": entries,
        "sites": sites,
        "pages": list(pages.values()),
        "days": days,
        "cutoffs": cutoffs(models, days),
        "writers": sorted({entry.question.made_by.model for entry in entries}),
        "candidates": candidates,
        "outcomes": OUTCOMES,
        "window": window(release.month),
        "max_unscored": MAX_UNSCORED,
        "resamples": ROUNDS,
        "sure": sum(map(is_sure, scoreboard.pairs)),
    }


def candidate(score: ModelScore, entries: Sequence[Entry], models: Models) -> dict[str, Any]:
    """Gives what is known of a candidate, how its questions ended, and what they took."""
    name, declared = score.model, models.get(score.model)
    results = [result for entry in entries for result in entry.results if result.model == name]
    outcomes = Counter(result.outcome for result in results)
    revisions = {result.answer.made_by.revision for result in results if result.answer}
    return {
        "name": name,
        "served": declared.model if declared else name,
        "declared": declared,
        "revisions": sorted(revisions - {""}),
        "outcomes": outcomes.most_common(),
        "counts": {outcome: outcomes[outcome] for outcome in OUTCOMES},
        "effort": score.effort,
        "gain": score.gain,
    }


def _judges(known: Sequence[JudgeNote], names: Sequence[str]) -> list[JudgeNote]:
    """The notes of all judges; of one without a note there is nothing but its name."""
    notes = {note.name: note for note in known}
    for name in names:
        bare = JudgeNote(name=name, declared="", revisions=(), verdicts=0, unscored=0)
        notes.setdefault(name, bare)
    return list(notes.values())


def cutoffs(models: Models, days: Sequence[date]) -> dict[str, Any]:
    """Gives the declared knowledge cutoffs, as they lie to the days of the pages.

    `choices`: the day after each that lies among them, and whose it is, the earliest first.
    `before`, `after`, `unknown`: the names of the others.
    """
    choices: dict[date, list[str]] = {}
    found: dict[str, Any] = {"before": [], "after": [], "unknown": []}
    for name, model in models.items():
        cutoff = model.knowledge_cutoff if model else None
        if cutoff is None or not days:
            found["unknown"].append(name)
        elif cutoff < min(days):
            found["before"].append(name)
        elif cutoff >= max(days):
            found["after"].append(name)
        else:
            choices.setdefault(cutoff + timedelta(days=1), []).append(name)
    return found | {"choices": sorted(choices.items())}


def _filters(subtasks: int) -> str:
    """CSS that leaves the questions of one subtask; needs no script."""
    return "".join(
        f"body:has(#only-{n}:checked) :is(.q:not(.s{n}),.page:not(:has(.s{n})),"
        f".site:not(:has(.page:not([hidden]) .s{n}))){{display:none}}\n"
        for n in range(1, subtasks + 1)
    )


def _room(models: int) -> str:
    """CSS that keeps the heat map's place, so that what is below does not jump when it is drawn."""
    wide, narrow = (models * ROW[shape] for shape in ("wide", "narrow"))
    return (
        f"#heat{{min-height:{wide + 50}px}}\n"
        f"@media (max-width:40rem){{#heat{{min-height:{narrow + 110}px}}}}\n"
    )


def _script(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
