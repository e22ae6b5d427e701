"""Question -> the options that it offers, and what is wrong with them. Pure."""

import re

from live.qa_gen.gates.words import bare, plain
from live.records import Question

LEAST = 3
"""Options of a choice, and things of an order."""
_LINES = re.compile(r"^[ \t]{0,8}[(\[]?([A-J])[.):\]][ \t]{1,8}(\S.{0,400})$", re.M)
_INLINE = re.compile(
    r"(?:^|\s)[(\[]?([A-J])[.):\]]\s(\S.{0,200}?)(?=\s[(\[]?[A-J][.):\]]\s|$)", re.M
)
_SPLIT = re.compile(r"\n|;|→|->|>|,\s")
_NUMBERED = re.compile(r"^\W*(?:\d{1,2}[.):]|[-*•])?\s*")


def options_of(asked: str) -> dict[str, str]:
    """Gives the options of a question by their letters, A first and none left out; else none."""
    for pattern in (_LINES, _INLINE):
        found = pattern.findall(bare(asked))
        if len(found) > 1 and "".join(letter for letter, _ in found) == "ABCDEFGHIJ"[: len(found)]:
            return {letter: text.strip() for letter, text in found}
    return {}


def stem_of(asked: str) -> str:
    """Gives a question without its options."""
    for pattern in (_LINES, _INLINE):
        if len(pattern.findall(asked)) > 1:
            return pattern.sub(" ", asked)
    return asked


def option_of(answer: str, options: dict[str, str]) -> str | None:
    """Gives the text of the option that an answer names by its letter, its text or both."""
    marked = re.match(r"\W*([A-Ja-j])(?:\W*$|[.):\]]\s*(.*))", answer, re.S)
    if marked and marked[1].upper() in options:
        text = options[marked[1].upper()]
        return text if not marked[2] or plain(marked[2]) == plain(text) else None
    return next((text for text in options.values() if plain(text) == plain(answer)), None)


def fault_of(question: Question) -> tuple[str, str] | None:
    """Gives the reason, and a line, of why what is to be chosen or ordered cannot be."""
    if question.format == "ordering":
        return _order_fault(question.answer)
    options = options_of(question.question)
    if question.format != "multiple_choice" and len(options) < LEAST:
        return None
    texts = [plain(text) or text for text in options.values()]
    if len(set(texts)) < LEAST:
        return (
            "few_options",
            f"{len(set(texts))} different lettered options, where {LEAST} are due.",
        )
    if len(set(texts)) < len(texts):
        return "same_options", "Two of the options are the same."
    if option_of(question.answer, options) is None:
        answer = question.answer[:80]
        return "gold_no_option", f"The gold answer {answer!r} is none of the options."
    return None


def _order_fault(answer: str) -> tuple[str, str] | None:
    items = {plain(_NUMBERED.sub("", part)) for part in _SPLIT.split(answer)} - {""}
    if len(items) < LEAST:
        return "few_items", f"The answer puts {len(items)} things in order, where {LEAST} are due."
    return None
