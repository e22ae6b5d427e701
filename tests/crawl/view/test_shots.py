"""Pictures of a real page: each kind has its size, place and text, and a bad one is refused."""

import io
import time
from urllib.parse import quote

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from live.browser import chromium
from live.crawl.view.same import Story, mark
from live.crawl.view.shots import photograph, tile_tops
from live.outcomes import Dropped

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SCREEN = (640, 480)
WORDS = "The council of the small town met on Tuesday and agreed to mend the old bridge. " * 4


def drawing(colour: str, width: int = 400, height: int = 200) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="{colour}"/>'
        '<circle cx="90" cy="90" r="60"/><rect x="200" y="50" width="90" height="90"/></svg>'
    )
    return f'<img width="{width}" height="{height}" src="data:image/svg+xml,{quote(svg)}">'


def story(*parts: str, style: str = "") -> str:
    sheet = f"body{{margin:0}}h1,p,figure{{margin:0 0 20px}}{style}"
    body = "".join(parts) or "".join(f"<p>{n} {WORDS}</p>" for n in range(30))
    return f"<!doctype html><style>{sheet}</style><article><h1>The bridge</h1>{body}</article>"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shoot():
    """Gives `await shoot(html, kind, scale=, max_height=, then=)`: what `photograph` gives.

    then: what a page does by itself once it was read. clean: what cleaning it again does.
    """
    async with chromium() as browser:

        async def shoot(html, kind="full_page", *, scale=1, max_height=3000, then="0", clean="0"):
            async with browser.tab(SCREEN, scale=scale) as tab:
                await tab.set_content(html)
                story = Story(await mark(tab), "The bridge", WORDS if WORDS in html else "")
                await tab.evaluate(then)
                return await photograph(
                    tab,
                    kind,
                    SCREEN,
                    max_height,
                    language="en",
                    story=story,
                    clean=lambda: tab.evaluate(clean),
                )

        yield shoot


def opened(picture) -> np.ndarray:
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.size == (picture.width, picture.height)
        assert Image.MIME[image.format] == picture.media_type
        return np.asarray(image.convert("RGB"), dtype=int)


@pytest.mark.parametrize("scale", [1, 2])
async def test_screen_page_and_tiles_show_the_same_page_at_their_places(shoot, scale):
    (first,) = await shoot(story(), "single_screen", scale=scale)
    (whole,) = await shoot(story(), scale=scale)
    tiles = await shoot(story(), "rolling_screen", scale=scale)
    page = opened(whole)
    assert (first.width, first.height, first.top) == (640 * scale, 480 * scale, 0)
    assert whole.width == 640 * scale and whole.height > 3 * 480 * scale and not whole.cut
    assert {tile.height for tile in tiles} == {480 * scale}
    assert tiles[-1].top + tiles[-1].height == whole.height
    for above, below in zip(tiles, tiles[1:], strict=False):
        assert above.top < below.top <= above.top + 0.9 * above.height
    for tile in [first, *tiles]:
        part = page[tile.top : tile.top + tile.height]
        assert np.abs(opened(tile) - part).mean() < 3
        assert set(tile.text.split("\n")) <= set(whole.text.split("\n"))
        assert 10 < len(tile.text.split("\n")) < len(whole.text.split("\n"))
    assert {line for tile in tiles for line in tile.text.split("\n")} == set(whole.text.split("\n"))


async def test_a_page_higher_than_the_limit_is_cut_and_its_last_picture_says_so(shoot):
    (whole,) = await shoot(story(), max_height=1000)
    assert (whole.height, whole.cut) == (1000, True)
    tiles = await shoot(story(), "rolling_screen", max_height=1000)
    assert [tile.cut for tile in tiles] == [False] * (len(tiles) - 1) + [True]
    assert tiles[-1].top + tiles[-1].height == 1000
    assert "29 The" not in whole.text + tiles[-1].text


async def test_a_page_of_300_000_px_is_cut_in_bounded_time(shoot):
    tall = story(*(f"<p style='height:280px'>{n} {WORDS}</p>" for n in range(1000)))
    started = time.monotonic()
    for scale, limit in ((1, 2000), (2, 1_000_000)):
        (picture,) = await shoot(tall, scale=scale, max_height=limit)
        assert picture.cut and picture.width * picture.height <= 42_000_000
        assert picture.height == limit or limit > 300_000
        assert "0 The" in picture.text and "999 The" not in picture.text
    assert time.monotonic() - started < 90


async def test_element_is_the_leading_figure_with_its_caption_and_nothing_beside(shoot):
    html = story(
        f"<nav>{drawing('green')}</nav><p>Standfirst</p>",
        f"<aside style='float:right;width:150px'>Beside</aside>"
        f"<figure style='width:420px'>{drawing('red')}<figcaption>The old bridge</figcaption>"
        f"</figure><p>{WORDS}</p><figure>{drawing('blue')}<figcaption>Later</figcaption></figure>",
    )
    for scale in (1, 2):
        (picture,) = await shoot(html, "element", scale=scale)
        assert picture.text == "The old bridge" and picture.top > 200 * scale
        assert 420 * scale == picture.width and 200 * scale < picture.height < 260 * scale
        red, green, blue = opened(picture)[20 * scale, 20 * scale]
        assert red > 240 and green < 20 and blue < 20


