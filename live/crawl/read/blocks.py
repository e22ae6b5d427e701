"""The tree of a page -> its blocks of text, in order, as a browser would lay them out. Pure.

A run of text and inline elements is a block of the nearest element around it that is not inline;
that may be a <p>, a <div> full of line breaks, or a cell.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark "
    "picture q ruby s samp small source span strike strong sub sup time tt u var wbr".split()
)
UNREAD = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video button select "
    "option textarea input dialog head nav footer figcaption menu rt rp".split()
)
BOLD = frozenset(("b", "strong"))
WIDE = re.compile(r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]")
MOST_BLOCKS = 10_000
DEEPEST = 100


@dataclass(eq=False)
class Block:
    """A block of text. linked, bold: how many of its characters are in links, in bold type."""

    owner: HtmlElement
    text: str
    linked: int
    bold: int

    @cached_property
    def weight(self) -> int:
        """How much it says, in letters of an alphabet: a character of Chinese counts for two."""
        return len(self.text) + (0 if self.text.isascii() else len(WIDE.findall(self.text)))

    @cached_property
    def above(self) -> tuple[HtmlElement, ...]:
        """Its owner and the elements around that, the nearest first."""
        return (self.owner, *islice(self.owner.iterancestors(), DEEPEST))


def blocks(root: HtmlElement) -> list[Block]:
    """Lists the blocks of text below an element, without menus, captions and what is not read."""
    layout = _Layout(root)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            layout.enter(element)
        elif event == "end":
            layout.leave(element)
        else:
            layout.write(element.tail)
        if len(layout.found) > MOST_BLOCKS:
            break
    layout.close()
    return layout.found


class _Layout:
    """The state of the walk: the block that is being written, and whose it is."""

    def __init__(self, root: HtmlElement) -> None:
        self.found: list[Block] = []
        self.owners = [root]
        self.unread: HtmlElement | None = None
        self.links = self.bolds = 0
        self._start()

    def _start(self) -> None:
        self.run: list[str] = []
        self.linked = self.bold = 0

    def write(self, text: str | None) -> None:
        if text and self.unread is None:
            self.run.append(text)
            self.linked += len(text) if self.links else 0
            self.bold += len(text) if self.bolds else 0

    def close(self) -> None:
        """Ends a block."""
        text = " ".join("".join(self.run).split())
        if text:
            self.found.append(Block(self.owners[-1], text, self.linked, self.bold))
        self._start()

    def enter(self, element: HtmlElement) -> None:
        if self.unread is not None:
            return
        tag = element.tag
        if tag in UNREAD:
            self.unread = element
            return
        self.links += tag == "a"
        self.bolds += tag in BOLD
        if tag == "br":
            self._break(element)
        elif tag not in INLINE:
            self.close()
            self.owners.append(element)
        self.write(element.text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if self.unread is None:
            self.links -= tag == "a"
            self.bolds -= tag in BOLD
            if tag not in INLINE:
                self.close()
                self.owners.pop()
        elif self.unread is element:
            self.unread = None
        self.write(element.tail)

    def _break(self, element: HtmlElement) -> None:
        """Two line breaks in a row end a paragraph."""
        before = element.getprevious()
        if before is not None and before.tag == "br" and not (before.tail or "").strip():
            self.close()
        self.write(" ")
