"""HTML -> what its author says of the page to machines: JSON-LD, meta, times, titles. Pure."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from live.crawl.read.readers import soup

ARTICLE = re.compile(r"(Article|BlogPosting|LiveBlogPosting|Report|Review)$")
PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.I)
TAGS = ["title", "meta", "link", "h1", "time", "script"]


@dataclass(frozen=True)
class Markup:
    """What a page declares.

    metas: (name in small letters, content), in the page's order; `itemprop`s are among them.
    times: (what the element is marked as, its datetime), in the page's order.
    """

    html: str
    json_ld: tuple[dict[str, Any], ...]
    broken_dates: tuple[str, ...]
    metas: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]
    title: str
    headings: tuple[str, ...]
    language: str
    canonical: str

    def meta(self, *names: str) -> str:
        """Gives the content of the first of these names that the page has, or ''."""
        for name in names:
            for found, content in self.metas:
                if found == name:
                    return content
        return ""

    @property
    def article(self) -> dict[str, Any]:
        """The JSON-LD object that describes the article, or {}."""
        return next((thing for thing in self.json_ld if any(map(ARTICLE.search, types(thing)))), {})


def read(html: str) -> Markup:
    """Reads the declarations of a page."""
    document = soup(html, only=TAGS)
    json_ld, broken = _json_ld(document)
    title = document.find("title")
    language = LANGUAGE.search(html)
    canonical = document.find("link", rel="canonical")
    return Markup(
        html=html,
        json_ld=json_ld,
        broken_dates=broken,
        metas=tuple(_metas(document)),
        times=tuple(_times(document)),
        title=words(title.get_text()) if title else "",
        headings=tuple(words(h1.get_text(" ")) for h1 in document.find_all("h1")),
        language=language[1] if language else "",
        canonical=_attribute(canonical, "href"),
    )


def words(text: str) -> str:
    """Gives text on one line."""
    return " ".join(text.split())


def types(thing: dict[str, Any]) -> list[str]:
    """Gives the types of a JSON-LD object."""
    kind = thing.get("@type", [])
    return [str(each) for each in (kind if isinstance(kind, list) else [kind])]


def _json_ld(document: BeautifulSoup) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...]]:
    """The objects of all JSON-LD blocks; of blocks that are not JSON, the dates found in them."""
    things: list[dict[str, Any]] = []
    broken: list[str] = []
    for script in document.find_all("script", type=re.compile(r"ld\+json", re.I)):
        text = script.get_text().strip()
        try:
            things.extend(_objects(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            broken.extend(PUBLISHED.findall(text))
    return tuple(things), tuple(broken)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Walks lists, @graph and main entities, outermost first."""
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key))


def _metas(document: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for meta in document.find_all("meta"):
        content = words(_attribute(meta, "content"))
        for key in ("property", "name", "itemprop"):
            if content and (name := _attribute(meta, key)):
                yield name.lower(), content


def _times(document: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for time in document.find_all("time"):
        if value := _attribute(time, "datetime"):
            marks = [_attribute(time, "itemprop"), _attribute(time, "class")]
            marks += ["pubdate"] if time.has_attr("pubdate") else []
            yield " ".join(marks).strip().lower(), value


def _attribute(tag: Any, name: str) -> str:
    """An attribute as one stripped string; '' where tag or attribute are missing."""
    value = tag.get(name) if isinstance(tag, Tag) else None
    return " ".join(value).strip() if isinstance(value, list) else (value or "").strip()
