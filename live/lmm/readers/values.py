"""Printed numbers, what is more or less among them, and which labels a question names. Pure."""

import re
from decimal import Decimal

from live.lmm.readers.question import Question
from live.lmm.readers.words import holds, keys

MORE = (
    r"highest|largest|most|biggest|greatest|maximum|tallest|longest|peak\w*|best|warmest|hottest|"
    r"strongest|fastest|more|higher|larger|greater|bigger|warmer|taller|longer"
)
LESS = (
    r"lowest|smallest|least|fewest|minimum|shortest|weakest|worst|coldest|coolest|shallowest|less|"
    r"fewer|lower|smaller|shorter|colder"
)
MOST = rf"\b(?:{MORE}|top|leads?)\b"
LEAST = rf"\b(?:{LESS})\b"
CHANGE = (
    r"\b(?:difference|differ|change[ds]?|rise|rose|fall|fell|drop\w*|gr[eo]w\w*|increase[ds]?|"
    r"decrease[ds]?|decline[ds]?|gap|separates?|ahead of|by how (?:much|many)|"
    rf"how (?:much|many)(?: \w+)? (?:{MORE}|{LESS}))\b"
)
EXTREME = (
    r"highest|lowest|largest|smallest|biggest|greatest|maximum|minimum|peak|top|best|most|least"
)
ASKS_VALUE = (
    r"\bhow (?:high|many|much|large|low|big|warm|cold|long|far)\b|\bwhat (?:value|number|figure)\b|"
    rf"\bwhat (?:is|was|were|are) the (?:{EXTREME}) "
    r"(?!month|day|year|quarter|week|category|bar|label|column|point\b|place)"
)
COUNT = (
    r"\bhow many (?:different )?(?:bars|categories|points|values|months|quarters|rows|clubs|teams|"
    r"columns|entries|items|days|stops|ports|labels|places|weeks|years)\b(?! (?:does|did|do|has) )|"
    r"\bhow many \w+ (?:does|do|are|is|can)\b.*\b(?:chart|graph|table|timetable)\b"
)
Points = list[tuple[str, str]]


def number(text: str) -> Decimal:
    """Gives the value of a printed number; 0 where there is none.

    `9.480` and `9,480` are thousands; `0,31` and `4.6` are not.
    """
    match = re.search(r"[-−–]?\d[\d.,’']*", text)
    if not match:
        return Decimal(0)
    digits = re.sub(r"[−–]", "-", match[0]).rstrip(".,’'")
    head, mark, tail = re.sub(r"[’']", "", digits).rpartition("," if "," in digits else ".")
    if not mark:
        return Decimal(tail)
    whole = re.sub(r"[.,]", "", head)
    thousands = len(tail) == 3 and whole.lstrip("-") not in ("", "0")
    return Decimal(whole + tail) if thousands else Decimal(f"{whole or 0}.{tail}")


def computed(value: Decimal, like: str) -> str:
    """Prints a computed number, with the unit that the numbers it is made of carry."""
    unit = re.sub(r"^\D*\d[\d.,’']*", "", like).strip()
    return f"{value.normalize():f} {unit}".strip()


def difference(one: str, other: str) -> str:
    """Prints how far two printed numbers are apart."""
    return computed(abs(number(one) - number(other)), one)


def extreme(asked: Question, points: Points) -> str:
    """Gives the label, or the value, that stands out; understands `second highest`."""
    ranked = sorted(points, key=lambda point: number(point[1]), reverse=not asked.has(LEAST))
    place = 0
    if match := re.search(r"\b(second|third|fourth)[- ](?:\w+est|most)\b", asked.low):
        place = ("second", "third", "fourth").index(match[1]) + 1
    label, value = ranked[min(place, len(ranked) - 1)]
    return value if asked.has(ASKS_VALUE) and not asked.has(r"\b(?:which|when|who)\b") else label


def named(asked: Question, labels: list[str]) -> list[str]:
    """Gives the labels that a question names, in its order; those it spells out come before all."""
    said, mine = asked.text.lower(), asked.keys
    found = []
    for label in labels:
        parts = keys(label)
        if parts and all(holds(set(mine), part) for part in parts):
            at = said.find(label.lower())
            later = mine.index(parts[-1]) if parts[-1] in mine else len(mine)
            found.append((at if at >= 0 else len(said) + later, label))
    ordered = [label for _, label in sorted(found)]
    spelled = [each for each in ordered if re.search(rf"\b{re.escape(each.lower())}\b", said)]
    return spelled or ordered


def printed_numbers(text: str) -> list[str]:
    """Gives the numbers and times of day that a question mentions."""
    return re.findall(r"\d+(?:[.,:–-]\d+)*", text)
