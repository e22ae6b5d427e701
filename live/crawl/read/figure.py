"""The tree of a page, and what it declares -> the picture that leads its article. Pure."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from live.crawl.read.markup import Markup
from live.crawl.read.urls import joined
from live.crawl.read.words import words
from live.records import Figure

SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")
ELSEWHERE = frozenset(("aside", "nav", "footer", "li", "template", "noscript"))
PORTRAIT = re.compile(r"author|autor|byline|avatar|profile", re.I)
SHORT, LONG = 6, 60
MOST_ABOVE, MOST_FIGURES = 2, 50


def lead_of(page: Markup, url: str) -> Figure | None:
    """Gives the lead picture: its absolute address and its caption, '' where it has none.

    It is the figure with the declared picture, else the one above the text, for that is what
    readers see, else the declared picture alone.
    """
    declared = [address for value in _declared(page) if (address := joined(url, value))]
    stems = {_stem(address) for address in declared} - {""}
    figures = [(above, f) for above, f in _figures(page.tree) if _picture(f, url)]
    same = [figure for _, figure in figures if _stem(_picture(figure, url)) in stems]
    on_top = [figure for above, figure in figures if above]
    for figure in same[:1] or on_top[:1]:
        return Figure(url=_picture(figure, url), caption=_caption(figure))
    return Figure(url=declared[0]) if declared else None


def _declared(page: Markup) -> Iterator[str]:
    yield from _urls(page.article.get("image"))
    yield page.meta("og:image:secure_url", "og:image", "og:image:url")
    yield page.meta("twitter:image", "twitter:image:src")


def _urls(image: Any) -> Iterator[str]:
    if isinstance(image, list):
        for each in image:
            yield from _urls(each) if not isinstance(each, list) else ()
    elif isinstance(image, dict):
        yield from (
            value for key in ("url", "contentUrl") if isinstance(value := image.get(key), str)
        )
    elif isinstance(image, str):
        yield image


def _figures(tree: HtmlElement | None) -> list[tuple[bool, HtmlElement]]:
    """(whether it is above the text, figure) of the article, or of the page that marks none."""
    for place in ("article", "main", "body"):
        around = next(tree.iter(place), None) if tree is not None else None
        if around is None:
            continue
        found, said = [], 0
        for element in around.iter("figure", "p"):
            if any(map(_elsewhere, (element, *element.iterancestors()))):
                continue
            if element.tag == "figure":
                found.append((said < MOST_ABOVE, element))
            said += len(element.text or "") > LONG
        if found:
            return found[:MOST_FIGURES]
    return []


def _elsewhere(element: HtmlElement) -> bool:
    """Whether an element is beside the article, or shows who wrote it."""
    named = element.tag in ELSEWHERE or bool(PORTRAIT.search(element.get("class") or ""))
    return named or (element.tag == "figure" and _portrait(element))


def _portrait(figure: HtmlElement) -> bool:
    """Whether the picture of a figure is a link to its author."""
    links = (link for link in figure.iter("a") if "author" in (link.get("rel") or "").lower())
    return any(link.find(".//img") is not None for link in links)


def _picture(figure: HtmlElement, url: str) -> str:
    """The address of a figure's picture; pictures that a script will load have it elsewhere."""
    for image in figure.iter("img", "source"):
        for name in SOURCES:
            value = (image.get(name) or "").strip()
            if value and not value.startswith("data:"):
                first = value.split()[0].rstrip(",") if "srcset" in name else value
                if address := joined(url, first):
                    return address
    return ""


def _caption(figure: HtmlElement) -> str:
    captions = (words(" ".join(caption.itertext())) for caption in figure.iter("figcaption"))
    return next((caption for caption in captions if caption), "")


def _stem(address: str) -> str:
    """The name of a picture's file without size and kind, which recurs in its other sizes."""
    name = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    stem = re.sub(r"([-_]?\d{2,4}x\d{2,4}|\.[a-z]{3,4})", "", name.lower())
    return stem if len(stem) >= SHORT else ""
