"""HTML -> what its author says of it to machines: JSON-LD, microdata, meta, times, titles. Pure."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from live.crawl.read.items import (
    ARTICLE,
    FACT_CHECK,
    VIDEO,
    WEB_PAGE,
    Place,
    Thing,
    is_a,
    marked,
    microdata,
    own,
    place,
)
from live.crawl.read.readers import tree
from live.crawl.read.words import MOST_TEXT, letters, words

MOST_OBJECTS, MOST_HEADINGS = 2000, 50
TYPE = re.compile(r'"@type"\s*:\s*"([^"]+)"')
HEADLINE = re.compile(r'"headline"\s*:\s*"([^"]+)"')
PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.I)
BOXES = {"span", "div", "p", "small"}
TAGS = ("title", "meta", "link", "h1", "time", "script")


@dataclass(frozen=True)
class Markup:
    """What a page declares.

    metas: (name in small letters, content), in the page's order; `itemprop`s of the head, which is
    all about the page, are among them.
    times: (what the element is marked as, its datetime), in the page's order.
    """

    url: str
    html: str
    tree: HtmlElement | None
    json_ld: tuple[Thing, ...]
    microdata: tuple[Thing, ...]
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
    def articles(self) -> tuple[Thing, ...]:
        """The JSON-LD objects that describe the article of this page, which may be a fact check."""
        here = self._places, self._titles
        return own(self.json_ld, ARTICLE, *here) or marked(self.json_ld, FACT_CHECK, *here)

    @cached_property
    def web_pages(self) -> tuple[Thing, ...]:
        """The JSON-LD objects that describe this page."""
        return own(self.json_ld, WEB_PAGE, self._places, set())

    @cached_property
    def videos(self) -> tuple[Thing, ...]:
        """The JSON-LD objects of the video that this page is about, where it has no article."""
        main = (thing for thing in self.json_ld if thing.get("mainEntityOfPage"))
        videos = (thing | {"url": "", "@id": ""} for thing in main)
        return () if self.articles else marked(videos, VIDEO, self._places, set())

    @cached_property
    def items(self) -> tuple[Thing, ...]:
        """The article of this page, or the page, as microdata describe it."""
        kinds = (
            marked(self.microdata, kind, self._places, self._titles) for kind in (ARTICLE, WEB_PAGE)
        )
        return next(filter(None, kinds), ())

    @property
    def article(self) -> Thing:
        """The first of `articles`, or {}."""
        return next(iter(self.articles), {})

    @cached_property
    def _places(self) -> set[Place]:
        return {*map(place, (self.url, self.canonical, self.meta("og:url")))} - {("", "")}

    @cached_property
    def _titles(self) -> set[str]:
        """Of several h1, which may be of teasers, those that the page's title has too."""
        titles = {*map(letters, (self.title, self.meta("og:title"), self.meta("twitter:title")))}
        heads = {*map(letters, self.headings)} - {""}
        known = {head for head in heads if any(head in title for title in titles)}
        return (titles | (known or heads)) - {""}


def read(html: str, url: str = "") -> Markup:
    """Reads the declarations of a page. url: where it was found."""
    root = tree(html)
    found: dict[str, list[HtmlElement]] = {tag: [] for tag in TAGS}
    for element in root.iter(*TAGS) if root is not None else ():
        found[str(element.tag)].append(element)
    title = next(iter(found["title"]), None)
    language = LANGUAGE.search(html)
    links = (link for link in found["link"] if "canonical" in _attribute(link, "rel").lower())
    return Markup(
        url=url,
        html=html,
        tree=root,
        json_ld=_json_ld(found["script"]),
        microdata=microdata(root),
        metas=tuple(_metas(found["meta"])),
        times=tuple(_times(found["time"])),
        title=words(title.text_content())[:MOST_TEXT] if title is not None else "",
        headings=tuple(words(_flow(h1))[:MOST_TEXT] for h1 in found["h1"][:MOST_HEADINGS]),
        language=language[1] if language else "",
        canonical=next((_attribute(link, "href") for link in links), ""),
    )


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


def _json_ld(scripts: list[HtmlElement]) -> tuple[Thing, ...]:
    """The objects of all JSON-LD blocks; of one that is not JSON, the article that it must be."""
    things: list[Thing] = []
    for script in scripts:
        if "ld+json" not in _attribute(script, "type").lower():
            continue
        text = (script.text or "").strip()
        try:
            things.extend(_objects(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            things.extend(_mended(text))
    return tuple(things[:MOST_OBJECTS])


def _mended(text: str) -> Iterator[Thing]:
    """An article, where the text speaks of one and of one time of publication."""
    kinds = [kind for kind in TYPE.findall(text) if is_a(ARTICLE, {"@type": kind})]
    said, headline = {*PUBLISHED.findall(text)}, HEADLINE.search(text)
    if len(kinds) == len(said) == 1:
        yield {
            "@type": kinds,
            "headline": headline[1] if headline else "",
            "datePublished": said.pop(),
        }


def _objects(value: Any) -> Iterator[Thing]:
    """Walks lists, @graph and main entities, outermost first."""
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))
        yield from _objects(_within(value, value.get("mainEntity")))


def _within(around: Thing, main: Any) -> Any:
    """A main entity; one that names no address lies where that does whose entity it is."""
    if not isinstance(main, dict) or main.get("url") or main.get("@id"):
        return main
    return {"mainEntityOfPage": around.get("url") or around.get("@id"), **main}


def _metas(metas: list[HtmlElement]) -> Iterator[tuple[str, str]]:
    for meta in metas:
        content = words(_attribute(meta, "content"))[:MOST_TEXT]
        in_head = any(above.tag == "head" for above in islice(meta.iterancestors(), 2))
        for key in ("property", "name", "itemprop") if in_head else ("property", "name"):
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
