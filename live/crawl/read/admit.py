"""A visited page -> an article of the month with its proof, or why it is none. Pure."""

from dataclasses import dataclass
from datetime import datetime

from live.crawl.read.date import date_page, freshness
from live.crawl.read.extract import Article, extract
from live.crawl.read.markup import read
from live.crawl.read.urls import canonical_url
from live.crawl.view.browse import Visited
from live.outcomes import Dropped, Held
from live.records import Evidence, Link

MIN_BODY = 150


@dataclass(frozen=True)
class Admitted:
    """An article that was published in the month. at: when it was captured."""

    article: Article
    evidence: tuple[Evidence, ...]
    published_at: datetime
    at: datetime


def admit(visited: Visited, link: Link, at: datetime) -> Admitted | Dropped | Held:
    """Admits a page that proves to be of the link's month and has an article's length of text.

    at: when it was fetched. Sources that disagree on the date leave it to a person.
    """
    page = read(visited.html, visited.url)
    evidence = date_page(
        page, visited.url, listed_at=link.listed_at, listed_in=link.found_in, fetched_at=at
    )
    dating = freshness(evidence, link.month, at)
    if dating.verdict == "sources_disagree":
        return Held(dating.verdict, dating.detail)
    if dating.at is None:
        return Dropped(dating.verdict, dating.detail)
    article = extract(page, canonical_url(visited.url))
    if not article.title:
        return Dropped("untitled", f"{link.url} has no headline.")
    if len(article.body) < MIN_BODY:
        return Dropped("too_short", f"{link.url} has {len(article.body)} characters of article.")
    return Admitted(article, evidence, dating.at, at)
