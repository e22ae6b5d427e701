"""A number of a gold answer -> whether a page says its opposite: a loss, not a profit. Pure."""

import re

from live.qa_gen.gates.figures import places_of
from live.qa_gen.gates.gold import Fact
from live.qa_gen.gates.shown import Shown

CLOSE = 45
"""Characters before and after a number in which its direction stands."""
_OPPOSITES = (
    (
        r"profit|gewinn|bénéfice|beneficio|ganancia|lucro|utile\b|surplus|überschuss|excédent|superávit|黒字",
        r"\bloss|\blost\b|verlust|\bperte|pérdida|prejuízo|perdita|deficit|defizit|déficit|赤字",
    ),
    (
        r"\bris(?:e|en|ing|es)\b|\brose\b|increas|\bgrew\b|\bgrow|steig|stieg|zunahm|wuchs|augment|hausse|"
        r"aument|subi[óo]|sub(?:iu|ida)|cresc|増",
        r"\bf[ae]ll(?:en|ing|s)?\b|decreas|declin|\bdrop|shrank|shrink|sank|gesunken|sinken|rückgang|"
        r"baiss|diminu|recul|\bbaj[óoa]|descend|\bca[ií]|\bcal[aoò]|減",
    ),
    (
        r"\babove zero|über null|au-dessus de zéro",
        r"\bminus\b|below zero|unter null|moins\s\d|bajo cero",
    ),
)
_BOTH_WAYS = tuple((re.compile(up, re.I), re.compile(down, re.I)) for up, down in _OPPOSITES)
_RISE_OR_FALL = _BOTH_WAYS[1]
_END = re.compile(r"[.!?;\n](?:\s|$)")


def opposite(fact: Fact, answer: str, shown: Shown) -> bool:
    """Tells whether all places of a number have the direction that the answer does not give it."""
    places = places_of(fact, shown)
    for up, down in _BOTH_WAYS:
        said = _direction(_around(answer, fact.at), up, down)
        if said and places:
            there = {_of_page(at, shown, up, down) for at in places}
            if there == {-said}:
                return True
    return False


def direction(text: str) -> int:
    """1: a text speaks of a rise, -1: of a fall, 0: of neither or both."""
    return _direction(text, *_RISE_OR_FALL)


def _of_page(at: int, shown: Shown, up: re.Pattern[str], down: re.Pattern[str]) -> int:
    """1: up, -1: down, 0: not told; accountants put a loss into brackets."""
    if shown.text[at - 1 : at] == "(" and shown.text[at : at + 12].partition(")")[1]:
        return -1
    return _direction(_around(shown.text, at), up, down)


def _around(text: str, at: int) -> str:
    """The words before and after an offset, in its sentence or row."""
    before = _END.split(text[max(0, at - CLOSE) : at])[-1]
    return before + _END.split(text[at : at + CLOSE])[0]


def _direction(text: str, up: re.Pattern[str], down: re.Pattern[str]) -> int:
    return bool(up.search(text)) - bool(down.search(text))
