"""A number of a gold answer -> where a page shows it, an offset in its text; None: nowhere. Pure.

It must have the unit that it has on the page, or follow from it by conversion.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from live.numerals import SCALES
from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.rows import cell_of
from live.qa_gen.gates.sentences import sentence_starts
from live.qa_gen.gates.shown import ORDINALS, WORD, Shown
from live.qa_gen.gates.units import (
    IN_ORDER,
    LOOSE,
    MONEY,
    Unit,
    agree,
    converted,
    named,
    units_at,
    units_in,
)
from live.qa_gen.gates.words import NOTHING_SAID, fold

SCORE = re.compile(r"(?<![\d.,:/-])(\d{1,3})[-–](\d{1,3})(?![\d.,:/-]*\d)")
_OF_OTHERS = re.compile(
    r"(?:\d+(?:[.,\u00a0\u202f]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*)(?:[ \u00a0\u202f]|[-–])"
    r"((?:[^\W_\u2e80-\U0010ffff]+(?:[.,]\d+)?[ -]?){1,4})"
)
"""A number in prose with the words that follow it: what it counts."""
_JOINING = frozenset("and or to by und oder bis et ou a y o e i en of de d di del".split())
_AGED = re.compile(
    r"\b(?:(?:between|zwischen|entre|tra|tussen) \S+ (?:and|und|et|y|e|en)|aged?|"
    r"im Alter von(?: \S+ bis)?|âgée?s? de) $",
    re.I,
)
"""Before an age that is a number alone."""
SMALL_WORD = 3
"""Letters of a word that is hardly a thing that is counted."""
CLOSE = 200
"""By what part of itself a quantity may be off in another unit, as people reckon with 1.6 km."""
TOGETHER = 16
"""Characters between the two numbers of a score: `by nine votes to two`."""
COARSE = 16
"""By what part of itself a number may be rounded at most."""
MANY = 5
"""Places of a number whose units are read."""


def find_number(fact: Fact, shown: Shown) -> int | None:
    """Finds a number by value and unit.

    One that says `about`, or that has a word such as million, may be rounded. `31 thousand` is also
    the 31 of a chart in thousands, and the other way round.
    """
    for places in (_exact(fact, shown), _in_scale(fact, shown), _near(fact, shown)):
        for at in places:
            if _fits(fact, at, shown):
                return at
    if IN_ORDER in fact.units:
        return next((at for at, _, _, day in shown.days if day in fact.values), None)
    return next(_converted(fact, shown), None)


def places_of(fact: Fact, shown: Shown) -> list[int]:
    """Gives all places of a number with a unit that it may have."""
    places = [*_exact(fact, shown), *_in_scale(fact, shown)]
    return [at for at in places if _fits(fact, at, shown)]


def _fits(fact: Fact, at: int, shown: Shown) -> bool:
    """Whether a number of a page may be one of an answer: of the same unit, and no mere order."""
    units = _units(at, shown)
    if fact.units and not units and _has_other_unit(fact, shown):
        return False
    if IN_ORDER in units and not fact.units and not shown.text[at].isdigit():
        return False
    if fact.units and not units and (following := _OF_OTHERS.match(shown.text, at)):
        units = _later(following[1])
        return agree(fact.units, units) if units else _is_elided(fact, at, following[1], shown)
    return agree(fact.units, units)


def _is_elided(fact: Fact, at: int, following: str, shown: Shown) -> bool:
    """Whether a page leaves out a unit: `every seven minutes, at night every twelve`, `aged 12 to`.

    What follows is no noun then, and the sentence has the unit before, or there is a million.
    """
    if _AGED.search(shown.text, max(0, at - 40), at) and any(u.name == "year" for u in fact.units):
        return True
    words = following.split()
    scaled = words[0].casefold() in SCALES
    after = fold(words[scaled]) if len(words) > scaled else ""
    if after not in NOTHING_SAID and len(after) > SMALL_WORD:
        return False
    if scaled:
        return True
    start = max(end for end in (0, *sentence_starts(shown.text)) if end <= at)
    before = [place for place, _ in shown.values if start <= place < at]
    return any(_units(place, shown) & fact.units for place in before)


@lru_cache(maxsize=64)
def _has_other_unit(fact: Fact, shown: Shown) -> bool:
    """Whether a page gives a number only units of its kind that it has not: inches, not metres."""
    there = {
        unit for at, value in shown.values if value in fact.values for unit in _units(at, shown)
    }
    kinds = {_kind(unit) for unit in fact.units}
    return not agree(fact.units, frozenset(there)) and bool(kinds & {_kind(unit) for unit in there})


def _kind(unit: Unit) -> str:
    return "money" if unit.dimension in MONEY else unit.dimension


def _later(words: str) -> frozenset[Unit]:
    """The unit some words after a number: `4 and 11 hertz`, `three long weeks`.

    Of `twelve the rest of the day` it has none.
    """
    for match in WORD.finditer(words):
        spelled = match[0]
        if fold(spelled) in NOTHING_SAID - _JOINING:
            break
        if (
            found := units_at(words, match.start(), "")
            if spelled[0].isdigit()
            else units_at(f"0 {words[match.start() :]}", 0)
        ):
            return found
    return frozenset()


def foreign_unit(fact: Fact, shown: Shown) -> bool:
    """Tells whether a number has a unit of a dimension that a page names nowhere."""
    return bool(fact.units) and not any(
        unit.dimension in LOOSE or named(unit, shown.text) for unit in fact.units
    )


def pairs_apart(answer: str, shown: Shown) -> str | None:
    """Gives a score or a vote, such as 3-2, whose numbers a page shows only far from each other."""
    for match in SCORE.finditer(answer):
        one, other = (Decimal(n).normalize() for n in match.groups())
        places = [at for at, value in shown.values if value == one]
        others = [at for at, value in shown.values if value == other]
        if not any(abs(a - b) <= TOGETHER for a in places for b in others if a != b):
            return match[0]
    return None


def _exact(fact: Fact, shown: Shown) -> list[int]:
    return [at for at, value in shown.values if value in fact.values]


def _in_scale(fact: Fact, shown: Shown) -> list[int]:
    if not fact.bare:
        return [shown.bare[value] for value in fact.values if value in shown.bare]
    scales = {int((full / small).log10()) for full in fact.values for small in fact.bare if small}
    words = [
        (n, SCALES[word])
        for word in SCALES.keys() & shown.at.keys()
        for n in shown.at[word]
        if not n or not shown.words[n - 1][-1].isdigit()
    ]
    found = []
    for value in fact.bare:
        if value in shown.plain and words:
            place = shown.plain[value]
            closest = min(words, key=lambda word: abs(shown.starts[word[0]] - place))
            found += [place] if closest[1] in scales else []
    return found


def _near(fact: Fact, shown: Shown) -> list[int]:
    if not (fact.loose or fact.bare):
        return []
    values = [value for value in fact.values if fact.loose or value not in fact.bare]
    return [at for at, there in shown.values if any(_rounded(there, value) for value in values)]


def _rounded(exact: Decimal, said: Decimal) -> bool:
    """Whether a number is another one, rounded to its last digit that is not zero."""
    unit = Decimal(1).scaleb(int(said.normalize().as_tuple().exponent))
    return bool(said) and abs(exact - said) < min(unit / 2, said / COARSE)


def _converted(fact: Fact, shown: Shown) -> Iterator[int]:
    """Where the same quantity stands in another unit, rounded to what the answer says of it."""
    if not fact.units:
        return
    for at, there in shown.values:
        below = shown.text[max(0, at - 6) : at].rstrip().endswith(("-", "−", "–", "minus", "moins"))
        for exact in converted(-there if below else there, _units(at, shown), fact.units):
            for said in fact.values:
                close = abs(abs(exact) - said) <= abs(said) / (40 if fact.loose else CLOSE)
                if close or _rounded(abs(exact), said):
                    yield at


def units_of(value: Decimal, shown: Shown, at: int | None = None) -> frozenset[Unit]:
    """Gives the units that a number has on a page, at an offset or, without one, anywhere."""
    places = [at] if at is not None else [place for place, other in shown.values if other == value]
    return frozenset(unit for place in places[:MANY] for unit in _units(place, shown))


def _units(at: int, shown: Shown) -> frozenset[Unit]:
    word = WORD.match(shown.text, at)
    if word and fold(word[0]) in ORDINALS:
        return frozenset({IN_ORDER})
    found = units_at(shown.text, at, word[0] if word else "")
    cell = None if found else cell_of(shown.text, at)
    return units_in(cell[0].heads(*cell[1:])) if cell else found
