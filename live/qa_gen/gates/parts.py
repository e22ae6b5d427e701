"""A quarter, or one in four -> the part of a number that it is. Pure."""

import re
from decimal import Decimal

from live.qa_gen.gates.shown import Shown
from live.quantities import NUMERALS

MOST = 12
"""Parts that are tried."""
FRACTIONS = tuple(
    (Decimal(value), re.compile(shape, re.I))
    for value, shape in (
        ("0.5", r"\bhal(?:f|ves|b)|hälfte|\bmoitié|\bdemi|\bmitad|\bmetade|\bmetà|半"),
        ("0.25", r"\bquarter|viertel|\bquarts?\b|\bcuart[oa]|\bquarto|四分"),
        ("0.2", r"\bfifth|fünftel|cinquième|quint[oa]\b"),
        ("0.1", r"\btenth|zehntel|dixième|décim[oa]"),
        ("0.666667", r"two[ -]thirds|zwei drittel|deux tiers|dos tercios|dois terços|三分の二"),
        ("0.75", r"three[ -]quarters|drei ?viertel|trois quarts|tres cuartos|四分の三"),
        ("3", r"\bthirds?\b|drittel|\btiers\b|\btercio|\bterço|三分|trebl|tripl|dreifach"),
        ("2", r"\btwice|\bdoubl|doppel|verdoppel|\bdobl|\bdobro|二倍|2倍|twofold"),
    )
)
"""Parts and multiples in words; a third is left to be divided by."""
ONE_IN = re.compile(r"\b(\w{1,12}) (?:\w+ )?(?:in|of|out of|sur|von|de cada|su) (\w{1,12})\b", re.I)
"""One in four, une rame sur trois."""


def fractions(said: str, shown: Shown) -> list[Decimal]:
    """Gives half, a third or a quarter, where the page or the question speaks of one."""
    there = f"{said}\n{shown.text}"
    found = [value for value, shape in FRACTIONS if shape.search(there)]
    for match in ONE_IN.finditer(there):
        some, all_ = (_small(word) for word in match.groups())
        if 0 < some < all_:
            found.append((some / all_).normalize())
    return found[:MOST]


def part_of(wanted: Decimal, values: list[Decimal], parts: list[Decimal]) -> str | None:
    """Tells how a number is a part of another, such as a quarter, of which the page speaks."""
    for value in values:
        for part in parts:
            of = value / part if part == 3 else value * part
            if abs(of - wanted) <= _last_digit(wanted) / 2 or (part < 1 and wanted == value - of):
                return f"{part:f} of {value:f}"
    return f"{wanted}%" if any(part * 100 == wanted for part in parts if part < 1) else None


def _small(word: str) -> Decimal:
    """The value of a numeral in any language; 0: it is none."""
    if word.isdecimal():
        return Decimal(word)
    return Decimal(next((known.get(word.casefold(), 0) for known in NUMERALS.values()
                         if word.casefold() in known), 0))  # fmt: skip


def _last_digit(value: Decimal) -> Decimal:
    """The size of the last digit that is not zero, where rounding to it loses little."""
    exponent = int(value.normalize().as_tuple().exponent)
    return Decimal(1).scaleb(min(exponent, value.adjusted() - 1))
