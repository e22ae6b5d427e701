"""A number that is not on a page -> how it follows from those that are; None: it does not. Pure.

What may be put together is named by the question, its gold answer or its criteria. Where they name
none, the question must say what is to be computed, and the numbers are those that the page shows
right beside the things that the question names.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise, permutations

from live.qa_gen.gates.clock import clocks
from live.qa_gen.gates.figures import beside, states
from live.qa_gen.gates.find import forms
from live.qa_gen.gates.gold import QUOTED, Fact, facts_in
from live.qa_gen.gates.parts import fractions, part_of
from live.qa_gen.gates.quotes import find_quote
from live.qa_gen.gates.shown import WORD, Shown
from live.qa_gen.gates.words import NOTHING_SAID, fold
from live.quantities import dates, numbers
from live.records import Question

DIFFERENCE = re.compile(
    r"\bdiffer|\bhow (?:many|much)(?: \w+){0,3} (?:more|less|fewer|higher|lower|older|longer|"
    r"taller|later|earlier|larger|smaller|ahead|faster)\b|\b(?:increase|decrease|rise|rose|grow|grew|drop|"
    r"fall|fell|decline|change|gap|gain|los[es]|exceed|margin|lead|between|apart|older|younger)|"
    r"\bhow (?:long|old)\b|unterschied|differenz|wie viel|um wie|mehr als|weniger|gestiegen|"
    r"gesunken|wie lange|wie alt|écart|différence|de plus|de moins|combien|augment|diminu|"
    r"diferencia|cuánt|aument|disminu",
    re.I,
)
TOTAL = re.compile(
    r"\b(?:total|sum|combined|together|altogether|overall|add(?:ed)? up|in all|insgesamt|zusammen|"
    r"summe|gesamt\w*|au total|ensemble|somme|en total|suma|juntos)\b",
    re.I,
)
SHARE = re.compile(
    r"\b(?:per ?cent\w*|prozent\w*|pour ?cent\w*|por ciento|porcentaje|proportion|share|ratio|"
    r"times (?:as|more|larger|higher)|fold|anteil|verhältnis|mal so|fraction|anteil|part)\b|%",
    re.I,
)
MEAN = re.compile(r"\b(?:average|mean|per|durchschnitt\w*|schnitt|moyenne|promedio|media)\b", re.I)
COUNT = re.compile(
    r"\bhow many\b|\bnumber of\b|\bcount\b|wie viele|anzahl|combien de|nombre de|cuánt[oa]s", re.I
)
SEEN = re.compile(
    r"\b(?:list|shown?|name[ds]?|mention|chart|graph|table|diagram|picture|photo|image|map|visible|"
    r"appear|depict|see|seen|quote[ds]?|bars?|columns?|rows?|lines?|entries|headlines?|logos?|"
    r"genannt|gezeigt|tabelle|diagramm|bild|foto|grafik|liste|zu sehen|aufgeführt|abgebildet|"
    r"tableau|graphique|photo|image|cité|montr|tabla|gráfico|foto|imagen|muestra|mencion)",
    re.I,
)
SMALL = 20
"""The most that people count with their eyes."""
LASTS = re.compile(
    r"\b(?:years?|hours?|minutes?|stunden?|minuten|heures?|horas?)\b|how (?:long|old)|"
    r"\bjahre?n?\b|wie (?:lange|alt)|\bans\b|années?|años?\b|[年년]",
    re.I,
)
BESIDE = 70
"""Characters before and after a label in which its number stands."""
CENTURY = re.compile(r"\bcentur|jahrhundert|siècle|\bsiglo|século|世紀", re.I)
CHART = 700
"""Characters of a chart after its title."""
COMPUTES = (DIFFERENCE, TOTAL, SHARE, MEAN, COUNT, re.compile(
    r"\bhow much\b|\b(?:minus|plus|times|mal|against|contre|gegen|contra|"
    r"frente|divided|multipl|fois|veces)|"
    r"\bfrom \S+ to\b|\bvon \S+ auf\b|\bde \S+ [àa]\b|[=×÷−]|\d [*/x+-] \d", re.I,
))  # fmt: skip
YEARS = frozenset(Decimal(year).normalize() for year in range(1900, 2101))
MOST = 12
"""Numbers that are put together."""


def follows(
    fact: Fact, question: Question, shown: Shown, derived: Sequence[Decimal] = ()
) -> str | None:
    """Tells how a number follows from others, such as `1,320 - 1,040`.

    derived: numbers of the answer that do so already.
    """
    said = f"{question.question}\n{question.answer}"
    criteria = "\n".join(criterion.text for criterion in question.criteria)
    asked = [value for _, value in numbers(question.question, unscaled=True)]
    named = list(dict.fromkeys([
        *_on_page([said, criteria], question.language, shown), *asked, *derived,
        *fractions(said, shown),
    ]))[:MOST]  # fmt: skip
    named = [value for value in named if value not in fact.values or value in asked]
    computes = any(way.search(f"{said}\n{criteria}") for way in COMPUTES)
    everywhere, *sentences = _beside(question.question, shown)
    parts = fractions(question.question, shown)
    for value in (*fact.values, *fact.bare):
        found = (
            (_computed(fact, value, named, said, any_way=True) if computes else None)
            or _span(value, f"{said}\n{criteria}", shown)
            or _counted(value, question, criteria, shown)
            or _computed(fact, value, everywhere, question.question, any_way=False)
            or part_of(value, everywhere, parts)
        )
        for some in sentences if computes and not found else []:
            found = found or _computed(fact, value, some[:4], question.question, any_way=True)
        for some in sentences if not found else []:
            found = found or _bought(value, asked, some)
        if found:
            return found
    return None


def _bought(wanted: Decimal, counts: list[Decimal], prices: list[Decimal]) -> str | None:
    """What two adults and three children pay: as many as the question says of what a page says."""
    for a, b in combinations(counts[:3], 2):
        for c, d in permutations(prices[:4], 2):
            if a * c + b * d == wanted:
                return f"{a:f} x {c:f} + {b:f} x {d:f}"
    return None


def _on_page(texts: list[str], language: str, shown: Shown) -> list[Decimal]:
    """The numbers of some texts that are on the page, each once."""
    found: dict[Decimal, None] = {}
    languages = ("en", language)
    for text in texts:
        for _, value in numbers(text, languages=languages, unscaled=True):
            if shown.has(value):
                found[value] = None
                found |= dict.fromkeys(full for full in shown.scaled.get(value, ()))
    return list(found)


def _computed(
    fact: Fact, wanted: Decimal, values: list[Decimal], said: str, *, any_way: bool
) -> str | None:
    """How a number follows from some others; any_way: even if nobody says how to compute it."""
    for way, value in _ways(values, said, any_way):
        digits = max(0, -int(wanted.as_tuple().exponent))
        exact = value.normalize() == wanted
        close = abs(value - wanted) <= Decimal(1).scaleb(-digits) / 2
        if exact or (close and ("/" in way or fact.loose)):
            return way
    return None


def _ways(values: list[Decimal], said: str, any_way: bool) -> Iterator[tuple[str, Decimal]]:
    if any_way or DIFFERENCE.search(said):
        for a, b in combinations(values, 2):
            high, low = max(a, b), min(a, b)
            yield f"{high:f} - {low:f}", high - low
        for a, b, c in permutations(values if any_way else [], 3):
            if b < c:
                yield f"{a:f} - {b:f} - {c:f}", a - b - c
    if any_way or TOTAL.search(said):
        for count in (2, 3, 4) if any_way else (2,):
            for some in combinations(values, count):
                yield " + ".join(f"{value:f}" for value in some), sum(some, Decimal(0))
        if len(values) > 4:
            yield " + ".join(f"{value:f}" for value in values), sum(values, Decimal(0))
    if MEAN.search(said):
        for count in range(2, len(values) + 1):
            first = values[:count]
            yield f"({' + '.join(f'{v:f}' for v in first)}) / {count}", sum(first) / Decimal(count)
    if any_way or SHARE.search(said):
        yield from _shares(values, bool(SHARE.search(said) or MEAN.search(said)))


def _shares(values: list[Decimal], divided: bool) -> Iterator[tuple[str, Decimal]]:
    for a, b in permutations(values, 2):
        if divided and b:
            yield f"{a:f} / {b:f}", a / b
            yield f"{a:f} / {b:f} in percent", 100 * a / b
            yield f"({a:f} - {b:f}) / {b:f} in percent", abs(100 * (a - b) / b)
            yield f"({b:f} - {a:f}) / {b:f}, the rest", 100 - 100 * a / b
        if a < b:
            yield f"{a:f} x {b:f}", a * b
            if divided:
                yield f"the rest of {b:f} x (1 - {a:f})", b - a * b
        if divided and 0 < a < 100:
            yield f"{a:f}% x {b:f} /", a * b / 100


def _span(wanted: Decimal, said: str, shown: Shown) -> str | None:
    """Days, weeks or minutes between two dates or times that are named and on the page."""
    there = {(year, month, day) for _, year, month, day in shown.days}
    named = {
        (y, m, d) for y, m, d in there for _, year, month, day in dates(said)
        if (m, d) == (month, day) and year in (None, y)
    }  # fmt: skip
    for one, other in combinations(sorted(named), 2):
        days = abs((date(*other) - date(*one)).days)
        if wanted in (days, days + 1) or days in (wanted * 7, wanted * 7 - 7):
            return f"from {date(*one)} to {date(*other)}"
    years = {value for _, value in shown.values if value in YEARS}
    for year in {year for _, year, _, _ in shown.days} if LASTS.search(said) else ():
        if wanted > 1 and year - wanted in years:
            return f"from {year - wanted:f} to {year}"
    if wanted % 10 == 0 and re.search(rf"{wanted:f}(?:s|er)", said):
        return next((f"{one:f}" for one in sorted(years) if wanted <= one < wanted + 10), None)
    if CENTURY.search(said) and (
        within := next((y for y in years if y // 100 + 1 == wanted), None)
    ):
        return f"{within:f}"
    known = {minutes for _, minutes in clocks(shown.text)}
    pairs = [] if not LASTS.search(said) else [
        (a, b) for (at, a), (then, b) in pairwise(clocks(shown.text)) if 0 < then - at < BESIDE
    ]  # fmt: skip
    times = sorted(known & {minutes for _, minutes in clocks(said)})
    for early, late in (*combinations(times, 2), *pairs):
        for minutes in ((late - early) % 720, (early - late) % 720):
            if wanted in (minutes, Decimal(minutes) / 60, minutes % 60, minutes // 60):
                return f"{early // 60}:{early % 60:02} to {late // 60}:{late % 60:02}"
    return None


def _counted(wanted: Decimal, question: Question, criteria: str, shown: Shown) -> str | None:
    """A count of things: of those that the gold or the criteria name, or of what is seen."""
    if wanted != int(wanted) or not 0 <= wanted <= SMALL:
        return None
    for where, text in (("answer", question.answer), ("criteria", criteria)):
        names = [f for f in facts_in(text, question.language, asks_name=False) if f.kind == "name"]
        listed = [
            part for part in re.split(r"[\n;]|,\s| and | und | et | y ", text) if part.strip()
        ]
        if wanted in (len(names), len({name.text for name in names})) and wanted > 1:
            return f"{wanted:f} names in the {where}"
        if COUNT.search(question.question) and wanted > 1 and wanted in (len(listed),):
            return f"{wanted:f} things in the {where}"
    seen = COUNT.search(question.question) and SEEN.search(question.question)
    if seen and not states(question.question, shown):
        return "a count of what the picture shows"
    return None


def _beside(question: str, shown: Shown) -> list[list[Decimal]]:
    """The numbers that a page shows beside what a question asks about: all, then by sentence.

    Those of the chart whose title it quotes, and those near a label that it names, are among all.
    """
    quoted = [
        next(group for group in match.groups() if group) for match in QUOTED.finditer(question)
    ]
    ends = [at for title in quoted if (at := find_quote(title, shown)) is not None]
    things = [word for word in WORD.findall(question) if word[0].isupper() or word[0].isdigit()]
    named = [shown.starts[n] for word in things if fold(word) not in NOTHING_SAID
             for form in forms(fold(word), shown) for n in shown.at.get(form, [])[:5]]  # fmt: skip
    sentences = beside(question, shown)
    near = [number for sentence in sentences for number in sentence]
    near += [
        (at, value)
        for at, value in shown.values
        if any(0 <= at - end <= CHART for end in ends)
        or any(abs(at - start) <= BESIDE for start in named)
    ]
    return [
        list(dict.fromkeys(value for _, value in some if value not in YEARS))[: 2 * MOST]
        for some in (near, *sentences)
    ]
