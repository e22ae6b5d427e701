"""In a real browser: typed text stays text until it is stored or given up; a phone shows it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect
from web_desk import MONTH, invite, stored

from live.clock import now
from live.records import Decision, Remark
from live.review.decisions import decide
from live.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.server]
Open = Callable[..., Tab]
Serve = Callable[[], str]


def focus(tab: Tab) -> str:
    return str(tab.evaluate("document.activeElement.id"))


def nothing_happened(desk: Workspace) -> bool:
    return not desk.store.all(Decision, MONTH) and not desk.store.all(Remark, MONTH)


def test_who_types_on_after_a_note_was_refused_types_text(desk, served: Serve, tab: Open):
    stored(desk, 2)
    kim = tab(served(), invite(desk, "kim"), "kim")
    kim.keyboard.press("n")
    kim.keyboard.type("  ")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator("#told")).to_contain_text("the note is empty")
    kim.keyboard.type("a")
    assert (focus(kim), kim.input_value("#text")) == ("text", "  a")
    with pytest.MonkeyPatch.context() as later:
        later.setattr("live.review.web.session.now", lambda: now() + timedelta(hours=13))
        kim.keyboard.press("Control+Enter")
        expect(kim.locator("#told")).to_contain_text("Your session has ended.")
        kim.keyboard.type("af")
    assert (focus(kim), kim.input_value("#text")) == ("text", "  aaf")
    assert nothing_happened(desk)


def test_an_edit_that_is_refused_goes_on_where_it_is_wrong_and_is_given_up_whole(
    desk, served: Serve, tab: Open
):
    (first,) = stored(desk, 1)
    kim = tab(served(), invite(desk, "kim"), "kim")
    kim.keyboard.press("e")
    kim.fill("#e-criteria", "10: Mara\nfoo bar")
    kim.fill("#e-answer", "Typed over")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator("#notice")).to_contain_text("The criterion “foo bar” does not say")
    expect(kim.locator("#e-criteria")).to_be_focused()
    expect(kim.locator("#e-criteria")).to_have_attribute("aria-invalid", "true")
    expect(kim.locator(".gold")).to_be_hidden()
    kim.keyboard.press("a")
    kim.fill("#e-criteria", "10: Mara")
    expect(kim.locator("#e-criteria")).to_have_attribute("aria-invalid", "false")
    kim.fill("#e-question", "  ")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator("#notice")).to_contain_text("The question is empty")
    expect(kim.locator("#e-question")).to_be_focused()
    kim.keyboard.press("Escape")
    expect(kim.locator("#notice")).to_have_count(0)
    expect(kim.locator(".gold")).to_be_visible()
    kim.keyboard.press("e")
    assert kim.input_value("#e-question") == first.question
    assert kim.input_value("#e-answer") == first.answer
    assert kim.input_value("#e-criteria") == '10: the answer names "Mara Quill".'
    assert nothing_happened(desk)


def test_who_ticks_mine_among_what_is_to_do_sees_what_is_theirs(desk, served: Serve, tab: Open):
    first, *_ = stored(desk, 3)
    address, token = served(), invite(desk, "kim")
    kim = tab(address, token, "kim")
    decide(desk, first, "accept", "kim")
    kim.goto(address)
    kim.check("[name=mine]")
    expect(kim.locator(".questions th a")).to_have_text([first.question])
    expect(kim.locator(".tabs [aria-current]")).to_have_text("All1")
    kim.uncheck("[name=mine]")
    expect(kim.locator(".tabs [aria-current]")).to_have_text("All3")


def test_while_the_server_is_down_a_page_looks_for_its_gates_more_seldom_then_no_more(
    desk, served: Serve, tab: Open, monkeypatch: pytest.MonkeyPatch
):
    (first,) = stored(desk, 1)
    monkeypatch.setattr("live.review.web.again.Again.is_running", lambda *_: True)
    address = served()
    kim = tab(address, invite(desk, "kim"), "kim")
    looked: list[str] = []
    kim.route("**/desk/*/gates*", lambda route: (looked.append(route.request.url), route.abort()))
    kim.clock.install()
    kim.goto(f"{address}/desk/{first.id}")
    given_up = kim.locator("text=The server cannot be reached. Load the page again")
    for _ in range(500):
        kim.clock.run_for(2_000)
        if given_up.count():
            break
    expect(given_up).to_be_visible()
    assert len(looked) == 6
    expect(kim.locator("#told")).to_be_empty()
    kim.clock.run_for(600_000)
    assert len(looked) == 6


def test_gates_that_are_through_wait_for_who_writes(
    desk, served: Serve, tab: Open, monkeypatch: pytest.MonkeyPatch
):
    (first,) = stored(desk, 1)
    running = [True]
    monkeypatch.setattr("live.review.web.again.Again.is_running", lambda *_: running[0])
    address = served()
    kim = tab(address, invite(desk, "kim"), "kim")
    looks: list[Route] = []
    kim.route("**/desk/*/gates*", lambda route: looks.append(route), times=1)
    with kim.expect_request("**/desk/*/gates*"):
        kim.goto(f"{address}/desk/{first.id}")
    running[0] = False
    kim.keyboard.press("n")
    kim.keyboard.type("Typed")
    with kim.expect_event("requestfinished"):
        looks[0].continue_()
    kim.keyboard.type(" on")
    assert kim.input_value("#text") == "Typed on"
    with kim.expect_request("**/desk/*/gates*"):
        kim.keyboard.press("Escape")
    kim.wait_for_selector("[data-running]", state="detached")


@pytest.mark.parametrize("width", [390, 768])
def test_on_a_phone_and_a_tablet_nothing_is_cut_or_covered(
    desk, served: Serve, tab: Open, width: int
):
    first, *_ = stored(desk, 30)
    decide(desk, first, "accept", "zoe", "", "x")
    address, token = served(), invite(desk, "kim")
    kim = tab(address, viewport={"width": width, "height": 844})

    def look() -> None:
        wide = "[document.documentElement.scrollWidth, innerWidth]"
        assert len(set(kim.evaluate(wide))) == 1, "nothing sticks out"
        for card in kim.locator(".narrow").all():
            box = card.bounding_box()
            assert box and box["x"] >= 16 and box["x"] + box["width"] <= width - 16
        for link in kim.locator(".bar nav a").all():
            box = link.bounding_box()
            assert box and box["height"] < 40, "a word is not broken"

    for path in ("/", f"/join/{token}"):
        kim.goto(address + path)
        look()
    kim.fill("#handle", "kim")
    kim.keyboard.press("Enter")
    kim.wait_for_selector("#desk")
    for path in (f"/desk/{first.id}", "/progress", "/", "/?status=all"):
        kim.goto(address + path)
        look()
        expect(kim.locator(".handle")).to_be_visible()
    cells = kim.locator(".questions tr").nth(1).locator("th, td")
    for box in (cell.bounding_box() for cell in cells.all()):
        assert not box or box["x"] + box["width"] <= width
    kim.goto(address)
    bulk = kim.locator(".bulk").bounding_box()
    assert bulk and (bulk["y"] > 844 if width == 390 else bulk["height"] < 110)
    kim.keyboard.press("?")
    expect(kim.locator("#help-title")).to_be_in_viewport()
    expect(kim.locator("#help-title")).to_be_focused()
