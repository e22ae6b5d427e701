"""A page -> title, byline, section, language, body, links and lead picture of its article. Pure."""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from live.crawl.read.body import read_body
from live.crawl.read.figure import lead_of
from live.crawl.read.headline import headline, reader_headline
from live.crawl.read.language import language_of
from live.crawl.read.markup import Markup
from live.crawl.read.readers import bare_extraction
from live.crawl.read.urls import absolute, same_site
from live.crawl.read.words import text_of, words
from live.records import Figure

PROFILE = re.compile(r"^(https?://|@|www\.)", re.I)
AUTHORS = ("author", "article:author", "parsely-author", "byl", "dc.creator")
MOST_AUTHORS = 5
MOST_LINKS = 500
MOST_CHARACTERS = 1_500_000
"""How long a page may be for a second opinion on its body, which takes minutes on hostile ones."""


@dataclass(frozen=True)
class Article:
    """What a page says. body: paragraphs separated by blank lines. links: canonical, once each."""

    url: str
    title: str
    byline: str
    section: str
    language: str
    body: str
    lead: Figure | None = None
    links: tuple[str, ...] = ()


def extract(page: Markup, url: str) -> Article:
    """Extracts the article from a page. url: where it was found, canonical.

    What a page does not say is '' or None.
    """
    read = read_body(page.tree, reader_headline(page), _second_opinion(page))
    body = "\n\n".join(read.paragraphs)
    declared = page.language or text_of(page.article.get("inLanguage")) or page.meta("og:locale")
    return Article(
        url=_canonical(page, url),
        title=headline(page),
        byline=_byline(page),
        section=_section(page),
        language=language_of(body, declared),
        body=body,
        lead=lead_of(page, url),
        links=_links(read.hrefs, url),
    )


def _second_opinion(page: Markup) -> list[str]:
    """trafilatura's paragraphs. It works on the tree in place, so that nobody reads it later."""
    if page.tree is None or len(page.html) > MOST_CHARACTERS:
        return []
    found = bare_extraction(
        deepcopy(page.tree), include_comments=False, include_tables=False, fast=True
    )
    texts = found.body.iterchildren("p", "quote") if found else ()
    return [text for element in texts if (text := words("".join(map(str, element.itertext()))))]


def _byline(page: Markup) -> str:
    authors = page.article.get("author") or []
    names = [
        text_of(author.get("name") if isinstance(author, dict) else author)
        for author in (authors if isinstance(authors, list) else [authors])
    ]
    names = [name for name in dict.fromkeys(names) if name and not PROFILE.match(name)]
    if names:
        return ", ".join(names)
    declared = page.meta(*AUTHORS)
    return "" if PROFILE.match(declared) else declared or _signed(page)


def _signed(page: Markup) -> str:
    """Who is named by the links and marks of authors on the page itself."""
    if page.tree is None:
        return ""
    marked = page.tree.xpath("//*[@rel='author' or @itemprop='author']")
    names = dict.fromkeys(words(" ".join(element.itertext())) for element in marked)
    return ", ".join([name for name in names if 2 < len(name) < 60][:MOST_AUTHORS])


def _section(page: Markup) -> str:
    declared = text_of(page.article.get("articleSection"))
    return declared or page.meta("article:section", "parsely-section", "section")


def _canonical(page: Markup, url: str) -> str:
    """The page's own canonical address, where it is of the same site and of an article."""
    declared = page.canonical or page.meta("og:url")
    address = absolute(url, declared) if declared else ""
    path = address.partition("://")[2].partition("/")[2]
    return address if path and same_site(address, url) else url


def _links(hrefs: Iterable[str], url: str) -> tuple[str, ...]:
    links = dict.fromkeys(absolute(url, href) for href in hrefs)
    return tuple([link for link in links if link][:MOST_LINKS])
