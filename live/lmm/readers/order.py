"""Questions about what stands before what on the page, or which of several is more. Pure."""

import re
from decimal import Decimal

from live.lmm.readers.layout import Document
from live.lmm.readers.question import Question
from live.lmm.readers.values import LEAST, MOST, number
from live.lmm.readers.words import likeness

THESE = r"(?:these|them|the following)"
ORDER = (
    r"\b(?:order|sort|arrange|sequence|"
    rf"(?:rank|put|list) (?:{THESE}|the))\b"
)
FIRST = (
    r"\b(?:first|earlier|earliest|before|higher|nearer the top|topmost|above|closer to the top)\b"
)
LATER = r"\b(?:last|later|latest|after|lower down|further down|below|nearer the bottom)\b"
UPWARDS = (
    r"(?:from|with) (?:the )?(?:\w+ )?(?:lowest|smallest|least|fewest|shortest)|"
    r"(?:lowest|smallest|fewest|least|shortest) (?:to|first|value first)|ascending|increasing"
)
BACKWARDS = r"\bbottom (?:to|up)\b|\breverse\b|\blast to first\b"
SURE = 0.72
Place = tuple[int, int]


def from_order(asked: Question, page: Document) -> str:
    """Puts what a question names into the page's order, or by value, or names the first; "" where
    it asks for no order or the page does not show the things."""
    ordering = asked.has(ORDER)
    if not ordering and not asked.has(r"\bwhich\b|\bwhat\b|\bwho\b"):
        return ""
    options = asked.options()
    if len(options) < 2 or not (ordering or asked.has(FIRST) or asked.has(LATER)):
        return ""
    values = _values(options, page)
    if values and (asked.has(MOST) or asked.has(LEAST)):
        falling = not asked.has(UPWARDS) if ordering else not asked.has(LEAST)
        ranked = sorted(options, key=lambda option: values[option], reverse=falling)
        return "; ".join(ranked) if ordering else ranked[0]
    found = {option: _place(option, page) for option in options}
    places = {option: place for option, place in found.items() if place is not None}
    if len(places) < 2:
        return ""
    if ordering:
        ranked = sorted(options, key=lambda option: places.get(option, (10**9, 0)))
        return "; ".join(ranked[::-1] if asked.has(BACKWARDS) else ranked)
    seen = sorted(places, key=lambda option: places[option])
    return seen[-1] if asked.has(LATER) and not asked.has(FIRST) else seen[0]


def _values(options: list[str], page: Document) -> dict[str, Decimal]:
    """The options' values in a chart; {} unless one has all of them."""
    for chart in page.charts:
        found = {
            option: number(value)
            for option in options
            for label, value in chart.points
            if likeness(option, label) > 0.85
        }
        if len(found) == len(options):
            return found
    return {}


def _place(option: str, page: Document) -> Place | None:
    """Where on the page an option stands, px from the top, then from the left."""
    best, place = SURE, None
    for text, where in _printed(page):
        score = _found(option, text)
        if score > best + 0.02:
            best, place = score, where
    return place


def _printed(page: Document) -> list[tuple[str, Place]]:
    """All that is printed, with its place; what a chart or table holds stands at its foot."""
    found: list[tuple[str, Place]] = []
    for block in page.blocks:
        found.append((block.text, (block.y, block.x)))
        found += [(line.text, (line.y, line.x)) for line in block.lines]
    for table in page.tables:
        for n, row in enumerate(table.rows):
            found += [(cell, (table.bottom, n)) for cell in row if len(cell) > 3]
    for chart in page.charts:
        found += [(label, (chart.bottom, n)) for n, (label, _) in enumerate(chart.points)]
    return found


def _found(option: str, text: str) -> float:
    """How sure it is that a text is an option or holds it, 0..1."""
    wanted, shown = (re.sub(r"\W", "", each.lower()) for each in (option, text))
    if len(wanted) > 3 and wanted in shown:
        return 0.95
    return likeness(option, text) if len(text) < 3 * len(option) else 0.0
