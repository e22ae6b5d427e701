"""Answering in a real browser: by keyboard alone, through a server that dies, readable by all."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import factory
import pytest
import uvicorn
from PIL import Image
from playwright.async_api import Page as Tab
from playwright.async_api import async_playwright

from live.installed import find_chromium
from live.records import Answer, Shot
from live.review.web.app import create_app
from live.review.web.server import listen
from live.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.server]
MONTH = factory.MONTH
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def served(workspace: Workspace, listening: socket.socket) -> Iterator[None]:
    """The server, until the block ends."""
    listening.listen()
    config = uvicorn.Config(
        create_app(workspace, MONTH, answer=True), lifespan="off", ws="none", log_level="critical"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(20)
        listening.close()


def month(workspace: Workspace) -> None:
    """Three frozen questions about a page with a picture that can be scrolled."""
    file = BytesIO()
    Image.new("RGB", (1280, 2400), "white").save(file, "PNG")
    shot = Shot(
        kind="full_page", sha256=workspace.blobs.put(file.getvalue()), width=1280, height=2400
    )
    page = factory.page(shots=(shot,))
    questions = [factory.question(n, page.id) for n in (1, 2, 3)]
    workspace.store.add(page, *questions, factory.release(questions))


async def question(tab: Tab) -> str:
    return await tab.inner_text("#question")


async def other_than(tab: Tab, before: str) -> str:
    """Waits for the next question, and gives it."""
    await tab.wait_for_function(
        "before => document.querySelector('#question').innerText !== before", arg=before
    )
    return await question(tab)


async def violations(tab: Tab) -> list[str]:
    """What axe-core finds wrong with the page that is shown."""
    return list(
        await tab.evaluate(
            """async () => (await axe.run()).violations.map(
                each => each.id + ": " + each.nodes.map(node => node.html).join(" "))"""
        )
    )


async def test_questions_are_answered_by_keyboard_alone_and_none_is_lost_with_the_server(
    workspace: Workspace,
) -> None:
    month(workspace)
    _, token = workspace.store.reviewers.invite("Ada Lovelace", "answer", timedelta(days=1))
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    async with async_playwright() as playwright:
        program = find_chromium(playwright.chromium.executable_path)
        browser = await playwright.chromium.launch(executable_path=program)
        tab = await browser.new_page()
        with served(workspace, listening):
            await tab.goto(f"http://127.0.0.1:{port}/join/{token}")
            await tab.wait_for_selector("#handle:focus")
            await tab.keyboard.type("ada")
            await tab.keyboard.press("Enter")
            await tab.wait_for_selector("#text:focus")
            first = await question(tab)
            await tab.keyboard.type("Mara")
            await tab.keyboard.press("Enter")
            await tab.keyboard.type("Quill")
            await tab.keyboard.press("Control+Enter")
            second = await other_than(tab, first)
            await tab.wait_for_selector("#text:focus")
            assert "1 answered, 2 to go" in " ".join((await tab.inner_text(".place")).split())
            await tab.keyboard.press("Tab")
            await tab.keyboard.press("Tab")
            await tab.keyboard.press("Enter")  # I can't tell
            await other_than(tab, second)
            await tab.wait_for_selector("#text:focus")
            await tab.keyboard.type("Typed before it died")
            assert await tab.is_disabled("[data-cannot]"), "who has written something can tell"
        await tab.keyboard.press("Control+Enter")
        await tab.wait_for_selector("#unsaved:not([hidden])")
        assert "Not stored yet." in await tab.inner_text("#unsaved")
        assert await tab.input_value("#text") == "Typed before it died"
        assert len(workspace.store.all(Answer, MONTH)) == 2
        with served(workspace, listen("127.0.0.1", port)):
            await tab.keyboard.press("Enter")  # Try again
            await tab.wait_for_selector("text=You have answered 3 questions")
        await browser.close()
    given = workspace.store.all(Answer, MONTH)
    assert [a.text for a in given] == ["Mara\nQuill", "", "Typed before it died"]
    assert [a.outcome for a in given] == ["answered", "empty", "answered"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_can_read_it_on_desk_tablet_and_phone(workspace: Workspace, scheme: str) -> None:
    month(workspace)
    _, token = workspace.store.reviewers.invite("Ada Lovelace", "answer", timedelta(days=1))
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    async with async_playwright() as playwright:
        program = find_chromium(playwright.chromium.executable_path)
        browser = await playwright.chromium.launch(executable_path=program)
        with served(workspace, listening):
            context = await browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
            await context.add_init_script(path=AXE)
            tab = await context.new_page()
            await tab.goto(f"http://127.0.0.1:{port}/join/{token}")
            await tab.fill("#handle", "ada")
            await tab.click("text=Begin")
            for width, height in ((1280, 800), (820, 1180), (390, 844)):
                await tab.set_viewport_size({"width": width, "height": height})
                await tab.wait_for_selector(".frame img")
                assert await violations(tab) == []
                sizes = "[document.documentElement.scrollWidth, innerWidth]"
                assert len(set(await tab.evaluate(sizes))) == 1, "nothing sticks out"
                box = await tab.locator("[data-send]").bounding_box()
                assert box and box["y"] + box["height"] <= height, "the button is in sight"
            for _ in range(3):
                before = await question(tab)
                await tab.click("[data-cannot]")
                await other_than(tab, before)
            assert await violations(tab) == []
        await browser.close()
