"""What may not be asked is known in many languages, and so is what sounds like it and may be.

asked/questions.jsonl: questions about the pages of asked/pages.jsonl, with the reason why each is
dropped, "" for none. The model learned from them; how well it tells what it has not seen is
printed by tools/learn_unfit.py and measured by benchmarks/qa_gen/gates.py.
"""

import json
from pathlib import Path
from typing import Any

import factory
import pytest

from live.qa_gen.gates.safe import unsafe_words
from live.qa_gen.gates.spoken import claimed_language
from live.qa_gen.gates.verdict import Dropped, Held
from live.records import Criterion, Page, Shot

ASKED = Path(__file__).parent / "asked"
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (ASKED / name).read_text().splitlines()]


def page(row: Row) -> Page:
    shot = Shot(kind="full_page", sha256="0" * 64, width=1280, height=800)
    fields = {key: row[key] for key in ("language", "title", "text")}
    return factory.page(**fields, shots=(shot,))


PAGES = {row["page"]: page(row) for row in rows("pages.jsonl")}


ROWS = rows("questions.jsonl")
LEARNED, EVERY = 0.95, 5
"""The share that is told right at least, of every fifth question."""


def found(row: Row) -> Dropped | Held | None:
    about = PAGES[row["page"]]
    question = factory.question(
        question=row["question"],
        answer=row["answer"],
        criteria=(Criterion(points=10, text=row.get("criterion", "names it.")),),
        language=claimed_language(row["question"], about.language),
    )
    return unsafe_words(question, about)


@pytest.mark.parametrize(
    "row", [r for r in ROWS if r["reason"] == "wrong_language"], ids=lambda row: row["question"]
)
def test_a_question_in_another_language_is_dropped(row: Row) -> None:
    told = found(row)
    assert told is not None
    assert told.reason == "wrong_language"


def test_what_was_learned_is_known() -> None:
    learned = [row for row in ROWS if row["reason"] != "wrong_language"][::EVERY]
    told = [(row["reason"], found(row)) for row in learned]
    unfit = [each for reason, each in told if reason]
    assert sum(each is not None for each in unfit) >= LEARNED * len(unfit)
    fit = [each for reason, each in told if not reason]
    assert sum(not isinstance(each, Dropped) for each in fit) >= LEARNED * len(fit)
    right = [each.reason == reason for reason, each in told if reason and isinstance(each, Dropped)]
    assert sum(right) >= LEARNED * len(right)
    for _, each in told:
        if each is not None and each.reason != "wrong_language":
            held, dropped = each.evidence["limits"]
            assert (each.evidence["score"] >= dropped) == isinstance(each, Dropped)
            assert (each.reason == "unsure") == isinstance(each, Held)
            assert held < dropped


@pytest.mark.parametrize(
    ("question", "page", "claimed"),
    [
        ("How many people did the board hire?", "de", "en"),
        ("Wie viele Menschen wurden eingestellt?", "de", "de"),
        ("Wie viele Menschen wurden eingestellt?", "en", "en"),
        ("¿Cuántos barcos zarparon a mediodía?", "es", "es"),
        ("¿Cuántos barcos zarparon a mediodía?", "", "es"),
        ("Quem mora?", "pt", "pt"),
        ("12?", "", "en"),
    ],
)
def test_a_question_claims_the_language_of_its_page_or_english(
    question: str, page: str, claimed: str
) -> None:
    assert claimed_language(question, page) == claimed
