"""Computed numbers -> the way to the one wanted; None: none leads there, or one had to. Pure.

The fewer digits a number has, and the more was computed, the less it says that one way leads to it:
what chance alone explains does not count.
"""

from collections.abc import Iterable
from decimal import Decimal

from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.units import MONEY, converted
from live.qa_gen.gates.ways import Result

CHANCE = Decimal("0.4")
"""Of how many computed numbers of that size one may be expected to be the one wanted."""


def among(fact: Fact, computed: Iterable[Result], limit: Decimal = CHANCE) -> str | None:
    """Gives the way to a number, unless so many lead to numbers of its size that one had to."""
    results = list(computed)
    if any(unit.dimension in MONEY and unit.factor != 1 for unit in fact.units):
        results += [one._replace(value=100 * one.value) for one in results if not one.units]
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
