"""What the gold answer of a factual question claims is on the page, and the gate says where."""

import time
from typing import Any

import factory
import pytest

from live.config import Config
from live.qa_gen.gates.grounded import grounded
from live.qa_gen.gates.verdict import Context, Dropped, Held, Passed
from live.records import Criterion, Page, Shot

CONFIG = Config.model_validate({"sites": [{"name": "A", "url": "http://a.example/"}]})
CONTEXT = Context(CONFIG, None, None)  # type: ignore[arg-type]
TEXT = """Quiet harbour counts its boxes
By Mara Quill, 14 October 2026, 09:00
Boxes a quarter
thousand boxes
31
Q1
1,040.5
Q2
28
Q3
The board hired 140 people in the spring. Turnover rose to 1.2 million euros.
“Some of these boxes are only visitors here,” said its secretary, Colm Aveley. On Tuesday he met
Tobias Rennick, the European Union's envoy, who has led the Harbour Board of Esk since 1987.
Twelve cranes, three ferries and twenty-one boats were counted. Support fell from 40 % to 25 %.
The Aurora sails at 14:30 and returns at 17:10. Tannfeld 3, Esk 1. Exactly 4,120 signed."""
GERMAN = """Der stille Hafen zählt, von Tobias Rennick, 3. März 2026
Die Behörde stellte 1.250 Menschen ein, der Umsatz stieg auf 3,7 Mio. Euro, um 12,5 Prozent.
Zweihundertdreißig Kisten blieben liegen. „Eine Kiste ist hier nur zu Gast“, sagte Frau Vane."""


def shows(seen: str, **fields: Any) -> Page:
    shot = Shot(kind="full_page", sha256="0" * 64, width=1280, height=800, text=seen)
    return factory.page(**{"shots": (shot,), "language": "en"} | fields)


def check(
    answer: str, question: str = "What does it say?", page: Page | None = None, **fields: Any
) -> Passed | Dropped | Held:
    asked = factory.question(question=question, answer=answer, **fields)
    return grounded(asked, page or shows(TEXT), CONTEXT)


@pytest.mark.parametrize(
    "answer",
    [
        "1,200,000 euros",
        "1,2 Mio. Euro",
        "about 4,000 signatures",
        "12 cranes and 21 boats",
        "31 thousand boxes",
        "October 14, 2026",
        "On 13 October 2026",
        "On Tuesday",
        "At 2.30 pm",
        "Mr Rennick met Aveley.",
        "T. Rennick",
        "Rennick, Tobias, of the EU",
        "Esk's Harbour Board",
        "“Some of these boxes are only visitors …”",
        "1. Q2\n2. Q1\n3. Q3",
    ],
)
def test_what_the_page_shows_in_any_spelling_is_grounded(answer: str) -> None:
    found = check(answer, "Who, when and how many?")
    assert isinstance(found, Passed), found
    assert all(fact["where"].startswith("shot 1, line ") for fact in found.evidence["facts"])


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("4,210 signatures", "4,210"),
        ("1.2 billion euros", "1.2"),
        ("1.3 million euros", "1.3"),
        ("41 percent", "41"),
        ("15 October 2026", "15 October 2026"),
        ("14 October 2025", "14 October 2025"),
        ("At 15:30", "15:30"),
        ("Thomas Rennick", "Thomas Rennick"),
        ("It was Mara Rennick.", "Mara Rennick"),
        ("The minister Hans Gruber said so.", "Hans Gruber"),
        ("The board hired 140 people in Tannhof.", "Tannhof"),
        ("Paris", "Paris"),
        ("He said “every crane is a king of the old quay”.", "“every crane"),
    ],
)
def test_what_the_page_does_not_show_is_dropped_by_its_name(answer: str, missing: str) -> None:
    found = check(answer, "Who or where is it?")
    assert isinstance(found, Dropped) and found.reason == "ungrounded"
    assert f"says {missing}" in found.detail and "nowhere on the page" in found.detail


