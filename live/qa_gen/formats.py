"""How each format of question is put: its items in an order of ours, and the gold to it. Pure.

A model that writes options puts the right one where it likes to; so their order comes from the
question's id, and the letter of the gold follows.
"""

import re
from typing import get_args

from live.qa_gen.ask import FaultError
from live.qa_gen.gates.well_formed import ANSWER_LENGTH, QUESTION_LENGTH
from live.qa_gen.gates.words import plain
from live.records import Format, Question, content_id

FORMATS: tuple[Format, ...] = get_args(Format)
TOLD: dict[Format, str] = {
    "open": "asks for an answer in the reader's own words; `items` is empty.",
    "ordering": "asks to put 3 to 8 things in an order that the page shows, such as by time or "
    "value; `items` are these things in their right order, and the question does not list them.",
    "table": "asks to put what the page shows into a table and names its columns; the answer is "
    "that table in Markdown; `items` is empty.",
    "multiple_choice": "asks to choose; `items` are 4 to 6 options without letters, all of one "
    "kind and about as long, each plausible to who has not seen the pictures; the answer is one "
    "of them, letter by letter; the question does not list them.",
    "translation": "asks to translate words that the pictures show, names them by where they stand "
    "and names the language; the answer is the translation; `items` is empty.",
}
ITEMS = range(3, 11)
LETTERS = "ABCDEFGHIJ"
_LETTERED = re.compile(r"^\(?([A-Ja-j])[.):]\s+(?=\S)")
_OPTION = re.compile(r"^([A-J])\. (.+)$", re.MULTILINE)
_ITEM = re.compile(r"^- (.+)$", re.MULTILINE)


def put(kind: Format, stem: str, answer: str, items: list[str], id: str) -> tuple[str, str]:
    """Gives a question as it is asked, and its gold answer.

    stem: what is asked, without options or items. Raises FaultError where they do not go together.
    """
    question = stem
    if kind == "multiple_choice":
        question, answer = _choice(stem, answer, _distinct(kind, items), id)
    elif kind == "ordering":
        question, answer = _order(stem, _distinct(kind, items), id)
    elif kind == "table" and not _is_table(answer):
        raise FaultError("the answer is no table in Markdown")
    _require_length("question", question, QUESTION_LENGTH)
    _require_length("answer", answer, ANSWER_LENGTH)
    return question, answer


def settled(question: Question, answer: str) -> str:
    """Gives another gold answer to a question in the form that its format has.

    Raises FaultError where it is none: not one of the options, say, or without one of the items.
    """
    if question.format == "multiple_choice":
        options = [found[2] for found in _OPTION.finditer(question.question)]
        return _gold(options, _chosen(options, answer))
    if question.format == "ordering":
        items = [found[1] for found in _ITEM.finditer(question.question)]
        return _in_order(items, answer)
    if question.format == "table" and not _is_table(answer):
        raise FaultError("the answer is no table in Markdown")
    _require_length("answer", answer, ANSWER_LENGTH)
    return answer


def _choice(stem: str, answer: str, options: list[str], id: str) -> tuple[str, str]:
    if all(_LETTERED.match(option) for option in options):
        options = [_LETTERED.sub("", option) for option in options]
    right = options[_chosen(options, answer)]
    shuffled = _shuffled(options, id)
    listed = "\n".join(f"{LETTERS[n]}. {option}" for n, option in enumerate(shuffled))
    return f"{stem}\n\n{listed}", _gold(shuffled, shuffled.index(right))


def _chosen(options: list[str], answer: str) -> int:
    """The place of the option that an answer names, by its words or its letter."""
    said = [plain(answer), plain(_LETTERED.sub("", answer))]
    found = [n for n, option in enumerate(options) if plain(option) in said]
    letters = LETTERS[: len(options)]
    if not found and (letter := answer.strip(" .()").upper()) and letter in [*letters]:
        found = [letters.index(letter)]
    if len(found) != 1:
        raise FaultError(f"the answer {answer[:80]!r} is not one of the options")
    return found[0]


def _gold(options: list[str], place: int) -> str:
    return f"{LETTERS[place]}. {options[place]}"


def _order(stem: str, items: list[str], id: str) -> tuple[str, str]:
    shuffled = _shuffled(items, id)
    if shuffled == items:
        shuffled = [*items[1:], items[0]]
    listed = "\n".join(f"- {item}" for item in shuffled)
    return f"{stem}\n\n{listed}", _numbered(items)


def _in_order(items: list[str], answer: str) -> str:
    """The items in the order in which an answer names them, each once."""
    said = plain(answer)
    places = {item: said.find(plain(item)) for item in items}
    if min(places.values(), default=-1) < 0 or len(set(places.values())) < len(items):
        raise FaultError("the answer does not name each of the things once, as the question does")
    return _numbered(sorted(items, key=lambda item: places[item]))


def _numbered(items: list[str]) -> str:
    return "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))


def _distinct(kind: Format, items: list[str]) -> list[str]:
    """The items on one line each, if they are as many as there can be and differ."""
    found = [" ".join(item.split()) for item in items]
    if len(found) not in ITEMS:
        raise FaultError(f"{kind} with {len(found)} `items`, where {ITEMS.start} at least are due")
    if len({plain(item) for item in found} - {""}) < len(found):
        raise FaultError("two of the `items` are the same, or one is empty")
    return found


def _shuffled(items: list[str], id: str) -> list[str]:
    return sorted(items, key=lambda item: content_id(id, item))


def _is_table(answer: str) -> bool:
    rows = [line for line in answer.splitlines() if line.count("|") > 1]
    return len(rows) > 2 and re.fullmatch(r"[\s|:-]+", rows[1]) is not None


def _require_length(what: str, text: str, allowed: range) -> None:
    if len(text.strip()) not in allowed:
        raise FaultError(
            f"the {what} has {len(text.strip())} characters, where {allowed.start} to "
            f"{allowed.stop - 1} are due"
        )
