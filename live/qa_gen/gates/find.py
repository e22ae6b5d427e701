"""A fact -> where a page shows it, as an offset in its text; None: nowhere. Pure."""

import re
from datetime import date
from decimal import Decimal

from live.qa_gen.gates.clock import (
    clocks,
    hours_of_day,
    spelled_lengths,
    whole_lengths,
)
from live.qa_gen.gates.figures import find_number, units_of
from live.qa_gen.gates.gold import CONNECTING, QUOTED, TITLES, Fact
from live.qa_gen.gates.quotes import find_quote
from live.qa_gen.gates.shown import WORD, Shown, weekdays
from live.qa_gen.gates.units import seconds_of
from live.qa_gen.gates.words import NOTHING_SAID, bare, fold

DOTTED = re.compile(r"\d{1,2}\.[0-5]\d")
HAN = re.compile("[\u30a1-\u30fc\u3400-\u9fff]{2,}")
"""Names in Japanese and Chinese; small words and politeness stand between them."""
BEFORE_HOUR = re.compile(
    r"(?:\b(?:at|by|from|to|until|till|before|after|between|and|um|ab|bis|von|gegen|nach|vor|zwischen|"
    r"und|à|de|dès|vers|et|las|la|desde|hasta|y) |\d\s?[-–])\Z", re.I
)  # fmt: skip
ENDINGS = frozenset(
    ["", "s", "es", "n", "en", "er", "ern", "em", "e", "in", "innen", "y", "i", "a", "an", "ian"]
    + ["al", "ish", "ese", "ns", "ies", "d", "ed", "r", "um", "us", "o", "os", "as", "ie", "aux"]
)
REACH = 4
"""Words that may stand between those of a long name, as in `the harbour's own board`."""


def find(fact: Fact, shown: Shown) -> int | None:
    """Gives where a page shows a fact of any kind."""
    if fact.kind == "quote":
        return _quote(fact.text, shown)
    if fact.kind == "date":
        return find_date(fact, shown)
    if fact.kind == "time":
        return find_time(fact, shown)
    if fact.kind == "number":
        at = find_number(fact, shown)
        return _find_timed(fact, shown) if at is None else at
    return find_name(fact, shown)


def find_date(fact: Fact, shown: Shown) -> int | None:
    """Finds a day, a month or a day of the week, however written."""
    if not fact.days:
        asked = weekdays()[fold(fact.text)]
        there = (place for place, y, m, d in shown.days if date(y, m, d).weekday() == asked)
        return next(there, None)
    for wanted_year, wanted_month, wanted_day in fact.days:
        known = shown.months if wanted_day is None else (
            (place, year, month) for place, year, month, day in shown.days if day == wanted_day
        )  # fmt: skip
        for place, year, month in known:
            if month == wanted_month and wanted_year in (None, year):
                return place
    return None


def _find_timed(fact: Fact, shown: Shown) -> int | None:
    """Finds 51 seconds as +0:51, 6.18 and `10 heures` as times of day, 2027 as next year."""
    if not fact.units and (near := [at for at, year in shown.years if year in fact.values]):
        return near[0]
    if fact.hour:
        named = {int(value) * 60 % 720 for value in fact.values if value == int(value)}
        return next((at for at, minutes in clocks(shown.text) if minutes in named), None)
    if not fact.units and not fact.bare and DOTTED.fullmatch(fact.text):
        named = {minutes % 720 for _, minutes in hours_of_day(fact.text)}
        return next((at for at, minutes in clocks(shown.text) if minutes in named), None)
    wanted = {seconds for value in fact.values for seconds in seconds_of(value, fact.units)}
    known = whole_lengths(shown.text) if wanted else ()
    return next((at for at, seconds in known if seconds in wanted), None)


