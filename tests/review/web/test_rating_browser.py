"""Rating in a real browser: by keyboard alone, by hand, over a line that fails, by everybody."""

import io
from collections.abc import Callable
from pathlib import Path

import factory
import pytest
from PIL import Image
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from rated import CANDIDATES, MONTH, answered, panelled, questions
from web_desk import invite

from live.records import Answer, Page, Shot, Verdict
from live.review.web.app import create_app
from live.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.server]
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
Open = Callable[..., Tab]


@pytest.fixture
def month(desk: Workspace) -> Workspace:
    """Three questions, the last of one criterion, with six answers to rate."""
    month = panelled(desk, rated_by_people=6)
    asked = [*questions(2), factory.question(3, factory.page(3).id)]
    answered(month, asked)
    file = io.BytesIO()
    Image.new("RGB", (1280, 2400), "white").save(file, "PNG")
    shot = Shot(kind="full_page", sha256=month.blobs.put(file.getvalue()), width=1280, height=2400)
    for page in month.store.all(Page, MONTH):
        month.store.add(page.model_copy(update={"shots": (shot,)}))
    return month


@pytest.fixture
def rating(month: Workspace, switch, tab: Open) -> Callable[..., Tab]:  # type: ignore[no-untyped-def]
    """Opens the page to rate at as kim."""
    switch[0].app = create_app(month, MONTH)

    def open_page(**options: object) -> Tab:
        opened = tab(switch[1], invite(month, "kim"), "kim", **options)
        opened.goto(f"{switch[1]}/rate")
        opened.wait_for_load_state()
        return opened

    return open_page


def shown(tab: Tab) -> str | None:
    return tab.get_attribute("#turn", "data-item")


def after(tab: Tab, *keys: str) -> None:
    """Presses keys, and waits for another answer."""
    before = tab.query_selector("#turn")
    for key in keys:
        tab.keyboard.press(key)
    tab.wait_for_function("before => !before.isConnected", arg=before)


def to(tab: Tab, criteria: int) -> None:
    """Goes on to an answer to a question of so many criteria."""
    for _ in range(6):
        if tab.locator(".criterion").count() == criteria:
            return
        after(tab, "j")
    raise AssertionError(f"none has {criteria} criteria")


def given(month: Workspace) -> list[tuple[int, ...]]:
    return [v.points for v in month.store.all(Verdict, MONTH) if v.by_person and v.points]


def test_answers_are_rated_by_keyboard_alone(month: Workspace, rating: Open) -> None:
    kim = rating()
    to(kim, 2)
    kim.keyboard.press("Enter")
    expect(kim.locator("#told")).to_have_text("Criterion 1 has no points yet. Give it some, or 0.")
    kim.keyboard.press("9")
    expect(kim.locator("#told")).to_have_text("This criterion has 4 points.")
    kim.keyboard.press("3")
    expect(kim.locator("#told")).to_be_empty()
    expect(kim.locator("#live")).to_have_text("3 of 4. 3 of 10. 6 pts Rubric words two")
    expect(kim.locator(".criterion.now legend")).to_contain_text("Rubric words two")
    kim.keyboard.press("f")
    expect(kim.locator("[data-total]")).to_have_text("9 of 10")
    kim.keyboard.press("Backspace")
    kim.keyboard.press("0")
    expect(kim.locator("[data-total]")).to_have_text("6 of 10")
    kim.keyboard.press("n")
    kim.keyboard.type("9 f 3 u j, in words")
    expect(kim.locator("[data-total]")).to_have_text("6 of 10")
    kim.keyboard.press("Escape")
    assert kim.evaluate("document.activeElement.id") == "question"
    after(kim, "Enter")
    assert given(month) == [(0, 6)]
    expect(kim.locator("#told")).to_have_text("Stored: 6 of 10.")
    expect(kim.locator("nav [aria-current]")).to_have_text("Rate 5")
    assert month.store.all(Verdict, MONTH)[0].reason == "9 f 3 u j, in words"
    to(kim, 1)
    after(kim, "f", "Enter")
    assert given(month) == [(0, 6), (10,)]