@pytest.mark.parametrize(
    ("question", "answer", "criteria"),
    [
        ("How large is the difference between the highest and the lowest value in the chart "
         "“Boxes a quarter”?", "1,012.5", ""),
        ("How many more thousand boxes were there in Q2 than in Q1?", "1,009.5", ""),
        ("By how much did support fall?", "15 points", "4 points for 40, the rest for 25"),
        ("By how much did support fall?", "By 37.5 percent, from 40 % to 25 %", ""),
        ("How many things were counted together?", "36: 12 cranes, 3 ferries, 21 boats", ""),
        ("How many minutes pass between 14:30 and 17:10?", "160 minutes", ""),
        ("For how many years had he led it by 14 October 2026?", "39 years, since 1987", ""),
        ("How many people are named?", "Two: Colm Aveley and Tobias Rennick", ""),
        ("How many bars does the chart show?", "3", ""),
    ],
)  # fmt: skip
def test_a_number_that_follows_from_others_is_grounded(
    question: str, answer: str, criteria: str
) -> None:
    rubric = (Criterion(points=10, text=criteria or "right"),)
    found = check(answer, question, subtask="Contextual Analysis", criteria=rubric)
    assert isinstance(found, Passed), found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How large is the difference between the highest and the lowest value in the chart "
         "“Boxes a quarter”?", "1,013.5"),
        ("By how much did support fall?", "By 17 points, from 40 % to 25 %"),
        ("How many people were hurt?", "7"),
    ],
)  # fmt: skip
def test_a_number_that_does_not_follow_is_not(question: str, answer: str) -> None:
    assert not isinstance(check(answer, question, subtask="Contextual Analysis"), Passed)


def test_what_is_asked_to_be_computed_and_cannot_be_is_held_for_a_person() -> None:
    found = check("By 17 points, from 40 % to 25 %", "By how much did support fall?")
    assert isinstance(found, Held) and found.reason == "not_found"
    assert "says 17, which is nowhere on the page" in found.detail
    assert "work it out from the page" in found.detail
    assert found.evidence["missing"] == [{"fact": "17", "kind": "number"}]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many people were hurt?", "7"),
        ("By how much did support fall, as Hans Gruber says?", "By 17 points, says Hans Gruber"),
        ("In which year did both sides meet?", "In 2019"),
    ],
)
def test_what_is_only_looked_up_or_names_what_is_not_there_is_dropped(
    question: str, answer: str
) -> None:
    assert isinstance(check(answer, question), Dropped)


@pytest.mark.parametrize(
    ("answer", "passes"),
    [
        ("1250 Menschen", True),
        ("3.700.000 Euro", True),
        ("12,5 %", True),
        ("230 Kisten", True),
        ("Am 3.3.2026", True),
        ("Der Autor Tobias Rennick", True),
        ("„Eine Kiste ist hier nur zu Gast“", True),
        ("1.520 Menschen", False),
        ("4. März 2026", False),
        ("Thomas Rennick", False),
    ],
)
def test_german_is_read_as_german(answer: str, passes: bool) -> None:
    found = check(answer, "Wer, wann, wie viel?", shows(GERMAN, language="de"), language="de")
    assert isinstance(found, Passed) == passes, found


def test_other_scripts_have_numbers_and_names_by_their_letters() -> None:
    page = shows("港湾局は10月14日に1.2万人を雇った。田中花子が述べた。", language="ja")
    assert isinstance(check("12,000人", "何人？", page, language="ja"), Passed)
    assert isinstance(check("10月14日", "いつ？", page, language="ja"), Passed)
    assert isinstance(check("田中花子", "誰が述べた？", page, language="ja"), Passed)
    assert isinstance(check("山田太郎", "誰が述べた？", page, language="ja"), Dropped)
    assert isinstance(check("21,000人", "何人？", page, language="ja"), Dropped)


TUNNEL = """The tunnel is 41 kilometres long and cost 2.5 billion crowns. Inside it was 20 °C.
The fare is 3 euros. “We lost a tripod and all feeling,” she said. “We never lost the light.”
One in four houses stood empty. The town has 12,400 houses. Three of the nine ferries ran late.
It opens at half past eleven. Tickets are £12 for adults and £6 for children."""


@pytest.mark.parametrize(
    ("question", "answer", "passes"),
    [
        ("How long is the tunnel in miles?", "About 25.5 miles", True),
        ("How long is the tunnel in miles?", "About 31 miles", False),
        ("How long is the tunnel?", "41 miles", False),
        ("How warm was it, in Fahrenheit?", "68 °F", True),
        ("What is the fare in cents?", "300 cents", True),
        ("What is the fare?", "3 dollars", False),
        ("What did the tunnel cost?", "2.5 million crowns", False),
        ("What did she say?", "“We lost a tripod … We never lost the light.”", True),
        ("What did she say?", "“We lost a tripod and all feeling. We never lost the light.”", True),
        ("What did she say?", "“We lost a tripod and all hope.”", False),
        ("How many houses stood empty?", "3,100", True),
        ("How many ferries ran on time?", "Six", True),
        ("How many ferries ran late?", "Five", False),
        ("When does it open?", "11:30", True),
        ("What do two adults and three children pay?", "£42", True),
        ("Translate the sentence on ferries into German.", "Drei der neun Fähren kamen zu spät.",
         True),
        ("Translate the sentence on ferries into German.", "Drei der acht Fähren kamen zu spät.",
         False),
    ],
)  # fmt: skip
def test_a_quantity_has_its_unit_or_follows_from_it(
    question: str, answer: str, passes: bool
) -> None:
    found = check(answer, question, shows(TUNNEL))
    assert isinstance(found, Passed) == passes, found


