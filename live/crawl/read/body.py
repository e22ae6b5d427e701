"""The tree of a page -> the paragraphs of its article. Pure.

The text of a page is laid out as blocks. Those count that say something and are no link; marks in
the page's own words (`related`, `newsletter`, `caption`) take blocks out, except where the marked
part holds so much of the text that it must be the article. What remains lies, for the most part,
in one element, in paragraphs of one kind. trafilatura gives a second opinion: where it agrees that
this is the article, what it leaves out goes; where we found next to nothing, its text is taken.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from live.crawl.read.blocks import Block, blocks
from live.crawl.read.words import letters

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 dt legend summary".split())
NO_TEXT = HEADINGS | frozenset("th caption figure tr li ul ol dl dd".split())
ASIDE = frozenset("aside figure header form address details table li".split())
MARKS = (
    r"related|recommend\w*|promo\w*|newsletter\w*|subscri\w+|sign-?up|log-?in|regist\w+|advert\w*|"
    r"ads?|sponsor\w*|shar(?:e|ing)|social\w*|bio|biography|authors?|autor\w*|byline|"
    r"caption\w*|credit\w*|copyright|teasers?|outbrain|taboola|sidebar|privacy|popup|overlay|"
    r"breadcrumb\w*|tags?|topics?|read-?more|read-?also|more-?on|"
    r"info-?box|fact-?box|poll|rating|footer|header|standfirst|summary|dek|subtitle|subline|"
    r"subheadline|excerpt|abstract|chapo|chapeau|ingress|vorspann|einleitung|disclaimer|timestamp|"
    r"published|updated|date|kicker|embed|player|video|audio|toc|donat\w*|visually-?hidden|sr-only|"
    r"screen-?reader\w*"
)
FOREIGN = re.compile(
    r"(?:^|[-_\s])(?:cookie\w*|consent|cmp|gdpr|modal\w*|comment\w*)(?:$|[-_\s])", re.I
)
MARKED = re.compile(rf"(?:^|[-_\s])(?:{MARKS})(?:$|[-_\s])", re.I)
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
SOLID = 60
"""From how many letters on a block counts when the article is looked for."""
TOO_MUCH = 0.25
"""What share of the page's text a part must hold for its marks not to be believed."""
MUCH_TOO_MUCH = 0.9
"""The same for what no article is marked as, though the page around it may be."""
MOST = 0.8
"""What share of the text the element of the article holds."""
KIND = 0.15
"""What share a kind of paragraph needs, where one kind holds more than half."""


@dataclass(frozen=True)
class Body:
    """The text of an article. hrefs: of the links in it, as written."""

    paragraphs: tuple[str, ...]
    hrefs: tuple[str, ...]


def read_body(tree: HtmlElement | None, headline: str, second: list[str]) -> Body:
    """Reads the body of an article from the tree of its page.

    headline: the article's, to tell it from the next one on the same page.
    second: another reader's paragraphs of it.
    """
    page = _from_headline(blocks(tree), headline) if tree is not None else []
    own = _uniform(_article(_unmarked(_prose(page))))
    return Body(
        paragraphs=tuple(_agreed([block.text for block in own], second)),
        hrefs=tuple(
            str(link.get("href"))
            for block in own
            for link in block.owner.iter("a")
            if link.get("href")
        ),
    )


def _from_headline(page: list[Block], headline: str) -> list[Block]:
    """What stands below the headline, up to the next article's where there is one."""
    heads = [n for n, block in enumerate(page) if any(e.tag == "h1" for e in block.above)]
    wanted = letters(headline)
    own = [n for n in heads if letters(page[n].text) == wanted]
    if not own:
        return page
    first = own[0]
    around = _around(page[first])
    others = (n for n in heads if n > first and around is not None)
    end = next((n for n in others if _around(page[n]) not in (around, None)), len(page))
    return page[first + 1 : end] if _solid(page[first:end]) > 3 * SOLID else page


def _around(block: Block) -> Any:
    """The <article> around a block."""
    return next((element for element in block.above if element.tag == "article"), None)


def _prose(page: list[Block]) -> list[Block]:
    """Blocks that are neither heading nor list, no link, and not said again and again."""
    times = Counter(block.text for block in page)
    said: set[str] = set()
    prose = []
    for block in page:
        again = block.text in said and block.weight >= SOLID
        heading = block.owner.tag in NO_TEXT or any(e.tag in HEADINGS for e in block.above[1:3])
        link = block.linked > len(block.text) / 2
        if not (again or heading or link or times[block.text] > 2):
            prose.append(block)
            said.add(block.text)
    return prose


def _unmarked(prose: list[Block]) -> list[Block]:
    held: Counter[Any] = Counter()
    for block in prose:
        if block.weight >= SOLID:
            held.update({key: block.weight for key in {*map(_look, block.above)}})
    most = max(held.values(), default=0)
    looks: dict[Any, bool] = {}

    def marked(element: HtmlElement) -> bool:
        look = _look(element)
        if look not in looks:
            tag, marks = look
            names = HUMP.sub("-", marks)
            foreign, said = FOREIGN.search(names), tag in ASIDE or MARKED.search(names)
            share = MUCH_TOO_MUCH if foreign else TOO_MUCH if said else 0
            looks[look] = held[look] < most * share
        return looks[look]

    return [block for block in prose if not any(map(marked, block.above))]


def _look(element: HtmlElement) -> tuple[str, str]:
    """What an element is marked as; parts of one article often come in several that look alike."""
    names = (element.get(name) or "" for name in ("class", "id", "itemprop", "data-testid", "role"))
    return element.tag, " ".join(names)


def _article(prose: list[Block]) -> list[Block]:
    """The blocks in the smallest element that holds most of the text."""
    held: Counter[HtmlElement] = Counter()
    for block in prose:
        if block.weight >= SOLID:
            for element in block.above[1 if block.owner.tag == "p" else 0 :]:
                held[element] += block.weight
    if not held:
        return []
    enough = MOST * max(held.values())
    box = min((e for e in held if held[e] >= enough), key=lambda e: held[e])
    return [block for block in prose if box in block.above]


def _uniform(article: list[Block]) -> list[Block]:
    """Only <p> where most is in <p>, and only the kinds of paragraph that hold much, or quotes."""
    plain = [block for block in article if block.owner.tag == "p"]
    if _weight(plain) > 2 / 3 * _weight(article):
        article = plain
    kinds: Counter[Any] = Counter()
    for block in article:
        kinds[_kind(block)] += block.weight
    total = _weight(article)
    if max(kinds.values(), default=0) <= 0.6 * total:
        return article
    return [
        block
        for block in article
        if kinds[_kind(block)] > KIND * total or block.above[1].tag in ("blockquote", "q")
    ]


def _kind(block: Block) -> tuple[str, str]:
    parent = block.above[1] if len(block.above) > 1 else block.owner
    return parent.tag, re.sub(r"\d+", "", parent.get("class") or "")


def _agreed(own: list[str], second: list[str]) -> list[str]:
    """What both readers take, or the text of the one who found the article."""
    theirs = letters("".join(second))
    both = [text for text in own if letters(text)[:60] in theirs]
    said, also, other = (sum(map(len, texts)) for texts in (own, both, second))
    if said < 0.35 * other or (also < 0.3 * said and other > 2 * said):
        return second
    return both if also >= 0.6 * said else own


def _solid(some: list[Block]) -> int:
    return sum(block.weight for block in some if block.weight >= SOLID)


def _weight(some: list[Block]) -> int:
    return sum(block.weight for block in some)
