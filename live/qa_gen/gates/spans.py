"""A day or a length of time that is not on a page -> how it follows from those that are. Pure.

Lengths lie between two times of day, over midnight too, or between two lengths; days, a number of
days or weeks before or after another.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise, permutations

from live.numerals import LANGUAGES
from live.qa_gen.gates.clock import gaps, hours_of_day, lengths, spelled_lengths, whole_lengths
from live.qa_gen.gates.cues import DIFFERENCE, TOTAL
from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.rows import cell_of
from live.qa_gen.gates.sentences import nearest, stems_of
from live.qa_gen.gates.shown import Shown, is_year
from live.qa_gen.gates.units import units_at
from live.quantities import NUMBER, dates, scaled

NEAR = 90
"""Characters between two times or days that belong together."""
BESIDE = 12
"""Characters between a time and the day that follows it."""
DAY = 86_400
HALF_DAY = 720
"""Minutes after which a clock shows the same."""
FINEST, SHORTEST = 1000, 50
"""How many times longer and shorter than what it makes a length may be."""
BY = re.compile(r"\b(?:by|um|de|con|por|di|met) $", re.I)
"""Before the length of time by which somebody is ahead."""
FEW = 8
"""Lengths of time on a page, so that any two may be meant."""
FEW_DAYS = 4
"""Days on a page, so that its own steps may be taken from any."""
OLDEST_AGE = 120
"""Years that people get old at most."""
NEAREST = 5
"""Sentences in which the years and ages of a question are looked for."""
OLDEST = 1000
"""The first year that four digits alone may be."""
LASTS = re.compile(
    r"\b(?:years?|months?|weeks?|nights?|days?|hours?|minutes?|jahre?n?|monate?n?|wochen?|tage?n?|"
    r"stunden?|minuten|heures?|jours?|semaines?|mois|horas?|días?|dias?|semanas?|mes(?:es)?|"
    r"giorn[oi]|settiman[ae]|mes[ei]|ore)\b|how (?:long|old|many \w+days)|wie (?:lange|alt)|"
    r"\bعام|\bسن[ةو]|\bعمر|\bيوم|\bأيام|\bشهر|\bساعة|\bدقيقة|"
    r"\bans\b|années?|añ?nos?\b|\banni?\b|\bann[oi]s?\b|歳|年|ヶ月|日間|時間|分|[年개]",
    re.I,
)
AGE = re.compile(
    r"how old|\bage[ds]?\b|wie alt|\balter\b|mit wie viele|quel(?:le)? âge|\bâge\b|"
    r"\bedad\b|\bidade\b|"
    r"\betà\b|\banni aveva|\bleeftijd|hoe oud|何歳|年齢|いくつ|多大|岁|\bعمر|возраст|сколько лет",
    re.I,
)
"""What asks for an age, which is a year less before the birthday."""
DECADE = re.compile(r"\d0(?:['’]?s|er)\b|\bannées \d0|\baños \d0|年代", re.I)
CENTURY = re.compile(r"\bcentur|jahrhundert|siècle|\bsiglo|século|\bsecolo|世紀", re.I)


def lasts(seconds: Decimal, said: str, shown: Shown) -> str | None:
    """Tells between what a length of time lies.

    said: question and answer; two times in it, or two that stand together, may be meant.
    """
    named = {minutes for _, minutes in hours_of_day(said)}
    there = hours_of_day(shown.text)
    for (at, early), (then, late) in combinations(there, 2):
        both = {early, late} <= named
        if both or _together(at, then, said, shown):
            for turn in (DAY // 60, DAY // 120) if max(early, late) <= 720 else (DAY // 60,):
                if seconds in ((late - early) % turn * 60, (both and (early - late) % turn) * 60):
                    return f"{_clock(early)} to {_clock(late)}"
    return (
        _over_days(seconds, named, shown)
        or _whole_way(seconds, shown)
        or _of_lengths(seconds, said, shown)
    )


def _whole_way(seconds: Decimal, shown: Shown) -> str | None:
    """Between the first and the last time of which lines of a timetable it lies."""
    rows = [(shown.text.count("\n", 0, at), minutes) for at, minutes in hours_of_day(shown.text)]
    runs: list[list[tuple[int, int]]] = []
    for row in rows:
        if runs and row[0] - runs[-1][-1][0] <= 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    for run in runs:
        (first, early), (last, late) = run[0], run[-1]
        if last - first > 1 and seconds == (late - early) % (DAY // 60) * 60:
            return f"{_clock(early)} to {_clock(late)}"
    return None


def _of_lengths(seconds: Decimal, said: str, shown: Shown) -> str | None:
    """Of which two lengths one is the sum or the difference, as the question says."""
    named = {length for _, length in spelled_lengths(said)}
    behind = {gap for _, gap in gaps(shown.text)} | {
        gap for at, gap in whole_lengths(shown.text) if BY.search(shown.text[max(0, at - 8) : at])
    }
    for _, first, whole in lengths(shown.text) if behind else ():
        if seconds - whole in behind:
            return f"{first} + {seconds - whole} seconds"
    for read in (whole_lengths, spelled_lengths):
        known = sorted({length for _, length in read(shown.text)
                        if seconds / SHORTEST < length < seconds * FINEST})  # fmt: skip
        for one, other in combinations(known, 2):
            if len(known) <= FEW or {one, other} <= named:
                if seconds == other - one and DIFFERENCE.search(said):
                    return f"{other} - {one} seconds"
                if seconds == other + one and TOTAL.search(said):
                    return f"{other} + {one} seconds"
    return None


def _over_days(seconds: Decimal, named: set[int], shown: Shown) -> str | None:
    """Between which two times on named days it lies: Monday at 2:15, Wednesday at 22:40."""
    moments = [
        (date(year, month, day).toordinal() * 2 * HALF_DAY + minutes, minutes)
        for at, minutes in hours_of_day(shown.text)
        for then, year, month, day in shown.days
        if minutes in named and -BESIDE <= at - then <= NEAR // 2
    ]
    for (one, early), (other, late) in permutations(moments, 2):
        if (other - one) * 60 == seconds:
            return f"{_clock(early)} to {_clock(late)}, {(other - one) // 60 // 24} days later"
    return None


def time_apart(fact: Fact, said: str, beside: str, shown: Shown) -> str | None:
    """Tells from which time of day another one follows, and by what length of time.

    said: question and answer. beside: what the page says of the question.
    """
    wanted = {minutes % HALF_DAY for _, minutes in hours_of_day(fact.text)}
    wanted |= {fact.minutes} if fact.minutes is not None else set()
    there = {minutes for _, minutes in hours_of_day(shown.text)}
    known = {length for _, length in whole_lengths(shown.text)}
    starts = {m for _, m in hours_of_day(said) if m in there and m % HALF_DAY not in wanted}
    steps = {length for _, length in whole_lengths(said) if length in known}
    starts = starts or {minutes for _, minutes in hours_of_day(beside)}
    steps = steps or {length for _, length in whole_lengths(beside)}
    if len(starts) * len(steps) > FEW:
        return None
    for start in sorted(starts):
        for step in sorted(steps):
            for sign in (1, -1):
                if step % 60 == 0 and (start + sign * step // 60) % HALF_DAY in wanted:
                    return f"{_clock(start)} {'+' if sign > 0 else '-'} {step // 60} minutes"
    return None


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _together(at: int, then: int, said: str, shown: Shown) -> bool:
    """Whether two places are close in a sentence, or in one row or two named ones of a table."""
    one, other = cell_of(shown.text, at), cell_of(shown.text, then)
    if one and other:
        labels = (stems_of(table.rows[row][0].text) for table, row, _ in (one, other))
        named = all(stems & stems_of(said) for stems in labels)
        return one[0] is other[0] and (named or abs(one[1] - other[1]) <= 1)
    return not one and not other and then - at <= NEAR


def counted_days(wanted: Decimal, said: str, shown: Shown) -> str | None:
    """Tells between which two days, years or in which decade a number of them lies."""
    there = {(year, month, day) for _, year, month, day in shown.days}
    named = {
        (y, m, d) for y, m, d in there for _, year, month, day in dates(said)
        if (m, d) == (month, day) and year in (None, y)
    }  # fmt: skip
    written = {at for at, *_ in dates(shown.text)}
    close = [
        tuple(sorted(((y, m, d), (year, month, day))))
        for (at, y, m, d), (then, year, month, day) in pairwise(sorted(shown.days))
        if {at, then} <= written and 0 < then - at <= NEAR
    ]
    for one, other in (*combinations(sorted(named), 2), *(close if LASTS.search(said) else ())):
        days = abs((date(*other) - date(*one)).days)
        months = (other[0] - one[0]) * 12 + other[1] - one[1] - (other[2] < one[2])
        if wanted in (days, days + 1, months) or days in (wanted * 7, wanted * 7 - 7):
            return f"from {date(*one)} to {date(*other)}"
    return _years(wanted, said, shown)


def _years(wanted: Decimal, said: str, shown: Shown) -> str | None:
    if AGE.search(said) and 1 < wanted < OLDEST_AGE:
        for one, other in _years_together(said, shown):
            if abs(one - other) in (wanted, wanted + 1):
                return f"between {one} and {other}"
    years = {value for _, value in shown.values
             if OLDEST <= value <= 2100 and value == int(value)}  # fmt: skip
    last = {Decimal(year) for _, year, _, _ in shown.days}
    asked = {value for _, value, _ in scaled(said, LANGUAGES) if value in years}
    if LASTS.search(said) and wanted > 1:
        for year in sorted(last | asked):
            if year - wanted in (asked if len(asked) > 1 else years):
                return f"from {year - wanted:f} to {year}"
    if LASTS.search(said):
        for start, end in nearest(said, shown)[:1]:
            there = [int(v) for at, v in shown.values
                     if start <= at < end and is_year(at, v, shown.text)]  # fmt: skip
            for one, other in pairwise(sorted(there)):
                if other - one == wanted > 1:
                    return f"from {one} to {other}"
    if wanted % 10 == 0 and DECADE.search(said):
        return next((f"{year:f}" for year in sorted(years) if wanted <= year < wanted + 10), None)
    if CENTURY.search(said):
        return next((f"{year:f}" for year in years if (year - 1) // 100 + 1 == wanted), None)
    return None


def _years_together(said: str, shown: Shown) -> Iterator[tuple[int, int]]:
    """Two years that may be those of a birth and of what is asked: what speaks of it has one."""
    all_ = {int(value) for at, value in shown.values if is_year(at, value, shown.text)}
    near = {
        int(value) for start, end in nearest(said, shown)[:2] for at, value in shown.values
        if start <= at < end and is_year(at, value, shown.text)
    }  # fmt: skip
    published = {year for _, year, _, _ in shown.days}
    named = {int(value) for _, value, _ in scaled(said, LANGUAGES) if int(value) in all_}
    for one in sorted(named or near):
        for other in sorted((all_ if len(all_) <= FEW else near) | near | published):
            yield one, other


def year_apart(wanted: Decimal, asked: str, loose: bool, shown: Shown) -> str | None:
    """Tells from which year another one follows, and by how many years.

    asked: question and answer. loose: it may be a year off, as it is where an age is taken away.
    """
    spans = nearest(asked, shown, 0.0)[:NEAREST]
    beside = [one for one in shown.values if any(start <= one[0] < end for start, end in spans)]
    steps = {value for at, value in beside
             if value == int(value) and 0 < value < OLDEST and not is_year(at, value, shown.text)
             and (_is_years(at, shown.text) or _heads_years(at, shown.text))}  # fmt: skip
    aged = loose or bool(AGE.search(asked))
    steps |= {value for at, value, _ in scaled(asked, LANGUAGES)
              if 0 < value < OLDEST and (aged or _is_years(at, asked))}  # fmt: skip
    bases = {value for at, value in beside if is_year(at, value, shown.text)}
    bases |= {Decimal(max((year for _, year, _, _ in shown.days), default=0))}
    for base in bases:
        for step in sorted(steps)[:FEW]:
            if wanted in (base - step, base + step) or (loose and wanted == base - step - 1):
                return f"{base:f} and {step:f} years"
    return None


def _is_years(at: int, text: str) -> bool:
    """Whether a number counts years, or is an age in brackets or between commas."""
    word = re.compile(r"[^\W_]+(?:-[^\W\d_]+)*").match(text, at)
    units = units_at(text, at, word[0] if word else "")
    bare_age = re.match(r"\d{1,3}\s?[),）]", text[at : at + 6])
    return any(unit.name == "year" for unit in units) or bool(bare_age)


def _heads_years(at: int, text: str) -> bool:
    """Whether a cell stands in a row or column of years or ages."""
    if (cell := cell_of(text, at)) is None:
        return False
    table, row, column = cell
    head = table.header[column].text if column < len(table.header) else ""
    said = " ".join([head, *(each.text for each in table.rows[row] if not each.is_value)])
    return bool(LASTS.search(said) or AGE.search(said))


def day_apart(fact: Fact, said: str, beside: str, shown: Shown) -> str | None:
    """Tells from which day a date follows, and by how many days or weeks.

    beside: what the page says of the question; how many days that says counts too.
    """
    named = {(month, day) for _, _, month, day in dates(said)}
    there = {found[1:] for found in shown.days}
    bases = {on for on in there if on[1:] in named} or there
    steps = {*_steps(said), *(_steps(beside) if len(bases) < FEW_DAYS else ())}
    for base in bases if steps else ():
        for shift in (sign * days for days in steps for sign in (1, -1)):
            on = date(*base) + timedelta(days=shift)
            if any(on.month == m and on.day == d and y in (None, on.year) for y, m, d in fact.days):
                return f"{date(*base)} {shift:+} days"
    return None


def _steps(text: str) -> Iterator[int]:
    """The numbers of days and weeks that a text names, in days."""
    for at, value, _ in scaled(text, LANGUAGES):
        word = NUMBER.match(text, at) or re.compile(r"[^\W_]+(?:-[^\W_]+)*").match(text, at)
        for unit in units_at(text, at, word[0] if word else ""):
            if unit.name in ("day", "week") and value == int(value) and 0 < value < 400:
                yield int(value) * (7 if unit.name == "week" else 1)
