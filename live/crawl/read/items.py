"""The things that a page describes to machines -> those that are its own. Pure.

A page describes more than its article: what it recommends, its readers' comments, its pictures,
the paper. Its own article is the one that bears its address, else its headline. One that names
neither is taken for its own too where it stands in JSON-LD, which has no place on the page; what
microdata marks may be any box on it, so that it must hold the headline.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from live.crawl.read.words import MOST_TEXT, letters, text_of, words

Thing = dict[str, Any]
Place = tuple[str, str]
ARTICLE = re.compile(r"(?:^|[/:#])(?:\w*Article|(?:Live)?BlogPosting|Report)$")
FACT_CHECK = re.compile(r"(?:^|[/:#])ClaimReview$")
WEB_PAGE = re.compile(r"(?:^|[/:#])(?:Web|Item)Page$")
VIDEO = re.compile(r"(?:^|[/:#])VideoObject$")
NAMED = ("headline", "url", "mainEntityOfPage")
STATED = ("datePublished", "dateModified", "isAccessibleForFree")
MOST_PROPERTIES, DEEPEST = 2000, 100
FEW_LETTERS = 3
"""Up to how many letters a headline may be a part of any other."""


def own(
    things: Iterable[Thing], kind: re.Pattern[str], places: set[Place], titles: set[str]
) -> tuple[Thing, ...]:
    """Gives those things of a kind that are the page's own, as far as one can tell.

    places, titles: of the page, as `place` and `letters` give them.
    """
    all_ = [thing for thing in things if is_a(kind, thing)]
    by_place = [thing for thing in all_ if _meet(places, _places(thing))]
    by_title = [thing for thing in all_ if _headline(thing) in titles]
    nameless = [thing for thing in all_ if not _places(thing) and _may_bear(titles, thing)]
    return tuple(by_place or by_title or nameless)


def marked(
    things: Iterable[Thing], kind: re.Pattern[str], places: set[Place], titles: set[str]
) -> tuple[Thing, ...]:
    """The same, but only of what bears the page's address or headline."""
    found = own(things, kind, places, titles)
    return tuple(t for t in found if _meet(places, _places(t)) or _bears(titles, t))


def is_a(kind: re.Pattern[str], thing: Thing) -> bool:
    """Tells whether a thing is of a kind; a list of pages is no page, whatever else it is."""
    named = [bool(kind.search(each)) for each in types(thing)]
    return any(named) and (kind is not WEB_PAGE or all(named))


def types(thing: Thing) -> list[str]:
    """Gives the types of a thing."""
    kind = thing.get("@type", [])
    return [str(each) for each in (kind if isinstance(kind, list) else [kind])]


def place(url: Any) -> Place:
    """What tells articles of one site apart: an address's path without ending slash, its query."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        return "", ""
    return (unquote(parts.path).rstrip("/"), parts.query) if parts else ("", "")


def microdata(root: HtmlElement | None) -> tuple[Thing, ...]:
    """Reads the articles and pages that the body marks as such; only what is stated to machines.

    An item that names no headline bears that of the h1 inside it.
    """
    things: dict[HtmlElement, Thing] = {}
    properties = root.xpath("//body//*[@itemprop]") if root is not None else []
    for element in properties[:MOST_PROPERTIES]:
        above = islice(element.iterancestors(), DEEPEST)
        item = next((e for e in above if e.get("itemscope") is not None), None)
        if item is None or not item.get("itemtype"):
            continue
        thing = things.setdefault(item, {"@type": str(item.get("itemtype")).split()})
        for name in element.get("itemprop").split():
            if value := _value(element, name):
                thing.setdefault(name, value)
    for item, thing in things.items():
        if is_a(ARTICLE, thing) and "headline" not in thing:
            thing["headline"] = next((words(h1.text_content()) for h1 in item.iter("h1")), "")
    return tuple(things.values())


def _value(element: HtmlElement, name: str) -> str:
    stated = (element.get("content") or "").strip()
    if name in STATED:
        return stated[:MOST_TEXT]
    if name in NAMED:
        named = stated or element.get("href") or element.get("itemid") or ""
        return words(named or (element.text_content() if name == "headline" else ""))[:MOST_TEXT]
    return ""


def _places(thing: Thing) -> set[Place]:
    return {*map(place, _addresses(thing))} - {("", "")}


def _addresses(thing: Thing) -> Iterator[Any]:
    main = thing.get("mainEntityOfPage")
    yield from (thing.get("url"), thing.get("@id"), main)
    if isinstance(main, dict):
        yield from (main.get("@id"), main.get("url"))


def _meet(here: set[Place], there: set[Place]) -> bool:
    """Whether two places are one. Where one names no query, it is of no account."""
    return any(
        path == other and (query == asked or not query or not asked)
        for path, query in here
        for other, asked in there
    )


def _headline(thing: Thing) -> str:
    return letters(text_of(thing.get("headline")))


def _may_bear(titles: set[str], thing: Thing) -> bool:
    return not titles or not _headline(thing) or _bears(titles, thing)


def _bears(titles: set[str], thing: Thing) -> bool:
    """Whether a headline is one of the page's titles, or cut, or has the paper's name with it."""
    named = _headline(thing)
    pairs = (sorted((named, title), key=len) for title in titles)
    return any(len(short) > FEW_LETTERS and short in long for short, long in pairs)
