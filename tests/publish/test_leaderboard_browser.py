"""Laws of the leaderboard in a real browser: it sorts, filters, links, draws, and asks nobody."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import board_month
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from playwright.sync_api import Page as Tab

from live.installed import find_chromium
from live.judge.letters import letters
from live.judge.scoreboard import board_of

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DAY = "2026-10-12"
"""The first day after the cutoff that some candidates of the made-up month declare."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[board_month.Made, str]:
    """A month of 8 candidates on 60 questions, and the address of its first page."""
    target = tmp_path_factory.mktemp("board") / "leaderboard"
    built = board_month.build(target, candidates=8, questions=60)
    return built, (target / "index.html").as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        program = find_chromium(driver.chromium.executable_path)
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, made: tuple[board_month.Made, str]) -> Iterator[Callable[..., Tab]]:
    """Opens the page; what a console says, and what leaves the folder, fails the test."""
    contexts: list[BrowserContext] = []
    said: list[str] = []
    folder = made[1].removesuffix("index.html")

    def open_tab(query: str = "", *, drawn: bool = True, **options: Any) -> Tab:
        contexts.append(
            chromium.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
        )
        tab = contexts[-1].new_page()
        tab.set_default_timeout(20_000)
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda asked: asked.url.startswith(folder) or said.append(asked.url))
        tab.goto(made[1] + query)
        if drawn:
            tab.wait_for_selector("html[data-drawn]")
        return tab

    yield open_tab
    for context in contexts:
        context.close()
    assert said == []


def names(tab: Tab) -> list[str]:
    return tab.eval_on_selector_all(
        "#scores tbody:first-of-type tr", "rows => rows.map(row => row.dataset.model)"
    )


def values(tab: Tab, key: str) -> dict[str, str]:
    """By candidate, the value that a column is sorted by."""
    code = """(rows, key) => {
        const at = [...document.querySelectorAll("#scores th[data-key]")].find(
            head => head.dataset.key === key).cellIndex;
        const of = row => [row.dataset.model, row.cells[at].dataset.value];
        return Object.fromEntries(rows.map(of));
    }"""
    found: dict[str, str] = tab.eval_on_selector_all("#scores tr[data-model]", code, key)
    return found


def markup(tab: Tab, *parts: str) -> list[str]:
    """Of some parts the elements with their text, whatever space is between them."""
    return [re.sub(r">\s+<", "><", tab.inner_html(part)) for part in parts]


def since(tab: Tab, day: str) -> None:
    """Picks a day, and waits for the numbers."""
    tab.fill("#after", day)
    expect(tab.locator("#filtered")).to_contain_text("computed in this page")
    expect(tab.locator("#scores")).not_to_have_attribute("aria-busy", "true")


def test_nothing_is_asked_of_anybody_and_nothing_goes_wrong(opened: Callable[..., Tab]) -> None:
    """The fixture holds that; all charts are drawn, with their numbers."""
    tab = opened()
    for name in ("heat", "cost", "trend"):
        assert tab.locator(f"#{name} svg").count() == 1
    assert "judge changed" in tab.inner_text("#trend")
    tab.locator("#questions").scroll_into_view_if_needed()


def test_a_click_sorts_and_another_turns_it_round(opened: Callable[..., Tab]) -> None:
    tab = opened()
    for key, up in (("candidate", True), ("mean", False), ("Further Insights", False)):
        button = tab.locator(f'#scores th[data-key="{key}"] button')
        for _ in range(2):
            button.click()
            order = [values(tab, key)[name] for name in names(tab)]
            known = [value for value in order if value]
            number = key != "candidate"
            expected = sorted(known, key=float if number else str.casefold, reverse=not up)
            assert known == expected and order[: len(known)] == known, "withheld ones stand last"
            assert tab.get_attribute(f'#scores th[data-key="{key}"]', "aria-sort")
            up = not up


def test_the_keyboard_alone_sorts_and_filters(opened: Callable[..., Tab]) -> None:
    tab = opened()
    tab.focus("#scores thead button")
    tab.keyboard.press("Enter")
    assert names(tab) == sorted(names(tab))
    tab.focus(f'[data-after="{DAY}"]')
    tab.keyboard.press("Space")
    expect(tab.locator("#filtered")).to_contain_text("computed in this page")
    tab.focus("#only-0")
    tab.keyboard.press("ArrowRight")
    assert "only=" in tab.url and tab.is_checked("#only-1")


def test_a_day_recomputes_every_number_as_python_would(
    opened: Callable[..., Tab], made: tuple[board_month.Made, str]
) -> None:
    whole, tab = made[0], opened()
    since(tab, DAY)
    rows = {id: row for id, row in whole.rows.items() if whole.days[id] >= DAY}
    given = {m: {id: of.get(id) for id in rows} for m, of in whole.ratings.items()}
    board = board_of(rows, given)
    for key, expected in (
        ("mean", {s.model: s.mean for s in board.models}),
        ("scored", {s.model: s.n for s in board.models}),
        *(
            (label, {s.model: s.subtasks[label].mean for s in board.models})
            for label in board_month.SUBTASKS
        ),
    ):
        own = {name: float(value) if value else None for name, value in values(tab, key).items()}
        assert own == expected, key
    told = letters([s.model for s in board.models if not s.withheld], board.pairs)
    assert values(tab, "letters") == {s.model: told.get(s.model, "") for s in board.models}
    assert len(tab.query_selector_all("#pairs tbody tr")) == sum(
        p.p is not None for p in board.pairs
    )
    shown = len([1 for day in whole.days.values() if day >= DAY])
    assert tab.locator(".q:visible").count() == shown and f"{shown} questions" in tab.inner_text(
        "#filtered"
    )


