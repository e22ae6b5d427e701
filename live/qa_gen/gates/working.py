"""The working that a text shows -> what it gives: `four trips with 38 people`, `24 x 2 + 15`. Pure.

Numbers that stand in a row are put together in their order, as a person reads them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from live.qa_gen.gates.units import MONEY
from live.qa_gen.gates.ways import NO_UNIT, Number, Result

LONGEST = 7
"""Numbers of a sum."""


def worked(row: Sequence[Number]) -> Iterator[Result]:
    """Gives what some numbers in a row make: their sum, and their products with others added."""
    for start in range(len(row)):
        for end in range(start + 2, min(len(row), start + LONGEST) + 1):
            some = row[start:end]
            values = [one.value for one in some]
            yield Result(sum(values, Decimal(0)), " + ".join(map(_spelled, values)), some[0].units)
            units = next((one.units for one in some if _is_money(one)), NO_UNIT)
            for value, way in _products(values):
                yield Result(value, way, units)


def _products(values: list[Decimal]) -> Iterator[tuple[Decimal, str]]:
    """Products of two, and of three, and what is added to or taken from them."""
    if len(values) == 3:
        a, b, c = values
        for value, way in (
            (a * b * c, "{} x {} x {}"),
            (a * b + c, "{} x {} + {}"),
            (a * b - c, "{} x {} - {}"),
            (a + b * c, "{} + {} x {}"),
            (a - b * c, "{} - {} x {}"),
            (a - b - c, "{} - {} - {}"),
        ):
            yield value, way.format(*map(_spelled, values))
    if len(values) in (4, 5, 6):
        pairs = list(zip(values[::2], values[1::2], strict=False))
        rest = values[-1:] if len(values) % 2 else []
        way = " + ".join([*(f"{a:f} x {b:f}" for a, b in pairs), *map(_spelled, rest)])
        yield sum((a * b for a, b in pairs), Decimal(0)) + sum(rest, Decimal(0)), way


def _spelled(value: Decimal) -> str:
    return f"{value:f}"


def _is_money(one: Number) -> bool:
    return any(unit.dimension in MONEY for unit in one.units)
