"""What a page was when it was read and what it is now -> what of its story has gone. Asks one tab.

A page may go elsewhere, or put another story in its place, between the reading and the picture. Its
address may change all the same, and so may lists, tickers and advertisements: what counts is that
the headline and the beginning of the text are still there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from live.crawl.read.urls import same_site
from live.crawl.read.words import letters, words
from live.crawl.view.scripts import ask

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

BEGINNING = 2000
"""Characters of a story that are looked for: its end may lie below the picture."""
TEXT, PIECE = 0.3, 12
"""Of the beginning, what must be seen (some is folded away at first), in pieces of so many letters.
What two stories of one outlet share by chance is some hundredths."""
HEADLINE, BIT = 0.5, 4


@dataclass(frozen=True)
class Mark:
    """What story.js says of a document. began: ms since 1970. headings: its h1 that show."""

    address: str
    began: float
    headings: tuple[str, ...]


async def mark(tab: "Tab") -> Mark:
    """Asks a tab for its document. Raises what `ask` raises."""
    told = await ask(tab, "story")
    return Mark(told["address"], told["began"], tuple(told["headings"]))


@dataclass(frozen=True)
class Story:
    """A story as it was read. was: the document that it stood in. body: its paragraphs."""

    was: Mark
    title: str
    body: str

    def gone(self, now: Mark, text: str) -> str:
        """Tells what of the story is no longer there, or ''. text: what can be seen of the page."""
        if now.began != self.was.began and not _one_address(now.address, self.was.address):
            return f"it went on to {now.address} by itself"
        headline = self._headline()
        if _part(headline, " ".join(now.headings), BIT) < HEADLINE:
            return f"its headline {words(headline)[:100]!r} was gone when it was photographed"
        if (part := _part(self.body[:BEGINNING], text, PIECE)) < TEXT:
            return f"only {part:.0%} of its text was to be seen when it was photographed"
        return ""

    def _headline(self) -> str:
        """The heading of the story; '' where it has none, or none of several is its title."""
        headings = [each for each in self.was.headings if letters(each)]
        title = letters(self.title)
        own = [h for h in headings if letters(h) in title or title in letters(h)] if title else []
        return max(own, key=len) if own else headings[0] if len(headings) == 1 else ""


def _part(text: str, whole: str, size: int) -> float:
    """Gives how much of a text is in another: the share of its pieces, by their letters. 0..1."""
    short, long = letters(text), letters(whole)
    pieces = [short[at : at + size] for at in range(0, max(len(short) - size, 0) + 1, size)]
    return sum(piece in long for piece in pieces) / len(pieces)


def _one_address(one: str, other: str) -> bool:
    """Whether two addresses lead to one place of a site; a query may be a choice of its reader."""
    return same_site(one, other) and urlsplit(one).path == urlsplit(other).path
