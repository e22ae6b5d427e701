"""What follows from a page is grounded, in any of its languages; what does not, is not."""

from decimal import Decimal
from pathlib import Path

import factory
import pytest
import yaml

from live.config import Config
from live.numerals import numerals
from live.qa_gen.gates.clock import hours_of_day, lengths
from live.qa_gen.gates.grounded import grounded
from live.qa_gen.gates.parts import fractions
from live.qa_gen.gates.rows import tables
from live.qa_gen.gates.units import units_at
from live.qa_gen.gates.verdict import Context, Dropped, Held, Passed
from live.quantities import numbers
from live.records import Shot

CONFIG = Config.model_validate({"sites": [{"name": "A", "url": "http://a.example/"}]})
CONTEXT = Context(CONFIG, None, None)  # type: ignore[arg-type]
PARTS = [
    yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for name in ("computed.yaml", "derived.yaml", "said.yaml")
]
PAGES = {name: page for part in PARTS for name, page in part["pages"].items()}
QUESTIONS = [question for part in PARTS for question in part["questions"]]


@pytest.mark.parametrize(("page", "language", "question", "answer", "passes"), QUESTIONS)
def test_what_follows_from_a_page_passes_and_what_is_altered_does_not(
    page: str, language: str, question: str, answer: str, passes: bool
) -> None:
    text, spoken = PAGES[page]["text"], PAGES[page]["language"]
    shot = Shot(kind="full_page", sha256="0" * 64, width=1280, height=800, text=text)
    asked = factory.question(
        question=question, answer=answer, language=language, subtask="Contextual Analysis"
    )
    found = grounded(asked, factory.page(shots=(shot,), language=spoken), CONTEXT)
    assert isinstance(found, Passed) == passes, found


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "two thousand five hundred and six", [2506]),
        ("de", "zweihundertdreißig und zwanzigtausend", [230, 20000]),
        ("fr", "soixante et onze, quatre-vingt-douze, deux mille trois cents", [71, 92, 2300]),
        ("es", "treinta y cuatro, doscientas, dos mil millones", [34, 200, 2_000_000_000]),
        ("pt", "oitenta e sete, duas mil e quinhentas", [87, 2500]),
        ("it", "centoquarantadue, milleottocento, ventimila", [142, 1800, 20000]),
        ("nl", "eenentwintig", [21]),
        ("ja", "三万二千、四十八", [32000, 48]),
    ],
)
def test_numerals_of_many_languages_have_their_values(
    language: str, text: str, values: list[int]
) -> None:
    found = [value for _, value in numbers(text, languages=("en", language))]
    assert found == [Decimal(value) for value in values]


def test_a_comma_means_what_its_language_says() -> None:
    assert [v for _, v in numbers("1,250 and 1.250", of="en")] == [1250, Decimal("1.25")]
    assert [v for _, v in numbers("1,250 und 1.250", of="de")] == [Decimal("1.25"), 1250]
    assert len(numbers("1,250")) == 2


def test_a_language_that_nobody_knows_has_no_numerals() -> None:
    assert numerals("xx") == {}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2 hours, 38 minutes and 11 seconds", 9491),
        ("2:38:11", 9491),
        ("6:12.48", Decimal("372.48")),
        ("6:12,48", Decimal("372.48")),
        ("1'12\"3", Decimal("72.3")),
        ('57"3', Decimal("57.3")),
        ("14h 22m 09s", 51729),
        ("five minutes and 38.02 seconds", Decimal("338.02")),
        ("trois heures et vingt minutes", 12000),
        ("2時間30分", 9000),
        ("four and a half hours", 16200),
        ("Achteinhalb Stunden", 30600),
    ],
)
def test_lengths_of_time_are_read_in_words_and_digits(text: str, seconds: int | Decimal) -> None:
    assert [length for _, _, length in lengths(text)] == [seconds]


def test_times_of_day_are_known_by_what_stands_around_them() -> None:
    said = "6.10 to 10.40, 9 h 30 à 18 h, 11.40pm, 午後8時10分; it weighs 6.10 kg"
    assert [minutes for _, minutes in hours_of_day(said)] == [370, 640, 570, 1080, 1420, 1210]


def test_parts_are_read_in_words() -> None:
    said = "one twentieth, two thirds, ein Fünftel, dos quintos, 三分の二"
    some = [Decimal(1) / 20, Decimal(2) / 3, Decimal(1) / 5, Decimal(2) / 5]
    assert set(some) <= set(fractions(said))
    assert fractions("in the third quarter of 2026") == []


def test_a_table_knows_its_rows_columns_and_scales() -> None:
    text = "Sold\t2025\t2026\nTyres (million)\t8.9\t8.2\nStaff\t5,820\t5,460\n"
    (table,) = tables(text)
    assert [cell.text for cell in table.header] == ["Sold", "2025", "2026"]
    assert set(table.rows_named(frozenset({"tyres", "x"}))) == {0}
    assert table.columns_named(frozenset({"2026"})) == {2}
    assert [table.scale(n, 1) for n in range(2)] == [6, 0]
    assert table.at(text.index("5,460")) == (1, 2)


