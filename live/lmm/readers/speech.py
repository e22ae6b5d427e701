"""Questions about who said something, and what somebody said. Pure."""

import re

from live.lmm.readers.layout import Document
from live.lmm.readers.marks import NAME
from live.lmm.readers.question import Question
from live.lmm.readers.words import coverage, keys, weights

VERB = (
    r"(?:said|says|say|told|added|asked|argued|explained|warned|wrote|"
    r"sagte|sagt|erklärte|meinte|nannte|fragte)"
)
ROLE = r"(?:(?:its|their|the|his|her|ihr|sein|der|die|[\w’']+[’']s?)\s+)?(?:[a-zäöü][\w-]*\s+){0,3}"
SPOKEN = r"\b(?:said|says?|quot\w+|told|words|remark\w*|comment\w*|spoke|attribut\w+|speaker)\b"
BY_WHOM = r"\bwho(?:m|se)?\b|\bwhich (?:person|speaker|official)\b|\bspeaker\b|\battributed\b"
QUOTED = re.compile(r"[“„\"»]([^“”„\"«»]{3,}?)[”“\"«]")
PRONOUNS = ("she", "he", "they", "it", "er", "sie", "es", "we", "i")
SHORT = 70
"""A line of at most so many letters under a quotation names its speaker."""
SURE, LIKELY = 0.4, 0.28


def from_quote(asked: Question, page: Document) -> str:
    """Names who said what is quoted, or quotes what somebody said; "" where neither is asked."""
    if not asked.has(SPOKEN):
        return ""
    if asked.has(BY_WHOM):
        return _speaker(asked, page)
    if asked.has(r"\bwhat (?:did|does|do|was|is|has)\b|\bhow did\b|\bquote\b"):
        return _saying(asked, page)
    return ""


def _speaker(asked: Question, page: Document) -> str:
    wanted = asked.quotes[0] if asked.quotes else asked.text
    texts = page.texts
    weight = weights(texts)
    scores = [coverage(keys(wanted), text, weight) for text in texts]
    if not scores or max(scores) < SURE:
        return ""
    place = scores.index(max(scores))
    text, following = texts[place], "".join(texts[place + 1 : place + 2])
    stands_alone = not re.search(rf"\b{VERB}\b", text)
    if stands_alone and len(following) < SHORT and re.match(rf"\W*{NAME}", following):
        return following.strip(" –—-")
    at = max(text.find(wanted[:12]), 0)
    if named := _named_speakers(text):
        return min(named, key=lambda pair: abs(pair[0] - at))[1]
    return _last_name(text) or _last_name("".join(texts[max(place - 1, 0) : place]))


def _last_name(text: str) -> str:
    """The last full name in a text: whom `she said` means."""
    names = [match[0].strip(" .") for match in re.finditer(NAME, text)]
    return next((name for name in reversed(names) if len(name.split()) >= 2), "")


def _named_speakers(text: str) -> list[tuple[int, str]]:
    """Names beside a verb of saying, with where they stand in a text."""
    after = re.compile(rf"\b{VERB}\s+{ROLE}(?:\w[\w’' ]*,\s)?(?P<name>{NAME})")
    before = re.compile(rf"(?P<name>{NAME})(?:,[^,.“”\"„]{{2,60}},)?\s+{VERB}\b")
    found = [(m.start("name"), m["name"]) for p in (after, before) for m in p.finditer(text)]
    return [(at, name.strip(" .")) for at, name in found if name.lower() not in PRONOUNS]


def _saying(asked: Question, page: Document) -> str:
    """The quotation that shares most with the question, together with who is named beside it."""
    texts = page.texts
    weight = weights(texts)
    best, score = "", LIKELY
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        quoted = [each.strip(" ,") for each in QUOTED.findall(text)]
        around = f"{text} {following}" if len(following) < SHORT else text
        fit = coverage(asked.keys, around, weight)
        if quoted and fit > score:
            best, score = " ".join(quoted), fit
    return best
