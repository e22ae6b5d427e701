"""Text -> the numbers and days that it names, by value, each with its offset. Pure.

English, German, French and Spanish spellings; digits of every script. Used by the rule judge and
by the gate `grounded`.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

NUMBER = re.compile(
    r"(?<!\d)\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
)
LONGEST = 25
"""Characters of a number; what is longer is no quantity."""
MONTHS = (
    "january januar jan janvier enero janeiro gennaio",
    "february februar feb février febrero fevereiro febbraio",
    "march märz marz mar mär mars marzo março",
    "april apr avril abril aprile",
    "may mai mayo maio maggio",
    "june juni jun juin junio junho giugno",
    "july juli jul juillet julio julho luglio",
    "august aug août agosto",
    "september sept sep septembre septiembre setembro settembre",
    "october oktober oct okt octobre octubre outubro ottobre",
    "november nov novembre noviembre novembro",
    "december dezember dec dez décembre diciembre dezembro dicembre",
)
MONTH_OF = {name: n for n, names in enumerate(MONTHS, 1) for name in names.split()}
_DIGITS_ONLY = (
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?:(?P<y>\d{4})[年년]\s?)?(?P<m>\d{1,2})[月월]\s?(?P<d>\d{1,2})[日일]"),
)
_DAY_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?(?:\s{1,2}(?:of|de|del))?\s{0,2}\Z", re.I
)
_YEAR_AFTER = re.compile(r"\.?,?(?:\s{1,2}del?)?\s{0,2}(\d{4})(?!\d)")
_DAY_AFTER = re.compile(r"\.?\s{0,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,?\s{0,2}(\d{4})(?!\d))?")
SCALES = {
    "thousand": 3, "tausend": 3, "k": 3, "mille": 3, "mil": 3, "million": 6, "millions": 6,
    "mio": 6, "m": 6, "mn": 6, "millionen": 6, "millones": 6, "millón": 6, "billion": 9, "bn": 9,
    "milliarde": 9, "milliarden": 9, "milliard": 9, "milliards": 9, "mrd": 9, "trillion": 12,
    "trillions": 12, "billions": 9, "万": 4, "萬": 4, "億": 8, "亿": 8, "만": 4, "억": 8,
    "兆": 12, "千万": 7, "百万": 6,
    "milhão": 6, "milhões": 6, "mila": 3, "milione": 6, "milioni": 6, "miliardo": 9, "miliardi": 9,
}  # fmt: skip
TEEN = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze "
    "dezasseis dezassete dezoito dezanove",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
    "quattordici quindici sedici diciassette diciotto diciannove",
}
TENS = {
    "en": ("twenty thirty forty fifty sixty seventy eighty ninety", "{ten}-{one}"),
    "de": ("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", "{one}und{ten}"),
    "fr": ("vingt trente quarante cinquante soixante", "{ten}-{one}"),
    "es": ("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", "{ten} y {one}"),
    "pt": ("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", "{ten} e {one}"),
    "it": ("venti trenta quaranta cinquanta sessanta settanta ottanta novanta", "{ten}{one}"),
}
MORE = {
    "en": {"dozen": 12, "hundred": 100},
    "de": {"eins": 1, "dutzend": 12, "hundert": 100, "einhundert": 100},
    "fr": {"douzaine": 12, "cent": 100, "cents": 100, "mille": 1000, "soixante-dix": 70,
           "quatre-vingt": 80, "quatre-vingts": 80, "quatre-vingt-dix": 90},
    "es": {"docena": 12, "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300,
           "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600, "setecientos": 700,
           "ochocientos": 800, "novecientos": 900, "mil": 1000},
    "pt": {"uma": 1, "duas": 2, "dezesseis": 16, "dezessete": 17, "dezenove": 19, "quatorze": 14,
           "dúzia": 12, "cem": 100, "cento": 100, "duzentos": 200, "trezentos": 300,
           "quatrocentos": 400, "quinhentos": 500, "mil": 1000},
    "it": {"ventuno": 21, "ventotto": 28, "trentuno": 31, "trentotto": 38, "dozzina": 12,
           "cento": 100, "duecento": 200, "trecento": 300, "cinquecento": 500, "mille": 1000},
}  # fmt: skip
_HAN_DIGITS = dict(zip("〇零一二三四五六七八九两", (0, *range(10), 2), strict=True))
_HAN_TENS = {"十": 1, "百": 2, "千": 3}
_HAN = re.compile(
    r"(?<!\d)(?:\d[\d,]*(?:\.\d+)?[万萬億亿兆])?[〇零一二三四五六七八九两十百千]"
    r"[〇零一二三四五六七八九两十百千万萬億亿兆]*(?!\d)|(?<!\d)\d[\d,]*[億亿兆]\d[\d,]*万?"
)
_COUNTED = re.compile(
    "[人円年月日歳才回個台枚本倍時分秒階件隻名米元块岁次票つ割週店校社匹頭冊メキ票]"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]{3,10}")
_UNIT = re.compile(r"[\s-]{0,3}([^\W\d_]{1,10})")


def numbers(
    text: str, *, languages: tuple[str, ...] = ("en", "de"), unscaled: bool = False
) -> list[tuple[int, Decimal]]:
    """Gives all numbers of a text with their offsets; one that reads in two ways is there twice.

    unscaled: `318 thousand` is 318 too, for questions that ask in thousands.
    """
    found = []
    for at, value, short in scaled(text, languages):
        found.append((at, value))
        if unscaled and short is not None:
            found.append((at, short))
    return sorted(found)


def scaled(text: str, languages: tuple[str, ...]) -> list[tuple[int, Decimal, Decimal | None]]:
    """Gives all numbers of a text: offset, value, and what stands before a word such as million."""
    found: list[tuple[int, Decimal, Decimal | None]] = []
    inside: set[int] = set()
    for at, end, value in _han(text):
        found.append((at, value, None))
        inside.update(range(at, end))
    for match in NUMBER.finditer(text):
        if len(match[0]) > LONGEST or match.start() in inside:
            continue
        scale = _scale(text, match.end())
        for value in _readings(match[0]):
            if scale:
                found.append((match.start(), value.scaleb(scale).normalize(), value))
            else:
                found.append((match.start(), value, None))
    found += [(at, Decimal(value).normalize(), None) for at, value in _spelled(text, languages)]
    return sorted(found, key=lambda number: number[:2])


def dates(text: str) -> list[tuple[int, int | None, int, int]]:
    """Gives all days that a text names: offset, year or None, month, day.

    3/4/2026 names both its readings.
    """
    found = []
    for pattern in _DIGITS_ONLY:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            found.append((match.start(), parts["y"], int(parts["m"]), parts["d"]))
    for match in _LETTERS.finditer(text):
        if month := MONTH_OF.get(match[0].lower()):
            found += _around(text, match.start(), match.end(), month)
    return [
        (at, int(year) if year else None, month, int(day))
        for at, year, month, day in found
        if _exists(int(year) if year else 2000, month, int(day))
    ]


def _around(text: str, start: int, end: int, month: int) -> list[tuple[int, str, int, str]]:
    """The days that stand before and after the name of a month."""
    found = []
    if before := _DAY_BEFORE.search(text, max(0, start - 12), start):
        year = _YEAR_AFTER.match(text, end)
        found.append((before.start(), year[1] if year else "", month, before[1]))
    if after := _DAY_AFTER.match(text, end):
        found.append((start, after[2] or "", month, after[1]))
    return found


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _scale(text: str, end: int) -> int:
    following = _UNIT.match(text, end)
    word = following[1].casefold() if following else ""
    if word > "\u3000":
        return SCALES.get(word[:2]) or SCALES.get(word[:1], 0)
    return SCALES.get(word, 0)


def _han(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Numbers in Chinese characters, 三千万 or 1億2000万: where they begin and end, and value."""
    for match in _HAN.finditer(text):
        run = match[0]
        if len(run) > LONGEST or (len(run) == 1 and not _COUNTED.match(text, match.end())):
            continue
        whole, part, last = Decimal(0), Decimal(0), Decimal(0)
        for token in re.findall(r"\d+(?:\.\d+)?|\D", run.replace(",", "")):
            if token[0].isdigit():
                last = Decimal(token)
            elif token in _HAN_DIGITS:
                last = last * 10 + _HAN_DIGITS[token]
            elif token in _HAN_TENS:
                part, last = part + (last or 1) * 10 ** _HAN_TENS[token], Decimal(0)
            elif token in SCALES:
                whole, part, last = (
                    whole + (part + last or 1) * 10 ** SCALES[token],
                    Decimal(0),
                    Decimal(0),
                )
        yield match.start(), match.end(), (whole + part + last).normalize()


