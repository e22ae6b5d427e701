"""HTML -> what its author says of the page to machines: JSON-LD, meta, times, titles. Pure.

A page may describe other articles too, those that it recommends. Its own are those that bear its
address, else its headline, else those that name no address; any other is of another page.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from live.crawl.read.readers import tree

MOST_OBJECTS, MOST_HEADINGS, MOST_TEXT = 2000, 50, 1000
ARTICLE = re.compile(r"(Article|BlogPosting|LiveBlogPosting|Report|Review)$")
PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.I)
BOXES = {"span", "div", "p", "small"}
TAGS = ("title", "meta", "link", "h1", "time", "script")


@dataclass(frozen=True)
class Markup:
    """What a page declares.

    metas: (name in small letters, content), in the page's order; `itemprop`s are among them.
    times: (what the element is marked as, its datetime), in the page's order.
    """

    url: str
    html: str
    tree: HtmlElement | None
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

    @cached_property
    def articles(self) -> tuple[dict[str, Any], ...]:
        """The JSON-LD objects that describe the article of this page, as far as one can tell."""
        all_ = [thing for thing in self.json_ld if is_article(thing)]
        here = {_place(url) for url in (self.url, self.canonical, self.meta("og:url"))} - {""}
        by_place = [thing for thing in all_ if here & set(_places(thing))]
        titles = {*map(letters, (*self.headings, self.title, self.meta("og:title")))} - {""}
        by_title = [thing for thing in all_ if letters(text_of(thing.get("headline"))) in titles]
        nowhere = [thing for thing in all_ if not {*_places(thing)} - {""}]
        return tuple(by_place or by_title or nowhere)

    @property
    def article(self) -> dict[str, Any]:
        """The first of `articles`, or {}."""
        return next(iter(self.articles), {})


def read(html: str, url: str = "") -> Markup:
    """Reads the declarations of a page. url: where it was found."""
    root = tree(html)
    found: dict[str, list[HtmlElement]] = {tag: [] for tag in TAGS}
    for element in root.iter(*TAGS) if root is not None else ():
        found[str(element.tag)].append(element)
    json_ld, broken = _json_ld(found["script"])
    title = next(iter(found["title"]), None)
    language = LANGUAGE.search(html)
    links = (link for link in found["link"] if "canonical" in _attribute(link, "rel").lower())
    return Markup(
        url=url,
        html=html,
        tree=root,
        json_ld=json_ld,
        broken_dates=broken,
        metas=tuple(_metas(found["meta"])),
        times=tuple(_times(found["time"])),
        title=words(title.text_content())[:MOST_TEXT] if title is not None else "",
        headings=tuple(words(_flow(h1))[:MOST_TEXT] for h1 in found["h1"][:MOST_HEADINGS]),
        language=language[1] if language else "",
        canonical=next((_attribute(link, "href") for link in links), ""),
    )


def words(text: str) -> str:
    """Gives text on one line."""
    return " ".join(text.split())


def types(thing: dict[str, Any]) -> list[str]:
    """Gives the types of a JSON-LD object."""
    kind = thing.get("@type", [])
    return [str(each) for each in (kind if isinstance(kind, list) else [kind])]


def is_article(thing: dict[str, Any]) -> bool:
    """Tells whether a JSON-LD object is an article."""
    return any(map(ARTICLE.search, types(thing)))


def text_of(value: Any) -> str:
    """Gives a text of JSON-LD on one line, the first of several, or ''."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), "")
    return words(unescape(value[:MOST_TEXT])) if isinstance(value, str) else ""


def _place(url: Any) -> str:
    """What tells articles of one site apart: an address's path, without its ending slash."""
    try:
        return unquote(urlsplit(url).path).rstrip("/") if isinstance(url, str) else ""
    except ValueError:
        return ""


def _places(thing: dict[str, Any]) -> Iterator[str]:
    main = thing.get("mainEntityOfPage")
    for url in (thing.get("url"), thing.get("@id"), main):
        yield _place(url)
    if isinstance(main, dict):
        yield _place(main.get("@id"))
        yield _place(main.get("url"))


def letters(text: str) -> str:
    """Gives the letters and digits of a text in small letters, to compare by."""
    return re.sub(r"\W+", "", text).casefold()


def _flow(heading: HtmlElement) -> str:
    """The text of a heading; parts that are boxes, as a kicker is, are words of their own."""
    text, after_box = "", False
    for string in heading.xpath(".//text()"):
        parent = string.getparent()
        inside = parent.getparent() if string.is_tail else parent
        box = inside is not heading and inside.tag in BOXES
        if not (box or after_box):
            text += string
        elif string.strip()[:1] in (":", ";", ",", "."):
            text = text.rstrip() + string
        else:
            text = f"{text} {string}"
        after_box = box
    return text


def _json_ld(scripts: list[HtmlElement]) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...]]:
    """The objects of all JSON-LD blocks; of blocks that are not JSON, the dates found in them."""
    things: list[dict[str, Any]] = []
    broken: list[str] = []
    for script in scripts:
        if "ld+json" not in _attribute(script, "type").lower():
            continue
        text = (script.text or "").strip()
        try:
            things.extend(_objects(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            broken.extend(PUBLISHED.findall(text))
    return tuple(things[:MOST_OBJECTS]), tuple(broken)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Walks lists, @graph and main entities, outermost first."""
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key))


def _metas(metas: list[HtmlElement]) -> Iterator[tuple[str, str]]:
    for meta in metas:
        content = words(_attribute(meta, "content"))[:MOST_TEXT]
        for key in ("property", "name", "itemprop"):
            if content and (name := _attribute(meta, key)):
                yield name.lower(), content


def _times(times: list[HtmlElement]) -> Iterator[tuple[str, str]]:
    for time in times:
        if value := _attribute(time, "datetime"):
            marks = [_attribute(time, "itemprop"), _attribute(time, "class")]
            marks += ["pubdate"] if time.get("pubdate") is not None else []
            yield " ".join(marks).strip().lower(), value


def _attribute(element: HtmlElement, name: str) -> str:
    return (element.get(name) or "").strip()
