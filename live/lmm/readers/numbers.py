"""Numbers in running text, and the one that a question asks for. Pure."""

import re

from live.lmm.readers.question import Question
from live.lmm.readers.words import NUMERALS, STOP, alike, fold, key, keys

TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
GERMAN = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
SMALL = [word for word in NUMERALS if word not in ("zero", "twenty")]
SCALE = r"(?:\s*(?:million|billion|thousand|hundred|Millionen|Milliarden|Mio\.?|Mrd\.?)\b)?"
WORDED = rf"(?:(?:{'|'.join(TENS)})(?:-(?:{'|'.join(SMALL)}))?|{'|'.join([*SMALL[::-1], *GERMAN])})"
NUMBER = re.compile(
    rf"(?:[$€£]\s?)?(?<![\w.,])\d[\d.,:’]*(?:[-–]\d[\d.,:]*)?(?<![.,:])(?:st|nd|rd|th)?{SCALE}"
    rf"(?:\s?(?:%|℃|°\s?C|€|\$))?"
    rf"|\b{WORDED}\b{SCALE}|\b(?:half|hundreds|dozens|two thirds|a (?:dozen|third|fifth))\b",
    re.I,
)
UNITS = {
    r"per ?cent\w*|proportion|share": r"%|per ?cent|prozent",
    r"how much|costs?|price|money|paid|sum|funds?|fee": r"[$€£]|florin|euro|dollar|pound|crown",
    r"how long|duration|how often": r"second|minute|hour|day|week|month|year|stunde|tag|jahr|woche",
    r"how (?:deep|high|far|tall|wide)|distance|depth|height|length|how long": (
        r"met(?:re|er)|kilomet|mile|feet|foot|yard|cm|mm|km|millim"
    ),
    r"weigh\w*|heavy|weight": r"ton|kilo|kg|pound|gram",
    r"how old|how many years|age": r"year|jahr|-year-old|,",
}
AGE = r"\bhow old\b|\bage\b"
LOOSE = frozenset(
    "and of in to the und auf im at on for from with was were is had have or a an per than".split()
)


def asked_number(asked: Question, sentence: str) -> str:
    """Gives the number of a sentence that a question asks for, as printed, with what it counts."""
    said = {fold(match[0]).strip(" .") for match in NUMBER.finditer(asked.text)}
    sentence = _clause(asked, sentence)
    numbers = [m for m in NUMBER.finditer(sentence) if fold(m[0]).strip(" .") not in said]
    # `one` is an article as often as a number.
    numbers = [m for m in numbers if m[0].lower() != "one"] or numbers
    if asked.has(AGE):
        numbers = [m for m in numbers if not re.fullmatch(r"\d{4,}.*", m[0])]
    if not numbers:
        return ""
    if way := re.search(r"^\W*(to|from) (?:what|which|how)\b", asked.low):
        directed = [m for m in numbers if sentence[: m.start()].endswith(f" {way[1]} ")]
        numbers = directed or numbers
    if counted := re.search(r"\bhow many ([\w'’-]+(?: [\w'’-]+)?)", asked.low):
        nouns = [key(word) for word in fold(counted[1]).split() if word not in STOP]
        for noun in nouns[::-1]:
            if nearest := _counting(noun, numbers, sentence):
                return _shown(nearest, sentence)
    return _shown(_nearest(numbers, asked, sentence), sentence)


def _clause(asked: Question, sentence: str) -> str:
    """The part of a sentence between semicolons that has a number and most of the question."""
    parts = [part for part in re.split(r";\s", sentence) if NUMBER.search(part)]
    wanted = set(asked.keys)
    return max(parts, key=lambda part: len(wanted & set(keys(part))), default=sentence)


def with_units(
    asked: Question, sentence: str, numbers: list[re.Match[str]] | None = None
) -> list[re.Match[str]]:
    """Gives the numbers of a sentence that carry a unit which the question asks for."""
    units = [unit for pattern, unit in UNITS.items() if asked.has(rf"\b(?:{pattern})\b")]
    if not units:
        return []
    unit = "|".join(units)
    return [
        m
        for m in (numbers if numbers is not None else NUMBER.finditer(sentence))
        if re.match(rf"[\s-]*(?:\w+\s)?(?:{unit})", sentence[m.end() :], re.I)
        or re.search(unit, m[0], re.I)
    ]


def _counting(noun: str, numbers: list[re.Match[str]], sentence: str) -> re.Match[str] | None:
    """The number that counts a noun: the one with the fewest words between them, three at most."""
    found = []
    for match in numbers:
        after = [key(re.sub(r"\W", "", w)) for w in fold(sentence[match.end() :]).split()[:4]]
        found += [(n, match.start(), match) for n, each in enumerate(after) if alike(noun, each)]
    return min(found)[2] if found else None


def _nearest(matches: list[re.Match[str]], asked: Question, sentence: str) -> re.Match[str]:
    """The one that stands nearest to the question's words; one with a fitting unit counts more."""
    wanted = {each for each in asked.keys if not any(re.fullmatch(p, each) for p in UNITS)}
    places = [m.start() for m in re.finditer(r"\w+", sentence) if key(fold(m[0])) in wanted]
    fitting = with_units(asked, sentence, matches)

    def worth(match: re.Match[str]) -> float:
        near = sum(1 / max(abs(place - match.start()), 1) for place in places)
        return near * 1.5 + 0.05 if match in fitting else near

    return max(matches, key=worth)


def _shown(match: re.Match[str], sentence: str) -> str:
    """A number with the word after it, where that is a unit or what is counted."""
    following = re.match(r"[\s-]*(per cent|[^\W\d_]+|%|°\s?C)", sentence[match.end() :])
    unit = following[1] if following and fold(following[1]) not in LOOSE else ""
    return f"{match[0].strip()} {unit}".strip()
