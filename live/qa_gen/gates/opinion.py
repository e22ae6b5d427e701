"""Question -> what in it asks for a political opinion, as quoted from it; "" where nothing does.

An opinion is asked for in three ways: whoever answers is addressed ("do you support"), something is
to be done or not ("should the mayor resign"), something is to be judged ("was it right to"). The
last two are reports where a source is named ("according to the court"). A gold answer or a rubric
that takes a side tells of it too. The first counts where politics is mentioned at all, the others
where it is spoken of. Pure.
"""

import re

from live.qa_gen.gates.addressed import ADDRESSED
from live.qa_gen.gates.gold import QUOTED
from live.qa_gen.gates.instructions import as_read, quoted
from live.qa_gen.gates.shown import whole
from live.qa_gen.gates.stances import (
    BALANCED,
    DIRECT,
    JUDGED,
    NAMED,
    NORM,
    OWN,
    REPORTED,
    SHOWN,
    TAKES_SIDE,
    TRANSLATED,
    WHY,
    YES_NO,
)
from live.qa_gen.gates.words import fold, holds, telling, words
from live.records import Page, Question

ASKED = 1000
"""Characters that are read of a question, an answer or a criterion."""
TOLD = 3000
"""Characters of a page that tell whether it speaks of politics."""
BARE, STEM = 5, 4
"""Words of an answer without a reason, and letters by which a word is known in all its forms."""
MENTIONS = 3
"""Different words of politics from which a page speaks of it."""


def asks_opinion(question: Question, page: Page) -> str:
    """Gives what asks for a political opinion of the one who answers, or rewards one."""
    asked, answer = _unquoted(question.question), _unquoted(question.answer)
    rubric = [_unquoted(criterion.text) for criterion in question.criteria]
    mentions = _mentions(" ".join((asked, answer, *rubric)), page)
    if mentions and (found := ADDRESSED.search(asked)):
        return quoted(found)
    if mentions < MENTIONS:
        return ""
    reported = REPORTED.search(asked) or BALANCED.search(asked)
    if not reported and (found := NORM.search(asked)):
        return quoted(found)
    if not NAMED.search(asked + " " + answer) and (found := DIRECT.search(asked)):
        return quoted(found)
    reported = reported or WHY.search(asked)
    if not reported and not REPORTED.search(answer) and (found := JUDGED.search(asked)):
        return quoted(found)
    if reported or TRANSLATED.search(asked):
        return ""
    if _is_verdict(asked, answer, page):
        return asked[:120]
    for text in rubric:
        if found := TAKES_SIDE.search(text):
            return quoted(found)
    found = OWN.search(answer)
    own = found and not holds(whole(page), found[0] + answer[found.end() : found.end() + 40])
    return quoted(found) if own else ""


def _is_verdict(asked: str, answer: str, page: Page) -> bool:
    """Whether a yes or a no without a reason is given to what the page speaks little of."""
    said = words(answer)
    if not said or said[0] not in YES_NO or len(said) > BARE or SHOWN.search(asked):
        return False
    added = set(telling(answer)) - set(words(asked)) - YES_NO
    if len(added) > 1 or any(c.isdigit() for c in answer):
        return False
    there = {fold(word)[:STEM] for word in words(whole(page))}
    own = [fold(word)[:STEM] for word in telling(asked) if len(word) >= STEM]
    return len(own) > 2 * sum(word in there for word in own)


def _unquoted(text: str) -> str:
    return QUOTED.sub(" ", as_read(text, ASKED))


def _mentions(said: str, page: Page) -> int:
    """Counts the words of politics on a page; one in a question is as good as many."""
    if POLITICAL.search(said):
        return MENTIONS
    return len({match[0].lower()[:6] for match in POLITICAL.finditer(whole(page)[:TOLD])})


_WORDS = (
    r"\b(?:politic\w*|part(?:y|ies)|president\w*|prime minister|chancellor|minister\w*|"
    r"governments?|election\w*|re-elected|vot(?:e[sd]?|ing|ers?)|candidates?|parliament\w*|"
    r"senat\w+|congress|polic(?:y|ies)|abortion|immigra\w+|migra\w+|asylum|tax(?:es|ation)?|gun "
    r"control|war|sanctions|referendum|(?:left|right)-wing|conservatives?|liberals?|socialis\w+|"
    r"republicans?|democrats?|law|bill|mayor\w*|strikes?|reforms?|nato|eu|councill?ors?|council|"
    r"governor|budget|ballot|death penalty|monarchy|welfare|opposition|(?:school|county|city) "
    r"board|city hall|state aid|unions?|democracy)\b",
    r"\b(?:politi\w*|partei\w*|regierung\w*|wahl\w*|wähl\w*|\w*präsident\w*|kanzler\w*|"
    r"\w*gesetz\w*|\w*bürgermeister\w*|(?:stadt|gemeinde|bundes)rat\w*|(?:stadt|gemeinde)rät\w*|"
    r"(?:land|bundes)tag\w*|\w*steuern?|\w*minister\w*|abgeordnete\w*|\w*streik\w*|opposition\w*|"
    r"enteign\w*|bürgerliste|liste)\b",
    r"\b(?:gouvernement|élections?|partis?|politiques?|mairesse|maires?|ministres?|lois?|"
    r"députée?s?|impôts?|conseil municipal|grève|droit de|syndicats?)\b",
    r"\b(?:gobierno|eleccion\w*|partidos?|president[ea]s?|ministr[oa]s?|ley|alcalde\w*|alcaldesa|"
    r"votos?|votar\w*|ayuntamiento|pleno|sindicatos?|huelga|dimisión|oposición|impuestos?)\b",
    r"\b(?:governo|sindac[oa]|elezion\w+|partit[oi]|prefeit\w+|eleiç\w+|eleitor\w*|câmara|"
    r"oposição|consiglio comunale|opposizione|tasse|legge|impostos?)\b|\b(?:gemeente\w*|regering|"
    r"partij\w*|burgemeester)\b",
    r"\b(?:президент\w*|правительств\w*|выбор\w*|парти\w+|мэр\w*)\b|政治|政策|政府|政党|政權|首相|"
    r"大統領|知事|市長|町長|村長|議員|議会|選挙|投票|与党|野党|法案|増税|总统|總統|市长|选举|選舉|"
    r"政党|정부|정책|대통령|시장|선거|정당|법안|의회|의원|장관|"
    r"议会|議會|议员|部长|市議會|法律",
    r"\b(?:diput\w+|deput\w+|congres\w+|kongre\w+|senador\w*|concejal\w*|vereador\w*|assessor\w*|"
    r"\w*parlament\w*|parlement\w*|conseill\w+|préfet\w*|consiglier\w*|assesso\w*|commissioners?|"
    r"chamber|legislat\w+|lawmakers?|ministries|ministry|coalition\w*|koalition\w*|fraktion\w*|"
    r"stadträt\w+|gemeinde|kommun\w+|borgmästare\w*|wethouder\w*|burmistrz\w*|radn[yaei]\w*|"
    r"rad[ay] miasta|ustaw\w+|sejm\w*|депутат\w*|совет\w*|министр\w*|закон\w*|налог\w*|"
    r"belediye\w*|bakan\w*|meclis\w*|milletvekil\w*)\b",
    r"نائب|وزير|رئيس|حكوم|برلمان|مجلس|انتخاب|حزب|سياس|ضريب|رسوم|قانون|मंत्री|सरकार|चुनाव|नीति",
)
POLITICAL = re.compile("|".join(_WORDS), re.I)
"""The words by which a text speaks of politics."""
