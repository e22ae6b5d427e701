"""Questions about what the running text says, answered from the sentences that fit best. Pure."""

import re

from live.lmm.readers import dates
from live.lmm.readers.layout import Document
from live.lmm.readers.marks import NAME
from live.lmm.readers.numbers import NUMBER, asked_number, with_units
from live.lmm.readers.question import Question
from live.lmm.readers.words import coverage, holds, keys, weights

ENOUGH = 0.28
"""How much of a question, by weight, a sentence must share to answer it."""
CANDIDATES = 3
"""Sentences in which a name, number, day or place is looked for, the best one first."""
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”“’»«]*\s+(?=[\"“„»«‘]?[A-ZÀ-Þ0-9])")
ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|No|Nr|ca|bzw|[ap]\.m|\d{1,2})\.[\"”]?$")
NUMERIC = (
    r"\bhow (?:many|much|long|old|far|deep|high|tall|wide|large|big|heavy|fast|often)\b"
    r"|\b(?:what|which) (?:number|percentage|share|figure|sum|amount|price|age|speed|depth|distance"
    r"|weight|length|proportion|rate|height|cost)\b|\bnumber of\b|\bcosts?\b|\bpercentage of\b"
    r"|\bweighs?\b|\bwhat is the (?:value|number|figure|price|weight|depth|length|height)\b"
)
TIMED = r"\bwhen\b|\b(?:what|which) (?:year|day|date|time|month|weekday)\b"
PERSONAL = (
    r"\bwho(?:se|m)?\b|\bname of\b"
    r"|\bwhich (?:person|player|rider|runner|man|woman|captain|minister|coach|farmer)\b"
)
LOCAL = r"\bwhere\b|\b(?:which|what) (?:city|town|place|village|country|port|street|district)\b"
TIMES = (
    r"\b(?:in|since|until|seit|bis) (?:1[89]|20)\d\d\b",
    dates.WEEKDAY.pattern,
    r"\b(?:1[89]|20)\d\d\b",
    r"\b(?:last|next|this) (?:year|month|week|spring|summer|autumn|fall|winter|[A-Z]\w+)\b",
    rf"\b(?:{'|'.join(dates.NAMES)})\b",
)
NOBODY = re.compile(
    rf"(?:{'|'.join(dates.NAMES)}|The|A|An|It|She|He|They)$|{dates.WEEKDAY.pattern}"
)
AT = (
    r"\b(?:in|at|from|to|near|on|off|outside|into|im|am|an|auf|nach|bei|aus|over|under|behind|between)"
    rf"\s+(?:the\s+|der\s+|dem\s+|den\s+)?(?P<place>{NAME})"
)


def from_prose(asked: Question, page: Document) -> str:
    """Gives the number, day, person or place that is asked for, or the sentence that tells; ""
    where no sentence shares enough with the question."""
    found = [sentence for sentence, fit in _ranked(asked, page) if fit >= ENOUGH][:CANDIDATES]
    if not found:
        return ""
    if asked.has(r"^\W*(?:is|are|was|were|do|does|did|has|have|can|will)\b"):
        if not asked.has(r"\bor\b"):
            return "Yes" if _ranked(asked, page)[0][1] > 0.7 else "No"
    if option := _option(asked, found[0]):
        return option
    for pattern, find in (
        (NUMERIC, asked_number),
        (TIMED, _time),
        (PERSONAL, _person),
        (LOCAL, _place),
    ):
        if asked.has(pattern):
            hits = (find(asked, sentence) for sentence in found)
            if hit := next(filter(None, hits), ""):
                return hit
    return found[0].strip()


def sentences(page: Document) -> list[str]:
    """Gives the sentences of a page's blocks, captions too, top to bottom."""
    found = []
    for block in page.blocks:
        parts: list[str] = []
        for part in SENTENCE_END.split(block.text):
            if parts and ABBREVIATED.search(parts[-1]):
                parts[-1] += f" {part}"
            else:
                parts.append(part)
        found += [part for part in parts if part.strip()]
    return found


def _ranked(asked: Question, page: Document) -> list[tuple[str, float]]:
    """The sentences with how well they fit, best first; what stands beside one helps a little."""
    found = sentences(page)
    weight = weights(found)
    scores = [coverage(asked.keys, sentence, weight) for sentence in found]
    fits = []
    for place, sentence in enumerate(found):
        beside = [*scores[max(place - 1, 0) : place], *scores[place + 1 : place + 2]]
        fit = scores[place] + 0.15 * max(beside, default=0.0)
        if asked.has(NUMERIC):
            fit *= 1.0 if NUMBER.search(sentence) else 0.4
            fit *= 1.25 if with_units(asked, sentence) else 1.0
        fits.append((sentence, fit))
    return sorted(fits, key=lambda pair: -pair[1])


def _option(asked: Question, sentence: str) -> str:
    """The one of several things named in the question that a sentence holds."""
    if not asked.has(r"\bor\b|\bwhich of\b"):
        return ""
    inside = set(keys(sentence))
    held = [
        option
        for option in asked.options()
        if keys(option) and all(holds(inside, each) for each in keys(option))
    ]
    return held[0] if len(held) == 1 else ""


def _time(asked: Question, sentence: str) -> str:
    """The day, year or time of day that a sentence names."""
    if asked.has(r"\byear\b") and (year := re.search(r"\b(?:1[89]|20)\d\d\b", sentence)):
        return year[0]
    if asked.has(r"\btime\b") and (clock := dates.clock(sentence)):
        return clock
    patterns = (dates.DAY_FIRST, dates.MONTH_FIRST, *(re.compile(each) for each in TIMES))
    hits = (pattern.search(sentence) for pattern in patterns)
    hit = next(filter(None, hits), None)
    return hit[0].strip(" ,") if hit else dates.clock(sentence)


def _person(asked: Question, sentence: str) -> str:
    """A name in a sentence that is not in the question; one of two words before one of one."""
    said = set(asked.keys)
    names = [match[0].strip(" .") for match in re.finditer(NAME, sentence)]
    names = [name for name in names if not NOBODY.match(name) and set(keys(name)) - said]
    whole = [name for name in names if len(name.split()) >= 2]
    later = [name for name in names if not sentence.startswith(name)]
    return next(iter([*whole, *later]), "")


def _place(asked: Question, sentence: str) -> str:
    said = set(asked.keys)
    found = [match["place"].strip(" .") for match in re.finditer(AT, sentence)]
    found = [place for place in found if not NOBODY.match(place) and set(keys(place)) - said]
    return next(iter(found), "")
