"""The desk served to a real browser: one server and one browser for all tests of a module."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as Tab
from web_desk import CONFIG, MONTH, Switch

from live.installed import find_chromium
from live.review.web.app import create_app
from live.review.web.server import listen
from live.workspace import Workspace, open_workspace


@pytest.fixture
def desk(tmp_path: Path, empty_database: Path) -> Iterator[Workspace]:
    """An open workspace whose questions people are to review."""
    shutil.copyfile(empty_database, tmp_path / "live.db")
    (tmp_path / "live.yaml").write_text(CONFIG)
    with open_workspace(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def switch() -> Iterator[tuple[Switch, str]]:
    """A server for all tests of a module, and its address."""
    switched = Switch()
    with listen("127.0.0.1", 0) as listening:
        config = uvicorn.Config(
            switched, log_level="critical", access_log=False, lifespan="off", ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield switched, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def served(switch: tuple[Switch, str], desk: Workspace) -> Callable[[], str]:
    """Serves the desk as it is stored when this is called, and gives its address."""

    def serve() -> str:
        switch[0].app = create_app(desk, MONTH)
        return switch[1]

    return serve


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for all tests of a module."""
    with sync_playwright() as driver:
        program = find_chromium(driver.chromium.executable_path)
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Callable[..., Tab]]:
    """Opens tabs, each of a person of their own; what goes wrong in a page fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_tab(address: str, token: str = "", handle: str = "", **options: Any) -> Tab:
        shape = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        contexts.append(chromium.new_context(**shape | options))
        opened = contexts[-1].new_page()
        opened.set_default_timeout(10_000)
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        if token:
            opened.goto(f"{address}/join/{token}")
            opened.wait_for_selector("main :focus")
            opened.keyboard.type(handle)
            opened.keyboard.press("Enter")
            opened.wait_for_selector("#desk")
            opened.wait_for_load_state()
        return opened

    yield open_tab
    for context in contexts:
        context.close()
    assert wrong == []
