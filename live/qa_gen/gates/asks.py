"""Question -> what in its words should not be asked, as quoted from it; "" where nothing is. Pure.

What the page says in words may be asked, even of a face; what a politician said may be asked too.
"""

import re

from live.crawl.read.language import identify, likelihood
from live.qa_gen.gates.find import find_name
from live.qa_gen.gates.gold import QUOTED, Fact, facts_in
from live.qa_gen.gates.instructions import as_read
from live.qa_gen.gates.phrases import (
    ASKS_NAME,
    BY_FACE,
    CAPTION,
    FOREIGN,
    LANGUAGES,
    NAME_IN_PICTURE,
    OF_A_FACE,
    OFFICE,
    OPINION,
    OWN_ANSWER,
    OWN_VIEW,
    PERSON,
    PERSONS,
    PICTURE,
    POLITICAL,
    QUOTING,
    REPORTED,
    SHOWN_PERSON,
    STANCE,
    UNNAMED,
    WHO,
)
from live.qa_gen.gates.private import (
    ADDRESS,
    AT_HOME,
    CONTACT_OF,
    DWELLING,
    LIVES,
    NOT_PUBLIC,
    NUMBER_OR_MAIL,
    PUBLIC,
    REACHED,
    SENT,
    STREET,
)
from live.qa_gen.gates.shown import read
from live.qa_gen.gates.words import bare, holds, telling
from live.records import Page, Question

ASKED = 1000
"""Characters that are read of a question or an answer."""
LETTERS, ANSWERED = 40, 14
"""Letters of a question and an answer that tell a language; without an alphabet, a quarter."""
SURE, UNLIKELY, LIKELY = 0.995, 0.002, 0.8
"""How sure a question, how unlikely a claim, how likely another language is.

A few names or numbers leave several percent to the right language, four words in another one a
tenth of a percent.
"""
TOLD = 20_000
"""Characters of a page in which a picture's caption is looked for."""
CAPTIONED = 300
"""Characters that a line with a caption has at most."""
_ASKING = frozenset("what which who name whom whose identify where there only does this".split())


def asks_personal_data(question: Question) -> str:
    """Gives what asks for a private person's address, number or e-mail, or answers with one."""
    asked, answer = as_read(question.question, ASKED), as_read(question.answer, ASKED)
    if found := AT_HOME.search(asked):
        return _quoted(found)
    if PUBLIC.search(asked) and not NOT_PUBLIC.search(asked):
        return ""
    found = CONTACT_OF.search(asked)
    of_person = SHOWN_PERSON.search(asked) or PERSONS.search(asked)
    at_home = LIVES.search(asked) or NOT_PUBLIC.search(asked)
    if not found and (at_home or (of_person and (DWELLING.search(asked) or SENT.search(asked)))):
        found = ADDRESS.search(answer)
    if not found and of_person and LIVES.search(asked):
        found = STREET.search(answer)
    if not found and of_person and REACHED.search(asked):
        found = NUMBER_OR_MAIL.search(answer)
    return _quoted(found)


def asks_identity(question: Question, page: Page) -> str:
    """Gives what asks who somebody is, or how old or of what origin, by the face alone.

    What the page says in words may be asked: the name in a caption, an age behind a name. Not so
    where the question itself sends one to the face.
    """
    asked = as_read(question.question, ASKED)
    pictured = bool(re.search(rf"\b{PICTURE}\b", asked, re.I))
    name = ASKS_NAME.search(asked)
    if name and (found := BY_FACE.search(asked)):
        return _quoted(found)
    if name and pictured and (found := UNNAMED.search(asked)):
        return _quoted(found)
    found = WHO.search(asked) or NAME_IN_PICTURE.search(asked)
    if not found and pictured and re.search(rf"\b{PERSON}\b", asked, re.I):
        found = OF_A_FACE.search(asked)
    if not found and pictured and SHOWN_PERSON.search(asked):
        found = name
    return "" if not found or _is_said(question, page) else _quoted(found)


def asks_opinion(question: Question, page: Page) -> str:
    """Gives what asks for a political opinion of the one who answers, or rewards one."""
    asked = as_read(question.question, ASKED)
    rubric = [criterion.text for criterion in question.criteria]
    if POLITICAL.search(asked) and not QUOTING.search(asked):
        for text in (question.answer, *rubric):
            found = OWN_ANSWER.search(QUOTED.sub(" ", as_read(text, ASKED)))
            if found and not holds(page.text, found[0] + text.partition(found[0])[2][:40]):
                return _quoted(found)
    if found := STANCE.search(QUOTED.sub(" ", asked)):
        return _quoted(found) if POLITICAL.search(asked) or "vot" in found[0].lower() else ""
    if REPORTED.search(asked):
        return ""
    found = OPINION.search(asked)
    if found and (POLITICAL.search(asked) or "vot" in found[0].lower()):
        return _quoted(found)
    return _quoted(OWN_VIEW.search(asked)) if POLITICAL.search(asked) else ""


