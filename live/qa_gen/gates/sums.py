"""A number that is not on a page -> how it follows from those that are; None: it does not. Pure.

What is computed with is named by the gold answer or its criteria, or stands on the page in what
speaks of the question. The fewer digits a number has, and the more could be computed, the less it
says that one way leads to it: what chance alone explains does not count.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, pairwise

from live.qa_gen.gates import ways
from live.qa_gen.gates.clock import lengths, times
from live.qa_gen.gates.counts import counted
from live.qa_gen.gates.cues import DIFFERENCE, EXTREMES, PRODUCT, RATIO, SHARE, TOTAL
from live.qa_gen.gates.figures import units_of
from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.parts import fractions
from live.qa_gen.gates.related import as_money, closely, loosely
from live.qa_gen.gates.sentences import about
from live.qa_gen.gates.shown import Shown, is_year
from live.qa_gen.gates.spans import counted_days, lasts, year_apart
from live.qa_gen.gates.units import MONEY, Unit, converted, units_at
from live.qa_gen.gates.ways import Number, Result
from live.quantities import numbers
from live.records import Question

_HOW_MANY = re.compile(
    r"(?:how many|wie viele?|combien d(?:e |['’])|cuánt[oa]s|quant[oaie]s?|hoeveel)\s*([^\W\d_]+)",
    re.I,
)
_TIMES = re.compile(r"\w+?mal\b|\w+ (?:times|fois|veces|vezes|volte|keer|x|×)|\d+\s?[x×]", re.I)
CHANCE = Decimal("0.4")
"""Of how many computed numbers of that size one may be expected to be the one wanted."""
SURE = 100
"""A number from which on chance hardly makes a sum."""
REST = 4
"""Numbers of a sentence that are few enough to belong together whatever is asked."""
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
    named = _named(fact, question, criteria, shown, derived)
    parts = fractions("\n".join([said, *about(question.question, shown)]))
    found = (
        _worked_out(fact, question, named, parts)
        or _lasts(fact, f"{said}\n{criteria}", shown)
        or (None if fact.units else counted(fact.values[0], question, criteria, shown))
    )
    known = {one.value for one in named} - {*fact.values, *fact.bare}
    told = {at for at, value in _numbers(question.answer, question) if value in known}
    return found if found or len(told) > 1 else _of_page(fact, question, shown, parts)


def _named(
    fact: Fact, question: Question, criteria: str, shown: Shown, derived: Sequence[Decimal]
) -> list[Number]:
    """The numbers of answer, question and criteria that are known; one may be there twice."""
    asked = {value for _, value in _numbers(question.question, question)}
    found: list[Number] = []
    for text in (question.answer, question.question, criteria):
        before = {one.value for one in found}
        for at, value in _numbers(text, question):
            known = shown.has(value) or value in derived or value in asked or _is_times(text, at)
            own = value in fact.values and value not in asked
            if known and not own and value not in before:
                found += as_money(Number(value, units_at(text, at) or units_of(value, shown)))
                found += [Number(full, found[-1].units) for full in shown.scaled.get(value, ())]
    return found[: 2 * MOST]


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
    fact: Fact, question: Question, named: list[Number], parts: list[Decimal]
) -> str | None:
    """How a number follows from those that answer, question and criteria name."""
    single = list({one.value: one for one in named}.values())[:MOST]
    runs = [named[a:b] for a in range(len(named)) for b in range(a + 2, min(len(named), a + 7) + 1)]
    sums = (
        Result(sum((one.value for one in run), Decimal(0)), " + ".join(f"{n.value:f}" for n in run),
               run[0].units) for run in runs
    )  # fmt: skip
    chained = (
        Result(
            a.value * b.value + c.value * d.value, f"{a.value} x {b.value} + {c.value} x {d.value}"
        )
        for (a, b), (c, d) in pairwise(zip(named[::2], named[1::2], strict=False))
    )
    simple = [*ways.differences(single), *ways.sums(single, (2,)), *ways.products(single)]
    others = chain(
        ways.sums(single, (3,)), ways.shares(single), ways.ratios(single), ways.means(single),
        ways.speeds(single),
        ways.parts(single, parts), sums, chained, _parts_less(single, parts),
    )  # fmt: skip
    limit = 4 * CHANCE if len(_numbers(question.answer, question)) > 1 else CHANCE
    return _among(fact, simple, limit) or _among(fact, list(others), limit)


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
    for unit in units:
        for value in fact.values:
            way = lasts(value * unit.factor, said, shown) if unit.dimension == "time" else None
            if way:
                return way
    if not units and is_year(0, fact.values[0], fact.text):
        return year_apart(fact.values[0], said, fact.loose, shown)
    timed = all(unit.dimension in ("time", "month") for unit in units)
    return counted_days(fact.values[0], said, shown) if timed else None


def _asked_for(said: str) -> frozenset[Unit]:
    """The unit that a question counts: `How many hours`."""
    match = _HOW_MANY.search(said)
    return units_at(f"0 {match[1]}", 0) if match else frozenset()


def _of_page(fact: Fact, question: Question, shown: Shown, parts: list[Decimal]) -> str | None:
    """How a number follows from what the page says of what the question asks."""
    said = question.question
    asked = [Number(value, units_at(said, at))
             for at, value in _numbers(said, question) if not is_year(at, value, said)]  # fmt: skip
    for group in closely(said, shown):
        ends = ways.spread(group) if len(group) > 2 and EXTREMES.search(said) else ()
        if way := _among(fact, list(ends), Decimal(1)):
            return way
        pairs = [way for pair in pairwise(group) for way in _of_two(pair, fact)]
        if way := _among(fact, pairs, CHANCE):
            return way
        for some in (group, [*asked[:3], *group] if asked else []):
            if way := _among(fact, list(_ways_of(some, asked, said, parts, fact)), CHANCE):
                return way
    told = fractions(said)
    for group in loosely(said, fact.units, fact.values[0], shown):
        close = len(group) <= REST and all(one.units == fact.units for one in group)
        few = [
            *(ways.differences(group) if close or DIFFERENCE.search(said) else ()),
            *(ways.sums(group, (2,)) if close or TOTAL.search(said) else ()),
            *ways.parts(group, parts),
        ]
        if way := _among(fact, few, CHANCE / 3) or _among(fact, [*ways.parts(group, told)], CHANCE):
            return way
    return None


def _of_two(pair: tuple[Number, Number], fact: Fact) -> Iterator[Result]:
    """What two numbers that stand beside each other give, whatever is asked."""
    yield from ways.differences(pair)
    if ways.PERCENT & fact.units and not all(one.is_percent for one in pair):
        yield from ways.shares(pair)


def _ways_of(
    some: list[Number], asked: list[Number], said: str, parts: list[Decimal], fact: Fact
) -> Iterator[Result]:
    """What may be computed of some numbers of a page: what the question says is computed."""
    few = some if len(some) <= REST else []
    alike = [one for one in few if one.units == fact.units]
    yield from ways.parts(some, parts)
    yield from ways.differences(some if DIFFERENCE.search(said) else few)
    yield from ways.remainder(some)
    if len(some) > 2 and min(fact.values) >= SURE:
        yield from ways.sums(some, (len(some),))
    yield from ways.speeds(few)
    if TOTAL.search(said):
        yield from ways.sums(some, (2, 3, len(some)))
    yield from ways.sums(alike, (2,))
    area = any(unit.dimension == "area" for unit in fact.units)
    if asked or area or TOTAL.search(said) or PRODUCT.search(said):
        yield from ways.products(some)
        counts = asked[:3] if len(asked) > 1 else [*asked, Number(Decimal(1))]
        prices = [one for one in some if any(unit.dimension in MONEY for unit in one.units)]
        yield from ways.bills(counts, prices[:4] or [one for one in some if one not in asked][:4])
    percents = [one.is_percent for one in some]
    wanted = ways.PERCENT & fact.units and not all(percents)
    if SHARE.search(said) or wanted or (few and any(percents) and not all(percents)):
        yield from ways.shares(some)
    if RATIO.search(said):
        yield from ways.ratios(some)
        yield from ways.means(some)


def _among(fact: Fact, results: list[Result], limit: Decimal) -> str | None:
    """The way to a number, unless so many lead to numbers of its size that one had to."""
    for wanted in (*fact.values, *fact.bare):
        if wanted <= 0:
            continue
        close = _closeness(fact, wanted)
        step = _step(wanted)
        near = {
            result.value for result in results if wanted / 2 <= abs(result.value) <= 2 * wanted
            and (result.rounded or result.value % step == 0)
        }  # fmt: skip
        if len(near) * step > limit * wanted * Decimal("1.5"):
            continue
        for result in results:
            values = [result.value] if _same(fact, result) else []
            values += converted(result.value, result.units, fact.units) if not values else []
            for value in values:
                off = abs(abs(value) - wanted)
                rounded = (result.rounded or fact.loose) and wanted > 1
                if off == 0 or (off <= close and rounded):
                    return result.way
    return None


def _step(wanted: Decimal) -> Decimal:
    """How far numbers as round as one lie apart; round ones have two digits."""
    exponent = int(wanted.normalize().as_tuple().exponent)
    return Decimal(1).scaleb(min(exponent, max(0, wanted.adjusted() - 1)))


def _same(fact: Fact, result: Result) -> bool:
    """Whether what was computed may have the unit that is wanted."""
    if not fact.units or not result.units:
        return True
    names = {unit.name for unit in result.units}
    return any(unit.name in names for unit in fact.units)


def _closeness(fact: Fact, wanted: Decimal) -> Decimal:
    """By how much a number may be rounded: to its last digit, and to its last before zeros."""
    exponent = int(wanted.normalize().as_tuple().exponent)
    coarse = fact.loose or bool(fact.bare)
    return Decimal(1).scaleb(exponent if coarse else min(exponent, 0)) / 2
