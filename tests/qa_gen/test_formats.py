"""Where the right option stands is ours to say, by the question's id; the gold follows it."""

from collections import Counter
from typing import Any

import factory
import pytest

from live.qa_gen.ask import FaultError
from live.qa_gen.formats import FORMATS, TOLD, put, settled

STEM = "Which quay had the longest night?"
OPTIONS = ["North Quay", "Old Basin", "Tar Lane", "Fish Wharf"]
TABLE = "| Quay | Lifts |\n|---|---|\n| Tar Lane | 44 |"


def test_a_writer_is_told_of_every_format() -> None:
    assert set(TOLD) == set(FORMATS)


def test_options_are_shuffled_and_the_letter_follows() -> None:
    letters: Counter[str] = Counter()
    for n in range(400):
        question, gold = put("multiple_choice", STEM, "Tar Lane", OPTIONS, f"{n:016x}")
        assert question.startswith(f"{STEM}\n\nA. ") and f"\n{gold}" in question
        assert gold[1:] == ". Tar Lane"
        assert (question, gold) == put("multiple_choice", STEM, "Tar Lane", OPTIONS, f"{n:016x}")
        letters[gold[0]] += 1
    assert set(letters) == set("ABCD") and min(letters.values()) > 70


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (OPTIONS, "tar lane."),
        (OPTIONS, "C"),
        (OPTIONS, "(c)"),
        (OPTIONS, "C. Tar Lane"),
        ([f"{letter}) {one}" for letter, one in zip("ABCD", OPTIONS, strict=True)], "C) Tar Lane"),
        ([f"{letter}. {one}" for letter, one in zip("ABCD", OPTIONS, strict=True)], "C"),
        (["North\nQuay", *OPTIONS[1:]], "Tar Lane"),
    ],
)
def test_letters_that_the_writer_gave_are_read_and_replaced(
    options: list[str], answer: str
) -> None:
    assert put("multiple_choice", STEM, answer, options, "0" * 16) == put(
        "multiple_choice", STEM, "Tar Lane", OPTIONS, "0" * 16
    )


def test_things_to_order_are_never_listed_in_their_right_order() -> None:
    for n in range(200):
        question, gold = put("ordering", "Order by lifts.", "", OPTIONS[:3], f"{n:016x}")
        listed = [line[2:] for line in question.splitlines() if line.startswith("- ")]
        assert sorted(listed) == OPTIONS[:3] != listed
        assert gold == "1. North Quay\n2. Old Basin\n3. Tar Lane"


@pytest.mark.parametrize(
    ("kind", "answer", "items", "fault"),
    [
        ("ordering", "1. A 2. B", [], "ordering with 0 `items`"),
        ("ordering", "", ["one", "two"], "ordering with 2 `items`"),
        ("ordering", "", ["one", "two", "ONE."], "two of the `items` are the same"),
        ("multiple_choice", "Tar Lane", [], "multiple_choice with 0 `items`"),
        ("multiple_choice", "Salt Dock", OPTIONS, "'Salt Dock' is not one of the options"),
        ("multiple_choice", "E", OPTIONS, "'E' is not one of the options"),
        ("multiple_choice", "", OPTIONS, "'' is not one of the options"),
        ("multiple_choice", "Tar Lane", ["Tar Lane", "tar lane", "x"], "the same"),
        ("multiple_choice", "Tar Lane", ["Tar Lane", "-", "x"], "or one is empty"),
        ("multiple_choice", "Tar Lane", [*OPTIONS, *"abcdefgh"], "with 12 `items`"),
        ("multiple_choice", "1", ["1", "x" * 2000, "2"], "the question has"),
        ("table", "Tar Lane has 44.", [], "no table"),
        ("table", "| a |\n| b |", [], "no table"),
        ("open", "", [], "the answer has 0 characters"),
        ("translation", " \n", [], "the answer has 0 characters"),
        ("open", "x" * 30_000, [], "the answer has 30000 characters"),
    ],
)
def test_what_does_not_go_together_is_a_fault(
    kind: Any, answer: str, items: list[str], fault: str
) -> None:
    with pytest.raises(FaultError) as caught:
        put(kind, STEM, answer, items, "0" * 16)
    assert fault in str(caught.value)


def test_a_table_is_a_table_and_other_answers_are_left_as_they_are() -> None:
    assert put("table", STEM, TABLE, [], "0" * 16) == (STEM, TABLE)
    assert put("open", STEM, "Tar Lane", [], "0" * 16) == (STEM, "Tar Lane")


@pytest.mark.parametrize("kind", ["open", "translation", "table"])
def test_a_corrected_answer_is_held_to_the_same(kind: Any) -> None:
    asked = factory.question(format=kind)
    assert settled(asked, TABLE) == TABLE
    with pytest.raises(FaultError):
        settled(asked, "")
