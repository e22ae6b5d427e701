"""A day that an answer names with a day of the week -> whether the two are one day. Pure."""

from datetime import date
from itertools import pairwise

from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.shown import Shown, weekdays
from live.qa_gen.gates.words import fold

BESIDE = 4
"""Characters between a day of the week and its day: `Saturday, the 24th`."""


def other_weekday(facts: list[Fact], shown: Shown) -> Fact | None:
    """Gives a date of an answer that falls on another day of the week than it says.

    Its year is the one that the page has it in.
    """
    dates = (fact for fact in facts if fact.kind == "date")
    for name, fact in pairwise(dates):
        if name.days or fact.at - name.at - len(name.text) > BESIDE:
            continue
        there = {
            date(y, m, d).weekday() for _, y, m, d in shown.days for year, month, day in fact.days
            if (month, day) == (m, d) and year in (None, y)
        }  # fmt: skip
        if there and weekdays()[fold(name.text)] not in there:
            return fact
    return None