def other_language(question: Question, page: Page) -> str:
    """Gives the language of a question or its answer where it is surely not the one it claims.

    An answer may quote the page, and a question may ask for an answer in another language.
    """
    claimed = question.language[:2]
    found = _surely_other(question.question, claimed, LETTERS)
    if found and identify(question.question[:ASKED])[1] >= SURE:
        return found
    asked, answer = question.question[:ASKED], question.answer[:ASKED]
    wanted = _wanted(asked)
    if not wanted and (question.format == "translation" or FOREIGN.search(asked)):
        return ""
    found = _surely_other(answer, wanted or claimed, ANSWERED)
    if not found or holds(page.text, answer):
        return ""
    # what is claimed of a short question may be a guess
    guessed = not wanted and likelihood(asked, found) > likelihood(asked, claimed)
    return "" if guessed else found


def _wanted(asked: str) -> str:
    """Gives the language in which a question wants its answer; "" where it does not say."""
    for code, names in LANGUAGES.items():
        if re.search(
            rf"\b(?:in|into|auf|ins|en|em|al|op|po|на)\s+(?:{names})\w{{0,2}}\s*"
            rf"(?:$|[,.?!;:]|\b(?:what|which|how|who|where|why)\b)|(?:{names})[でに]|用(?:{names})",
            asked,
            re.I,
        ):
            return code
    return ""


def _surely_other(text: str, claimed: str, least: int) -> str:
    """Gives the language of a text, names and quotes left out; "" where it may be as claimed."""
    said = QUOTED.sub(" ", bare(text[:ASKED]))
    said = re.sub(r"(?:\b[A-ZÀ-Þ][\w’'-]*\s+){1,20}[A-ZÀ-Þ][\w’'-]*", " ", said)
    letters = [c for c in said if c.isalpha()]
    if not all(ord(c) < 0x250 for c in letters):
        least //= 4
    if len(letters) < least or not claimed:
        return ""
    said = " ".join(said.split())
    alike = {"ja": "zh", "zh": "ja"}.get(claimed, claimed)  # a few signs may be either
    if likelihood(said, claimed) + likelihood(said, alike) >= UNLIKELY:
        return ""
    found = identify(said)[0]
    return found if likelihood(said, found) >= LIKELY else ""


def _quoted(found: re.Match[str] | None) -> str:
    return found[0].strip()[:120] if found else ""


def _is_said(question: Question, page: Page) -> bool:
    """Whether the page says in words what the answer names."""
    shown = read(page)
    answer = question.answer[:400]
    facts = facts_in(answer, question.language[:2], asks_name=True)
    names = [fact for fact in facts if fact.kind == "name"]
    if names:
        return all(find_name(fact, shown) is not None for fact in names) and _is_told(
            [fact.text for fact in names], question, page
        )
    numbers = [fact for fact in facts if fact.kind == "number"]
    if numbers:
        return all(not n.loose and shown.first(n.values) is not None for n in numbers)
    words = telling(answer)[:12]
    there = [word for word in words if find_name(Fact("name", word, 0), shown) is not None]
    return bool(words) and len(there) * 2 > len(words)


def _is_told(names: list[str], question: Question, page: Page) -> bool:
    """Whether a line with a name is a caption, gives an office, or has a word of the question."""
    asked = re.sub(rf"\b(?:{PERSON}|{PICTURE})\b", " ", question.question[:ASKED], flags=re.I)
    clues = {word for word in telling(asked) if len(word) > 3} - _ASKING
    last = {word for name in names for word in telling(name)[-1:]}
    text = read(page).text[:TOLD] + "\n" + page.text[:TOLD]
    if any(re.search(rf"\b{OFFICE}\W+(?:\w+\W+)?{re.escape(n)}\b", text, re.I) for n in last):
        return True
    for line in text.split("\n"):
        if len(line) < CAPTIONED and last & set(telling(line)) and CAPTION.search(line):
            return True
        for sentence in re.split(r"(?<=[.!?。])", line):
            said = set(telling(sentence))
            if last & said and clues & said:
                return True
    return False
