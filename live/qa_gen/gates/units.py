"""Text beside a number -> its unit, and what a quantity is in another one. Pure.

Only units that people confuse or convert are known; a number may have one of another kind, or none.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from live.qa_gen.gates.clock import MONTH


class Unit(NamedTuple):
    """A unit of a dimension; factor: what one is in the first unit of its dimension."""

    name: str
    dimension: str
    factor: Decimal = Decimal(1)


_AN_HOUR = (
    r"(?: ?/ ?|(?: per | an | pro | par | por | à l['’]| all['’])(?:an )?)"
    r"(?:h\b|hour|st(?:un)?d|heure|hora|ora)"
)
_A_SECOND = r"(?: ?/ ?| per | a | pro | par | por )(?:s\b|sec|sek|seg)"
_KILOMETRES = r"(?:km|[kc]h?il[oó]m[eèéi]t\w*|quil[oó]metro\w*)"
_METRES = r"(?:m|met[re]{2}s?|metern?|mètres?|metros?|metri)"
_TABLE = (
    ("km/h", "speed", "1", rf"{_KILOMETRES}{_AN_HOUR}|kph\b|kmh\b|Stundenkilometer"),
    ("mph", "speed", "1.609344", rf"miles?{_AN_HOUR}|mph\b"),
    ("m/s", "speed", "3.6", rf"{_METRES}{_A_SECOND}"),
    ("knot", "speed", "1.852", r"knots?\b|Knoten\b|nœuds?\b|nudos?\b"),
    ("m2", "area", "1", r"(?:m²|square met|Quadratmeter|mètres? carré|metros? (?:cuadrado|"
     r"quadrado)|metri quadr|vierkante met|平方メートル|平方米)"),
    ("km2", "area", "1000000", r"(?:km²|square kilomet|Quadratkilometer|kilomètres? carré|"
     r"(?:kilómetros|quil[oó]metros|chilometri) [cq]uadr|vierkante kilomet|平方キロ|平方公里)"),
    ("hectare", "area", "10000", r"hect[aá]r\w*|ha\b|Hektar|ett[ao]r\w*|ヘクタール|公顷"),
    ("acre", "area", "4046.8564224", r"acres?\b"),
    ("km", "length", "1000", rf"{_KILOMETRES}\b|キロ(?:メートル)?"),
    ("cm", "length", "0.01", r"cm\b|centím\w+|centim\w+|Zentimeter\w*|センチ|厘米"),
    ("mm", "length", "0.001", r"mm\b|mil+im\w+|milím\w+|ミリ(?:メートル)?|毫米"),
    ("mile", "length", "1609.344", r"mi\b|miles?\b|Meilen?\b|mill?as?\b|milhas?\b|miglia\b|"
     r"miglio\b|mijl\w*|マイル|英里"),
    ("foot", "length", "0.3048", r"ft\b|f[oe][oe]t\b|Fuß\b|pieds?\b|pies?\b|pés?\b|pied[ei]\b|"
     r"voet\b|フィート|英尺"),
    ("yard", "length", "0.9144", r"yds?\b|yards?\b|yardas?\b|jardas?\b|iarde?\b|ヤード|码"),
    ("inch", "length", "0.0254", r"inch(?:es)?\b|Zoll\b|pouces?\b|pulgadas?\b|polegadas?\b|"
     r"pollic[ei]\b|インチ|英寸"),
    ("m", "length", "1", rf"{_METRES}\b|メートル|米(?!国)"),
    ("kg", "mass", "1", r"kg\b|(?:kil|quil|chil)(?:os?|i)\b|(?:kil|quil|chil)ogram\w*|"
     r"キロ(?:グラム)?(?!メートル)|公斤"),
    ("gram", "mass", "0.001", r"g\b|gramm?[aeio]?s?n?\b|gramos?\b|グラム|克"),
    ("tonne", "mass", "1000", r"tonn?e?[sn]?\b|toneladas?\b|tonnellat[ae]\b|ton\b|トン|吨"),
    ("pound in weight", "mass", "0.45359237", r"lbs?\b|pounds?\b|libr[ae]s?\b|libbr[ae]\b|"
     r"Pfund\b|ポンド"),
    ("litre", "volume", "1", r"l\b|lit(?:er|re|ro)\w*|litri\b|リットル|升"),
    ("gallon", "volume", "3.785411784", r"gallons?\b|Gallonen?\b|gal[oõ]n\w*|gal[oõ]es\b|ガロン"),
    ("celsius", "heat", "1", r"(?:°|º|degrees?|Grad|degrés?|grados?)? ?(?:C\b|Celsius)"),
    ("fahrenheit", "heat", "1", r"(?:°|º|degrees?|Grad|degrés?|grados?)? ?(?:F\b|Fahrenheit)"),
    ("second", "time", "1", r"s\b|sec(?:ond)?s?\b|secondes?\b|Sekunden?\b|segundos?\b|"
     r"second[oi]\b|seconden\b|秒"),
    ("minute", "time", "60", r"min\b|minut\w*|Minuten?\b|分|دقيقة|دقائق"),
    ("hour", "time", "3600",
     r"h\b|hours?\b|hrs?\b|Stunden?\b|heures?\b|horas?\b|or[ae]\b|uur\b|uren\b|時間|小时|小時|ساع\w+"),
    ("day", "time", "86400", r"days?\b|Tage?n?\b|jours?\b|d[ií]as?\b|giorn[oi]\b|dag(?:en)?\b|"
     r"日間|天(?!\w)|يوم\w*|أيام"),
    ("week", "time", "604800", r"weeks?\b|Wochen?\b|semaines?\b|semanas?\b|settiman[ae]\b|"
     r"we(?:ek|ken)\b|週間|周(?!\w)"),
    ("month", "month", "1", r"months?\b|Monate?n?\b|mois\b|mes(?:es)?\b|mes[ei]\b|"
     r"maand(?:en)?\b|[かヶカケ]月|个月|個月"),
    ("year", "month", "12",
     r"years?\b|Jahre?n?\b|ans\b|années?\b|años?\b|anos?\b|ann[io]\b|jaar\b|jaren\b|年間|عام\w*|"
     r"سن[ةو]\w*"),
    ("euro", "euro", "1", r"€|euros?\b|eur\b"),
    ("dollar", "dollar", "1", r"\$|dollars?\b|usd\b|dólar\w*|Dollar"),
    ("pound", "sterling", "1", r"£|pounds?\b|gbp\b|libras?\b|Pfund\b"),
    ("pence", "sterling", "0.01", r"p\b|pence\b|penny\b"),
    ("yen", "yen", "1", r"[¥円]|yens?\b|ienes?\b"),
    ("yuan", "yuan", "1", r"[元]|yuan\b|rmb\b"),
    ("won", "won", "1", r"[₩원]|won\b"),
    ("crown", "crown", "1", r"crowns?\b|kron[aeo]r?n?\b|couronnes?\b|coro(?:na|a)s?\b|corone\b"),
    ("peso", "peso", "1", r"pesos?\b"),
    ("rupee", "rupee", "1", r"₹|rupees?\b|rupien?\b|roupies?\b|rupias?\b"),
    ("rouble", "rouble", "1", r"₽|r(?:o?u)bles?\b|rubel\b|rublos?\b|руб\w*"),
    ("real", "real", "1", r"R\$|rea(?:l|is)\b"),
    ("lira", "lira", "1", r"₺|lir[ae]s?\b"),
    ("zloty", "zloty", "1", r"z[lł]otys?\b|zł\b"),
    ("franc", "franc", "1", r"francs?\b|Franken\b|francos?\b|chf\b"),
    ("florin", "florin", "1", r"florin[si]?\b|florines\b|florijn\b|gulden\b|guilders?\b"),
    ("cent", "euro", "0.01", r"cents?\b|c\b|ct\b|centimes?\b|céntimos?\b|cêntimos?\b"),
    ("cent", "dollar", "0.01", r"¢|cents?\b|c\b"),
    ("percent", "percent", "1", r"%|per ?cent\b|Prozent\b|pour ?cent\b|por ?cien?to\b|per cento\b|"
     r"procent\b|por cien\b|パーセント"),
    ("tenth", "percent", "10", r"割"),
    ("points", "points", "1",
     r"(?:percentage|prozent|%)?[- ]?(?:points?|punkte?n?)\b|p\.p\.|pp\b|ポイント|"
     r"(?:puntos?|pontos?|punti)\b(?: (?:porcentuales|percentuais|percentuali))?"),
)  # fmt: skip
_SI = (
    ("hertz", "frequency", r"Hz", r"hertz|ヘルツ"),
    ("watt", "power", r"W", r"watts?|vatios?"),
    ("watt hour", "energy", r"Wh", r"watt[- ]?(?:hours?|stunden?|heures?|ore)|vatios?[- ]hora"),
    ("byte", "data", r"B", r"bytes?|octets?"),
    ("volt", "voltage", r"V", r"volts?|voltios?"),
    ("pascal", "pressure", r"Pa", r"pascals?"),
    ("gram", "mass", r"g", r"gramm?e?s?n?|gramos?|grammi"),
    ("metre", "length", r"m", r"met(?:re|er)s?|metern?|mètres?|metros?|metri"),
    ("litre", "volume", r"[lL]", r"lit(?:er|re|ro)s?|litri"),
)
_PREFIXES = (
    ("giga", "G", 9), ("mega", "M", 6), ("kilo", "k", 3), ("hecto", "h", 2), ("", "", 0),
    ("centi", "c", -2), ("milli", "m", -3), ("micro", "[µμ]", -6), ("nano", "n", -9),
)  # fmt: skip
_IN_TABLE = frozenset("gram kilogram metre kilometre centimetre millimetre litre".split())
"""Those that are in the table, in more spellings."""
_BASE = {"mass": "0.001", "volume": "1"}
"""What one of them is in the first unit of its dimension, where it is not that itself."""
_WRITTEN_OUT = {"giga": "gi[gj]a", "milli": "mil+i", "kilo": "(?:kilo|quilo)", "mega": "m[eé]ga"}
_BEFORE = r"[ \u00a0\u202f-]{0,2}"
_UNITS = (
    *(
        (Unit(name, dimension, Decimal(factor)), re.compile(rf"{_BEFORE}(?:{shape})", re.I))
        for name, dimension, factor, shape in _TABLE
    ),
    *(
        (
            Unit(prefix + name, dimension, Decimal(_BASE.get(dimension, "1")).scaleb(power)),
            re.compile(
                rf"{_BEFORE}(?:(?-i:{letter}{symbol})\b|"
                rf"{_WRITTEN_OUT.get(prefix, prefix)}(?:{words})\b)", re.I
            ),
        )
        for name, dimension, symbol, words in _SI
        for prefix, letter, power in _PREFIXES
        if prefix + name not in _IN_TABLE
    ),
)  # fmt: skip
_SCALE = re.compile(
    r"[ \u00a0\u202f-]{0,2}(?:thousand|tausend|mil\b|mille\b|mil+[ij]\w+|mil+ones|milh\w+|"
    r"mn\b|bn\b|m(?= )|k(?= )|mio\b|mrd\b|"
    r"bil+i\w+|tril+i\w+|[千万萬億亿兆만억]+)\.?(?: de | d['’]| of )?",
    re.I,
)
IN_ORDER = Unit("in order", "order")
"""What a first and a 13th have for a unit."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|e|ème|[ºª])\b")
_MAY_FOLLOW = re.compile(rf"{_BEFORE}[^\W\d_]|{_BEFORE}[%°º€$£¥₩₹¢₽₺µ]")
_HEAD = re.compile(r"[°º] ?[CF]\b|[^\W\d_]+(?:[ /][^\W\d_]+)?|[%°]")
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d+)*")
_SIGNS = re.compile("[〇零一二三四五六七八九两十百千万萬億亿兆]+")
_HUNDREDTHS = re.compile("百分之$")
_SIGN = re.compile(r"(?:[€$£¥₩]|(?<!\d)(?<!\d[ \u00a0\u202f])[€$£¥₩][ \u00a0\u202f])$")
"""A sign of money before its number: not that of the number before it, as in `4,20 € 21 %`."""
_NAMES = {"€": "euro", "$": "dollar", "£": "pound", "¥": "yen", "₩": "won"}
MONEY = frozenset(
    "euro dollar sterling yen yuan won crown peso rupee rouble real lira zloty franc florin".split()
)
"""The dimensions that are money."""
LOOSE = frozenset(("time", "month", "percent", "points"))
"""The dimensions that a page may mean without naming a unit of theirs."""


