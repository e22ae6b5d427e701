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
from live.qa_gen.gates.verdict import Context, Passed
from live.quantities import numbers
from live.records import Shot

CONFIG = Config.model_validate({"sites": [{"name": "A", "url": "http://a.example/"}]})
CONTEXT = Context(CONFIG, None, None, {})  # type: ignore[arg-type]
PARTS = [
    yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for name in ("computed.yaml", "derived.yaml")
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
        ("trois heures et vingt minutes", 12000),
        ("2時間30分", 9000),
        ("four and a half hours", 16200),
        ("Achteinhalb Stunden", 30600),
    ],
)
def test_lengths_of_time_are_read_in_words_and_digits(text: str, seconds: int) -> None:
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
