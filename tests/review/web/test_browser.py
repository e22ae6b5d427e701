"""The desk in a real browser: by keyboard alone, for two at once, readable by everybody."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import factory
import life
import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from web_desk import MONTH, invite, stored

from live.clock import now
from live.records import Decision, Finding, Provenance, Question, Remark, Step
from live.review.decisions import decide
from live.review.standing import is_twice
from live.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.server]
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
Open = Callable[..., Tab]
Serve = Callable[[], str]


def asked(tab: Tab) -> str:
    return tab.inner_text("#question")


def after(tab: Tab, *keys: str) -> str:
    """Presses keys, waits for another question, and gives it."""
    before = asked(tab)
    for key in keys:
        tab.keyboard.press(key)
    tab.wait_for_function(
        "before => document.querySelector('#question')?.innerText !== before", arg=before
    )
    return asked(tab)


def made(desk: Workspace) -> list[tuple[str, str]]:
    return [(each.reviewer, each.verdict) for each in desk.store.all(Decision, MONTH)]


def test_twenty_questions_are_reviewed_by_keyboard_alone(desk, served: Serve, tab: Open):
    questions = stored(desk, 20)
    token = invite(desk, "Kim Novak")
    kim = tab(served(), token, "kim")
    seen = []
    for n in range(20):
        seen.append(asked(kim))
        assert kim.inner_text(".place p") == f"{n + 1} of 20"
        after(kim, *(("r", str(n % 9 + 1)) if n % 4 == 3 else ("a",)))
    assert asked(kim) == "All done."
    assert sorted(seen) == sorted(each.question for each in questions)
    decisions = desk.store.all(Decision, MONTH)
    assert len(decisions) == 20 and {each.reviewer for each in decisions} == {"kim"}
    assert [each.verdict for each in decisions].count("reject") == 5
    assert all(each.reason for each in decisions if each.verdict == "reject")
    kim.keyboard.press("q")
    expect(kim.locator(".empty")).to_contain_text("All done.")
    assert "Novak" not in kim.content()


def test_keys_move_about_flag_note_and_take_back(desk, served: Serve, tab: Open):
    first, second, _ = stored(desk, 3)
    kim = tab(served(), invite(desk, "kim"), "kim")
    assert after(kim, "j") == second.question
    assert after(kim, "k") == first.question
    kim.keyboard.press("f")
    expect(kim.locator("[data-key=f]")).to_have_text("Flagged F")
    kim.keyboard.press("f")
    expect(kim.locator("[data-key=f]")).to_have_text("Flag F")
    kim.keyboard.press("n")
    kim.keyboard.type("a note with keys a r e in it")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator("#told")).to_have_text("Noted.")
    assert [each.kind for each in desk.store.all(Remark, MONTH)] == ["flag", "unflag", "note"]
    assert after(kim, "a") == second.question
    assert after(kim, "u") == first.question
    expect(kim.locator("#live")).to_have_text(
        f"Taken back: your acceptance of “{first.question}”. {first.question}"
    )
    assert made(desk) == [("kim", "accept"), ("kim", "withdraw")]
    kim.keyboard.press("?")
    expect(kim.locator("#help")).to_be_visible()
    kim.keyboard.press("a")
    kim.keyboard.press("Escape")
    expect(kim.locator("#help")).to_be_hidden()
    kim.keyboard.press("r")
    kim.keyboard.press("a")
    kim.keyboard.press("Escape")
    assert len(made(desk)) == 2, "what is open keeps other keys from deciding"
    assert kim.evaluate("document.activeElement.dataset.key") == "r"


def test_the_picture_is_zoomed_and_moved_by_keys_and_stays_so(desk, served: Serve, tab: Open):
    stored(desk, 2)
    kim = tab(served(), invite(desk, "kim"), "kim")
    width = "document.querySelector('[data-frame] img').clientWidth"
    fit = kim.evaluate(width)
    assert 600 < fit < 900
    kim.keyboard.press("z")
    assert kim.evaluate(width) == 1280
    kim.keyboard.press("ArrowDown")
    kim.keyboard.press("ArrowRight")
    place = "[document.querySelector('[data-frame]').scrollTop > 0, scrollY]"
    assert kim.evaluate(place) == [True, 0]
    kim.keyboard.press("+")
    assert kim.evaluate(width) == 1600
    kim.keyboard.press("z")
    assert kim.evaluate(width) == fit
    kim.keyboard.press("z")
    after(kim, "a")
    assert kim.evaluate(width) == 1280


def test_an_edit_makes_a_version_runs_its_gates_and_shows_what_changed(
    desk, served: Serve, tab: Open
):
    (first,) = stored(desk, 1)
    kim = tab(served(), invite(desk, "kim"), "kim")
    kim.keyboard.press("e")
    kim.keyboard.press("Tab")
    kim.keyboard.press("Control+a")
    kim.keyboard.type("Mara Quill, reporter")
    kim.keyboard.press("Escape")
    expect(kim.locator("#edit")).to_be_hidden()
    kim.keyboard.press("e")
    assert kim.input_value("#e-answer") == first.answer, "what was cancelled is gone"
    kim.fill("#e-answer", "Mara Quill, reporter")
    kim.fill("#e-criteria", "6: Mara Quill\n3: reporter")
    expect(kim.locator("[data-sum]")).to_have_text("9 of 10 points")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator(".about [role=alert]")).to_contain_text("make 9 points")
    kim.fill("#e-criteria", "6: Mara Quill\n4: reporter")
    kim.focus("#e-criteria")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator("[data-diff] ins").first).to_have_text(", reporter")
    expect(kim.locator("[data-diff] summary")).to_contain_text("changed answer, rubric")
    kim.wait_for_selector("[data-running]", state="detached", timeout=60_000)
    edited = desk.store.versions(Question, first.id)[-1]
    assert (edited.version, edited.edited_by) == (2, "kim")
    found = desk.store.all(Finding, MONTH, parent=first.id)
    assert any(each.version == 2 and each.gate == "well_formed" for each in found)
    expect(kim.locator("[data-key=a]")).to_be_visible()


def test_of_two_on_one_question_neither_loses_work_and_the_second_sees_what_happened(
    desk, served: Serve, tab: Open
):
    first, second = stored(desk, 2)
    address = served()
    kim = tab(address, invite(desk, "kim"), "kim")
    zoe = tab(address, invite(desk, "zoe"), "zoe")
    zoe.goto(f"{address}/desk/{first.id}")
    zoe.keyboard.press("e")
    zoe.fill("#e-answer", "Typed by zoe at length")
    assert after(kim, "r", "1") == second.question
    kim.goto(f"{address}/desk/{first.id}")
    kim.keyboard.press("e")
    kim.fill("#e-answer", "By kim")
    kim.focus("#e-answer")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator("#told")).to_have_text("Saved as version 2.")
    zoe.focus("#e-answer")
    zoe.keyboard.press("Control+Enter")
    expect(zoe.locator(".about [role=alert]")).to_contain_text("kim has made version 2 meanwhile.")
    expect(zoe.locator(".gold")).to_contain_text("By kim")
    assert zoe.input_value("#e-answer") == "Typed by zoe at length"
    zoe.focus("#e-answer")
    zoe.keyboard.press("Control+Enter")
    expect(zoe.locator("#told")).to_have_text("Saved as version 3.")
    texts = [each.answer for each in desk.store.versions(Question, first.id)]
    assert texts == ["Mara Quill", "By kim", "Typed by zoe at length"]


def test_a_decision_about_what_somebody_decided_meanwhile_is_asked_again(
    desk, served: Serve, tab: Open
):
    first, second = stored(desk, 2)
    kim = tab(served(), invite(desk, "kim"), "kim")
    decide(desk, first, "reject", "zoe", "It is trivial.", "x")
    kim.keyboard.press("a")
    expect(kim.locator(".about [role=alert]")).to_contain_text("zoe has rejected this meanwhile.")
    assert asked(kim) == first.question and made(desk) == [("zoe", "reject")]
    assert after(kim, "a") == second.question
    assert made(desk) == [("zoe", "reject"), ("kim", "accept")]


def test_the_second_of_two_reviewers_is_blind_and_then_sees_the_conflict(
    desk, served: Serve, tab: Open
):
    (page_id,) = {each.page_id for each in stored(desk, 1)}
    number = next(n for n in range(2, 100) if is_twice(factory.question(n).id, 0.3))
    question = factory.question(number, page_id)
    desk.store.add(question)
    life.gated(desk, question, {})
    object.__setattr__(desk, "config", desk.config.model_copy(update={"second_review": 0.3}))
    address = served()
    zoe = tab(address, invite(desk, "zoe"), "zoe")
    zoe.goto(f"{address}/desk/{question.id}")
    after(zoe, "r", "6")
    kim = tab(address, invite(desk, "kim"), "kim")
    kim.goto(f"{address}/desk/{question.id}")
    expect(kim.locator(".tags")).to_contain_text("Second review")
    assert "trivial." not in kim.inner_text(".about") and "zoe" not in kim.content()
    after(kim, "a")
    kim.goto(f"{address}/desk/{question.id}")
    expect(kim.locator(".tags")).to_contain_text("Conflict")
    expect(kim.locator(".log")).to_contain_text("zoe rejected version 1")


def test_a_session_that_ends_takes_no_text_with_it(
    desk, served: Serve, tab: Open, monkeypatch: pytest.MonkeyPatch
):
    stored(desk, 1)
    address, token = served(), invite(desk, "kim")
    kim = tab(address, token, "kim")
    kim.keyboard.press("n")
    kim.keyboard.type("Typed before the end")
    with monkeypatch.context() as later:
        later.setattr("live.review.web.session.now", lambda: now() + timedelta(hours=13))
        kim.keyboard.press("Control+Enter")
        expect(kim.locator("#told")).to_contain_text("Your session has ended.")
    assert kim.input_value("#text") == "Typed before the end"
    assert desk.store.all(Remark, MONTH) == []
    again = kim.context.new_page()
    again.goto(f"{address}/join/{token}")
    again.wait_for_selector(".primary:focus")
    again.keyboard.press("Enter")
    again.wait_for_selector("#desk")
    kim.focus("#text")
    kim.keyboard.press("Control+Enter")
    expect(kim.locator("#told")).to_have_text("Noted.")
    assert [each.text for each in desk.store.all(Remark, MONTH)] == ["Typed before the end"]


def test_a_page_whose_title_is_a_script_runs_none(desk, served: Serve, tab: Open):
    evil = "<script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\">"
    (first,) = stored(desk, 1, title=evil)
    address = served()
    kim = tab(address, invite(desk, "kim"), "kim")
    for page in (f"/desk/{first.id}", "/", "/?search=script"):
        kim.goto(address + page)
        kim.wait_for_load_state("networkidle")
        assert "run" not in kim.title()
    kim.goto(f"{address}/desk/{first.id}")
    assert evil in kim.inner_text(".source")


def test_all_that_a_filter_shows_is_asked_once_more_then_decided_and_undone(
    desk, served: Serve, tab: Open
):
    stored(desk, 12, title="Ferries")
    address = served()
    kim = tab(address, invite(desk, "kim"), "kim")
    kim.goto(address)
    kim.keyboard.press("/")
    kim.keyboard.type("story 12")
    expect(kim.locator(".bulk p")).to_contain_text("One question")
    assert "search=story" in kim.url
    kim.fill("#search", "story 1")
    expect(kim.locator(".bulk p")).to_contain_text("4 questions")
    kim.click("text=Accept all 4")
    assert made(desk) == []
    kim.click("text=Really accept 4?")
    expect(kim.locator("#list .notice")).to_contain_text("4 accepted.")
    assert len(made(desk)) == 4
    kim.locator("body").press("u")
    expect(kim.locator("#list .notice")).to_contain_text("Taken back: 4")
    expect(kim.locator(".tabs [aria-current]")).to_have_text("To do4")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read_by_everybody(desk, served: Serve, tab: Open, scheme: str):
    first, second, third = stored(desk, 3)
    held = {"outcome": "held", "reason": "solvers_deny_gold", "detail": "They say Ben Cole."}
    attempt = {"model": "see-1", "sample": 0, "answer": "Ben Cole", "rating": 2, "reason": "no"}
    desk.store.add(
        life.finding(first, "answerable", **held, evidence={"solvers": [attempt]}),
        Step(
            month=MONTH,
            step="check",
            subject=first.id,
            said={"verdict": "confirms", "notes": ["It is there."]},
            made_by=Provenance(model="checker"),
        ),
    )
    decide(desk, second, "accept", "zoe", "", "x")
    decide(desk, third, "reject", "zoe", "It is trivial.", "y")
    address, token = served(), invite(desk, "kim")
    kim = tab(address, color_scheme=scheme)
    kim.add_init_script(path=AXE)

    def look(name: str) -> None:
        wrong = kim.evaluate(
            "axe.run().then(found => found.violations.map(each => each.id + ': '"
            " + each.nodes.map(node => node.html + node.failureSummary).join('\\n')))"
        )
        assert wrong == [], name

    kim.goto(f"{address}/join/{token}")
    look("join")
    kim.goto(f"{address}/join/none")
    look("no such link")
    kim.goto(f"{address}/join/{token}")
    kim.fill("#handle", "kim")
    kim.keyboard.press("Enter")
    kim.wait_for_selector("#desk")
    look("desk")
    for key, name in (("r", "reasons"), ("n", "note"), ("e", "edit"), ("?", "help")):
        kim.keyboard.press(key)
        look(name)
        kim.keyboard.press("Escape")
    kim.goto(f"{address}/desk/{first.id}")
    kim.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    look("all that is known")
    for path in ("/", "/?status=all", "/?search=nothing", "/progress", "/nothing"):
        kim.goto(address + path)
        look(path)
