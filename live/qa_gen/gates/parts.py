"""Text -> the parts and multiples that it speaks of: one in four, two thirds, twice. Pure."""

import re
from decimal import Decimal
from functools import lru_cache

from live.numerals import LANGUAGES, folded, numerals

MOST = 12
"""Parts that are tried."""
MOST_OF = 20
"""Of how many one may be: 81 out of 118 are no part of anything else."""
_ALONE = tuple(
    (Decimal(value), re.compile(shape, re.I))
    for value, shape in (
        (
            "0.5",
            r"\bhal(?:f(?! past)|ves|b\w{0,2})\b|hälfte|\bmoitié|\bdemi|\bmitad|\bmetade|"
            r"\bmetà|\bhelft|半",
        ),
        ("0.25", r"\bviertel|\bquarts?\b|四分の一"),
        ("0.75", r"drei ?viertel|三分の四|四分の三"),
        ("2", r"\btwice|\bdoubl|doppel|verdoppel|\bdobl|\bdobro|\bdubbel|[二2２]倍"),
        ("3", r"\btrebl|\btripl|dreifach|[三3３]倍|\bthrice"),
    )
)
_OF_HAN = re.compile(r"([二三四五六七八九十])分の([一二三四五六七八九])")
_HAN = "〇一二三四五六七八九十"
_ONE_IN = re.compile(
    r"\b(\w{1,12}) (?:[^\W\d_]+ )?(?:in|out of|sur|von|de cada|em cada|su|op) (?:the |den )?"
    r"(\w{1,12})\b",
    re.I,
)
"""One in four, une rame sur trois."""
_WORDS = re.compile(r"(?=\b([^\W_]{1,12})[ -]([^\W\d_]{4,20}))")
_ARTICLES = frozenset("a an ein eine einem einen un une una uno um uma een".split())


def fractions(text: str) -> list[Decimal]:
    """Gives the parts and multiples that a text names."""
    found = [value for value, shape in _ALONE if shape.search(text)]
    for match in _WORDS.finditer(text):
        of = _denominators().get(folded(match[2]), 0)
        some = Decimal(1) if folded(match[1]) in _ARTICLES else _small(match[1])
        if 0 < some < of:
            found.append(some / Decimal(of))
    for match in _ONE_IN.finditer(text):
        one, all_ = (_small(word) for word in match.groups())
        if 0 < one < all_ <= MOST_OF:
            found.append(one / all_)
    for of_, some_ in _OF_HAN.findall(text):
        found.append(Decimal(_HAN.index(some_)) / _HAN.index(of_))
    return list(dict.fromkeys(found))[:MOST]


def _small(word: str) -> Decimal:
    """The value of a numeral in any language; 0: it is none."""
    if word.isdecimal():
        return Decimal(word)
    known = (numerals(code).get(folded(word), 0) for code in LANGUAGES)
    return Decimal(next((value for value in known if value), 0))


@lru_cache(maxsize=1)
def _denominators() -> dict[str, int]:
    """The words for a third, a fourth and so on, of all languages."""
    from num2words import num2words

    found = {"quarter": 4, "quart": 4, "tiers": 3, "drittel": 3, "tercio": 3, "terco": 3,
             "cuarto": 4, "cuarta": 4, "siebtel": 7, "achtel": 8, "demi": 2}  # fmt: skip
    for n in (*range(3, 21), 100, 1000):
        found[folded(num2words(n, lang="de")) + ("tel" if n < 20 else "stel")] = n
        for code in ("en", "fr", "es", "pt", "it", "nl"):
            found.setdefault(folded(num2words(n, lang=code, to="ordinal")), n)
    plural = {word + "s": n for word, n in found.items() if word[-1] != "s"}
    feminine = {word[:-1] + end: n for word, n in found.items() if word[-1] == "o" for end in "ai"}
    return found | plural | feminine
