"""A few numbers -> what can be computed of them, with their units, and how. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations
from typing import NamedTuple

from live.qa_gen.gates.units import MONEY, Unit

NO_UNIT: frozenset[Unit] = frozenset()
PERCENT = frozenset({Unit("percent", "percent")})
POINTS = frozenset({Unit("points", "points")})
COUNT = frozenset({Unit("count", "count")})
"""What says how often something counts, as in `two adults`: it is multiplied, never added."""
SPEED = frozenset({Unit("km/h", "speed")})


class Number(NamedTuple):
    """A number that may be computed with, and the units that it may have."""

    value: Decimal
    units: frozenset[Unit] = NO_UNIT

    @property
    def is_percent(self) -> bool:
        """Whether it is a share in percent."""
        return any(unit.name == "percent" for unit in self.units)


class Result(NamedTuple):
    """What was computed, how, and whether it has to be rounded."""

    value: Decimal
    way: str
    units: frozenset[Unit] = NO_UNIT
    rounded: bool = False


def differences(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives how much each number is above each other; of two shares, in points."""
    for a, b in combinations(numbers, 2):
        high, low = (a, b) if a.value >= b.value else (b, a)
        if _one_kind(a, b) and low.value != 1:
            units = POINTS if a.is_percent and b.is_percent else a.units or b.units
            yield Result(high.value - low.value, f"{high.value:f} - {low.value:f}", units)


def added(pair: tuple[Number, Number]) -> Iterator[Result]:
    """Gives a number with what is added to it, or taken from it, in a unit of the two."""
    a, b = pair
    if _one_kind(a, b):
        yield Result(a.value + b.value, f"{a.value:f} + {b.value:f}", a.units or b.units)


