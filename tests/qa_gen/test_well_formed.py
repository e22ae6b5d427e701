"""A question can be asked as it stands, does not hold its answer, and has a rubric that sums."""

import time
from typing import Any

import factory
import pytest

from live.config import Config
from live.qa_gen.gates.choices import options_of
from live.qa_gen.gates.verdict import Context, Dropped, Passed
from live.qa_gen.gates.well_formed import well_formed
from live.records import Criterion

CONFIG = Config.model_validate({"sites": [{"name": "A", "url": "http://a.example/"}]})
CONTEXT = Context(CONFIG, None, None)  # type: ignore[arg-type]
LETTERED = "Which club leads the table?\n\nA. Tannfeld\nB. Esk\nC. Hafen"


def check(**fields: Any) -> Passed | Dropped:
    return well_formed(factory.question(**fields), factory.page(), CONTEXT)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Was it Mara  QUILL, who wrote this?", "Mara Quill"),
        ("The council voted 7 to 2. How did the council vote?", "7 to 2"),
        ("The board hired 140 people in spring. How many people did it hire?", "140"),
        ("How many boxes, namely 4120, were counted?", "4,120 boxes"),
        ("The secretary, Colm Aveley, spoke. Who is the secretary?", "It is Colm Aveley."),
        ("Der Rat hat Tobias Rennick gewählt. Wen hat er gewählt?", "Tobias Rennick"),
        ("The harbour of Esk burned down. Which one burned? A. Hafen B. Esk C. Tannfeld", "B"),
        (
            "The harbour of Esk burned down. Which one burned? A. Hafen B. Esk C. Tannfeld",
            "(B) Esk",
        ),
        ("The harbour of Esk burned down. Which one burned? A. Hafen B. Esk C. Tannfeld", "Esk."),
    ],
)
def test_a_question_that_holds_its_answer_is_dropped(question: str, answer: str) -> None:
    found = check(question=question, answer=answer)
    assert isinstance(found, Dropped) and found.reason == "leaked_answer"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is the port of Esk larger or the port of Tannfeld?", "The port of Tannfeld"),
        ("Between Esk and Tannfeld, which is larger?", "Tannfeld"),
        ("Of Esk, Hafen and Tannfeld, which one has most cranes?", "Hafen"),
        ("Welche Stadt ist größer, Esk oder Tannfeld?", "Tannfeld"),
        ("Quelle ville est plus grande, Paris ou Lyon ?", "Lyon"),
        ("Did Ann Smith or Bob Jones win the vote?", "Ann Smith"),
        ("True or false: the ferry sails at nine.", "True"),
        ("Is there no ferry on Sunday?", "No"),
        ("Put these in order of size: Esk, Tannfeld, Hafen.", "Hafen, Esk, Tannfeld"),
        ("What is the full name of the envoy Rennick?", "Tobias Rennick"),
        ("By how many minutes was the Aurora late?", "The Aurora was late by 12 minutes."),
        (LETTERED, "B. Esk"),
        (LETTERED, "Hafen"),
        ("Who leads? (A) Tannfeld (B) Esk (C) Hafen", "B"),
    ],
)
def test_a_question_may_name_what_it_offers_or_is_about(question: str, answer: str) -> None:
    assert check(question=question, answer=answer) == Passed()


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the board, according to the text above?",
        "Was sagt der obige Text über den Hafen?",
        "Wer wird, wie oben erwähnt, den Hafen leiten?",
        "Que dit le texte ci-dessus sur le port ?",
        "¿Qué dice el texto anterior sobre el puerto?",
        "Who is named in the following passage?",
    ],
)
def test_a_question_that_needs_another_text_is_dropped(question: str) -> None:
    found = check(question=question)
    assert isinstance(found, Dropped) and found.reason == "needs_other_text"


def test_a_criterion_that_needs_another_text_is_dropped() -> None:
    criteria = (Criterion(points=10, text="names who is mentioned in the text above"),)
    found = check(criteria=criteria)
    assert isinstance(found, Dropped) and found.reason == "needs_other_text"


def test_a_passage_that_the_question_quotes_is_no_other_text() -> None:
    asked = "Translate the following passage into German: “The ferry sails at nine.”"
    assert check(question=asked, answer="Die Fähre fährt um neun.") == Passed()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"question": "Who leads?\n\nA. Esk\nB. Hafen", "answer": "A. Esk"}, "few_options"),
        ({"question": f"{LETTERED}\nD. esk", "answer": "B. Esk"}, "same_options"),
        ({"question": LETTERED, "answer": "B. Hafen"}, "gold_no_option"),
        ({"question": LETTERED, "answer": "D"}, "gold_no_option"),
        ({"question": LETTERED, "answer": "Osterkrug"}, "gold_no_option"),
    ],
)
def test_a_choice_has_three_different_options_and_its_gold_is_one(
    fields: dict[str, Any], reason: str
) -> None:
    found = check(format="multiple_choice", **fields)
    assert isinstance(found, Dropped) and found.reason == reason


def test_options_from_outside_are_known_by_their_letters() -> None:
    found = check(question=LETTERED, answer="Osterkrug")
    assert isinstance(found, Dropped) and found.reason == "gold_no_option"
    assert options_of("A. B. Smith and C. D. Jones met in Esk.") == {}


def test_a_passage_across_something_is_no_text() -> None:
    assert check(question="Who closed the passage across the river, and when?") == Passed()
    assert isinstance(check(question="Who closed it, as the passage tells us?"), Dropped)


def test_an_order_has_three_things() -> None:
    asked = "In which order do they sail?"
    found = check(question=asked, answer="1. Aurora\n2. Borealis", format="ordering")
    assert isinstance(found, Dropped) and found.reason == "few_items"
    assert check(question=asked, answer="Aurora; Borealis; Cirrus", format="ordering") == Passed()


HOSTILE = [
    "\x00\x1b[31m\x07" * 100,
    "\u202e\u200f\u2066 right to left \u2069" * 60,
    "A. " * 700_000,
    "the text " * 220_000,
    " " * 2_000_000,
    "or and , " * 110,
    "“" * 990,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_takes_no_time_and_no_harm(text: str) -> None:
    started = time.process_time()
    check(question=text, answer="x")
    check(question="Who is it, then?", answer=text)
    check(criteria=(Criterion(points=10, text=text),))
    assert time.process_time() - started < 0.15
