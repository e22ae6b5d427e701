"""HTML -> title, byline, section, language, body and canonical address of an article. Pure."""

import re
from dataclasses import dataclass
from typing import Any

from live.crawl.read.markup import Markup, words
from live.crawl.read.readers import Document, bare_extraction
from live.crawl.read.urls import absolute, same_site

SUFFIX = re.compile(r"\s+[|–—·•»-]\s+[^|–—·•»]{2,40}$")
PROFILE = re.compile(r"^(https?://|@|www\.)", re.I)


@dataclass(frozen=True)
class Article:
    """What a page says. body: paragraphs separated by blank lines."""

    url: str
    title: str
    byline: str
    section: str
    language: str
    body: str


def extract(page: Markup, url: str) -> Article:
    """Extracts the article from a page. url: where it was found, canonical.

    What a page does not say is ''.
    """
    document = _read_body(page.html, url)
    return Article(
        url=_canonical(page, url),
        title=_title(page),
        byline=_byline(page) or words(document.author or "").replace(";", ","),
        section=_section(page),
        language=_language(page),
        body="\n\n".join(line for line in (document.text or "").split("\n") if line.strip()),
    )


def _read_body(html: str, url: str) -> Any:
    found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    return found or Document()


def _title(page: Markup) -> str:
    """The headline as readers see it; the machines' version where there is not one <h1>."""
    declared = _text(page.article.get("headline")) or page.meta("og:title", "twitter:title")
    headings = [heading for heading in page.headings if len(heading) > 15]
    if len(headings) == 1:
        return headings[0]
    return SUFFIX.sub("", declared or page.title) or next(iter(page.headings), "")


def _byline(page: Markup) -> str:
    authors = page.article.get("author") or []
    names = [
        _text(author.get("name") if isinstance(author, dict) else author)
        for author in (authors if isinstance(authors, list) else [authors])
    ]
    names = [name for name in dict.fromkeys(names) if name and not PROFILE.match(name)]
    if names:
        return ", ".join(names)
    declared = page.meta("author", "article:author", "parsely-author", "byl")
    return "" if PROFILE.match(declared) else declared


def _section(page: Markup) -> str:
    declared = _text(page.article.get("articleSection"))
    return declared or page.meta("article:section", "parsely-section", "section")


def _language(page: Markup) -> str:
    declared = page.language or _text(page.article.get("inLanguage")) or page.meta("og:locale")
    code = re.split(r"[-_]", declared)[0].lower()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else ""


def _canonical(page: Markup, url: str) -> str:
    """The page's own canonical address, where it is of the same site and of an article."""
    declared = page.canonical or page.meta("og:url")
    address = absolute(url, declared) if declared else ""
    path = address.partition("://")[2].partition("/")[2]
    return address if path and same_site(address, url) else url


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), "")
    return words(value) if isinstance(value, str) else ""
