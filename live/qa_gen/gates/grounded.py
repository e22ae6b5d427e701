"""The gate `grounded`: what the gold answer of a factual subtask claims is on the page. Pure.

Quotes, dates, times, numbers and names of the answer are looked up in the text that the pictures
show; where no picture has text, in the article's. What a question asks for beyond facts, such as
ideas and consequences, is not for this gate.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from live.qa_gen.gates.choices import options_of
from live.qa_gen.gates.figures import pairs_apart
from live.qa_gen.gates.find import find
from live.qa_gen.gates.gold import Fact, facts_in
from live.qa_gen.gates.shown import Shown, read
from live.qa_gen.gates.sums import SMALL, follows
from live.qa_gen.gates.verdict import Context, Dropped, Passed
from live.qa_gen.gates.well_formed import ANSWER_LENGTH, MAX_CRITERIA
from live.qa_gen.gates.words import bare, squeezed
from live.qa_gen.taxonomies import categories, known
from live.quantities import numbers
from live.records import Page, Question

FACTUAL = ("Basic", "Contextual")
SHORT = 80
"""Characters of an answer that is no more than its one fact."""
MOST = ANSWER_LENGTH.stop
"""Characters of a text that are read."""
ASKS_NAME = re.compile(
    r"\bwho(?:m|se)?\b|\bwhere\b|\bwhich (?:city|town|country|company|party|club|team|person|man|"
    r"woman|player|minister|politician|author|reporter|state|region|street|bank|university|agency|"
    r"newspaper|organi[sz]ation|district|village|river|ship|ferry)\b|\bname\b|"
    r"\bin what (?:city|town|country)|\b(?:wer|wem|wen|wessen|wo|wohin|woher|wie heißt|namen?)\b|"
    r"\bwelche[rsnm]? (?:stadt|ort|land|partei|verein|firma)|\b(?:qui|où|nom)\b|"
    r"quel(?:le)? (?:ville|pays)|\b(?:quién(?:es)?|dónde|nombre)\b|[谁誰哪]|どこ|누구|어디|"
    r"\b(?:кто|где)\b",
    re.I,
)
ASKS_PERSON = re.compile(r"\bwho(?:m|se)?\b|\bwe[rmn]\b|\bqui\b|\bquién", re.I)
ASKS_TRANSLATION = re.compile(
    r"\btranslat|übersetz|\btradui[rst]|\btraduc|\btraduz|\btradu[cç]|翻訳|翻译|"
    r"\bin (?:english|german|french|spanish|italian|japanese|chinese)\b|"
    r"auf (?:deutsch|englisch|französisch|spanisch)|"
    r"\ben (?:français|anglais|allemand|espagnol|inglés|español|francés|alemán)\b"
    r"|訳し|번역|перевед",
    re.I,
)
ALPHABETS = "\u0370"
"""Where the Latin alphabet ends."""
LETTER = re.compile(r"\W{0,3}([A-Ja-j])(?:[.):\]]|\W*$)")


def grounded(question: Question, page: Page, context: Context) -> Passed | Dropped:
    """Passes a question whose gold answer's facts the page shows; evidence has each one's place."""
    if _category(question.subtask, context) not in FACTUAL:
        return Passed("not factual")
    question, shown = _claimed(question), read(page)
    asked = question.question
    by_name = bool(ASKS_NAME.search(asked))
    translated = question.format == "translation" or bool(ASKS_TRANSLATION.search(asked))
    foreign = translated or question.language[:2] != page.language[:2] != ""
    found: list[dict[str, Any]] = []
    facts = facts_in(
        question.answer, question.language[:2], asks_name=by_name, any_words=translated
    )
    derived: list[Decimal] = []
    for fact in facts:
        evidence = _evidence(fact, question, shown, derived, facts)
        if evidence is None and not (foreign and _translates(fact, asked, shown)):
            return Dropped(
                "ungrounded",
                f"The gold answer says {fact.text[:80]}, which is nowhere on the page.",
                {"facts": found, "missing": {"fact": fact.text[:200], "kind": fact.kind}},
            )
        otherwise = {"fact": fact.text[:200], "kind": fact.kind, "where": "in another language"}
        found.append(evidence or otherwise)
    if apart := pairs_apart(question.answer, shown):
        return Dropped(
            "ungrounded",
            f"The gold answer says {apart}, whose numbers the page nowhere shows together.",
            {"facts": found, "missing": {"fact": apart, "kind": "number"}},
        )
    return Passed(evidence={"facts": found})


def _category(subtask: str, context: Context) -> str:
    """The category of a label, of live.yaml's taxonomy or, where more are taken, of any."""
    names = [context.config.write.taxonomy, *(known() if context.labels else ())]
    return next((found for name in names if (found := categories(name).get(subtask))), "")


def _translates(fact: Fact, asked: str, shown: Shown) -> bool:
    """Whether a fact may read otherwise in another language: a person's name, in another script."""
    person = ASKS_PERSON.search(asked) and len(fact.text.split()) > 1
    if person and (fact.text[0] < ALPHABETS) != (_script(shown) < ALPHABETS):
        return True
    return fact.kind == "quote" or (fact.kind == "name" and not person)


def _script(shown: Shown) -> str:
    """A letter that is typical of a page."""
    letters = sorted(word[0] for word in shown.words if word[0].isalpha())
    return letters[len(letters) // 2] if letters else "a"


def _claimed(question: Question) -> Question:
    """A question whose answer is what it claims: of options, the one that its letter stands for.

    What is longer than a question may be is cut.
    """
    asked, answer = question.question[:MOST], squeezed(bare(question.answer[:MOST]))
    if options := options_of(asked):
        marked = LETTER.match(answer)
        answer = options.get(marked[1].upper(), answer) if marked else answer
    criteria = tuple(
        criterion.model_copy(update={"text": criterion.text[:MOST]})
        for criterion in question.criteria[:MAX_CRITERIA]
    )
    return question.model_copy(update={"question": asked, "answer": answer, "criteria": criteria})


def _evidence(
    fact: Fact, question: Question, shown: Shown, derived: list[Decimal], facts: list[Fact]
) -> dict[str, Any] | None:
    """What a person wants to see of a fact: where it is, and as what; None: it is nowhere.

    derived: numbers that were computed, from which others may follow.
    """
    said = {"fact": fact.text[:200], "kind": fact.kind}
    alone = len(facts) == 1 and len(question.answer) < SHORT
    at = find(fact, question.question if alone else "", shown)
    if at is not None:
        return said | {"where": shown.place(at), "as": shown.around(at, len(fact.text))}
    if fact.kind != "number":
        return None
    if max(fact.values) <= SMALL and _says(question.question, fact):
        return said | {"where": "the question"}
    way = follows(fact, question, shown, derived)
    if way:
        derived += fact.values
    return said | {"where": "computed", "as": way} if way else None


def _says(asked: str, fact: Fact) -> bool:
    """Whether a question has a small number itself, as in `Name three reasons`."""
    return any(value in fact.values for value in _numbers(asked))


@lru_cache(maxsize=64)
def _numbers(asked: str) -> frozenset[Decimal]:
    return frozenset(value for _, value in numbers(asked))
