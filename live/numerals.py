"""Language -> its numerals in words, with their values; numbers in Chinese characters. Pure.

num2words knows the words.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
"""Those that are read where a text may be in any language."""
LONGEST = 25
"""Characters of a number; what is longer is no quantity."""
SCALES = {
    "thousand": 3, "tausend": 3, "k": 3, "mille": 3, "mil": 3, "million": 6, "millions": 6,
    "mio": 6, "m": 6, "mn": 6, "millionen": 6, "millones": 6, "millón": 6, "billion": 9, "bn": 9,
    "milliarde": 9, "milliarden": 9, "milliard": 9, "milliards": 9, "mrd": 9, "trillion": 12,
    "trillions": 12, "billions": 9, "万": 4, "萬": 4, "億": 8, "亿": 8, "만": 4, "억": 8,
    "兆": 12, "千万": 7, "百万": 6,
    "milhão": 6, "milhões": 6, "mila": 3, "milione": 6, "milioni": 6, "miliardo": 9, "miliardi": 9,
    "bilhão": 9, "bilhões": 9, "billones": 12, "billionen": 12, "mld": 9, "mln": 6, "lakh": 5,
    "crore": 7, "miljoen": 6, "miljard": 9, "duizend": 3, "miljoner": 6, "miljarder": 9, "tusen": 3,
    "тысяч": 3, "тысячи": 3, "тыс": 3, "млн": 6, "млрд": 9, "миллион": 6, "миллиона": 6,
    "миллионов": 6, "миллиарда": 9, "миллиардов": 9,
}  # fmt: skip
VARIANTS: dict[str, dict[str, int]] = {
    "en": {"hundred": 100, "dozen": 12},
    "de": {"ein": 1, "zwo": 2, "hundert": 100, "dutzend": 12},
    "fr": {"une": 1, "cents": 100, "mille": 1000, "septante": 70, "huitante": 80, "nonante": 90,
           "douzaine": 12},
    "es": {"un": 1, "una": 1, "ciento": 100, "mil": 1000, "docena": 12},
    "pt": {"uma": 1, "duas": 2, "cento": 100, "quatorze": 14, "dezesseis": 16, "dezessete": 17,
           "dezenove": 19, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "mil": 1000,
           "duzia": 12},
    "it": {"un": 1, "una": 1, "mille": 1000, "dozzina": 12},
    "nl": {"een": 1, "honderd": 100, "dozijn": 12},
}  # fmt: skip
"""What num2words does not say: other genders and countries, and dozens."""
_HAN_DIGITS = dict(zip("〇零一二三四五六七八九两", (0, *range(10), 2), strict=True))
_HAN_TENS = {"十": 1, "百": 2, "千": 3}
_PER_CENT = "百分之"
_HAN = re.compile(
    rf"{_PER_CENT}|"
    r"(?<!\d)(?:\d[\d,]*(?:\.\d+)?[万萬億亿兆])?[〇零一二三四五六七八九两十百千]"
    r"[〇零一二三四五六七八九两十百千万萬億亿兆]*(?!\d)|(?<!\d)\d[\d,]*[万萬億亿兆]\d[\d,]*[百千]?万?"
)
_COUNTED = re.compile(
    "[人円年月日歳才回個台枚本倍時分秒階件隻名米元块岁次票つ割週店校社匹頭冊メキ票]"
)


@lru_cache(maxsize=32)
def numerals(language: str) -> dict[str, int]:
    """Gives the numerals of a language, folded; of one that is not known, none.

    `twenty-one` and `einundzwanzig` are one word, `treinta y uno` is three.
    """
    from num2words import CONVERTER_CLASSES, num2words

    if language not in CONVERTER_CLASSES or language in ("ja", "ko", "zh"):
        return {}
    found = {folded(num2words(n, lang=language)): n for n in range(101)}
    in_one = " " not in num2words(121, lang=language)
    for n in range(101, 1000) if in_one else range(200, 1000, 100):
        found[folded(num2words(n, lang=language))] = n
    if language in ("es", "pt"):
        found |= {word[:-2] + "as": n for word, n in found.items() if word.endswith("ntos")}
    return found | VARIANTS.get(language, {})


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """Gives a word in small letters, without accents and soft hyphens."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c) and c != "\u00ad")


def han_numbers(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Gives numbers in Chinese characters, 三千万 or 1億2000万: begin, end and value."""
    for match in _HAN.finditer(text):
        run = match[0]
        counted = text[match.start() - 1 : match.start()] == "之" or _COUNTED.match(
            text, match.end()
        )
        if len(run) > LONGEST or run == _PER_CENT or (len(run) == 1 and not counted):
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
