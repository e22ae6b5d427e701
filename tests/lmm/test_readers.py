"""The reading itself, over lines that rapidocr read once from three pages of tests/fixtures/reader.

The questions there were written by hand, in several wordings each.
"""

import ast
import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from live.lmm import readers
from live.lmm.readers.answer import UNKNOWN, answer
from live.lmm.readers.blind import guess
from live.lmm.readers.layout import Document, lay_out
from live.lmm.readers.lines import Line
from live.lmm.readers.ocr import lines_of_tsv
from live.lmm.readers.question import Question
from live.lmm.readers.screens import stitch
from live.lmm.readers.values import number
from live.lmm.readers.words import likeness

FIXTURES = Path(__file__).parent.parent / "fixtures" / "reader"
QUESTIONS: dict[str, list[tuple[str, list[str]]]] = json.loads(
    (FIXTURES / "questions.json").read_text(encoding="utf-8")
)
ASKED = [
    (page, wording, gold)
    for page, pairs in QUESTIONS.items()
    for gold, wordings in pairs
    for wording in wordings
]


def page_of(name: str) -> Document:
    lines = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return lay_out([Line(*line) for line in lines])


@pytest.fixture(scope="module")
def pages() -> dict[str, Document]:
    return {name: page_of(name) for name in QUESTIONS}


