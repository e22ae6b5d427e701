"""A picture that shows nothing, or the same again, is refused; a sparse one of a page is not."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from live.crawl.view.checks import Look, Shown, fault

SCREEN = (640, 480)
FINE = Look("The bridge", "The bridge", 1920, "", 4000, [])


def lines(height: int, seed: int = 1) -> np.ndarray:
    """A page 640 px wide: rows of dark words of chance widths on white."""
    chance = np.random.default_rng(seed)
    page = np.full((height, 640, 3), 255, np.uint8)
    for top in range(20, height - 20, 24):
        left = 40
        while left < 560:
            wide = int(chance.integers(10, 60))
            page[top : top + 10, left : left + wide : 3] = 30
            left += wide + 12
    return page


def shown(page: np.ndarray, **other: object) -> Shown:
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=90)
    asked = {
        "url": "http://paper.example/one",
        "kind": "full_page",
        "content": out.getvalue(),
        "size": (page.shape[1], page.shape[0]),
        "screen": SCREEN,
        "grown": 0,
        "text": "The council met on Tuesday. " * 200,
        "html": "",
        "look": FINE,
        "language": "en",
    }
    return Shown(**(asked | other))  # type: ignore[arg-type]


def reason(page: np.ndarray, **other: object) -> str:
    found = fault(shown(page, **other))
    return found.reason if found else ""


@pytest.mark.parametrize("height", [300, 480, 720, 1000, 1920, 6000])
def test_a_page_of_text_is_fine(height):
    assert reason(lines(height)) == ""


@pytest.mark.parametrize("colour", [0, 128, 255])
def test_one_colour_is_blank_also_with_a_speck_on_it(colour):
    page = np.full((1920, 640, 3), colour, np.uint8)
    assert reason(page) == "blank"
    page[700:704, 300:310] = 255 - colour
    assert reason(page) == "blank"


def test_a_page_whose_lower_part_never_came_is_blank_and_one_with_holes_is_fine():
    page = lines(3000)
    holes = page.copy()
    for top in (100, 900, 1700):  # pictures that did not load
        holes[top : top + 600] = 255
    assert reason(holes) == ""
    page[700:] = 255
    assert reason(page) == "blank"
    assert "77%" in fault(shown(page)).detail or "empty" in fault(shown(page)).detail


@pytest.mark.parametrize("height", [960, 1300, 1920])
@pytest.mark.parametrize("scale", [1, 2])
def test_a_screen_repeated_down_the_page_is_tiled(height, scale):
    page = np.resize(lines(480), (height, 640, 3))
    page = page.repeat(scale, axis=0).repeat(scale, axis=1)
    assert reason(page, size=(640, height)) == "tiled"


def test_a_header_on_each_screen_does_not_make_it_tiled():
    page = lines(1920)
    for top in range(0, 1920, 480):
        page[top : top + 120] = lines(480, seed=9)[:120]
    assert reason(page) == ""


def test_a_picture_shorter_than_the_page_and_a_page_that_grows_are_refused():
    assert reason(lines(1500), size=(640, 1920)) == "truncated"
    assert reason(lines(1920), grown=400) == "moving"
    assert reason(lines(1915), size=(640, 1920), grown=5) == ""


def test_letters_without_a_font_name_their_script_and_the_package():
    look = replace(FINE, unseen=[("の", 300), ("日", 90)])
    found = fault(shown(lines(960), look=look, language="ja"))
    assert found and found.reason == "no_font"
    assert (
        "HIRAGANA" in found.detail and "fonts-noto-cjk" in found.detail and "'ja'" in found.detail
    )
    other = fault(shown(lines(960), look=replace(FINE, unseen=[("ण", 900)])))
    assert other and "DEVANAGARI" in other.detail and "fonts-noto-core" in other.detail


def test_a_name_in_another_script_may_lack_its_font():
    assert reason(lines(960), look=replace(FINE, unseen=[("中", 12)])) == ""


def test_a_cover_is_named_and_a_wall_goes_before_all_else():
    look = replace(FINE, covered="div#promo")
    assert "div#promo" in fault(shown(lines(960), look=look)).detail
    assert reason(lines(960), look=look, kind="element") == ""
    assert reason(lines(960) * 0 + 255, look=look, text="Are you a robot?") == "bot_wall"
