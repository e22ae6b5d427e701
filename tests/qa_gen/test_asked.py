"""What may not be asked is known in eight languages, and so is what sounds like it and may be.

asked/questions.jsonl: questions about the pages of asked/pages.jsonl, with the reason why each is
dropped, "" for none.
"""

import json
from pathlib import Path
from typing import Any

import factory
import pytest

from live.qa_gen.gates.safe import unsafe_words
from live.qa_gen.gates.spoken import claimed_language
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


@pytest.mark.parametrize("row", rows("questions.jsonl"), ids=lambda row: row["question"][:60])
def test_a_question_is_dropped_for_what_it_asks_and_for_nothing_else(row: Row) -> None:
    about = PAGES[row["page"]]
    question = factory.question(
        question=row["question"],
        answer=row["answer"],
        criteria=(Criterion(points=10, text=row.get("criterion", "names it.")),),
        language=claimed_language(row["question"], about.language),
    )
    found = unsafe_words(question, about)
    assert (found.reason if found else "") == row["reason"]


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
