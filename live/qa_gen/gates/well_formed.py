"""The gate `well_formed`: the label is known, the rubric complete, the answer not given away. Pure.

What is checked needs nothing but the question.
"""

import re

from live.qa_gen.gates.choices import fault_of
from live.qa_gen.gates.leak import leaks
from live.qa_gen.gates.verdict import Context, Dropped, Passed
from live.qa_gen.taxonomies import load
from live.records import Page, Question

POINTS = 10
QUESTION_LENGTH = range(10, 1001)
ANSWER_LENGTH = range(1, 4001)
CRITERION_LENGTH = range(3, 1001)
MAX_CRITERIA = 10
_TEXT = r"(?:text|passage|paragraph|article|excerpt|content|extract|document|context)s?"
_TEXT_DE = r"(?:text|abschnitt|absatz|artikel|auszug|passage)(?:e?s)?"
_TEXT_FR = r"(?:texte|passage|paragraphe|article|extrait)"
_TEXT_ES = r"(?:texto|pasaje|párrafo|artículo|fragmento)"
OTHER_TEXT = re.compile(
    rf"\b{_TEXT}\s(?:above|below|provided|given|that (?:was|is) provided)\b"
    rf"|\b(?:the|this)\s(?:above|following|provided|given|attached|preceding)\s{_TEXT}\b"
    r"|\b(?:the|this)\s(?:article(?:['’]s)?|source|reference|body)\stext\b"
    r"|\bas\s(?:mentioned|stated|described|noted|discussed|shown)\sabove\b"
    r"|\b(?:the|this)\s(?:passage|excerpt)\b(?!\s(?:across|through|over|under|between|along|into))"
    r"|\b(?:mentioned|described|named) above\b"
    rf"|\b{_TEXT_DE}\s(?:oben|unten)\b|\b(?:oben|unten)\s?stehende[nrsm]?\s{_TEXT_DE}\b"
    rf"|\b(?:obige|folgende|vorliegende|gegebene|vorstehende)[nrsm]?\s{_TEXT_DE}\b"
    r"|\b(?:wie )?oben (?:erwähnt|genannt|beschrieben)\w*"
    rf"|\b{_TEXT_FR}\s(?:ci-dessus|ci-dessous|ci-après|précédent|suivant|fourni|donné)\b"
    r"|\b(?:mentionné|cité|décrit)e?s? (?:ci-dessus|plus haut)\b"
    rf"|\b{_TEXT_ES}\s(?:anterior|siguiente|de arriba|de abajo|proporcionado|dado)\b"
    rf"|\b(?:anterior|siguiente)\s{_TEXT_ES}\b|\b(?:mencionad|citad)[oa]s? (?:arriba|antes)\b"
    r"|(?:上記|上の|以下の|次の)(?:文章|記事|文)|(?:上述|上面的|以下)(?:文章|文本|段落)",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and marks that turn the direction in which what follows is read."""
_HERE = re.compile(
    r"following|folgend|suivant|siguiente|below|unten|ci-dessous|ci-après|以下|次の", re.I
)
"""Words for a text that may stand in the question itself, quoted or after a colon."""


def well_formed(question: Question, page: Page, context: Context) -> Passed | Dropped:
    """Passes a question that a candidate can be asked and a judge can rate."""
    known = context.labels or load(context.config.write.taxonomy).names
    if question.subtask not in known:
        return Dropped(
            "unknown_subtask", f"{question.subtask[:80]!r} is not one of: {', '.join(known)}."
        )
    return _lengths(question) or _rubric(question) or _wording(question) or Passed()


def _lengths(question: Question) -> Dropped | None:
    for what, text, allowed in (
        ("question", question.question, QUESTION_LENGTH),
        ("answer", question.answer, ANSWER_LENGTH),
    ):
        if len(text.strip()) not in allowed:
            return Dropped(
                f"{what}_length",
                f"The {what} has {len(text.strip())} characters, allowed are {allowed.start} to "
                f"{allowed.stop - 1}.",
            )
    return None


def _rubric(question: Question) -> Dropped | None:
    criteria = question.criteria
    total = sum(criterion.points for criterion in criteria)
    if total != POINTS or len(criteria) > MAX_CRITERIA:
        return Dropped(
            "criteria_sum", f"{len(criteria)} criteria sum to {total} points, not to {POINTS}."
        )
    for n, criterion in enumerate(criteria, 1):
        text = criterion.text.strip()
        if len(text) not in CRITERION_LENGTH or not any(c.isalnum() for c in text):
            return Dropped("empty_criterion", f"Criterion {n} names nothing that can be judged.")
    return None


def _wording(question: Question) -> Dropped | None:
    if fault := fault_of(question):
        return Dropped(*fault)
    if leaks(question):
        return Dropped("leaked_answer", f"The question holds its answer, {question.answer[:80]!r}.")
    criteria = [criterion.text for criterion in question.criteria]
    for text in (question.question, question.answer, *criteria):
        if unseen := _UNSEEN.search(text):
            return Dropped("unseen_character", f"It holds {unseen[0]!r}, which nobody sees.")
    for text in (question.question, *criteria):
        if found := other_text(text):
            return Dropped(
                "needs_other_text",
                f"{found!r} speaks of what those who answer and judge do not see.",
            )
    return None


def other_text(text: str) -> str:
    """Gives the words by which a text needs another one; "" where it stands alone."""
    for found in OTHER_TEXT.finditer(text):
        quoted = re.search(r"[:\"“„«‘「]\s*\w", text[found.end() : found.end() + 80])
        if not (_HERE.search(found[0]) and quoted):
            return found[0]
    return ""