def find_time(fact: Fact, shown: Shown) -> int | None:
    """Finds a time of day or a length: 14:30 is 2.30 pm; 9:00 may be `at nine`."""
    text = fact.text
    if fact.seconds is not None:
        known = spelled_lengths(shown.text)
        plain = (
            (at, there)
            for at, value in shown.values
            for there in seconds_of(value, units_of(value, shown, at))
        )
        return next((at for at, there in (*known, *plain) if there == fact.seconds), None)
    wanted = {minutes % 720 for _, minutes in hours_of_day(text)}
    if fact.minutes is not None:
        wanted.add(fact.minutes)
    for at, minutes in clocks(shown.text):
        if minutes in wanted:
            return at
    for at, minutes in hours_of_day(shown.text):
        if minutes % 720 in wanted:
            return at
    as_length = {seconds for _, seconds in spelled_lengths(text)}
    for at, seconds in spelled_lengths(shown.text):
        if seconds in as_length:
            return at
    hours = [Decimal(m // 60 + noon) for m in wanted if m % 60 == 0 for noon in (0, 12)]
    return next(
        (at for at, value in shown.values
         if value in hours and BEFORE_HOUR.search(shown.text, max(0, at - 9), at)), None
    )  # fmt: skip


def _quote(text: str, shown: Shown) -> int | None:
    match = QUOTED.fullmatch(text)
    said = next(group for group in match.groups() if group is not None) if match else text
    at = find_quote(said, shown)
    if at is None and len(WORD.findall(said)) == 1:
        return find_name(Fact("name", said, 0), shown)
    return at


def find_name(fact: Fact, shown: Shown) -> int | None:
    """Finds a name, inflected or with initials; titles and small words in it may differ."""
    words = [fold(word) for word in WORD.findall(bare(fact.text))]
    if not words:
        return None
    if not _is_cased(fact.text):
        parts = HAN.findall(fact.text) or [fact.text]
        places = [shown.text.find(part) for part in parts]
        return places[0] if min(places) >= 0 else None
    full = _without_possessive([word for word in words if word not in CONNECTING] or words)
    core = [word for word in full if word not in TITLES] or full
    for wanted in (full, core, *_shorter(fact, core, shown)):
        at = _in_row(wanted, shown)
        if at is None:
            at = _near(wanted, shown) if len(wanted) > 2 else _turned(wanted, shown)
        if at is not None:
            return at
    return _short_form(fact.text, core, shown) or _by_parts(words, shown)


def _shorter(fact: Fact, core: list[str], shown: Shown) -> list[list[str]]:
    """Without a word that only its place gave a capital, or that is a noun before a name."""
    if len(core) < 2:
        return []
    ordinary = core[0] in NOTHING_SAID or (fact.first and _stands_small(core[0], shown))
    if len(core) > 3 and core[0] in NOTHING_SAID:
        return [core[1:], core[2:]]
    if ordinary or len(core) > 2 or not fact.sure:
        return [core[1:]]
    return []


def _stands_small(word: str, shown: Shown) -> bool:
    """Whether a page has a word with a small letter too, so that it is no name."""
    return any(shown.text[shown.starts[n]].islower() for n in shown.at.get(word, []))


def _is_cased(text: str) -> bool:
    return any(c.isupper() or c.islower() or c.isdigit() for c in text)


def _without_possessive(words: list[str]) -> list[str]:
    return words[:-1] if len(words) > 1 and words[-1] == "s" else words


def forms(word: str, shown: Shown) -> list[str]:
    """Gives the words of a page that are a word, or a form of it."""
    if word in shown.at and len(word) < 4:
        return [word]
    found = [other for other in shown.by_head.get(word[:3], []) if _inflected(word, other)]
    return [word, *found] if word in shown.at else found


def _inflected(one: str, other: str) -> bool:
    if one == other or min(len(one), len(other)) < 4:
        return False
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    least = max(3, 0.7 * min(len(one), len(other)))
    if shared < least:
        return False
    if one.isascii() and other.isascii():
        return one[shared:] in ENDINGS and other[shared:] in ENDINGS
    return len(one) - shared <= 3 and len(other) - shared <= 3


def _in_row(words: list[str], shown: Shown) -> int | None:
    """Finds words in a row, with one other between two of them at most; T. stands for Tobias."""
    if not words:
        return None
    options = [set(forms(word, shown)) for word in words]
    for n, word in enumerate(words[:-1]):
        options[n] |= {word[0]} & shown.at.keys()
        if len(word) == 1:
            options[n] |= {other for other in shown.at if other.startswith(word)}
    if not all(options):
        return None
    for start in sorted(n for word in options[0] for n in shown.at[word]):
        at = start
        for wanted in options[1:]:
            step = next((k for k in _steps(shown, at) if shown.words[at + k] in wanted), 0)
            if not step:
                break
            at += step
        else:
            return shown.starts[start]
    return None


def _steps(shown: Shown, at: int) -> list[int]:
    """How far the next word of a name may be: `Anna and Ruth Vogel` names Anna Vogel."""
    ahead = shown.words[at + 1 : at + 4]
    shared = len(ahead) == 3 and ahead[0] in ("and", "und", "et", "y")
    return [1, 2, 3][: 3 if shared else min(2, len(ahead))]


def renamed(fact: Fact, shown: Shown) -> bool:
    """Tells whether a page has another last name after the first of a name: Murat Sezgin."""
    words = WORD.findall(fact.text)
    places = shown.at.get(fold(words[0]), []) if len(words) == 2 else []
    after = [shown.starts[n + 1] for n in places if n + 1 < len(shown.starts)
             and shown.starts[n + 1] == shown.starts[n] + len(words[0]) + 1]  # fmt: skip
    return bool(after) and all(shown.text[at].isupper() for at in after)


def _turned(words: list[str], shown: Shown) -> int | None:
    """Finds `Rennick, Tobias`."""
    return _in_row(words[::-1], shown) if len(words) == 2 else None


def _near(words: list[str], shown: Shown) -> int | None:
    """Finds words close to each other, in any order."""
    places = [sorted(n for form in forms(word, shown) for n in shown.at[form]) for word in words]
    if not all(places):
        return None
    width = len(words) + REACH
    for n in min(places, key=len)[:200]:
        if all(any(abs(n - other) <= width for other in others) for others in places):
            return shown.starts[n]
    return None


def _short_form(text: str, words: list[str], shown: Shown) -> int | None:
    """Finds EU where the page says European Union, and the other way round."""
    if len(words) == 1 and text.isupper() and 2 <= len(text) <= 5:
        letters = text.lower()
        for n in (n for word in shown.at if word[0] == letters[0] for n in shown.at[word]):
            row = [w for w in shown.words[n : n + len(letters) + 2] if w not in CONNECTING]
            if "".join(word[0] for word in row).startswith(letters) and (
                shown.text[shown.starts[n]].isupper()
            ):
                return shown.starts[n]
    initials = "".join(word[0] for word in words)
    if len(initials) > 1 and initials in shown.at:
        at = shown.starts[shown.at[initials][0]]
        if shown.text[at : at + len(initials)].isupper():
            return at
    return None


def _by_parts(words: list[str], shown: Shown) -> int | None:
    """Finds the two sides of `Rennick of North Quay` apart."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word in CONNECTING:
            parts.append([])
        else:
            parts[-1].append(word)
    parts = [part for part in parts if part]
    found = [_in_row(part, shown) for part in parts]
    return found[0] if len(parts) > 1 and None not in found else None
