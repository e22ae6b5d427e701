"""What is stored -> words on a page: states, times, names of gates. Pure."""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from difflib import SequenceMatcher
from re import findall
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

STATES = {
    "todo": "To do",
    "open": "Open",
    "held": "Held",
    "second": "Second review",
    "conflict": "Conflict",
    "accepted": "Accepted",
    "rejected": "Rejected",
    "decided": "Decided",
    "dropped": "Dropped",
    "waiting": "Waiting",
}
FORMATS = {
    "open": "open answer",
    "ordering": "put in order",
    "table": "table to fill",
    "multiple_choice": "multiple choice",
    "translation": "translation",
}
SHORT = 60
"""Characters of the beginning of a question."""
ALIKE = 0.6
"""Of two texts that are less alike, 0..1, no words are told apart."""
ELSEWHERE = ("replies", "solvers")
"""Of evidence: keys of the ledger, and what has a list of its own."""
Piece = tuple[str, str]
"""`same`, `old` or `new`, and the text that is."""


def month(value: str) -> str:
    """Names a month: 2026-10 is October 2026."""
    return f"{calendar.month_name[int(value[5:])]} {value[:4]}"


def when(value: str) -> str:
    """Writes a time in UTC for people: 14 Oct 2026, 09:00 UTC."""
    return f"{datetime.fromisoformat(value).astimezone(UTC):%-d %b %Y, %H:%M} UTC"


def plain(slug: str) -> str:
    """Writes a slug as words."""
    return slug.replace("_", " ")


def state(slug: str) -> str:
    """Names how a question stands."""
    return STATES.get(slug, plain(slug).capitalize())


def span(seconds: float | None) -> str:
    """Writes how long something takes, as people say it."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def beginning(text: str) -> str:
    """Gives the beginning of a text, whole words as far as they go."""
    if len(text) <= SHORT:
        return text
    return f"{text[:SHORT].rpartition(' ')[0] or text[:SHORT]} …"


def asked_for(format: str) -> str:
    """Names the format of a question: what is asked for."""
    return FORMATS.get(format, plain(format))


def outcomes(found: Iterable[str]) -> str:
    """Counts what gates found, in the order of what is named first: 5 passed, 2 off."""
    counted = Counter(found)
    kinds = sorted(counted, key=lambda kind: (kind != "passed", kind == "off"))
    return ", ".join(f"{counted[kind]} {plain(kind)}" for kind in kinds)


def link(value: str) -> str:
    """Gives an address that may be followed; '' for what is no http(s) one."""
    return value if urlsplit(value).scheme in ("http", "https") else ""


def tree(value: Any) -> Markup:
    """Writes JSON data as lists in lists, less what is empty and what is shown elsewhere."""
    if isinstance(value, dict):
        told = (
            f'<li><span class="key">{escape(plain(key))}:</span> {tree(each)}</li>'
            for key, each in value.items()
            if key not in ELSEWHERE and each not in ("", None, [], {})
        )
    elif isinstance(value, list):
        told = (f"<li>{tree(each)}</li>" for each in value)
    else:
        return escape(value)
    return Markup(f'<ul class="tree">{"".join(told)}</ul>')


def changes(before: str, after: str) -> list[Piece]:
    """Tells what became of a text, word by word; of one that is all new, as a whole."""
    old, new = (findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    matched = SequenceMatcher(None, old, new, autojunk=False)
    if matched.ratio() < ALIKE:
        return [("old", before), ("same", "\n"), ("new", after)]
    pieces: list[Piece] = []
    for kind, a, b, c, d in matched.get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        if a < b:
            pieces.append(("old", "".join(old[a:b])))
        if c < d:
            pieces.append(("new", "".join(new[c:d])))
    return pieces


FILTERS: dict[str, Callable[..., Any]] = {
    "month": month,
    "when": when,
    "plain": plain,
    "state": state,
    "span": span,
    "asked_for": asked_for,
    "beginning": beginning,
    "outcomes": outcomes,
    "link": link,
    "tree": tree,
    "changes": changes,
}
"""As templates call them."""