def test_prose_and_a_menu_are_no_tables() -> None:
    assert tables("World  Economy\n\nIt rained.  Then it stopped.\nThe end of it came at 9.") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("11 kilohertz", "kilohertz"),
        ("4 MW", "megawatt"),
        ("5 mW", "milliwatt"),
        ("13 percentage points", "points"),
        ("13 per cent", "percent"),
        ("7 kilogrammes", "kg"),
    ],
)
def test_units_are_told_apart_by_prefix_and_by_letter(text: str, name: str) -> None:
    assert {unit.name for unit in units_at(text, 0)} == {name}


SHOW = """Das Blatt der Schauen, 12. Oktober 2026
Gericht\tPreis\tRest
Suppe\t3,40 €\t4 %
Fisch\t4,20 €\t21 %
1\tAda Quill\t4:52:08
2\tMara Vane\t+0:51
3\tIda Holt\t+1:15
Von 6.18 Uhr bis 9.53 Uhr fehlte der Strom, am Abend von 16 bis 19 Uhr das Wasser.
Die Pfanne wog 18 Kilogramm, der Deckel 140 Gramm, der Griff war 4 Zentimeter breit."""
SPELLINGS = [
    ("21 Prozent", True),
    ("24 Prozent", False),
    ("4,20 Euro", True),
    ("51 Sekunden", True),
    ("75 seconds", True),
    ("15 seconds", False),
    ("um 6.18", True),
    ("von 6.18 bis 9.53 Uhr", True),
    ("6:18", True),
    ("um 16 Uhr", True),
    ("bis 19 Uhr", True),
    ("um 17 Uhr", False),
    ("6.18 Millionen", False),
    ("18 kilos", True),
    ("18 chili", True),
    ("18 quilos", True),
    ("18 kilogrammes", True),
    ("140 gramas", True),
    ("140 quilogramas", False),
    ("4 inches", False),
    ("4 pollici", False),
    ("4 centimètres", True),
]


@pytest.mark.parametrize(("answer", "passes"), SPELLINGS)
def test_a_quantity_is_known_in_other_spellings_and_by_its_own_unit(
    answer: str, passes: bool
) -> None:
    assert isinstance(verdict(SHOW, "de", "Was steht da?", answer), Passed) == passes


TRIPS = """The boat to Inner Skarvik
Wednesday 14 October 2026, 18:00
Leaves Skarvik\tLeaves Inner Skarvik
06:45\t07:20
09:30\t10:05
14:15\t14:50
17:40\t18:15
The crossing takes 25 minutes, and the boat holds 38 people. Tickets are 24 crowns (children 15).
She covered the 187 kilometres from Kelling in 4 hours, 52 minutes and 8 seconds.
The update was put in on Monday at 2:15 and taken out on Wednesday at 22:40.
The judge gave two years and four months; the prosecutor had wanted four years.
The council voted for it by 17 to 12. Two abstained.
Of all, 46 per cent are for it, 43 per cent against it."""
WORKINGS = [
    ("How many people can it take to Inner Skarvik?", "152 (four trips with 38 people)", True),
    ("How many people can it take to Inner Skarvik?", "162 (four trips with 38 people)", False),
    ("What do two adults and a child pay?", "63 crowns (two times 24 plus 15)", True),
    ("What do two adults and a child pay?", "64 crowns (two times 24 plus 15)", False),
    ("How fast was she on average?", "About 38.4 km/h (187 km in 4:52:08)", True),
    ("How fast was she on average?", "About 41.4 km/h (187 km in 4:52:08)", False),
    ("When does the boat of 09:30 arrive?", "At 09:55", True),
    ("When does the boat of 09:30 arrive?", "At 10:15, after 25 minutes", False),
    ("How long was the update in place?",
     "From Monday 2:15 to Wednesday 22:40: 68 hours and 25 minutes", True),
    ("How long was the update in place?",
     "From Monday 2:15 to Wednesday 22:40: 69 hours and 25 minutes", False),
    ("By how much did the judge fall short of it?", "One year and eight months", True),
    ("By how much did the judge fall short of it?", "By 20 months", True),
    ("By how much did the judge fall short of it?", "By 21 months", False),
    ("How many voted on it, abstentions included?", "31", True),
    ("How many voted on it, abstentions included?", "33", False),
    ("What share of all is neither for it nor against it?", "11 per cent", True),
    ("What share of all is neither for it nor against it?", "13 per cent", False),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "passes"), WORKINGS)
def test_the_working_that_an_answer_shows_is_done(question: str, answer: str, passes: bool) -> None:
    assert isinstance(verdict(TRIPS, "en", question, answer), Passed) == passes


@pytest.mark.parametrize(
    ("question", "passes"),
    [
        ("By how many per cent did the harvest rise?", False),
        ("By how many per cent did the harvest fall?", True),
    ],
)
def test_a_change_in_percent_is_of_what_there_was_before(question: str, passes: bool) -> None:
    text = "The harvest went from 72,000 tonnes to 61,000 tonnes, or the other way round."
    assert isinstance(verdict(text, "en", question, "By about 15.3 per cent"), Passed) == passes


def verdict(text: str, language: str, question: str, answer: str) -> Passed | Dropped | Held:
    shot = Shot(kind="full_page", sha256="0" * 64, width=1280, height=800, text=text)
    asked = factory.question(
        question=question, answer=answer, language=language, subtask="Contextual Analysis"
    )
    return grounded(asked, factory.page(shots=(shot,), language=language), CONTEXT)
