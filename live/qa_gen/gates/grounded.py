"""The gate `grounded`: what the gold answer of a factual subtask claims is on the page. Pure.

Quotes, dates, times, numbers and names of the answer are looked up in the text that the pictures
show; where no picture has text, in the article's. What a question asks for beyond facts, such as
ideas and consequences, is not for this gate.
"""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from live.crawl.read.language import likelihood
from live.qa_gen.gates.choices import options_of
from live.qa_gen.gates.clock import MONTH
from live.qa_gen.gates.counts import SMALL
from live.qa_gen.gates.cues import computes
from live.qa_gen.gates.dated import other_weekday
from live.qa_gen.gates.figures import foreign_unit, pairs_apart
from live.qa_gen.gates.find import find, renamed
from live.qa_gen.gates.gold import Fact, facts_in, months_in
from live.qa_gen.gates.sentences import nearest
from live.qa_gen.gates.shown import Shown, is_year, read
from live.qa_gen.gates.signs import opposite
from live.qa_gen.gates.spans import day_apart, lasts, time_apart
from live.qa_gen.gates.sums import follows
from live.qa_gen.gates.units import units_at
from live.qa_gen.gates.verdict import Context, Dropped, Held, Passed
from live.qa_gen.gates.well_formed import ANSWER_LENGTH, MAX_CRITERIA
from live.qa_gen.gates.words import bare, squeezed
from live.qa_gen.taxonomies import categories, known
from live.quantities import numbers, point_of
from live.records import Page, Question

FACTUAL = ("Basic", "Contextual")
MOST = ANSWER_LENGTH.stop
"""Characters of a text that are read."""
ASKS_NAME = re.compile(
    r"\bwho(?:m|se)?\b|\bwhere\b|\bwhich (?:city|town|country|company|party|club|team|person|man|"
    r"woman|player|minister|politician|author|reporter|state|region|street|bank|university|agency|"
    r"newspaper|organi[sz]ation|district|village|river|ship|ferry)\b|\bname\b|"
    r"\bin what (?:city|town|country)|\b(?:wer|wem|wen|wessen|wo|wohin|woher|wie heißt|namen?)\b|"
    r"\bwelche[rsnm]? (?:stadt|ort|land|partei|verein|firma)|\b(?:qui|où|nom)\b|"
    r"quel(?:le)? (?:ville|pays)|\b(?:quién(?:es)?|dónde|nombre)\b|[谁誰哪]|"
    r"だれ|どこ|名前|氏名|姓名|何という|叫什么|名字|누구|이름|어디|\b(?:кто|где)\b",
    re.I,
)
ASKS_PERSON = re.compile(
    r"\bwho(?:m|se)?\b|\bwe(?:r|m|n|ssen)\b|\bqui\b|\bquién|\bquem\b|\bchi\b|\bwie\b(?= \w+ de)|"
    r"\bwhich (?:\w+ ){0,2}(?:\w+(?:er|or|ist|ian|ee)s?|person|people|m[ae]n|wom[ae]n|coach)\b|"
    r"[谁誰]|だれ|кто\b",
    re.I,
)
ASKS_TRANSLATION = re.compile(
    r"\btranslat|übersetz|\btradui[rst]|\btraduc|\btraduz|\btradu[cç]|翻訳|翻译|"
    r"\bin (?:english|german|french|spanish|italian|japanese|chinese)\b|"
    r"auf (?:deutsch|englisch|französisch|spanisch)|"
    r"\ben (?:français|anglais|allemand|espagnol|inglés|español|francés|alemán)\b"
    r"|訳し|번역|перевед",
    re.I,
)
YEAR = 12 * MONTH
HALF_A_YEAR = 6 * MONTH
"""Of what lengths in years are multiples: three and a half."""
ROUNDS = 3
"""How often numbers are computed from those that were computed before."""
MISSING = 10
"""Facts of an answer that may be computed."""
HALF = 0.5
ALPHABETS = "\u0370"
"""Where the Latin alphabet ends."""
LETTER = re.compile(r"\W{0,3}([A-Ja-j])(?:[.):\]]|\W*$)")


def grounded(question: Question, page: Page, context: Context) -> Passed | Dropped | Held:
    """Passes a question whose gold answer's facts the page shows; evidence has each one's place.

    Where only numbers are missing, and the question asks to compute them, a person has to.
    """
    if _category(question.subtask, context) not in FACTUAL:
        return Passed("not factual")
    question, shown = _claimed(question), read(page)
    asked = question.question
    translated = question.format == "translation" or bool(ASKS_TRANSLATION.search(asked))
    foreign = translated or _is_foreign(question, page)
    facts = facts_in(
        question.answer, question.language[:2], asks_name=bool(ASKS_NAME.search(asked)),
        any_words=translated, points=_points(question, shown),
    )  # fmt: skip
    facts += months_in(question.answer, facts)
    found = _found(facts, question, shown)
    for fact in facts:
        if fact not in found and foreign and _translates(fact, asked, page, shown):
            found[fact] = _said(fact) | {"where": "in another language"}
    evidence = [found[fact] for fact in facts if fact in found]
    missing = [fact for fact in facts if fact not in found]
    if missing and computes(asked) and all(map(_may_be_computed, missing)):
        return _held(missing, evidence)
    if missing:
        where = "is nowhere on the page"
        if shown.cut:
            where = "is nowhere in the part of the page that is read, its beginning"
        return _dropped(missing[0].text[:80], where, evidence, missing[0])
    if apart := pairs_apart(question.answer, shown):
        return _dropped(apart, "has numbers that the page nowhere shows together", evidence)
    if day := other_weekday(facts, shown):
        return _dropped(day.text, "is no such day of the week", evidence, day)
    for fact in facts:
        if fact.kind == "number" and opposite(fact, question.answer, shown):
            return _dropped(fact.text[:80], "the page says of the opposite", evidence, fact)
    return Passed(evidence={"facts": evidence})