def spread(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives what lies between the highest and the lowest number."""
    ends = [choose(numbers, key=lambda one: one.value) for choose in (min, max)]
    yield from differences(ends)


def sums(numbers: Sequence[Number], counts: Sequence[int]) -> Iterator[Result]:
    """Gives the sums of so many of the numbers, and what remains of one without two others."""
    for count in counts:
        for some in combinations(numbers, count):
            if all(_one_kind(a, b) for a, b in combinations(some, 2)):
                total = sum((one.value for one in some), Decimal(0))
                yield Result(total, " + ".join(f"{one.value:f}" for one in some), _units(some))
    for a, b, c in permutations(numbers, 3) if 3 in counts else ():
        if (
            b.value < c.value
            and a.value > b.value + c.value
            and _one_kind(a, b)
            and _one_kind(a, c)
        ):
            way = f"{a.value:f} - {b.value:f} - {c.value:f}"
            yield Result(a.value - b.value - c.value, way, a.units)


def means(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives the mean of the first two, three and so on."""
    for count in range(2, len(numbers) + 1):
        some = numbers[:count]
        total = sum((one.value for one in some), Decimal(0))
        way = f"({' + '.join(f'{one.value:f}' for one in some)}) / {count}"
        yield Result(total / count, way, _units(some), rounded=True)


def products(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives each number times each other."""
    for a, b in combinations(numbers, 2):
        units = a.units | b.units
        if a.is_percent or b.is_percent or 1 in (a.value, b.value):
            continue
        if not any(unit.dimension in MONEY for unit in units):
            units = NO_UNIT
        elif a.units & b.units:
            continue
        yield Result(a.value * b.value, f"{a.value:f} x {b.value:f}", units)


def percentages(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives what a percentage of something is, and what it is with that more or less."""
    for a, b in permutations(numbers, 2):
        if a.is_percent and not b.is_percent:
            part = a.value / 100
            yield Result(b.value * part, f"{a.value:f}% of {b.value:f}", b.units, True)
            for sign in (1, -1):
                way = f"{b.value:f} x (100 {'+' if sign > 0 else '-'} {a.value:f})%"
                yield Result(b.value * (1 + sign * part), way, b.units, True)
                if 1 + sign * part > 0:
                    way = way.replace(" x ", " / ")
                    yield Result(b.value / (1 + sign * part), way, b.units, True)


def shares(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives parts in percent, and what is missing to 100."""
    yield from complements(numbers)
    for a, b in permutations(numbers, 2):
        if b.value and a.is_percent == b.is_percent and _one_kind(a, b):
            way = f"{a.value:f} / {b.value:f} in percent"
            yield Result(100 * a.value / b.value, way, PERCENT, True)
            if a.value < b.value and not a.is_percent:
                yield Result(100 - 100 * a.value / b.value, f"100 - {way}", PERCENT, True)


def changes(numbers: Sequence[Number], turn: int) -> Iterator[Result]:
    """Gives by what percentage numbers are above (turn 1) or below (-1) others, or both (0)."""
    for a, b in permutations(numbers, 2):
        up = a.value > b.value
        if b.value and turn in (0, 1 if up else -1) and _one_kind(a, b):
            way = f"from {b.value:f} to {a.value:f} in percent"
            yield Result(abs(100 * (a.value - b.value) / b.value), way, PERCENT, True)


def complements(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives what shares leave of a hundred per cent."""
    percents = [one.value for one in numbers if one.is_percent]
    for some in (*([one] for one in percents), percents):
        rest = 100 - sum(some)
        if 0 < rest < 100:
            yield Result(Decimal(rest), f"100 - {' - '.join(map('{:f}'.format, some))}", PERCENT)


def ratios(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives each number divided by each other."""
    for a, b in permutations(numbers, 2):
        if b.value not in (0, 1) and a.value and _digits(a) != _digits(b):
            units = NO_UNIT if b.units else a.units
            yield Result(a.value / b.value, f"{a.value:f} / {b.value:f}", units, rounded=True)


def parts(numbers: Sequence[Number], fractions: Sequence[Decimal]) -> Iterator[Result]:
    """Gives a half, a third or twice of each number, and the rest of it."""
    for one in numbers:
        for part in fractions:
            units = one.units | POINTS if one.is_percent else one.units
            yield Result(one.value * part, f"{part:f} of {one.value:f}", units, True)
            if part < 1:
                rest = one.value - one.value * part
                yield Result(rest, f"{one.value:f} without {part:f} of it", one.units, True)
            else:
                yield Result(one.value / part, f"{one.value:f} / {part:f}", one.units, True)


def remainder(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives what the largest number leaves without all others."""
    for unit in {one.units for one in numbers}:
        high, *others = sorted((one for one in numbers if one.units == unit), reverse=True,
                               key=lambda one: one.value) or [Number(Decimal(0))]  # fmt: skip
        rest = high.value - sum((one.value for one in others), Decimal(0))
        if len(others) > 1 and rest > 0:
            way = " - ".join(f"{one.value:f}" for one in (high, *others))
            yield Result(rest, way, unit)


def speeds(numbers: Sequence[Number]) -> Iterator[Result]:
    """Gives lengths divided by times, in kilometres an hour."""
    for a, b in permutations(numbers, 2):
        way = f"{a.value:f} in {b.value:f}"
        for length in (unit for unit in a.units if unit.dimension == "length"):
            for time in (unit for unit in b.units if unit.dimension == "time" and b.value):
                metres, seconds = a.value * length.factor, b.value * time.factor
                yield Result(metres / seconds * Decimal("3.6"), way, SPEED, True)


def bills(counts: Sequence[Number], prices: Sequence[Number]) -> Iterator[Result]:
    """Gives what two of one thing and three of another cost together."""
    for a, b in combinations(counts, 2):
        for c, d in permutations(prices, 2):
            value = a.value * c.value + b.value * d.value
            way = f"{a.value:f} x {c.value:f} + {b.value:f} x {d.value:f}"
            yield Result(value, way, c.units | d.units)


def _digits(one: Number) -> tuple[int, ...]:
    """The digits of a number without its scale: those of 1.2 and of 1.2 million are the same."""
    return one.value.normalize().as_tuple().digits


def _one_kind(a: Number, b: Number) -> bool:
    """Whether two numbers may be added: one has no unit, or both have the same."""
    if COUNT in (a.units, b.units):
        return False
    return not a.units or not b.units or bool(a.units & b.units)


def _units(numbers: Sequence[Number]) -> frozenset[Unit]:
    return next((one.units for one in numbers if one.units), NO_UNIT)
