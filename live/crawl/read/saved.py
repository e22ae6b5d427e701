"""A saved page -> all that can be read from it, as one JSON document. Pure."""

import codecs
import re
from datetime import datetime
from typing import Any

from chardetng_py import EncodingDetector

from live.crawl.read.date import against, date_page, deciding
from live.crawl.read.extract import extract
from live.crawl.read.markup import read
from live.crawl.read.moment import local
from live.crawl.read.urls import canonical_url

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,40})", re.I)
TAG = re.compile(r"<[!?/]?[a-z]", re.I)
READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
"""What browsers read a declared encoding as: the superset that is meant (WHATWG, Encoding)."""
HEAD = 4096
BEGINNING = 8000
CONTROLS = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
MOST_CONTROLS = 0.01
"""What share of a text may be NUL, which browsers leave out, or another control character."""


def reading(
    html: str, url: str, fetched_at: datetime, cutoff: datetime | None = None
) -> dict[str, Any]:
    """Reads a page that was fetched from an address at a time. What it does not say is None.

    published: ISO with the source's own offset, without one where it names none, or the day.
    published_day: the day where it was published. fresh: only with a cutoff.
    """
    page = read(html.replace("\0", ""), url)
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
    beginning = text[:BEGINNING]
    if len(CONTROLS.findall(beginning)) > MOST_CONTROLS * len(beginning):
        return "binary, not HTML"
    return "" if TAG.search(text) else "no HTML, for it has no tag"


def decode(content: bytes) -> str:
    """Decodes HTML as browsers do, with � for what cannot be.

    By its byte order mark, else as UTF-8 where it is that, else as it declares, else as what it
    looks like to the detector of Firefox. UTF-16 is known without its mark too.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if wide := _wide(content[:HEAD]):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = CHARSET.search(content[:HEAD])
    try:
        name = codecs.lookup(declared[1].decode() if declared else _looks(content)).name
        return content.decode(READ_AS.get(name, name), "replace")
    except LookupError:  # no encoding of text
        return content.decode(_looks(content), "replace")


def _wide(head: bytes) -> str:
    """Which UTF-16 a text is in, by the side on which the letters of its tags are NUL, or ''."""
    left, right = head[::2].count(0), head[1::2].count(0)
    most = len(head) / 4
    if right > most and right > 10 * left:
        return "utf-16-le"
    return "utf-16-be" if left > most and left > 10 * right else ""


def _looks(content: bytes) -> str:
    """The encoding that undeclared text is most likely in."""
    detector = EncodingDetector()
    detector.feed(content, last=True)
    return str(detector.guess(tld=None, allow_utf8=False))
