"""Gold answer -> the facts that it claims: quotes, dates, times of day, numbers and names. Pure.

Names are told by their capitals. Languages that write every noun with one, and scripts without
any, are read more carefully: there only what looks like a whole name counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from live.numerals import LANGUAGES, SCALES
from live.qa_gen.gates.around import is_hour, is_late, is_of_named, is_rough
from live.qa_gen.gates.clock import lengths, times
from live.qa_gen.gates.openers import opens
from live.qa_gen.gates.shown import weekdays
from live.qa_gen.gates.units import Unit, units_at
from live.qa_gen.gates.when import months
from live.qa_gen.gates.words import NOTHING_SAID, fold
from live.quantities import MONTH_OF, NUMBER, dates, scaled

Kind = Literal["quote", "date", "time", "number", "name"]
QUOTED = re.compile(
    "“([^“”]{2,600})”|„([^„“”]{2,600})[“”]|«([^«»]{2,600})»|»([^«»]{2,600})«|「([^「」]{1,300})」"
    "|\"([^\"]{2,600})\"|‘([^‘’]{2,600})’(?!\\w)|(?<!\\w)'([^'\\n]{2,600})'(?!\\w)"
)
LISTED = re.compile(r"(?:^|(?<=[\n;,:]))\s*(?:\(?\d{1,2}[.)]|[-*•])\s(?=\s*\S)", re.M)
"""What numbers the items of a list."""
TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lady lord president minister mayor chancellor senator "
    "captain judge king queen prince princess pope bishop director chief secretary general "
    "chairman chairwoman governor inspector coach reporter king "
    "herr frau präsident präsidentin bürgermeister bürgermeisterin kanzler kanzlerin ministerin "
    "trainer monsieur madame mme président présidente maire ministre señor señora presidente "
    "alcalde alcaldesa ministro ministra don doña".split()
)
CONNECTING = frozenset("of the and & de la le les du des del van von der den di da al el".split())
_PARTS = re.compile(r"[^\s.。、，,]+")
"""What commas set apart where there are no spaces."""
_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?|&")
_UNIT_AFTER = re.compile(
    r"\d[ \u00a0\u202f]?[°º]?(?:(?:degrees?|Grad|degrés?|grados?|Mio|"
    r"Mrd|million|billion|milli\w+|thousand|tausend)\.?\s)?$",
    re.I,
)
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MONTH_AND_YEAR = re.compile(r"(?<!\w)([^\W\d_]{3,10})\.?,?\s(?:del? )?((?:19|20)\d\d)(?!\d)")
_STARTS = re.compile(r"(?:^|[.!?:;…\n|•]|[-–—]\s)[\s\"'“”„«»‘’(*_]*$")
_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|sr|jr|no|vs|[^\W\d_])\.\s*$", re.I)
_ARTICLE = re.compile(
    r"\b(?:der|die|das|des|dem|den|ein|eine|einen|einem|einer|im|am|zum|zur|vom|beim|"
    r"seine?[rmns]?|ihre?[rmns]?|[a-zäöüß]+(?:e|en|er|es|em))\s+$"
)


@dataclass(frozen=True)
class Fact:
    """One thing that a gold answer claims.

    at: offset in the answer. values: of a number, all its readings. scaled: it has a word such as
    million. loose: it says that it is not exact. units:
    those that it may have. first: of a name, that it opens a sentence, where
    every word has a capital. sure: of a name, that it cannot be an ordinary noun. hour: of a
    number, that it is an hour of the afternoon or evening. minutes: of a time of day, after
    midnight or noon. seconds: of a length of time.
    """

    kind: Kind
    text: str
    at: int
    values: tuple[Decimal, ...] = ()
    bare: tuple[Decimal, ...] = ()
    loose: bool = False
    units: frozenset[Unit] = frozenset()
    days: tuple[tuple[int | None, int, int | None], ...] = ()
    first: bool = False
    sure: bool = True
    hour: bool = False
    minutes: int | None = None
    seconds: Decimal | None = None


def facts_in(
    answer: str, language: str, *, asks_name: bool, any_words: bool = False, points: str = ""
) -> list[Fact]:
    """Gives the facts of a gold answer, in its order.

    language: of the answer, a code. asks_name: the question asks who, where or for a name.
    any_words: numbers may be in words of any language. points: the language that says what a comma
    in a number means.
    """
    rest = LISTED.sub(_unlisted, answer)
    found: list[Fact] = []
    for read in (_quotes, _dates, _times):
        for fact in read(rest):
            if "·" in rest[fact.at : fact.at + len(fact.text)]:
                continue
            found.append(fact)
            rest = _without(rest, fact.at, len(fact.text))
    counted = [*_numbers(rest, LANGUAGES if any_words else ("en", language), points)]
    taken = {fact.at: fact.text for fact in counted}
    names = _names(rest, language, asks_name)
    found += [*counted, *(name for name in names if taken.get(name.at) != name.text)]
    return sorted(found, key=lambda fact: fact.at)


def months_in(answer: str, facts: list[Fact]) -> list[Fact]:
    """Gives the months that an answer names outside of its dates and quotes."""
    taken = {n for fact in facts for n in range(fact.at, fact.at + len(fact.text))}
    return [
        Fact("date", spelled, at, days=((year, month, None),))
        for at, spelled, year, month in months(answer) if at not in taken
    ]  # fmt: skip


def _unlisted(match: re.Match[str]) -> str:
    """A list's `4. ` as blanks of that length; not the 4. of May."""
    following = re.match(r"\s*([^\W\d_]+)", match.string[match.end() : match.end() + 20])
    if following and following[1].lower() in MONTH_OF:
        return match[0]
    return "\n" + " " * (len(match[0]) - 1)


