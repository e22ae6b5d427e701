"""A number that is not on a page -> how it follows from those that are; None: it does not. Pure.

What is computed with is named by the gold answer, whose working is done as it stands there, by the
question or the criteria; or it stands on the page in what speaks of the question (asked.py).
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from live.qa_gen.gates import ways
from live.qa_gen.gates.asked import of_page, shares_of
from live.qa_gen.gates.chance import CHANCE, among
from live.qa_gen.gates.clock import lengths, spelled_lengths, times
from live.qa_gen.gates.counts import SMALL, counted
from live.qa_gen.gates.cues import AVERAGE, RATIO, SHARE
from live.qa_gen.gates.figures import units_of
from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.parts import fractions
from live.qa_gen.gates.related import SECONDS, as_money
from live.qa_gen.gates.sentences import nearest
from live.qa_gen.gates.shown import Shown, is_year
from live.qa_gen.gates.spans import counted_days, lasts, year_apart
from live.qa_gen.gates.units import Unit, seconds_of, units_at
from live.qa_gen.gates.ways import Number, Result
from live.qa_gen.gates.working import worked
from live.quantities import numbers
from live.records import Question

_HOW_MANY = re.compile(
    r"(?:how many|wie viele?|combien d(?:e |['’])|cuánt[oa]s|quant[oaie]s?|hoeveel)\s*([^\W\d_]+)",
    re.I,
)
_TIMES = re.compile(r"\w+?mal\b|\w+ (?:times|fois|veces|vezes|volte|keer|x|×)|\d+\s?[x×]", re.I)
_TWICE = re.compile(r"\b(?:twice|double|doppelt|zweimal)\b", re.I)
MOST = 12
"""Numbers that are put together."""


def follows(
    fact: Fact, question: Question, shown: Shown, derived: Sequence[Decimal] = ()
) -> str | None:
    """Tells how a number follows from others, such as `1,320 - 1,040`.

    derived: numbers of the answer that do so already.
    """
    said = f"{question.question}\n{question.answer}"
    criteria = "\n".join(criterion.text for criterion in question.criteria)
    known = frozenset((*derived, *(value for _, value in _numbers(question.question, question))))
    rows = [_row(fact, text, question, shown, known) for text in (question.answer, criteria)]
    named = _named(fact, question, rows, shown)
    beside = (shown.text[start:end] for start, end in nearest(question.question, shown))
    parts = fractions("\n".join([said, *beside]))
    found = (
        _worked_out(fact, question, named, rows, parts, derived)
        or _lasts(fact, f"{said}\n{criteria}", shown)
        or (None if fact.units else counted(fact.values[0], question, criteria, shown))
    )
    others = {one.value for one in named} - {*fact.values, *fact.bare}
    told = {at for at, value in _numbers(question.answer, question) if value in others}
    if found or len(told) > 1:
        return found
    said = question.question
    asked = [Number(value, units_at(said, at))
             for at, value in _numbers(said, question) if not is_year(at, value, said)]  # fmt: skip
    return of_page(fact, said, question.answer, asked, parts, shown)


def _named(fact: Fact, question: Question, rows: list[list[Number]], shown: Shown) -> list[Number]:
    """The numbers of answer, question and criteria that are known, each once."""
    asked = [Number(value, ways.COUNT if value <= SMALL and not units else units)
             for at, value in _numbers(question.question, question)
             if not is_year(at, value, question.question)
             for units in [units_at(question.question, at)]]  # fmt: skip
    answer, criteria = rows
    found: list[Number] = []
    for one in (*answer, *asked, *criteria):
        found += as_money(one)
        found += [Number(full, one.units) for full in shown.scaled.get(one.value, ())]
    return list({one.value: one for one in reversed(found)}.values())[::-1][:MOST]


def _row(
    fact: Fact, text: str, question: Question, shown: Shown, known: frozenset[Decimal]
) -> list[Number]:
    """The numbers and lengths of time of a text that are known, but the wanted one, in order."""
    found = [(match.start(), Decimal(2), ways.COUNT) for match in _TWICE.finditer(text)]
    for at, value in _numbers(text, question):
        there = value in known or shown.has(value) or _is_times(text, at)
        own = value in fact.values and value not in known
        if there and not own and not is_year(at, value, text):
            whole = as_money(Number(value, units_at(text, at) or units_of(value, shown)))[-1]
            found.append((at, *whole))
    lasting = {seconds for _, seconds in spelled_lengths(shown.text)}
    for at, _, seconds in lengths(text):
        if seconds in lasting:
            found.append((at, Decimal(seconds), SECONDS))
    return [Number(value, units) for _, value, units in sorted(found, key=lambda one: one[0])]


def _is_times(text: str, at: int) -> bool:
    """Whether a number only says how often another one counts: zweimal, three times, 3 x."""
    return bool(_TIMES.match(text, at))


def _numbers(text: str, question: Question) -> list[tuple[int, Decimal]]:
    return _read(text, question.language[:2])


@lru_cache(maxsize=64)
def _read(text: str, language: str) -> list[tuple[int, Decimal]]:
    """The numbers of a text that are no part of a time of day or of a length of time."""
    timed = {
        n for at, spelled, _ in (*times(text), *lengths(text)) for n in range(at, at + len(spelled))
    }
    found = numbers(text, languages=("en", language), unscaled=True)
    return [one for one in found if one[0] not in timed]


def _worked_out(
    fact: Fact,
    question: Question,
    named: list[Number],
    rows: list[list[Number]],
    parts: list[Decimal],
    derived: Sequence[Decimal],
) -> str | None:
    """How a number follows from those that answer, question and criteria name."""
    first = fact.at <= min((at for at, _ in _numbers(question.answer, question)), default=0)
    told = [one for one in named if first or one.value not in derived]
    made = [one for one in named if one.value in derived]
    asked, shows = question.question, len(rows[0]) > 1
    simple = [
        *(way for some in (told, made) for way in ways.differences(some)),
        *ways.sums(told, (2,)), *ways.products(named),
    ]  # fmt: skip
    rough = fact.loose and len(rows[0]) == 2
    exact = (way for way in ways.ratios(rows[0]) if rough or way.value == int(way.value))
    others = chain(
        ways.sums(named, (3,)), ways.speeds(named), ways.percentages(named),
        shares_of(named, asked) if _is_share(fact, question) else (),
        ways.ratios(named) if RATIO.search(asked) or SHARE.search(asked) else exact,
        ways.means(named) if AVERAGE.search(asked) else (),
        ways.parts(named, parts), _parts_less(named, parts), *map(worked, rows),
    )  # fmt: skip
    limit = 4 * CHANCE if shows else CHANCE
    return among(fact, simple, limit) or among(fact, others, limit)


def _is_share(fact: Fact, question: Question) -> bool:
    """Whether a number may be a share in percent: it says so, or is all that answers for one."""
    if fact.units:
        return bool(ways.PERCENT & fact.units)
    alone = len(_numbers(question.answer, question)) == 1
    return alone and bool(SHARE.search(question.question))


def _parts_less(numbers_: list[Number], parts: list[Decimal]) -> Iterable[Result]:
    """What is missing from a number to a half or a third of another."""
    for part in parts:
        for a in numbers_:
            for b in numbers_:
                if a is not b and part < 1:
                    value = abs(a.value * part - b.value)
                    yield Result(value, f"{part:f} of {a.value:f} and {b.value:f}", a.units)


def _lasts(fact: Fact, said: str, shown: Shown) -> str | None:
    """How a number is a length of time between what the page and the question name."""
    units = fact.units or _asked_for(said)
    for seconds in (length for value in fact.values for length in seconds_of(value, units)):
        if way := lasts(seconds, said, shown):
            return way
    if not units and is_year(0, fact.values[0], fact.text):
        return year_apart(fact.values[0], said, fact.loose, shown)
    timed = all(unit.dimension in ("time", "month") for unit in units)
    return counted_days(fact.values[0], said, shown) if timed else None


def _asked_for(said: str) -> frozenset[Unit]:
    """The unit that a question counts: `How many hours`."""
    match = _HOW_MANY.search(said)
    return units_at(f"0 {match[1]}", 0) if match else frozenset()
