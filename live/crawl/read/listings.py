"""Feeds, news sitemaps and front pages -> the addresses that they list, with dates as written.

Pure. What cannot be read lists nothing; entities of XML are never expanded.
"""

import zlib
from dataclasses import dataclass
from typing import Literal

import feedparser
from bs4 import UnicodeDammit
from lxml import etree

from live.crawl.read.readers import soup
from live.crawl.read.urls import absolute, like_article, same_site

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MAX_UNPACKED = 50_000_000
Place = Literal["front", "section", "feed", "sitemap"]


@dataclass(frozen=True)
class Listed:
    """An address that a site lists. listed_at: when it was published, verbatim, or ''."""

    url: str
    found_in: Place
    listed_at: str = ""


def in_feed(content: bytes, url: str) -> list[Listed]:
    """Lists the entries of an RSS or Atom feed. Only `published` counts, never `updated`."""
    entries = feedparser.parse(content, response_headers={"content-location": url}).entries
    listed = [
        Listed(absolute(url, entry.get("link", "")), "feed", _published(entry)) for entry in entries
    ]
    return [each for each in listed if each.url]


def in_sitemap(content: bytes, url: str) -> tuple[list[Listed], list[str]]:
    """Lists the articles of a news sitemap, and the sitemaps that an index of them names.

    Only `news:publication_date` counts: `lastmod` is when a page was changed.
    """
    root = _parse_xml(content)
    if root is None:
        return [], []
    articles = [
        Listed(address, "sitemap", (entry.findtext(f".//{NEWS}publication_date") or "").strip())
        for entry in root.iterfind("{*}url")
        if (address := absolute(url, entry.findtext("{*}loc") or ""))
    ]
    places = [entry.findtext("{*}loc") or "" for entry in root.iterfind("{*}sitemap")]
    return articles, [address for place in places if (address := absolute(url, place))]


def on_page(content: bytes, url: str, found_in: Literal["front", "section"]) -> list[Listed]:
    """Lists the links of a page that look like articles of the same site, in its order."""
    document = soup(UnicodeDammit(content).unicode_markup or "")
    base = document.find("base", href=True)
    root = (absolute(url, str(base["href"])) if base else "") or url
    addresses = (absolute(root, str(link["href"])) for link in document.find_all("a", href=True))
    return [
        Listed(address, found_in)
        for address in dict.fromkeys(addresses)
        if same_site(address, url) and like_article(address)
    ]


def _published(entry: feedparser.FeedParserDict) -> str:
    return str(dict.get(entry, "published") or "").strip()


def _parse_xml(content: bytes) -> etree._Element | None:
    """Parses XML, gzipped or not. None for what is none, also for a gzip that unpacks too far."""
    if content[:2] == b"\x1f\x8b":
        try:
            content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, MAX_UNPACKED)
        except zlib.error:
            return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
