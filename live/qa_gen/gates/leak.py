"""Question -> whether it gives its answer away. Pure.

A question may hold its answer where it offers it among others: `Is A or B higher?`, options, things
to be put in order, words to be translated.
"""

import re

from live.qa_gen.gates.choices import option_of, options_of, stem_of
from live.qa_gen.gates.words import bare, telling, words
from live.quantities import numbers
from live.records import Question

YES_NO = frozenset(
    "yes no true false ja nein wahr falsch oui non vrai faux sí si verdadero".split()
)
ORDERS = re.compile(
    r"\b(?:order|rank|arrange|sort|sequence|chronolog\w*|reihenfolge|ordne\w*|sortier\w*|ordre|"
    r"class(?:e|ez|er)|rang\w*|orden\w*|clasific\w*)\b",
    re.I,
)
OR = re.compile(r"\b(?:or|oder|ou|o|u|vs|versus|либо|или)\b(?! (?:so|more|less|mehr)\b)|[/|]", re.I)
AND = re.compile(r"\b(?:and|und|et|y|e|with|mit|avec|con)\b|&", re.I)
AMONG = re.compile(
    r"\b(?:between|of|among|compar\w*|both|zwischen|von|unter|vergleich\w*|entre|parmi|de los|"
    r"de las)\b|:",
    re.I,
)
COUNT = re.compile(r"\bhow (?:many|much)\b|\bwie ?viele?\b|\bcombien\b|\bcuánt[oa]s?\b", re.I)
SMALL = 10
"""Up to which a number may stand in a question by chance."""
AFTER, BEFORE = 12, 4
"""Words from an answer to the `or` behind it, and from the `or` before it."""
_WORD = re.compile(r"\d+(?:[.,:]\d+)+|\w+")


def leaks(question: Question) -> bool:
    """Tells whether who reads the question alone can copy its answer."""
    if question.format in ("ordering", "translation", "table"):
        return False
    options = options_of(question.question)
    asked = stem_of(question.question) if options else bare(question.question)
    answer = option_of(question.answer, options) or question.answer
    if ORDERS.search(asked) and len(re.findall(r"[\n;,>→]", answer.strip())) > 1:
        return False
    said = telling(answer)
    if not said or set(said) <= YES_NO:
        return False
    if _repeats_number(asked, answer):
        return True
    row = words(asked)
    place = _in_row(row, words(answer)) or _in_row(row, said) or _close(row, said)
    return place is not None and not _is_offered(asked, *place)


def _in_row(row: list[str], said: list[str]) -> tuple[int, int] | None:
    """The places of the first and the last word of an answer that stands in a question."""
    for n in range(len(row) - len(said) + 1):
        if row[n : n + len(said)] == said:
            return n, n + len(said) - 1
    return None


def _close(row: list[str], said: list[str]) -> tuple[int, int] | None:
    """The same for an answer of which every word stands there, close to each other."""
    if len(said) < 2 or not set(said) <= set(row):
        return None
    places = sorted(n for n, word in enumerate(row) if word in said)
    width = 2 * len(said) + 3
    for first in places:
        near = [n for n in places if first <= n < first + width]
        if {row[n] for n in near} >= set(said):
            return near[0], near[-1]
    return None


def _repeats_number(asked: str, answer: str) -> bool:
    """Whether a question how many says the number, however written."""
    if not COUNT.search(asked) or len(answer.split()) > 4 or OR.search(asked):
        return False
    both = {value for _, value in numbers(answer)} & {value for _, value in numbers(asked)}
    return max(both, default=0) > SMALL


def _is_offered(asked: str, first: int, last: int) -> bool:
    """Whether the words at these places are one of several that a question offers."""
    tokens = list(_WORD.finditer(asked))
    if last >= len(tokens):  # a letter that becomes two when it is folded; rare, and no harm
        return False
    start, end = tokens[first].start(), tokens[last].end()
    left = asked[tokens[max(0, first - BEFORE)].start() : start]
    right = asked[end : tokens[min(len(tokens) - 1, last + AFTER)].end()]
    left, right = re.split(r"[.?!]\s", left)[-1], re.split(r"[.?!]\s", right)[0]
    if OR.search(left) or OR.search(right):
        return True
    beside = AND.search(left) or AND.search(right)
    return bool(beside and AMONG.search(asked[:start]))
