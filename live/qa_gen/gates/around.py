"""What stands around a number of an answer -> whether it is rough, or an hour. Pure."""

import re

from live.qa_gen.gates.units import Unit

HEDGED = re.compile(
    r"(?:\b(?:about|around|roughly|nearly|almost|approximately|approx\.?|some|over|under|"
    r"(?:more|less|fewer) than|at least|up to|close to|rund|etwa|circa|ca\.?|knapp|fast|über|"
    r"mehr als|weniger als|gut|environ|près de|plus de|presque|unos|unas|cerca de|casi|más de|"
    r"alrededor de|menos de|mais de|quase|moins de|quelque)|[~≈約]|およそ|"
    r"大約|大约|약 ?)\s*(?:the |die |les |los |[$€£] ?)?$",
    re.I,
)
_EITHER = re.compile(r"\d{4} (?:or|oder|ou|o|of) \d{4}")
"""Two years, either of which may be meant."""
_AT_HOUR = re.compile(r"\b(?:à|vers|dès|avant|après|entre|et|a las|las|às|as|alle|dalle) $", re.I)
"""What makes `10 heures` a time of day."""
_EVENING = re.compile(
    r"\S+ (?:in the (?:evening|afternoon)|at night|abends|nachmittags|du soir|de l['’]après-midi|"
    r"de la (?:tarde|noche)|da (?:tarde|noite)|di sera|del pomeriggio)\b",
    re.I,
)
_ALL = re.compile(r"\b(?:the|both|die|les|los) $", re.I)
"""Before a numeral that counts what was named before."""


def is_rough(text: str, at: int) -> bool:
    """Tells whether a number says that it is not exact: about 40, 1946 or 1947."""
    return bool(
        HEDGED.search(text[max(0, at - 24) : at]) or _EITHER.search(text, max(0, at - 9), at + 14)
    )


def is_late(text: str, at: int) -> bool:
    """Tells whether a number is an hour of the afternoon or evening."""
    return bool(_EVENING.match(text, at))


def is_hour(text: str, at: int, units: frozenset[Unit]) -> bool:
    """Tells whether a number with a unit such as `heures` is a time of day."""
    counts_hours = any(unit.name == "hour" for unit in units)
    return counts_hours and bool(_AT_HOUR.search(text[max(0, at - 12) : at]))


def is_of_named(text: str, at: int) -> bool:
    """Tells whether a numeral counts what was named before: the two, both."""
    return bool(_ALL.search(text[max(0, at - 6) : at]))