@lru_cache(maxsize=4096)
def _readings(digits: str) -> frozenset[Decimal]:
    """The values of digits with separators: `1.234` is 1234 in one country and 1.234 in another."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", digits)
    separators = [c for c in plain if c in ".,"]
    if not separators:
        return frozenset({Decimal(plain).normalize()})
    head, last, tail = plain.rpartition(separators[-1])
    head = re.sub(r"[.,]", "", head)
    whole, broken = Decimal(head + tail), Decimal(f"{head}.{tail}")
    if len(tail) != 3:
        return frozenset({broken.normalize()})
    return frozenset(
        {whole.normalize()}
        if separators.count(last) > 1
        else {whole.normalize(), broken.normalize()}
    )


def _words_of(language: str) -> dict[str, int]:
    """The numerals of a language, one word each: `twenty-one`, `einundzwanzig`."""
    values = {word: n for n, word in enumerate(TEEN[language].split())}
    tens, form = TENS[language]
    for n, ten in enumerate(tens.split(), 2):
        values[ten] = 10 * n
        ones = [word for word, value in values.items() if 0 < value < 10]
        values |= {form.format(ten=ten, one=one): 10 * n + values[one] for one in ones}
    if language == "fr":
        teens = {word: n for word, n in values.items() if 0 < n < 20}
        values |= {f"soixante-{word}": 60 + n for word, n in teens.items() if n > 9}
        values |= {f"quatre-vingt-{word}": 80 + n for word, n in teens.items()}
    return {word.casefold(): value for word, value in (values | MORE[language]).items()}


NUMERALS = {language: _words_of(language) for language in TEEN}
_NOT_COUNTED = {"ein", "un", "uno", "um", "uma"}
"""Numerals that are articles far more often."""
_LINKING = {"and", "a", "of", "et", "y", "und", "e"}


def _spelled(text: str, languages: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Numbers in words, `three hundred and five thousand` as one, with their offsets."""
    known: dict[str, int] = {}
    for language in languages:
        known = NUMERALS.get(language, {}) | known
    start, end, whole, part = -1, 0, 0, 0
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        value, scale = _numeral(word, known), SCALES.get(word, 0) if len(word) > 2 else 0
        joined = start >= 0 and not text[end : match.start()].strip(" \u00a0-")
        if joined and word in _LINKING:
            end = match.end()
        elif joined and value == 100 and part < 100:
            part, end = (part or 1) * 100, match.end()
        elif joined and value is not None and _fits(part, value):
            part, end = part + value, match.end()
        elif joined and scale and (part or word.startswith("mil")):
            whole, part, end = whole + (part or 1) * 10**scale, 0, match.end()
        else:
            if start >= 0:
                yield start, whole + part
            start = -1
            if value is not None and word not in _NOT_COUNTED:
                start, end, whole, part = match.start(), match.end(), 0, value
            elif value is not None or word == "a":
                start, end, whole, part = -1, match.end(), 0, 0
    if start >= 0:
        yield start, whole + part


def _fits(part: int, value: int) -> bool:
    """Whether a numeral goes on the one before it: hundred five, twenty one; not three four."""
    size = 10 ** len(str(value))
    return value > 0 and part >= size and part % size == 0


def _numeral(word: str, known: dict[str, int]) -> int | None:
    """The value of a numeral; German ones are written together: zweihundertdreißig."""
    if word in known:
        return known[word]
    head, hundred, tail = word.partition("hundert")
    if hundred and head in known and (not tail or tail in known):
        return known[head] * 100 + (known[tail] if tail else 0)
    return None
