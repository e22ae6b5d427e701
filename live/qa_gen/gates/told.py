"""A question or its answer -> the quantities, days, names and opposites in it, to compare. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, product
from operator import itemgetter

from live.qa_gen.gates.clock import spelled_lengths, times
from live.qa_gen.gates.gold import CONNECTING, TITLES, Fact, facts_in
from live.qa_gen.gates.opposites import negated, sides
from live.qa_gen.gates.shown import ORDINALS, weekdays
from live.qa_gen.gates.words import fold, words
from live.quantities import MONTH_OF

Day = tuple[int | None, int, int | None]
Value = frozenset[Decimal | Day | str]
"""What a number, a day or a time can be read as."""
OPENS = re.compile("[¿¡]")
"""What stands before the first word of a Spanish sentence, which has a capital and is no name."""
NOUNS = ("de", "lb")
"""Languages that write every noun with a capital."""
_OF = r"\s*(?:/|(?:out )?of(?: the)?|in|von|sur|de(?: cada)?|su|em cada|op de|из)\s*"
OF = re.compile(_OF)
"""What stands between a part and its whole."""
ONE_OF = re.compile(r"\b(?:one|eine[rs]?|une?|uno|una|uma?|één|один)" + _OF + "$", re.IGNORECASE)
"""A part that is one, which by itself counts nothing."""
EXACT = 2
"""Digits from which a number may be another one rounded."""


@dataclass(frozen=True)
class Told:
    """What a text says that it can be told apart by.

    values: of its numbers, days and times, in order. digits: the same, as they are printed.
    names: the words of its names. sides: of which opposites it speaks, as (pair, side).
    """

    words: tuple[str, ...]
    known: frozenset[str]
    values: tuple[Value, ...]
    digits: tuple[str, ...]
    names: frozenset[str]
    negated: bool
    sides: frozenset[tuple[int, int]]


@lru_cache(maxsize=4096)
def told(text: str, language: str, *, question: bool) -> Told:
    """Reads a question or an answer. language: a code."""
    text = OPENS.sub("", text)
    said = words(text)
    known = frozenset(said)
    facts = facts_in(text, language, asks_name=False)
    names = " ".join(
        # the word that opens a question has its capital from that
        fact.text.partition(" ")[2] if question and fact.first else fact.text
        for fact in facts
        if fact.kind == "name"
        and not (fact.first and language in NOUNS and len(fact.text) < len(text))
    )
    return Told(
        words=tuple(said),
        known=known,
        values=tuple(value for _, value in sorted(_values(facts, text), key=itemgetter(0))),
        digits=tuple(_digits(facts, text)),
        names=frozenset(words(names)) - TITLES - CONNECTING,
        negated=negated(known, language),
        sides=sides(known),
    )


def strength(one: Told, other: Told) -> int | None:
    """Tells how much two answers say that agrees, in digits; None: they contradict each other.

    One may go on with more, as with how it was computed; what it begins with is its answer.
    """
    few, many = sorted((one.values, other.values), key=len)
    if not few:
        return 0
    if all(among(value, many) for value in few) and among(many[0], few):
        matched = [value for value in many if among(value, few)]
        return min(sum(map(_weight, dict.fromkeys(values))) for values in (few, matched))
    same = one.digits and one.digits == other.digits
    return sum(map(len, one.digits)) if same else None


def values_apart(asked: tuple[Told, Told], answered: tuple[Told, Told]) -> tuple[bool, bool]:
    """Tells whether each of two questions names a quantity or a day that the other does not.

    What the other's answer names is known to it too.
    """
    here, there = (
        (*question.values, *answer.values) for question, answer in zip(asked, answered, strict=True)
    )
    return (
        any(not among(value, there) for value in asked[0].values),
        any(not among(value, here) for value in asked[1].values),
    )


def names_apart(asked: tuple[Told, Told], answered: tuple[Told, Told]) -> tuple[bool, bool]:
    """Tells whether each of two questions names what the other has not, as a name or as a word."""
    here, there = (
        question.known | answer.known for question, answer in zip(asked, answered, strict=True)
    )
    return _unknown(asked[0].names, there), _unknown(asked[1].names, here)


def _unknown(names: frozenset[str], known: frozenset[str]) -> bool:
    """Whether one of these is not among the known words. Israel and Israeli are one."""
    return any(not any(_one_name(name, word) for word in known) for name in names - known)


def _one_name(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= 4 and long.startswith(short)


def _values(facts: list[Fact], text: str) -> Iterator[tuple[int, Value]]:
    """What a text names, each with its offset."""
    dated = any(fact.days for fact in facts)
    for fact in facts:
        if fact.kind == "number":
            seconds = {
                f"second {int(value * unit.factor)}"
                for value in fact.values
                for unit in fact.units
                if unit.dimension == "time"
            }
            shares = (share for at, share in _shares(facts, text) if at == fact.at)
            yield fact.at, frozenset((*fact.values, *fact.bare, *seconds, *shares))
        elif fact.days:
            yield fact.at, frozenset(fact.days)
        elif fact.kind == "date" and not dated:
            yield fact.at, frozenset((f"weekday {weekdays().get(fold(fact.text))}",))
        elif fact.kind == "time":
            minutes = {f"minute {n}" for _, _, n in times(fact.text)}
            seconds = {f"second {n}" for _, n in spelled_lengths(fact.text)}
            yield fact.at, frozenset(minutes | seconds)
    taken = {fact.at for fact in facts if fact.kind == "number"}
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        value, month = ORDINALS.get(fold(match[0])), MONTH_OF.get(match[0].lower())
        if value is not None and match.start() not in taken:
            yield match.start(), frozenset((value,))
        if month and not dated and match[0] != "may":
            yield match.start(), frozenset((f"month {month}",))


def _shares(facts: list[Fact], text: str) -> Iterator[tuple[int, Decimal]]:
    """What `one in seven` or `31 of 226` are in per cent, each with its offset."""
    numbers = [fact for fact in facts if fact.kind == "number"]
    for fact in numbers:
        if ONE_OF.search(text[: fact.at]):
            yield from ((fact.at, _per_cent(Decimal(1), many)) for many in fact.values if many > 1)
    for part, whole in pairwise(numbers):
        if OF.fullmatch(text[part.at + len(part.text) : whole.at]):
            for few, many in product(part.values, whole.values):
                if 0 < few <= many:
                    yield part.at, _per_cent(few, many)


def _per_cent(part: Decimal, whole: Decimal) -> Decimal:
    return (100 * part / whole).quantize(Decimal("0.1"))


def _digits(facts: list[Fact], text: str) -> Iterator[str]:
    for fact in facts:
        if fact.kind == "number" and not any(c.isdigit() for c in fact.text):
            yield from (f"{value:f}" for value in fact.values)
        elif fact.kind in ("number", "time"):
            yield from re.findall(r"\d+", re.sub(r"(?<=\d)[.,\s](?=\d{3}\b)", "", fact.text))


def among(value: Value, others: tuple[Value, ...]) -> bool:
    """Tells whether one of these is the same number, day or time."""
    return any(_equal(mine, theirs) for other in others for mine in value for theirs in other)


def _equal(one: Decimal | Day | str, other: Decimal | Day | str) -> bool:
    """Whether two readings are one, or one is the other rounded to its last digit."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        unit = max(Decimal(1).scaleb(min(_exponent(n), 0)) for n in (one, other))
        exact = min(abs(one), abs(other)) < 10 ** (EXACT - 1)
        return one == other or (not exact and abs(one - other) <= unit / 2)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return one[1:] == other[1:] and (None in (one[0], other[0]) or one[0] == other[0])
    return one == other


def _exponent(number: Decimal) -> int:
    return int(number.normalize().as_tuple().exponent)


def _weight(value: Value) -> int:
    """How many digits a number has, its point with them. Pages repeat years as they do days."""
    numbers = [each for each in value if isinstance(each, Decimal)]
    if not numbers:
        return 1 if any(str(each).startswith(("weekday", "month")) for each in value) else 2
    digits = max(len(f"{abs(number):f}".lstrip("0")) for number in numbers)
    is_year = len(numbers) == 1 and 1800 <= numbers[0] < 2100 and _exponent(numbers[0]) >= 0
    return 2 if is_year else digits