def _without(text: str, at: int, length: int) -> str:
    return text[:at] + "·" * length + text[at + length :]


def _quotes(text: str) -> Iterator[Fact]:
    for match in QUOTED.finditer(text):
        said = next(group for group in match.groups() if group is not None)
        if any(c.isalnum() for c in said):
            yield Fact("quote", match[0], match.start())


def _dates(text: str) -> Iterator[Fact]:
    taken: set[int] = set()
    by_place: dict[int, list[tuple[int | None, int, int | None]]] = {}
    for at, year, month, day in dates(text):
        by_place.setdefault(at, []).append((year, month, day))
    for at, days in sorted(by_place.items()):
        if at in taken:
            continue
        spelled = _spelling(text, at, any(year for year, _, _ in days)).rstrip(".")
        taken |= set(range(at, at + len(spelled)))
        yield Fact("date", spelled, at, days=tuple(days))
    for match in _TOKEN.finditer(text):
        if named_day := _weekday(match[0]):
            yield Fact("date", named_day, match.start())
    for match in _MONTH_AND_YEAR.finditer(text):
        named = MONTH_OF.get(match[1].lower())
        if named and match.start() not in taken and match.start(2) not in taken:
            yield Fact("date", match[0], match.start(), days=((int(match[2]), named, None),))


def _weekday(token: str) -> str:
    """A day of the week without its plural; "": it is none."""
    word = token.rstrip(".")
    return next((one for one in (word, word.removesuffix("s")) if fold(one) in weekdays()), "")


def _spelling(text: str, at: int, with_year: bool) -> str:
    """The characters of a date that begins at an offset."""
    part = text[at : at + 40]
    end = r"\d{4}" if with_year else r"[^\W\d_]{3,}\.?|\d{1,2}(?:st|nd|rd|th)?[日일]?"
    shape = rf"(?:\d{{1,4}}|[^\W\d_]{{3,10}})\D{{0,16}}?(?:\d{{1,2}}\D{{1,6}}?)?(?:{end})"
    iso = re.match(r"\d{4}\D\d{1,2}\D\d{1,2}\D?", part)
    found = iso or re.match(shape, part)
    return found[0] if found else part[:10]


def _times(text: str) -> Iterator[Fact]:
    for at, spelled, seconds in lengths(text):
        yield Fact("time", spelled, at, seconds=seconds)
    for at, spelled, minutes in times(text):
        yield Fact("time", spelled, at, minutes=minutes)


