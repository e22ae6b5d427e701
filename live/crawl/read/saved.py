"""A saved page -> all that can be read from it, as one JSON document. Pure."""

import codecs
import re
from datetime import datetime
from typing import Any

from live.crawl.read.date import against, date_page, deciding
from live.crawl.read.extract import extract
from live.crawl.read.markup import read
from live.crawl.read.moment import local
from live.crawl.read.urls import canonical_url

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,40})", re.I)
TAG = re.compile(r"<[!?/]?[a-z]", re.I)
HEAD = 4096
BEGINNING = 8000


def reading(
    html: str, url: str, fetched_at: datetime, cutoff: datetime | None = None
) -> dict[str, Any]:
    """Reads a page that was fetched from an address at a time. What it does not say is None.

    published: ISO with the source's own offset, without one where it names none, or the day.
    published_day: the day where it was published. fresh: only with a cutoff.
    """
    page = read(html, url)
    article = extract(page, canonical_url(url))
    evidence = date_page(page, url, listed_at="", listed_in="feed", fetched_at=fetched_at)
    best = deciding(evidence, fetched_at)
    published, day = local(best) if best else (None, None)
    said = {
        "url": article.url,
        "title": article.title or None,
        "byline": article.byline or None,
        "section": article.section or None,
        "published": published,
        "published_day": day,
        "evidence": [each.model_dump(mode="json") for each in evidence],
        "language": article.language or None,
        "body": article.body or None,
        "lead_image": article.lead.url if article.lead else None,
        "lead_caption": (article.lead.caption or None) if article.lead else None,
        "links": list(article.links),
    }
    return said | ({"fresh": against(evidence, cutoff, fetched_at)} if cutoff else {})


def no_html(text: str) -> str:
    """Says why a text is no HTML, or gives ''. An article is not asked for."""
    if not text.strip():
        return "empty"
    if "\0" in text[:BEGINNING]:
        return "binary, not HTML"
    return "" if TAG.search(text) else "no HTML, for it has no tag"


def decode(content: bytes) -> str:
    """Decodes HTML: as its byte order mark says, as UTF-8, as it declares; with � for the rest."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = CHARSET.search(content[:HEAD])
    try:
        name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
        return content.decode(name, "replace")
    except LookupError:  # no encoding of text
        return content.decode("utf-8", "replace")