def _dropped(
    what: str, why: str, evidence: list[dict[str, Any]], fact: Fact | None = None
) -> Dropped:
    missing = _said(fact) if fact else {"fact": what[:200], "kind": "number"}
    return Dropped(
        "ungrounded",
        f"The gold answer says {what}, which {why}.",
        {"facts": evidence, "missing": missing},
    )


def _may_be_computed(fact: Fact) -> bool:
    """Whether a fact is an amount or a length of time, and no year, day or name."""
    if fact.kind == "time":
        return fact.seconds is not None
    return fact.kind == "number" and not is_year(0, fact.values[0], fact.text)


def _held(missing: list[Fact], evidence: list[dict[str, Any]]) -> Held:
    said = ", ".join(fact.text[:80] for fact in missing)
    return Held(
        "not_found",
        f"The gold answer says {said}, which is nowhere on the page. It may be computed, as the "
        "question asks, but no way to it was found: work it out from the page, and accept the "
        "question where it comes out, else reject it.",
        {"facts": evidence, "missing": [_said(fact) for fact in missing]},
    )


def _found(facts: list[Fact], question: Question, shown: Shown) -> dict[Fact, dict[str, Any]]:
    """What a person wants to see of each fact that is on the page, or follows from others."""
    found: dict[Fact, dict[str, Any]] = {}
    for fact in facts:
        if place := _place(fact, shown):
            found[fact] = place
    derived: list[Decimal] = []
    for _ in range(ROUNDS):
        before = len(found)
        for fact in [fact for fact in facts if fact not in found][:MISSING]:
            if way := _way(fact, question, shown, derived):
                found[fact] = _said(fact) | way
                derived += fact.values
        if len(found) in (before, len(facts)):
            break
    return found


def _points(question: Question, shown: Shown) -> str:
    """The language that says what a comma means, where question and page do not differ in it."""
    code = question.language[:2]
    return code if point_of(code) == point_of(shown.points) else ""


def _is_foreign(question: Question, page: Page) -> bool:
    """Whether question and answer are in another language than the page."""
    own, other = page.language[:2], question.language[:2]
    if not own or own == other:
        return False
    said = f"{question.question}\n{question.answer}"
    return likelihood(said, own) < likelihood(said, other)


def _category(subtask: str, context: Context) -> str:
    """The category of a label, of live.yaml's taxonomy or, where more are taken, of any."""
    names = [context.config.write.taxonomy, *(known() if context.labels else ())]
    return next((found for name in names if (found := categories(name).get(subtask))), "")


def _translates(fact: Fact, asked: str, page: Page, shown: Shown) -> bool:
    """Whether a fact may read otherwise in another language: a person's name, in another script."""
    if fact.kind == "quote" and likelihood(fact.text, page.language[:2]) > HALF:
        return False
    person = ASKS_PERSON.search(asked) and len(fact.text.split()) > 1
    if person and (fact.text[0] < ALPHABETS) != (_script(shown) < ALPHABETS):
        return True
    return fact.kind == "quote" or (fact.kind == "name" and not person and not renamed(fact, shown))


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


def _place(fact: Fact, shown: Shown) -> dict[str, Any] | None:
    """Where a fact is, and as what; None: nowhere, or only in a unit that it has not."""
    at = find(fact, shown)
    if at is None or (fact.kind == "number" and foreign_unit(fact, shown)):
        return None
    return _said(fact) | {"where": shown.place(at), "as": shown.around(at, len(fact.text))}


def _way(
    fact: Fact, question: Question, shown: Shown, derived: list[Decimal]
) -> dict[str, str] | None:
    """How a number, a length of time or a day follows from what the page says."""
    said = f"{question.question}\n{question.answer}"
    beside = "\n".join(shown.text[a:b] for a, b in nearest(question.question, shown))
    way = None
    if fact.kind == "number":
        if 1 < max(fact.values) <= SMALL and not fact.units and _says(question.question, fact):
            return {"where": "the question"}
        way = None if fact.hour else follows(fact, question, shown, derived)
    elif fact.kind == "time":
        seconds = fact.seconds
        if seconds is None:
            way = time_apart(fact, said, beside, shown)
        else:
            years = replace(fact, values=(Decimal(seconds) / YEAR,), units=units_at("1 year", 0))
            way = lasts(Decimal(seconds), said, shown) or (
                None if seconds % HALF_A_YEAR else follows(years, question, shown, derived)
            )
    elif fact.kind == "date" and fact.days:
        way = day_apart(fact, said, beside, shown)
    return {"where": "computed", "as": way} if way else None


def _said(fact: Fact) -> dict[str, Any]:
    return {"fact": fact.text[:200], "kind": fact.kind}


def _says(asked: str, fact: Fact) -> bool:
    """Whether a question has a small number itself, as in `Name three reasons`."""
    return any(value in fact.values for value in _numbers(asked))


@lru_cache(maxsize=64)
def _numbers(asked: str) -> frozenset[Decimal]:
    return frozenset(value for _, value in numbers(asked))