def _numbers(text: str, languages: tuple[str, ...], points: str) -> Iterator[Fact]:
    by_place: dict[int, list[tuple[Decimal, Decimal | None]]] = {}
    for at, value, short in scaled(text, languages, points):
        by_place.setdefault(at, []).append((value, short))
    for at, read_as in by_place.items():
        if at and (text[at - 1].isalpha() and text[at - 1] < "\u3000"):
            continue
        spelled = NUMBER.match(text, at)
        word = _WORDS.match(text, at)
        shown = (spelled or word or [text[at : at + 1]])[0]
        if not spelled and (shown.lower() == "one" or is_of_named(text, at)):
            continue
        values = tuple(value for value, _ in read_as)
        late, units = is_late(text, at), units_at(text, at, shown)
        yield Fact(
            "number",
            shown,
            at,
            hour=late or is_hour(text, at, units),
            values=(*values, *(value + 12 for value in values if late and value < 12)),
            bare=tuple(short for _, short in read_as if short is not None),
            loose=is_rough(text, at),
            units=units,
        )


def _names(text: str, language: str, asks_name: bool) -> Iterator[Fact]:
    short = len(text.split()) <= 4
    if asks_name and short and not any(c.isupper() for c in text):
        for part in _PARTS.finditer(text) if any(c > "\u2e7f" for c in text) else ():
            if not any(c.isdigit() for c in part[0]):
                yield Fact("name", part[0].rstrip("でには").rstrip("駅市県町村"), part.start())
        if any("\u0590" <= c <= "\u0e7f" for c in text):
            yield Fact("name", text.strip(" \n.。،"), 0)
        return
    for run in _runs(text):
        first = _opens(text, run[0].start())
        while first and len(run) > 1 and opens(run[0][0]):
            run = _begun(run[1:])
            first = False
        at, end = run[0].start(), run[-1].end()
        spelled = text[at:end].rstrip(".")
        lone = len(run) == 1
        if lone and first and not (asks_name and short):
            continue
        unit = lone and _UNIT_AFTER.search(text[max(0, at - 14) : at])
        if unit or (lone and fold(spelled) in NOTHING_SAID | TITLES):
            continue
        german = language in ("de", "lb")
        if german and lone and not (asks_name and short) and not spelled[-1:].isdigit():
            continue
        noun = german and bool(_ARTICLE.search(text[:at]))
        yield Fact("name", spelled, at, first=first, sure=not noun)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words with a capital in a row, and the small words between them."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        capital = _is_capital(token[0])
        joined = bool(run) and text[run[-1].end() : token.start()] in (" ", "\u00a0", " \u00a0")
        ended = bool(run) and run[-1][0].endswith(".") and len(run[-1][0]) > 4
        if run and (not joined or ended):
            yield from _ended(run)
            run = []
        if capital or (run and token[0].lower() in CONNECTING):
            run.append(token)
        elif run:
            yield from _ended(run)
            run = []
    yield from _ended(run)


def _begun(run: list[re.Match[str]]) -> list[re.Match[str]]:
    """A name without the small words before it."""
    while len(run) > 1 and run[0][0].lower() in CONNECTING:
        run = run[1:]
    return run


def _ended(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and run[-1][0].lower() in CONNECTING:
        run = run[:-1]
    if run:
        yield run


def _is_capital(token: str) -> bool:
    """Whether a word is written as a name: Esk, ESK, iPhone, Q2; not a day, a month or `I`."""
    plain = fold(token.rstrip("."))
    if _weekday(token) or token.rstrip(".").lower() in MONTH_OF or plain == "i":
        return False
    if token[0].isdigit() or plain in SCALES or token[0] >= "\u2e80":
        return False
    return any(c.isupper() for c in token[:2]) or (
        token[0].isalpha() and token[0] < "\u0530" and any(c.isdigit() for c in token)
    )


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at]
    return bool(_STARTS.search(before)) and not _ABBREVIATION.search(before)
