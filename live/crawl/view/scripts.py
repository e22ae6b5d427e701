"""A script beside this file -> what it gives when it has run in the page of a tab."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from live.browser import bounded

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

STEP_SECONDS = 15


async def ask(tab: "Tab", name: str, argument: Any = None) -> Any:
    """Runs `name`.js, one function of one argument, and gives what it returns.

    Raises TimeoutError where the page does not answer, and what the browser raises.
    """
    return await bounded(tab.evaluate(_source(name), argument), STEP_SECONDS)


@cache
def _source(name: str) -> str:
    return (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8")
