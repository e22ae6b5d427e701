"""An address -> its HTML as a browser ended up with it, or why not. Drives one tab."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from live.browser import bounded
from live.outcomes import Dropped, Failed

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab
    from playwright.async_api import Response

HTML = ("text/html", "application/xhtml+xml")
BUSY = (429, 503)
STEP_SECONDS = 15
GRACE_SECONDS = 2


@dataclass(frozen=True)
class Visited:
    """A page that has loaded. url: after redirects."""

    url: str
    html: str


async def visit(tab: "Tab", url: str, seconds: float) -> Visited | Dropped | Failed:
    """Opens an address and waits until it has loaded, for at most so many seconds.

    Failed, to be tried again, are only a server that is not reached or busy. Raises what the
    browser raises when it crashes, and TimeoutError for a page that no longer answers.
    """
    from playwright.async_api import Error
    from playwright.async_api import TimeoutError as Late

    too_long = Dropped("timeout", f"{url} did not finish loading in {seconds:g} s.")
    try:
        response = await bounded(
            tab.goto(url, wait_until="load", timeout=seconds * 1000), seconds + GRACE_SECONDS
        )
    except (Late, TimeoutError):
        return too_long
    except Error as error:
        if crashed(error):
            raise
        if "Download is starting" in error.message:
            return Dropped("not_html", f"{url} is a download.")
        return _unreachable(url, error.message)
    if response is None:
        return Dropped("not_html", f"{url} gave no answer of HTTP.")
    refused = _refused(url, response)
    if refused:
        return refused
    html = await bounded(tab.content(), STEP_SECONDS)
    # half a surrogate pair can be in a page, and in no file
    return Visited(tab.url, html.encode("utf-8", "replace").decode())


def crashed(error: Exception) -> bool:
    """Tells whether page or browser died, so that a second try with a new one makes sense."""
    text = str(error).lower()
    return "crash" in text or "has been closed" in text or "disconnected" in text


def _unreachable(url: str, message: str) -> Dropped | Failed:
    fact = next((word for word in message.split() if word.startswith("net::")), "")
    if "TOO_MANY_REDIRECTS" in fact:
        return Dropped("redirects", f"{url} redirects without end.")
    if not fact:
        return Dropped("moved", f"{url} went away while it loaded: {message.splitlines()[0]}.")
    return Failed("unreachable", f"{url} could not be reached: {fact}.")


def _refused(url: str, response: "Response") -> Dropped | Failed | None:
    if response.status in BUSY:
        return Failed(f"http_{response.status}", f"{url} is busy: it answered {response.status}.")
    if response.status >= 400:
        return Dropped(f"http_{response.status}", f"{url} answered {response.status}.")
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in HTML:
        return Dropped("not_html", f"{url} is {kind}.")
    return None
