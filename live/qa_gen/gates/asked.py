"""Question -> how a number follows from what a page says of what is asked; None: it does not. Pure.

What a question says is computed is computed of the numbers of each sentence, row and column that
speaks of it; what needs no word for it, such as what two numbers beside each other differ by, of
few numbers that are of one size.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, pairwise

from live.qa_gen.gates import ways
from live.qa_gen.gates.chance import CHANCE, among
from live.qa_gen.gates.counts import SMALL
from live.qa_gen.gates.cues import (
    AVERAGE,
    BY_HOW_MUCH,
    DIFFERENCE,
    EXTREMES,
    PRODUCT,
    RATIO,
    SHARE,
    TOTAL,
)
from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.parts import fractions
from live.qa_gen.gates.related import changed, closely, loosely, neighbours, speaks_of_rest
from live.qa_gen.gates.shown import Shown
from live.qa_gen.gates.signs import direction
from live.qa_gen.gates.units import MONEY, agree
from live.qa_gen.gates.ways import Number, Result

SURE = 100
"""A number from which on chance hardly makes a sum."""
REST = 4
"""Numbers of a sentence that are few enough to belong together whatever is asked."""


def of_page(
    fact: Fact, said: str, answer: str, asked: list[Number], parts: list[Decimal], shown: Shown
) -> str | None:
    """Tells how a number follows from what is near what a question says.

    asked: the numbers of the question. parts: what it and the page call a half or a third.
    """
    if way := among(fact, (way for pair in changed(said, shown) for way in ways.added(pair))):
        return way
    for group in closely(said, answer, shown):
        if len(group) > 2 and (way := among(fact, _of_all(group, said), Decimal(1))):
            return way
        if way := among(
            fact, (way for pair in pairwise(group) for way in _of_two(pair, said, fact))
        ):
            return way
        for some in (group, [*asked[:3], *group] if asked else []):
            if way := among(fact, _ways_of(some, asked, said, parts, fact)):
                return way
    beside = chain.from_iterable(map(ways.differences, neighbours(shown)))
    if _compares(said) and (way := among(fact, beside, CHANCE / 3)):
        return way
    told, rest = fractions(said), speaks_of_rest(said, shown)
    for group in loosely(said, fact.units, fact.values[0], shown):
        few = [
            *(ways.differences(group) if rest or _compares(said) else ()),
            *(ways.sums(group, (2,)) if TOTAL.search(said) else ()),
        ]
        if way := among(fact, few, CHANCE / 3) or among(fact, ways.parts(group, told)):
            return way
    return None


def shares_of(some: Sequence[Number], said: str) -> Iterator[Result]:
    """Gives what a question in percent may want: a share, or a change in the direction it says."""
    turn = direction(said)
    yield from ways.changes(some, turn)
    if not (turn and BY_HOW_MUCH.search(said)):
        yield from ways.shares(some)


def _of_all(group: list[Number], said: str) -> Iterator[Result]:
    """What a question wants of all numbers of a row or column together."""
    if EXTREMES.search(said):
        yield from ways.spread(group)
    if AVERAGE.search(said):
        yield [*ways.means(group)][-1]
    if TOTAL.search(said):
        yield from ways.sums(group, (len(group),))


def _of_two(pair: tuple[Number, Number], said: str, fact: Fact) -> Iterator[Result]:
    """What two numbers that stand beside each other give, whatever is asked."""
    alike = all(agree(one.units, fact.units) and one.units for one in pair)
    if _of_one_size(pair) and (alike or not fact.units or _compares(said)):
        yield from ways.differences(pair)
    if ways.PERCENT & fact.units and not all(one.is_percent for one in pair):
        yield from shares_of(pair, said)
        yield from ways.percentages(pair)


def _ways_of(
    some: list[Number], asked: list[Number], said: str, parts: list[Decimal], fact: Fact
) -> Iterator[Result]:
    """What may be computed of some numbers of a page: what the question says is computed."""
    few = some if len(some) <= REST and _of_one_size(some) else []
    yield from ways.parts(some, parts)
    yield from ways.differences(some if _compares(said) else few)
    yield from ways.remainder(some)
    if len(some) > 2 and min(fact.values) >= SURE:
        yield from ways.sums(some, (len(some),))
    if TOTAL.search(said):
        yield from ways.sums(some, (2, 3, len(some)))
    alike = [one for one in some if one.units == fact.units]
    alike = alike if fact.units or min(fact.values) >= SURE else []
    if len(alike) <= REST and _of_one_size(alike):
        yield from ways.sums(alike, (2,))
    yield from ways.speeds(some)
    area = any(unit.dimension == "area" for unit in fact.units)
    if asked or area or TOTAL.search(said) or PRODUCT.search(said):
        yield from ways.products(some)
        counts = asked[:3] if len(asked) > 1 else [*asked, Number(Decimal(1))]
        prices = [one for one in some if any(unit.dimension in MONEY for unit in one.units)]
        yield from ways.bills(counts, prices[:4] or [one for one in some if len(asked) > 1][:4])
    yield from ways.percentages(some)
    if ways.PERCENT & fact.units or (not fact.units and SHARE.search(said)):
        yield from shares_of(some, said)
    if RATIO.search(said):
        yield from ways.ratios(some)
    if AVERAGE.search(said):
        yield from ways.means(some)


def _compares(said: str) -> bool:
    """Whether a question asks how much more or less, or how much something rose or fell."""
    return bool(DIFFERENCE.search(said) or direction(said))


def _of_one_size(some: Sequence[Number]) -> bool:
    """Whether numbers are of a unit, or of a size: one is not merely a bit off another."""
    sizes = [one.value for one in some]
    of_unit = all(one.units and one.units == some[0].units for one in some)
    return not sizes or of_unit or min(sizes) * SMALL > max(sizes)
