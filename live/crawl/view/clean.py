"""A loaded page -> the same page as a reader wants it: no walls, no ads, all pictures there.

Changes the page in one tab and says what it did. Waits on the page's own events, each bounded.
"""

import asyncio
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from live.browser import bounded

if TYPE_CHECKING:
    from playwright.async_api import Frame
    from playwright.async_api import Page as Tab

STEP_SECONDS = 15
FRAME_SECONDS = 3
CONSENT_MS = 1500
PICTURES_MS = 5000


async def clean(tab: "Tab", max_height: int, *, unstick: bool) -> list[str]:
    """Cleans a page, and gives what was done, one phrase each.

    max_height: px of the page that will be photographed. unstick: lay headers that would follow
    a reader down the page where they belong, for pictures taller than the screen.
    """
    done = await _consent(tab)
    await _call(tab, "load_lazy", max_height)
    done += await _call(tab, "hide_ads")
    done += await _call(tab, "hide_overlays")
    if unstick:
        done += await _call(tab, "unstick")
    await _call(tab, "settle", PICTURES_MS)
    return list(dict.fromkeys(done))


async def _consent(tab: "Tab") -> list[str]:
    """Refuses consent where a wall in any frame asks for it, else accepts; waits for its end."""
    done = await _answer(tab.main_frame)
    if not done:
        frames = [frame for frame in tab.frames if frame is not tab.main_frame]
        done = sum(await asyncio.gather(*map(_answer_inside, frames)), [])
    if done:
        await bounded(tab.wait_for_load_state("load", timeout=STEP_SECONDS * 1000), STEP_SECONDS)
    return done


async def _answer(frame: "Frame") -> list[str]:
    from playwright.async_api import Error

    try:
        label = await _call(frame, "answer_consent", CONSENT_MS)
    except Error as error:
        # the click may take its own frame away, or load the page anew: it has worked then
        if "detached" in error.message or "context was destroyed" in error.message:
            return ["answered a consent wall"]
        raise
    return [f"clicked {label!r} on a consent wall"] if label else []


async def _answer_inside(frame: "Frame") -> list[str]:
    """Answers in a frame of the page. One that hangs is taken out: no picture would come of it."""
    try:
        return await bounded(_answer(frame), FRAME_SECONDS)
    except TimeoutError:
        element = await bounded(frame.frame_element(), STEP_SECONDS)
        await bounded(element.evaluate("element => element.remove()"), STEP_SECONDS)
        return ["removed a frame that hung"]


async def _call(frame: "Tab | Frame", name: str, argument: Any = None) -> Any:
    script = f"argument => {{ {_script()}\nreturn {name}(argument); }}"
    return await bounded(frame.evaluate(script, argument), STEP_SECONDS)


@cache
def _script() -> str:
    return (Path(__file__).parent / "clean.js").read_text(encoding="utf-8")
