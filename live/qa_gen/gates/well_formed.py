"""The gate `well_formed`: the label is known, the rubric complete, the answer not given away. Pure.

What is checked needs nothing but the question.
"""

import re

from live.outcomes import Dropped
from live.qa_gen.gates.verdict import Context, Passed
from live.qa_gen.gates.words import holds
from live.qa_gen.taxonomies import load
from live.records import Page, Question

POINTS = 10
QUESTION_LENGTH = range(10, 1001)
ANSWER_LENGTH = range(1, 4001)
CRITERION_LENGTH = range(3, 1001)
MAX_CRITERIA = 10
OTHER_TEXT = re.compile(
    r"\b(?:text|passage|paragraph|article|excerpt|content)s?\s+(?:above|below|provided|given)\b"
    r"|\b(?:the|this)\s+(?:above|following|provided|given)\s+"
    r"(?:text|passage|paragraph|article|excerpt|content)\b"
    r"|\b(?:the|this)\s+article(?:['’]s)?\s+text\b"
    r"|\bas\s+(?:mentioned|stated|described|noted)\s+above\b"
    r"|\b(?:the|this)\s+(?:passage|excerpt)\b",
    re.IGNORECASE,
)


def well_formed(question: Question, page: Page, context: Context) -> Passed | Dropped:
    """Passes a question that a candidate can be asked and a judge can rate."""
    known = load(context.config.write.taxonomy).names
    if question.subtask not in known:
        return Dropped(
            "unknown_subtask", f"{question.subtask!r} is not one of: {', '.join(known)}."
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
        named = any(character.isalnum() for character in criterion.text)
        if not named or len(criterion.text.strip()) not in CRITERION_LENGTH:
            return Dropped("empty_criterion", f"Criterion {n} names nothing that can be judged.")
    return None


def _wording(question: Question) -> Dropped | None:
    if holds(question.question, question.answer):
        return Dropped("leaked_answer", f"The question holds its answer, {question.answer[:80]!r}.")
    if found := OTHER_TEXT.search(question.question):
        return Dropped(
            "needs_other_text", f"The question speaks of {found[0]!r}, which candidates do not see."
        )
    return None
