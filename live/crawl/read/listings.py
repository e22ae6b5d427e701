"""Feeds, news sitemaps and front pages -> the addresses that they list, with dates as written.

Pure. What cannot be read lists nothing; entities of XML are never expanded, and of a listing
without end so much is read as a publisher has reason to list.
"""

import heapq
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
MAX_PAGE = 3_000_000
MAX_LISTED = 1000
MAX_URL = 2000
# feedparser also cleans every article's HTML, which takes a minute for a feed of megabytes
ENTRY_PARTS = {"link", "guid", "id", "pubDate", "published", "issued", "date", "updated"}
Place = Literal["front", "section", "feed", "sitemap"]


@dataclass(frozen=True)
class Listed:
    """An address that a site lists. listed_at: when it was published, verbatim, or ''."""

    url: str
    found_in: Place
    listed_at: str = ""


def in_feed(content: bytes, url: str) -> list[Listed]:
    """Lists the first entries of an RSS or Atom feed. Only `published` counts, never `updated`."""
    root = _parse_xml(content)
    if root is None:
        return []
    options = {"resolve_relative_uris": False, "sanitize_html": False}
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    feed = feedparser.parse(_trimmed(root), response_headers=headers, **options)
    listed = [
        Listed(_address(url, entry.get("link", "")), "feed", _published(entry))
        for entry in feed.entries
    ]
    return [each for each in listed if each.url]


def in_sitemap(content: bytes, url: str) -> tuple[list[Listed], list[str]]:
    """Lists the newest articles of a news sitemap, and the sitemaps that an index of them names.

    Only `news:publication_date` counts: `lastmod` is when a page was changed.
    """
    root = _parse_xml(content)
    if root is None:
        return [], []
    articles = [
        Listed(address, "sitemap", (entry.findtext(f".//{NEWS}publication_date") or "").strip())
        for entry in _newest(root.findall("{*}url"))
        if (address := _address(url, entry.findtext("{*}loc") or ""))
    ]
    places = [entry.findtext("{*}loc") or "" for entry in _newest(root.findall("{*}sitemap"))]
    return articles, [address for place in places if (address := _address(url, place))]


def on_page(content: bytes, url: str, found_in: Literal["front", "section"]) -> list[Listed]:
    """Lists the links of a page that look like articles of the same site, in its order."""
    document = soup(UnicodeDammit(content[:MAX_PAGE]).unicode_markup or "")
    base = document.find("base", href=True)
    root = (_address(url, str(base["href"])) if base else "") or url
    links = dict.fromkeys(str(link["href"]) for link in document.find_all("a", href=True))
    addresses = (_address(root, link) for link in list(links)[:MAX_LISTED])
    return [
        Listed(address, found_in)
        for address in dict.fromkeys(addresses)
        if same_site(address, url) and like_article(address)
    ]


def _address(base: str, href: str) -> str:
    return absolute(base, href) if len(href) <= MAX_URL else ""


def _newest(entries: list[etree._Element]) -> list[etree._Element]:
    """All entries of a sitemap as they come, or of too many those that were changed last."""
    if len(entries) <= MAX_LISTED:
        return entries
    return heapq.nlargest(MAX_LISTED, entries, key=_changed)


def _changed(entry: etree._Element) -> str:
    """When a sitemap's entry was published or changed, in an order that is nearly time's."""
    said = entry.findtext(f".//{NEWS}publication_date") or entry.findtext("{*}lastmod") or ""
    return said.strip()


def _trimmed(root: etree._Element) -> bytes:
    """A feed with nothing but links and dates in its first MAX_LISTED entries."""
    for n, entry in enumerate(list(root.iter("{*}item", "{*}entry"))):
        parent = entry.getparent()
        if n >= MAX_LISTED and parent is not None:
            parent.remove(entry)
        for part in list(entry):
            if etree.QName(part).localname not in ENTRY_PARTS or len(part):
                entry.remove(part)
    return etree.tostring(root, encoding="utf-8")


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
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content.strip(), parser)
    except etree.XMLSyntaxError:
        return None
