"""Text -> words that compare over spelling, inflexion, two languages and misreadings. Pure."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from math import log

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
STOP = frozenset(
    "a an the of in on at to by for from with and or but is are was were be been being it "
    "its this that these those there their they them he she his her him who whom whose what "
    "which when where why how do does did done has have had will would can could may might "
    "must should shall as than then so not no if into about over under after before during "
    "between among per some any all you your i me my we our us out up down off also only "
    "just according article page picture story screenshot image shown show shows text "
    "report reports reported reporting say says said state states stated mention mentions "
    "mentioned name named give gives given tell news many much der die das den dem des ein "
    "eine einen einem einer und oder ist sind war im am zu zum zur von vom mit auf fur bei "
    "aus nach sich".split()
)
_GERMAN = (
    "montag=monday dienstag=tuesday mittwoch=wednesday donnerstag=thursday freitag=friday "
    "samstag=saturday sonnabend=saturday sonntag=sunday mo=monday di=tuesday mi=wednesday "
    "do=thursday fr=friday sa=saturday so=sunday mon=monday tue=tuesday wed=wednesday "
    "thu=thursday fri=friday sat=saturday sun=sunday januar=january februar=february "
    "marz=march mai=may juni=june juli=july oktober=october dezember=december heute=today "
    "morgen=tomorrow wetter=weather temperatur=temperature meistgelesen=popular "
    "termine=events politik=politics wissenschaft=science sport=sports kultur=culture "
    "wirtschaft=economy lokales=local prozent=percent millionen=million milliarden=billion "
    "meter=metre meters=metre metres=metre grafik=chart karte=map tabelle=table "
    "stunden=hour minuten=minute tag=day jahr=year stadt=town euros=euro"
)
_IRREGULAR = (
    "won=win rose=rise risen=rise fell=fall fallen=fall sold=sell paid=pay built=build "
    "grew=grow grown=grow began=begin begun=begin led=lead lost=lose held=hold ran=run "
    "took=take taken=take made=make met=meet spent=spend wrote=write written=write "
    "drew=draw drawn=draw heavy=weigh old=age kept=keep stood=stand came=come went=go "
    "men=man women=woman children=child"
)
_NUMERALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
ENGLISH = dict(pair.split("=") for pair in _GERMAN.split())
IRREGULAR = dict(pair.split("=") for pair in _IRREGULAR.split())
NUMERALS = {word: str(value) for value, word in enumerate(_NUMERALS.split())}


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Small letters without accents; `℃` becomes two letters, quotes and dashes plain ones."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.translate(str.maketrans("“”„«»‘’‚–—", '"""""\'\'\'--'))


def words(text: str) -> list[str]:
    """All words and numbers of a text, folded, in order."""
    return WORD.findall(re.sub(r"(?<=\w)'s\b", "", fold(text)).replace("per cent", "percent"))


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """What two forms of a word share: in English where we know it, without its ending."""
    word = ENGLISH.get(word, NUMERALS.get(word, IRREGULAR.get(word, word)))
    if len(word) > 4 and not word[0].isdigit():
        for ending in ("ing", "ed", "es", "s"):
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                return word[: -len(ending)].rstrip("e")
        return word.rstrip("e")
    return word


def keys(text: str) -> list[str]:
    """The keys of a text's words that carry meaning."""
    return [key(word) for word in words(text) if word not in STOP]


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two folded words are the same but for a letter that was misread."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 2:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.84


def holds(text_keys: frozenset[str] | set[str], wanted: str) -> bool:
    """Whether a key is among those of a text."""
    return wanted in text_keys or any(
        alike(wanted, each) or _derived(wanted, each) for each in text_keys
    )


def _derived(one: str, other: str) -> bool:
    """Whether one word is the other with an ending: own, owner; govern, governor."""
    short, long = sorted((one, other), key=len)
    return (
        len(short) >= 3
        and long.startswith(short)
        and len(long) - len(short) <= 3
        and (short.isalpha() and long.isalpha())
    )


def weights(texts: list[str]) -> dict[str, float]:
    """How telling each key is: rare ones more than common ones (Sparck Jones, 1972)."""
    counts: dict[str, int] = {}
    for text in texts:
        for each in set(keys(text)):
            counts[each] = counts.get(each, 0) + 1
    return {each: log(1 + len(texts) / count) for each, count in counts.items()}


def coverage(wanted: list[str], text: str, weight: dict[str, float]) -> float:
    """How much of what is wanted a text holds, 0..1, by weight."""
    default = max(weight.values(), default=1.0)
    whole = sum(weight.get(each, default) for each in set(wanted))
    held = set(keys(text))
    got = sum(weight.get(each, default) for each in set(wanted) if holds(held, each))
    return got / whole if whole else 0.0


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0..1, whatever the case and the punctuation."""
    first, second = words(one), words(other)
    if not first or not second:
        return 0.0
    left, right = "".join(first), "".join(second)
    if len(left) >= 6 and len(right) >= 6 and (left in right or right in left):
        return 0.8 + 0.2 * min(len(left), len(right)) / max(len(left), len(right))
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