def squeezed(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def is_right(said: str, gold: str) -> bool:
    """Whether an answer is the gold one, or holds it and little else, its parts in order."""
    parts, rest = [squeezed(part) for part in gold.split("; ")], squeezed(said)
    for part in parts:
        before, found, rest = rest.partition(part)
        if not found:
            return False
    return len(said) < max(3 * len(gold), 90)


def test_the_questions_are_many_and_asked_in_several_wordings() -> None:
    assert sum(len(pairs) for pairs in QUESTIONS.values()) >= 60
    assert len(ASKED) >= 150


@pytest.mark.parametrize(("page", "wording", "gold"), ASKED)
def test_the_answer_does_not_hang_on_the_wording(
    page: str, wording: str, gold: str, pages: dict[str, Document]
) -> None:
    said = answer(wording, pages[page])
    assert is_right(said, gold), f"{wording!r} -> {said!r}"


def test_guessing_earns_next_to_nothing() -> None:
    guessed = sum(is_right(guess(wording), gold) for _, wording, gold in ASKED)
    assert guessed < 0.05 * len(ASKED)


def test_what_the_page_does_not_tell_is_not_made_up(pages: dict[str, Document]) -> None:
    for question in (
        "Who won the chess championship in Reykjavik?",
        "What does the pie chart say about bananas?",
        'Complete: "The zebra ate ____ pancakes before breakfast."',
    ):
        assert answer(question, pages["courier"]) == UNKNOWN
    assert answer("What is the headline?", lay_out([])) == UNKNOWN


def test_a_table_keeps_its_empty_cells_in_their_columns() -> None:
    cells = [
        ["Port", "Arrives", "Leaves"],
        ["Abel", "", "22:05"],
        ["Bern", "02:20", "02:40"],
        ["Cove", "03:55", ""],
    ]
    lines = [
        Line(cell, 100 + 300 * column, 100 + 30 * row, 9 * len(cell), 20)
        for row, cells_of_row in enumerate(cells)
        for column, cell in enumerate(cells_of_row)
        if cell
    ]
    (table,) = lay_out(lines).tables
    assert table.header == tuple(cells[0])
    assert table.rows == tuple(tuple(row) for row in cells[1:])


def test_bars_beside_a_paragraph_are_read_as_a_chart_and_the_axis_is_no_value() -> None:
    lines = [Line("Eggs laid", 100, 60, 90, 24)]
    for n, (label, value, top) in enumerate(
        [("Ada", "12", 200), ("Bea", "9", 240), ("Cyd", "21", 120)]
    ):
        lines += [Line(value, 160 + 100 * n, top, 20, 20), Line(label, 155 + 100 * n, 320, 30, 20)]
    lines += [Line(str(tick), 90, y, 16, 20) for tick, y in ((0, 300), (10, 200), (20, 110))]
    lines += [Line("A long line of text that stands in the column beside.", 600, 321, 420, 20)]
    (chart,) = lay_out(lines).charts
    assert chart.points == (("Ada", "12"), ("Bea", "9"), ("Cyd", "21"))
    assert chart.title == "Eggs laid"


def picture(pixels: np.ndarray, tmp_path: Path) -> bytes:
    path = tmp_path / "screen.png"
    Image.fromarray(pixels).save(path)
    return path.read_bytes()


@pytest.mark.parametrize("overlapping", [0, 40, 130])
def test_screens_become_one_page_and_what_two_show_is_kept_once(
    overlapping: int, tmp_path: Path
) -> None:
    page = np.random.default_rng(7).integers(0, 255, (400, 60, 3), dtype=np.uint8)
    screens = [page[:200], page[200 - overlapping :]]
    assert (stitch([picture(each, tmp_path) for each in screens]) == page).all()


@pytest.mark.parametrize("down", [160, 165, 171])
def test_screens_that_overlap_are_one_page_also_as_jpeg(down: int) -> None:
    page = np.full((371, 640, 3), 255, dtype=np.uint8)
    chance = np.random.default_rng(7)
    for top in range(10, 360, 24):
        for left in range(20, 600, 40):
            page[top : top + 12, left : left + chance.integers(5, 35)] = 30
    screens = []
    for part in (page[:200], page[down : down + 200]):
        out = BytesIO()
        Image.fromarray(part).save(out, "JPEG", quality=90)
        screens.append(out.getvalue())
    assert len(stitch(screens)) == down + 200


def test_screens_that_share_a_frame_and_an_advertisement_are_not_taken_for_overlapping(
    tmp_path: Path,
) -> None:
    screen = np.full((200, 60, 3), 255, dtype=np.uint8)
    screen[:, 5] = 0
    above, below = screen.copy(), screen.copy()
    above[60:90, 20:40], below[120:150, 10:30] = 90, 30
    advertisement = np.random.default_rng(7).integers(0, 255, (30, 60, 3), dtype=np.uint8)
    above[150:180], below[90:120] = advertisement, advertisement
    assert len(stitch([picture(above, tmp_path), picture(below, tmp_path)])) == 400


def test_tesseracts_words_become_lines_and_a_wide_gap_parts_cells() -> None:
    head = "level page_num block_num par_num line_num word_num left top width height conf text"
    words = [(10, 40, "Marlow"), (55, 40, "Rovers"), (300, 20, "16")]
    rows = [f"5 1 1 1 1 {n} {x} 10 {w} 12 96.5 {t}" for n, (x, w, t) in enumerate(words, 1)]
    tsv = "\n".join(row.replace(" ", "\t") for row in [head, *rows])
    assert [line.text for line in lines_of_tsv(tsv)] == ["Marlow Rovers", "16"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("9.480", "9480"), ("9,480", "9480"), ("0,31 mm", "0.31"), ("4.6", "4.6"), ("−2 °C", "-2"),
     ("1.234,5", "1234.5"), ("12'500", "12500"), ("0,310", "0.310")],
)  # fmt: skip
def test_a_printed_number_has_the_value_that_its_country_means(printed: str, value: str) -> None:
    assert str(number(printed)) == value


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Which comes first: A cat; a dog; an owl?", ["A cat", "a dog", "an owl"]),
        ("Sort:\n(a) Rye\n(b) Oats", ["Rye", "Oats"]),
        ('Which is higher, "Rye and oats" or "Barley"?', ["Rye and oats", "Barley"]),
        ("Who wrote it?", []),
    ],
)
def test_options_are_found_however_they_are_listed(question: str, options: list[str]) -> None:
    assert Question(question).options() == options


def test_a_misread_letter_does_not_part_two_texts() -> None:
    assert likeness("Owl chicks close the bell tower", "Owl chicks c1ose the bell tovver") > 0.8


def test_no_module_of_the_models_imports_how_questions_are_written() -> None:
    folder = Path(readers.__file__).parent.parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any("qa_gen" in name for name in names), path
            if isinstance(node, ast.ImportFrom) and node.module == "live":
                assert "qa_gen" not in {alias.name for alias in node.names}, path
