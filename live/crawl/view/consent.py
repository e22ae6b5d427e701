"""A tab -> the same tab with its consent walls answered: refused where they can be, else accepted.

By DuckDuckGo's autoconsent, which tells us what it does. A frame says that it begins, and is sent
autoconsent then: as a script of every document, its 415 KB were read for blank and blocked frames
too, and cost a page twice the CPU. Nothing here waits for a frame longer than it may take.
"""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from live import vendor
from live.browser import bounded

if TYPE_CHECKING:
    from playwright.async_api import Frame
    from playwright.async_api import Page as Tab

STEP_SECONDS = 15
# autoconsent looks for walls that it knows, then half a second later also for unknown ones.
LOOKS = 2
FRAME_LOOKS = 1
LOOK_SECONDS = 5.0
# Many sites have a wall's script and no wall: none is asked for where we are, or so they think.
POPUP_SECONDS = 2.0
ANSWER_SECONDS = 6.0
MOST = 9
MOST_FRAMES = 30
BEGIN = "if (location.protocol.startsWith('http')) window.__consent?.('began', '');"
VERBS = {"HEURISTIC-TIER1": "acknowledged", "HEURISTIC-TIER2": "accepted"}


async def install(tab: "Tab") -> "Consent":
    """Puts autoconsent into the pages that a tab will open. Raises MissingError where it is not."""
    consent = Consent(script())
    await bounded(tab.expose_binding("__consent", consent.hear), STEP_SECONDS)
    await bounded(tab.add_init_script(BEGIN), STEP_SECONDS)
    tab.on("framedetached", consent.lose)
    return consent


@dataclass
class Consent:
    """What autoconsent said in one tab.

    script: what a frame is sent. sent: a task for each that was. looks: how often a frame was
    looked over. seen: frames with the marks of a wall. open: frames whose wall awaits its answer,
    and its make. done: a phrase for each answer.
    """

    script: str = ""
    sent: set[asyncio.Task[None]] = field(default_factory=set)
    looks: dict["Frame", int] = field(default_factory=dict)
    seen: set["Frame"] = field(default_factory=set)
    open: dict["Frame", str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def settled(self) -> None:
        """Waits until the page's walls are answered, or every frame was looked over for one."""
        await self._until(self._looked_over, LOOK_SECONDS)
        await self._until(lambda: bool(self.open or self.done) or not self.seen, POPUP_SECONDS)
        await self._until(lambda: not self.open, ANSWER_SECONDS)

    def hear(self, source: dict[str, Any], kind: str, wall: str) -> list[Any]:
        """Notes what a frame says. A page can say it too: it is counted and shown, no more.

        Answers a frame that is stuck with the steps that accept its wall.
        """
        frame, name = source["frame"], re.sub(r"[^\w .-]", "", str(wall))[:40]
        if kind == "began":
            self._begin(frame)
        elif kind == "looked":
            self.looks[frame] = self.looks.get(frame, 0) + 1
        elif kind == "cmpDetected":
            self.seen.add(frame)
        elif kind == "popupFound":
            self.open[frame] = name
        elif kind == "stuck":
            return _accepting().get(str(wall), [])
        else:
            self._close(frame, kind, name)
        self.news.set()
        return []

    def lose(self, frame: "Frame") -> None:
        """Notes that a frame is gone: an answer may take it away before it can tell of it."""
        if frame in self.open:
            self._close(frame, "answered", self.open[frame])
        self.looks.pop(frame, None)
        self.seen.discard(frame)
        self.news.set()

    def _begin(self, frame: "Frame") -> None:
        if len(self.sent) < MOST_FRAMES:
            self.looks[frame] = 0
            self.sent.add(asyncio.create_task(self._send(frame)))

    async def _send(self, frame: "Frame") -> None:
        from playwright.async_api import Error

        try:
            await bounded(frame.evaluate(self.script), STEP_SECONDS)
        except (Error, TimeoutError):
            return  # it is gone, begins anew, or spins: a wall that is left is hidden

    def _close(self, frame: "Frame", kind: str, wall: str) -> None:
        self.open.pop(frame, None)
        self.seen.discard(frame)
        if kind != "failed" and len(self.done) < MOST:
            self.done.append(_phrase(kind, wall))

    def _looked_over(self) -> bool:
        return bool(self.seen or self.open or self.done) or all(
            looks >= (FRAME_LOOKS if frame.parent_frame else LOOKS)
            for frame, looks in self.looks.items()
        )

    async def _until(self, over: Callable[[], bool], seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not over():
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            return  # a wall that is left is hidden


@cache
def script() -> str:
    """Gives what a frame is sent: autoconsent, its log turned off, and our ear behind it."""
    ear = (Path(__file__).parent / "consent.js").read_text(encoding="utf-8")
    return (
        "if (window.__consent) (() => {"
        "const console = new Proxy({}, { get: () => () => {} });\n"
        f"{vendor.text('autoconsent.js')}\n{ear}\n}})()"
    )


@cache
def _accepting() -> dict[str, list[Any]]:
    rules = json.loads(vendor.text("autoconsent-rules.json"))["autoconsent"]
    return {rule["name"]: rule.get("optIn", []) for rule in rules}


def _phrase(kind: str, wall: str) -> str:
    make = "unknown wall" if wall.startswith("HEURISTIC") else wall.lower() or "unknown wall"
    if kind == "hid":
        return f"hid a consent wall ({make})"
    return f"{VERBS.get(wall, kind)} consent ({make})"