def units_at(text: str, at: int, spelled: str = "") -> frozenset[Unit]:
    """Gives the units that a number at an offset may have: pounds are money or weight.

    spelled: the number, where it is in words.
    """
    if sign := _SIGN.search(text, max(0, at - 2), at):
        name = _NAMES[sign[0][0]]
        return frozenset(unit for unit, _ in _UNITS if unit.name == name)
    number = _NUMBER.match(text, at)
    if number and _ORDINAL.match(text, number.end()):
        return frozenset({IN_ORDER})
    signs = _SIGNS.match(spelled)
    end = number.end() if number else at + (signs.end() if signs else len(spelled))
    if _HUNDREDTHS.search(text, max(0, at - 4), at):
        return frozenset(unit for unit, _ in _UNITS if unit.name == "percent")
    scale = _SCALE.match(text, end)
    found: dict[Unit, int] = {}
    for start in {end, scale.end() if scale else end}:
        for unit, shape in _UNITS if _MAY_FOLLOW.match(text, start) else ():
            if match := shape.match(text, start):
                found[unit] = match.end()
    longest = max(found.values(), default=0)
    return frozenset(unit for unit, length in found.items() if length == longest)


@lru_cache(maxsize=1024)
def units_in(heads: str) -> frozenset[Unit]:
    """Gives the units that the head of a column names; a sign of money says more than a letter."""
    for sign, name in _NAMES.items():
        if sign in heads:
            return frozenset(unit for unit, _ in _UNITS if unit.name == name)
    return frozenset(
        unit for match in _HEAD.finditer(heads) for unit in units_at(f"0 {match[0]}", 0)
    )


