"""The embedded judge: rates an answer by a rubric whose criteria quote what the answer must name.

It reads two forms, `the answer names "X"` and `the answer names "X" before "Y"`, and no others: a
rubric in free prose needs an LMM judge. Pure; no model.
"""

import re

from live.judge.facts import names
from live.records import Criterion, Question

FORM = re.compile(r'the answer names "(?P<x>[^"]+)"(?: before "(?P<y>[^"]+)")?')
WORDS_BEYOND_GOLD = 40
"""Words an answer may have beyond the gold's; more is reciting the page, and is not read."""


def rate(question: Question, answer: str) -> tuple[tuple[int, ...] | None, str]:
    """Rates an answer: (points per criterion, reason), or (None, why it cannot be rated)."""
    forms = [FORM.search(criterion.text) for criterion in question.criteria]
    if not all(forms):
        return None, "Unscored: the rubric is in free prose, which only an LMM judge can apply."
    limit = len(question.answer.split()) + WORDS_BEYOND_GOLD
    read = " ".join(answer.split()[:limit])
    points, said = [], []
    for criterion, form in zip(question.criteria, forms, strict=True):
        assert form is not None
        met = _met(read, form["x"], form["y"])
        points.append(criterion.points if met else 0)
        said.append(_said(criterion, form, met))
    return tuple(points), " ".join(said)


def _met(answer: str, x: str, y: str | None) -> bool:
    first = names(answer, x)
    if y is None:
        return first is not None
    second = names(answer, y)
    return first is not None and second is not None and first < second


def _said(criterion: Criterion, form: re.Match[str], met: bool) -> str:
    what = f'"{form["x"]}"' + (f' before "{form["y"]}"' if form["y"] else "")
    return f"{'+' if met else '0 of '}{criterion.points}: {'names' if met else 'not'} {what}."
