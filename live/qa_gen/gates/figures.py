"""A number of a gold answer -> where a page shows it, an offset in its text; None: nowhere. Pure.

It must have the unit that it has on the page, or follow from it by conversion, and stand in a
sentence or row that speaks of what the question asks about.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from math import log

from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.shown import ORDINALS, WORD, Shown
from live.qa_gen.gates.units import Unit, agree, converted, units_at
from live.qa_gen.gates.words import NOTHING_SAID, fold
from live.quantities import SCALES

ENOUGH = 0.4
"""Of what the best sentence with a number shares with the question, how much one must share."""
SCORE = re.compile(r"(?<![\d.,:/-])(\d{1,3})[-–](\d{1,3})(?![\d.,:/-]*\d)")
TOGETHER = 16
"""Characters between the two numbers of a score: `by nine votes to two`."""
STATED = 0.5
"""Of a question's words, how many a sentence has that answers it."""
SENTENCE = re.compile(r"(?<=[.!?。！？…])[\"”“»’」)]*\s+(?=[^a-z])|[。！？]|\n+")
ASKING = frozenset(
    "what who whom whose when where which why how many much long far often did does do was were "
    "had has have wer wie was wann wo viel viele hat haben wird wurde qui quel quelle quand "
    "combien que cual cuando cuanto cuanta cuantos cuantas ha".split()
)
STEM = 5
"""Letters by which two forms of a word are told to be one."""


def find_number(fact: Fact, asked: str, shown: Shown) -> int | None:
    """Finds a number by value and unit, beside what is asked about.

    One that says `about`, or that has a word such as million, may be rounded. `31 thousand` is also
    the 31 of a chart in thousands, and the other way round.
    """
    for places in (_exact(fact, shown), _in_scale(fact, shown), _near(fact, shown)):
        there = [at for at in places if agree(fact.units, _units(at, shown))]
        best = _best([*there, *places], asked, shown) if there else None
        if best in there:
            return best
        if there and not asked:
            return there[0]
    return next(_converted(fact, shown), None)


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
    words = [(n, SCALES[word]) for word in SCALES.keys() & shown.at.keys() for n in shown.at[word]
             for word in [word]]  # fmt: skip
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
    parts = 1 if fact.loose else 2
    return [at for at, there in shown.values
            if any(_rounded(there, value, parts) for value in fact.values)]  # fmt: skip


def _rounded(exact: Decimal, said: Decimal, parts: int) -> bool:
    """Whether a number is another one, rounded to its last digit that is not zero."""
    unit = Decimal(1).scaleb(int(said.normalize().as_tuple().exponent))
    return bool(said) and abs(exact - said) <= unit / parts


def _converted(fact: Fact, shown: Shown) -> Iterator[int]:
    """Where the same quantity stands in another unit, rounded to what the answer says of it."""
    if not fact.units:
        return
    for at, there in shown.values:
        below = shown.text[max(0, at - 6) : at].rstrip().endswith(("-", "−", "–", "minus", "moins"))
        for exact in converted(-there if below else there, _units(at, shown), fact.units):
            for said in fact.values:
                close = abs(abs(exact) - said) <= abs(said) / (20 if fact.loose else 100)
                if close or _rounded(abs(exact), said, 2):
                    yield at


def _units(at: int, shown: Shown) -> frozenset[Unit]:
    word = WORD.match(shown.text, at)
    if word and fold(word[0]) in ORDINALS:
        return frozenset({Unit("in order", "order")})
    return units_at(shown.text, at, word[0] if word else "")


def states(asked: str, shown: Shown) -> bool:
    """Tells whether a sentence with a number has most of a question's words."""
    wanted = _stems(asked)
    return len(wanted) > 1 and any(
        len(wanted & own) >= STATED * len(wanted) for own, _ in _sentences(shown)
    )


def beside(asked: str, shown: Shown) -> list[list[tuple[int, Decimal]]]:
    """Gives the numbers of each sentence and row that speaks of what is asked; else all.

    Cents and pence count as parts of the whole too.
    """
    scores, starts = _scores(asked, shown), _starts(shown.text)
    best = max(scores)
    found: dict[int, list[tuple[int, Decimal]]] = {}
    for at, value in shown.values:
        n = bisect_right(starts, at) - 1
        if not best or scores[n] >= ENOUGH * best:
            found.setdefault(n, []).append((at, value))
            if any(unit.name in ("cent", "pence") for unit in _units(at, shown)):
                found[n].append((at, value / 100))
    return list(found.values())


def _best(places: list[int], asked: str, shown: Shown) -> int | None:
    """Of some places, that which speaks most of what is asked; None: the page states it elsewhere.

    A page that puts it in words of its own says nothing against any of them.
    """
    scores, starts = _scores(asked, shown), _starts(shown.text)
    of = {at: scores[bisect_right(starts, at) - 1] for at in places}
    place = max(places, key=of.__getitem__)
    apart = of[place] < ENOUGH * max(scores)
    return None if apart and states(asked, shown) else place


@lru_cache(maxsize=64)
def _scores(asked: str, shown: Shown) -> list[float]:
    """How much of a question each sentence with a number has; rare words count more.

    What stands before it, a sentence or the rows above, counts half.
    """
    sentences, wanted = _sentences(shown), _stems(asked)
    weight = {stem: log(1 + len(sentences) / count) for stem in wanted
              if (count := sum(stem in own for own, _ in sentences))}  # fmt: skip
    return [
        sum(weight.get(stem, 0.0) for stem in own & wanted)
        + sum(weight.get(stem, 0.0) for stem in before & wanted) / 2
        if own
        else 0.0
        for own, before in sentences
    ]


def _stems(text: str) -> set[str]:
    found = {fold(word) for word in WORD.findall(text)}
    return {word[:STEM] for word in found - NOTHING_SAID - ASKING}


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in SENTENCE.finditer(text)))


@lru_cache(maxsize=32)
def _sentences(shown: Shown) -> list[tuple[set[str], set[str]]]:
    """The stems of each sentence that has a number, and of what stands before it."""
    starts = _starts(shown.text)
    stems = [set[str]() for _ in starts]
    for word, at in zip(shown.words, shown.starts, strict=True):
        stems[bisect_right(starts, at) - 1].add(word[:STEM])
    numbered = {bisect_right(starts, at) - 1 for at, _ in shown.values}
    found, above, row = [], set[str](), False
    for n, (own, start) in enumerate(zip(stems, starts, strict=True)):
        end = starts[n + 1] if n + 1 < len(starts) else len(shown.text)
        found.append((own, above - own) if n in numbered else (set[str](), above))
        is_row = shown.text[start:end].rstrip()[-1:] not in tuple('.!?。！？”"»')
        above, row = (above | own if row and is_row else own), is_row
    return found