@pytest.mark.parametrize(
    "part",
    [
        "",
        drawing("red", 90, 90),
        f"<aside>{drawing('red')}</aside>",
        "<figure><img width=400 height=200 src='data:image/png,broken'></figure>",
        f"<a href='http://paper.example/other'>{drawing('red')}</a>",
        f"<div style='display:none'>{drawing('red')}</div>",
    ],
)
async def test_an_article_without_a_leading_picture_has_no_figure(shoot, part):
    found = await shoot(story(part, f"<p>{WORDS}</p>"), "element")
    assert isinstance(found, Dropped) and found.reason == "no_figure"


BANNER = "position:fixed;inset:20% 10%;background:gold"
SHADOW = (
    "<div id=host></div><script>host.attachShadow({{mode: '{}'}}).innerHTML = "
    f"'<div style=\"{BANNER}\">Subscribe!</div>'</script>"
)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (story("<p></p>", style="h1{color:white}"), "blank"),
        (story() + f"<div id=promo style='{BANNER}'>Subscribe!</div>", "covered"),
        (
            story() + "<div style='position:fixed;inset:0;background:#0008'></div>",
            "covered",
        ),
        (story() + SHADOW.format("open"), "covered"),
        (story() + SHADOW.format("closed"), "covered"),
        ("<title>404 Not Found</title><h1>404 Not Found</h1><p>nginx", "error_page"),
        ("<h1>Paper</h1><p>Verify you are human by completing the action below.", "bot_wall"),
        (story(*["<p>" + "\u0378\u0379 " * 600 + "</p>"] * 3), "no_font"),
        (story(f"<p>{WORDS}</p><div style='height:2000px'></div>"), "blank"),
    ],
    ids=["blank", "banner", "backdrop", "shadow", "closed", "404", "wall", "tofu", "hollow"],
)
async def test_a_bad_picture_is_dropped_with_its_reason(shoot, html, reason):
    found = await shoot(html)
    assert isinstance(found, Dropped) and found.reason == reason and found.detail.endswith(".")


async def test_what_lies_over_a_picture_of_the_story_is_no_cover(shoot):
    over = "<div style='position:absolute;inset:40% 5%;z-index:999'>In words</div>"
    floats = "<div style='position:fixed;right:0;top:0;width:90px'>Share</div>"
    html = story(f"<div style='position:relative'>{drawing('red', 640, 480)}{over}</div>", WORDS)
    # the link of a teaser, laid over all of it
    sheet = "#t::after{content:'';position:absolute;inset:0;z-index:9}"
    teaser = f"<style>{sheet}</style><div style='position:relative'>{html}<a id=t href=/></a></div>"
    for page in (html + floats, teaser, f"<div style='position:fixed;inset:0'>{story()}</div>"):
        assert not isinstance(await shoot(page, "single_screen"), Dropped)


async def test_what_came_over_the_page_is_cleaned_away_and_the_picture_taken_again(shoot):
    cover = f"<div id=cover style='{BANNER}'>Wait</div>"
    html = story(drawing("red"), f"<p>{WORDS * 3}</p>") + cover
    (picture,) = await shoot(html, clean="cover.remove()")
    assert picture.height >= 480 and "Wait" not in picture.text
    found = await shoot(html)
    assert isinstance(found, Dropped) and found.reason == "covered"


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        ("document.querySelector('article').innerHTML = '<h1>The market</h1><p>' + text", "moved"),
        ("document.querySelectorAll('p').forEach(p => p.textContent = 'Subscribe')", "moved"),
        ("old.hidden = true; old.insertAdjacentHTML('afterend', '<h1>The market</h1>')", "moved"),
        ("document.querySelector('h1').insertAdjacentText('beforeend', ' (2)')", ""),
        ("old.insertAdjacentHTML('beforeend', '<h1>The market</h1>')", ""),
        ("location.hash = 'later'", ""),
        ("document.querySelector('p').textContent = 'Live: 3 to 2'; document.title = '(1)'", ""),
    ],
    ids=["other story", "no text", "other on top", "counter", "next below", "hash", "ticker"],
)
async def test_a_picture_is_of_the_story_that_was_read_or_there_is_none(shoot, then, reason):
    begin = "const old = document.querySelector('article'), text = 'Fish was cheap. '.repeat(99);"
    found = await shoot(story(), then=f"() => {{ {begin} {then} }}")
    assert (found.reason if isinstance(found, Dropped) else "") == reason


async def test_what_no_one_sees_and_blanks_are_in_no_text(shoot):
    html = story(f"<p>{WORDS}</p><p style='visibility:hidden'>Hidden</p><p>  A&nbsp; b </p>")
    (picture,) = await shoot(html, "single_screen")
    assert picture.text.endswith("\nA b") and "Hidden" not in picture.text


@pytest.mark.parametrize(("height", "tall"), [(300, 480), (480, 480), (481, 480), (5000, 800)])
async def test_tiles_start_on_the_grid_and_leave_no_row_out(height, tall):
    tops = tile_tops(height, tall)
    assert tops[0] == 0 and tops[-1] == max(height - tall, 0)
    assert all(top % 16 == 0 for top in tops[:-1])
    assert all(b - a <= 0.9 * tall for a, b in zip(tops, tops[1:], strict=False))
