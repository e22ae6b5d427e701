"""What a tab showed -> the records that are kept of it: a Page, and a Visit of each link opened.

Writes HTML and pictures to the blobs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from live.crawl.read.admit import Reading
from live.crawl.view.browse import Visited
from live.crawl.view.shots import Picture
from live.outcomes import Ending
from live.records import Link, Page, Shot, ShotKind, Site, Visit
from live.workspace import Workspace

HEADERS = (
    "age",
    "cache-control",
    "content-language",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "server",
    "tdm-policy",
    "tdm-reservation",
    "x-robots-tag",
)


@dataclass
class Opened:
    """What opening a link has taken and shown so far.

    began: when its turn came first. seconds: that its tries took. way: addresses gone through, the
    last one last.
    """

    began: datetime
    seconds: float = 0.0
    tries: int = 0
    bytes: int = 0
    way: list[str] = field(default_factory=list)
    reading: Reading | None = None


def keep(
    workspace: Workspace,
    link: Link,
    site: Site,
    kind: ShotKind,
    visited: Visited,
    read: Reading,
    pictures: Sequence[Picture],
    cleaned: tuple[str, ...],
    browser: str,
) -> Page:
    """Stores the HTML and pictures of an article, and makes the record of them."""
    assert read.published_at is not None
    blobs, article = workspace.blobs, read.article
    return Page(
        month=link.month,
        site=site.name,
        url=article.url,
        final_url=visited.url,
        redirects=visited.redirects,
        headers={name: visited.headers[name] for name in HEADERS if name in visited.headers},
        title=article.title,
        byline=article.byline,
        section=article.section,
        language=article.language or site.language,
        text=article.body,
        lead=article.lead,
        html_sha256=blobs.put_text(visited.html),
        cleaned=cleaned,
        shots=tuple(
            Shot(
                kind=kind,
                sha256=blobs.put(picture.content),
                media_type=picture.media_type,
                width=picture.width,
                height=picture.height,
                top=picture.top,
                cut=picture.cut,
                text=picture.text,
            )
            for picture in pictures
        ),
        published_at=read.published_at,
        evidence=read.evidence,
        captured_at=read.at,
        browser=browser,
        screen=workspace.config.crawl.screen,
    )


def visit_of(link: Link, opened: Opened, ending: Ending) -> Visit:
    """What opening a link took, came to and showed. Waiting for its turn is no part of it."""
    read = opened.reading
    visit = Visit(
        month=link.month,
        site=link.site,
        url=link.url,
        at=opened.began,
        seconds=round(opened.seconds, 2),
        bytes=opened.bytes,
        tries=opened.tries,
        state=ending.state,
        reason=ending.reason,
        final_url=opened.way[-1] if opened.way else "",
        redirects=tuple(opened.way[:-1]),
    )
    if read is None:
        return visit
    return visit.model_copy(
        update={
            "address": read.article.url,
            "title": read.article.title,
            "evidence": read.evidence,
            "published_at": read.published_at,
            "sketch": read.sketch,
        }
    )