def test_without_a_day_the_page_shows_the_builds_own_numbers(opened: Callable[..., Tab]) -> None:
    tab = opened()
    parts = ("#scores", "#ends", "#pairs", ".filter")
    before = markup(tab, *parts)
    since(tab, DAY)
    assert markup(tab, "#scores") != before[:1]
    tab.click('[data-after=""]')
    assert markup(tab, *parts) == before
    assert "after" not in tab.url and tab.inner_text("#filtered") == ""


def test_the_charts_show_what_the_tables_show(opened: Callable[..., Tab]) -> None:
    """With the same numbers, the rows that the page gives a chart are those the build gave it."""
    tab = opened(f"?after={DAY}")
    expect(tab.locator("#filtered")).to_contain_text("computed in this page")
    heat = tab.evaluate("renewed.heat(specs.heat.wide.datasets.scores, shown)")
    for row in heat:
        own = values(tab, row["subtask"])[row["model"]]
        assert own == ("" if row["mean"] is None else f"{row['mean']:g}")
    code = """() => { let step, run = boardOf(data, rowsSince(data, ""));
        do step = run.next(); while (!step.done);
        return ["heat", "cost"].map(name => [specs[name].wide.datasets.scores,
            renewed[name](specs[name].wide.datasets.scores, step.value)]); }"""
    for before, after in tab.evaluate(code):
        kept = [name for name in before[0] if name not in ("low", "high", "span")]
        assert [[row[n] for n in kept] for row in after] == [
            [row[n] for n in kept] for row in before
        ]


def test_a_day_after_the_last_page_leaves_nothing_and_says_so(opened: Callable[..., Tab]) -> None:
    tab = opened("?after=2027-01-01")
    expect(tab.locator("#filtered")).to_contain_text("No page was published on or after that day")
    assert tab.locator(".q:visible").count() == 0 and tab.locator(".site:visible").count() == 0
    assert set(values(tab, "mean").values()) == {""}


def test_an_address_restores_day_subtask_and_order(opened: Callable[..., Tab]) -> None:
    first = opened()
    since(first, DAY)
    first.check("#only-2")
    first.click('#scores th[data-key="candidate"] button')
    assert re.search(rf"\?after={DAY}&only=.+&sort=candidate$", first.url)
    again = opened(first.url[first.url.index("?") :])
    expect(again.locator("#filtered")).to_contain_text("computed in this page")
    assert again.input_value("#after") == DAY and again.is_checked("#only-2")
    assert names(again) == names(first) == sorted(names(first))
    assert again.inner_html("#scores") == first.inner_html("#scores")


@pytest.mark.parametrize(
    "query", ["?after=yesterday", "?after=2026-99-99", "?only=Nothing&sort=-nothing", "?sort=%22]"]
)
def test_an_address_that_means_nothing_changes_nothing(
    opened: Callable[..., Tab], query: str
) -> None:
    tab, plain = opened(query), opened()
    assert tab.inner_html("#scores") == plain.inner_html("#scores") and tab.is_checked("#only-0")


def test_a_link_to_a_question_leads_to_it_whatever_is_filtered(opened: Callable[..., Tab]) -> None:
    first = opened().eval_on_selector(".q", "each => each.id")
    tab = opened(f"?after=2026-10-30&only=nothing#{first}")
    expect(tab.locator(f"#{first}")).to_be_in_viewport()
    last = opened().eval_on_selector_all(".q", "all => all.at(-1).id")
    expect(opened(f"#{last}").locator(f"#{last}")).to_be_in_viewport()


def test_charts_follow_light_and_dark(opened: Callable[..., Tab]) -> None:
    tab = opened(color_scheme="light")
    colour = "getComputedStyle(document.querySelector('#heat .role-axis-label text')).fill"
    light = tab.evaluate(colour)
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_selector("html[data-drawn='2']")
    assert tab.evaluate(colour) != light


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_read_it(opened: Callable[..., Tab], width: int, scheme: Any) -> None:
    """axe-core finds nothing wrong, and nothing but tables is wider than the screen."""
    shape = {"width": width, "height": 844}
    tab = opened(viewport=shape, color_scheme=scheme, bypass_csp=True)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    for chart in ("#heat", "#cost", "#trend"):
        box = tab.locator(f"{chart} svg").bounding_box()
        assert box and box["x"] + box["width"] <= width
    tab.evaluate(AXE.read_text())
    code = """async () => (await axe.run()).violations.map(
        each => each.id + ": " + each.nodes.map(node => node.html).join(" "))"""
    assert tab.evaluate(code) == []


def test_without_javascript_all_but_charts_and_the_day_is_there(opened: Callable[..., Tab]) -> None:
    tab = opened(drawn=False, java_script_enabled=False)
    assert tab.locator("#scores tbody tr").count() >= 8 and tab.locator(".q:visible").count() == 60
    assert not tab.locator("#since").is_visible() and not tab.locator("#heat").is_visible()
    assert "The tables have all their numbers" in tab.inner_text("noscript")
    tab.check("#only-1")
    assert tab.locator(".q:visible").count() == 12


def test_the_page_stays_light(made: tuple[board_month.Made, str]) -> None:
    """What the page recomputes from is a small part of it."""
    html = Path(made[1].removeprefix("file://")).read_text()
    data = json.loads(html.partition('id="ratings">')[2].partition("</script>")[0])
    assert len(json.dumps(data)) < 20_000 and len(html) < 1_500_000