def agree(some: frozenset[Unit], others: frozenset[Unit]) -> bool:
    """Tells whether two numbers may have the same unit; in a chart they have none."""
    return not some or not others or any(a.name == b.name for a in some for b in others)


def converted(value: Decimal, has: frozenset[Unit], wants: frozenset[Unit]) -> list[Decimal]:
    """Gives what a quantity is in the units wanted, where they are of its dimension."""
    found = []
    for one in has:
        for other in wants:
            if one.dimension != other.dimension or one.name == other.name:
                continue
            if one.dimension == "heat":
                fahrenheit = other.name == "fahrenheit"
                found.append(value * 9 / 5 + 32 if fahrenheit else (value - 32) * 5 / 9)
            else:
                found.append(value * one.factor / other.factor)
    return found


def seconds_of(value: Decimal, units: frozenset[Unit]) -> list[Decimal]:
    """Gives how long so many seconds, days or years are; nothing for what is no length of time."""
    lengths = {"time": Decimal(1), "month": Decimal(MONTH)}
    return [
        value * unit.factor * lengths[unit.dimension] for unit in units if unit.dimension in lengths
    ]


def named(unit: Unit, text: str) -> bool:
    """Tells whether a text has a unit of the same dimension anywhere."""
    return any(
        not (_is_letter(match[0][0]) and _is_letter(text[max(0, match.start() - 1)]))
        for other, shape in _UNITS
        if other.dimension == unit.dimension
        for match in shape.finditer(text)
    )


def _is_letter(character: str) -> bool:
    return character.isalpha() and character < "\u2e80"