def test_undo_brings_the_last_answer_back_with_its_points(month: Workspace, rating: Open) -> None:
    kim = rating()
    to(kim, 2)
    first = shown(kim)
    after(kim, "4", "1", "Enter")
    assert shown(kim) != first
    after(kim, "u")
    assert shown(kim) == first and given(month) == []
    expect(kim.locator("[data-total]")).to_have_text("5 of 10")
    expect(kim.locator("nav [aria-current]")).to_have_text("Rate 6")
    after(kim, "2", "Enter")
    assert given(month) == [(2, 1)]


def test_answers_are_rated_by_mouse_and_by_tab(month: Workspace, rating: Open) -> None:
    kim = rating()
    to(kim, 2)
    kim.locator(".criterion").nth(1).locator("input").nth(5).click()
    expect(kim.locator(".criterion.now legend")).to_contain_text("Rubric words two")
    kim.locator(".criterion").nth(0).locator("input").nth(0).focus()
    kim.keyboard.press("ArrowRight")
    expect(kim.locator("[data-total]")).to_have_text("6 of 10")
    before = kim.query_selector("#turn")
    kim.click("[data-store]")
    kim.wait_for_function("before => !before.isConnected", arg=before)
    assert given(month) == [(1, 5)]


def test_what_could_not_be_stored_is_told_kept_and_sent_again(
    month: Workspace, rating: Open
) -> None:
    kim = rating()
    to(kim, 2)
    kim.context.set_offline(True)
    for key in ("4", "2", "Enter"):
        kim.keyboard.press(key)
    expect(kim.locator("#unsaved")).to_contain_text("Not stored yet.")
    assert given(month) == []
    kim.context.set_offline(False)
    after(kim, "Enter")
    assert given(month) == [(4, 2)]


def test_the_next_picture_is_there_before_it_is_asked_for(month: Workspace, rating: Open) -> None:
    kim = rating()
    ahead = (kim.get_attribute("#turn", "data-pictures") or "").split()
    assert ahead
    kim.wait_for_function(
        "all => all.every(each => performance.getEntriesByName(new URL(each, location)).length)",
        arg=ahead,
    )
    after(kim, "j")
    assert kim.get_attribute(".frame img", "src") in ahead


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_can_read_it_on_desk_tablet_and_phone(
    month: Workspace, rating: Open, scheme: str
) -> None:
    for answer in month.store.all(Answer, MONTH):
        month.store.add(answer.model_copy(update={"text": f"{'A long answer. ' * 40}"}))
    kim = rating(color_scheme=scheme, bypass_csp=True)
    kim.add_script_tag(path=AXE)

    def look(name: str) -> None:
        wrong = kim.evaluate(
            "axe.run().then(found => found.violations.map(each => each.id + ': '"
            " + each.nodes.map(node => node.html + node.failureSummary).join('\\n')))"
        )
        assert wrong == [], name
        sizes = "[document.documentElement.scrollWidth, innerWidth]"
        assert len(set(kim.evaluate(sizes))) == 1, "nothing sticks out"

    for width, height in ((1280, 800), (820, 1180), (390, 844)):
        kim.set_viewport_size({"width": width, "height": height})
        look(f"{width} px")
        box = kim.locator("[data-store]").bounding_box()
        assert box and box["y"] + box["height"] <= height, "the button is in sight"
        kim.keyboard.press("2")
        look(f"{width} px, rated")
        kim.keyboard.press("?")
        look(f"{width} px, keys")
        kim.keyboard.press("Escape")
        after(kim, "j")
    while kim.locator(".criterion").count():
        after(kim, *("0" * kim.locator(".criterion").count()), "Enter")
    look("all rated")
    expect(kim.locator("h1").first).to_have_text("All rated.")
    assert len(given(month)) == 6
    assert {v.model for v in month.store.all(Verdict, MONTH)} == set(CANDIDATES)