FIRM = """Result ($m) 2026
Sales\t705
Operating result\t(4.1)
Exports rose by 12 per cent. Its second ferry sank. Fares in drachmets:
Vane\t19.80
Kalm\t7.20"""


@pytest.mark.parametrize(
    ("answer", "passes"),
    [
        ("A loss of $4.1 million", True),
        ("A profit of $4.1 million", False),
        ("They rose by 12 per cent.", True),
        ("They fell by 12 per cent.", False),
        ("19.80 drachmets", True),
        ("19.80 francs", False),
        ("The 12th", False),
        ("2 ferries sank.", False),
    ],
)
def test_sign_and_money_are_those_of_the_page(answer: str, passes: bool) -> None:
    found = check(answer, "What does it say?", shows(FIRM))
    assert isinstance(found, Passed) == passes, found


def test_a_quote_in_the_language_of_the_page_must_be_said_there() -> None:
    page = shows(GERMAN, language="de")
    asked = "What did Mrs Vane, who speaks of the boxes that were left behind, say about them?"
    said = "She said „Eine Kiste ist hier für immer zu Hause“ about the boxes that were left."
    assert isinstance(check(said, asked, page, language="en"), Dropped)
    assert isinstance(check("“A box is only a guest here”", asked, page, language="en"), Passed)


def test_numbers_in_chinese_characters_are_read() -> None:
    page = shows("灯台の修理に三千万円かかった。高さは二十七メートル。", language="ja")
    assert isinstance(check("3000万円", "修理にいくら？", page, language="ja"), Passed)
    assert isinstance(check("30 million yen", "How much was it?", page), Passed)
    assert isinstance(check("三億円", "修理にいくら？", page, language="ja"), Dropped)


def test_what_goes_beyond_facts_is_not_for_this_gate() -> None:
    found = check("Paris, in 2031", subtask="Further Insights")
    assert found == Passed("not factual")


def test_without_text_in_the_pictures_the_article_counts_and_evidence_quotes_it() -> None:
    page = factory.page(language="en", text="In spring the board hired 140 people.")
    found = check("140", page=page)
    assert isinstance(found, Passed)
    assert found.evidence["facts"] == [
        {"fact": "140", "kind": "number", "where": "text, character 26", "as": "140"}
    ]


def test_with_text_in_the_pictures_only_that_counts() -> None:
    page = shows("Nothing here.", text="In spring the board hired 140 people.")
    assert isinstance(check("140", page=page), Dropped)


def test_of_several_options_only_the_gold_one_must_be_there() -> None:
    asked = "Who leads the board?\n\nA. Hans Gruber\nB. Tobias Rennick\nC. Ida Falk"
    assert isinstance(check("B", asked), Passed)
    assert isinstance(check("B. Tobias Rennick", asked), Passed)
    assert isinstance(check("A", asked), Dropped)


def test_a_colour_is_no_name() -> None:
    assert isinstance(check("Red", "What colour is the boat?"), Passed)


HOSTILE = [
    "\x00\x1b\x07 \u202eRennick\u202c " * 200,
    "1 " * 1_000_000,
    "9" * 2_000_000,
    "A. " * 700_000,
    "Mara Quill " * 190_000,
    "“" * 2_000_000,
    "1 000" * 400_000,
    "0000-00-00 31.02.0000 99:99 " * 80_000,
    "Of The " * 300_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_does_no_harm_and_is_read_in_bounded_time(text: str) -> None:
    page = shows(text)
    started = time.process_time()
    check("It was Mara Quill, on 14 October 2026, with 140 people.", page=page)
    check(text, "Who?")
    seconds = time.process_time() - started
    assert seconds < 4, "a pattern that goes back over such a text takes minutes"


def test_half_an_emoji_and_marks_of_direction_hide_nothing() -> None:
    page = shows("By Mara Qu\u00adill \ud83d and \u202eTobias\u202c Ren\u200bnick, 140")
    assert isinstance(check("Mara Quill and Tobias Rennick, 140"), Passed)
    assert isinstance(check("Mara Quill and Tobias Rennick", "Who?", page), Passed)
