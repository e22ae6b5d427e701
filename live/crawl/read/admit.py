"""A visited page -> what it says, and why it is no article of the month where it is none. Pure."""

from dataclasses import dataclass
from datetime import datetime

from live.crawl.read.date import Dating, date_page, freshness, ruled
from live.crawl.read.extract import Article, extract
from live.crawl.read.markup import Markup, read
from live.crawl.read.paywall import paywall
from live.crawl.read.sketch import sketch_of
from live.crawl.read.urls import canonical_url
from live.crawl.view.browse import Visited
from live.crawl.view.walls import Wall, wall
from live.outcomes import Dropped, Held
from live.records import Evidence, Link

MIN_BODY = 150
SEEN = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"


@dataclass(frozen=True)
class Reading:
    """What a page says. at: when it was captured. sketch: of its text, '' where that is short.

    refusal: why it is not admitted, None where it is an article of the month.
    """

    article: Article
    evidence: tuple[Evidence, ...]
    dating: Dating
    at: datetime
    sketch: str
    refusal: Dropped | Held | None

    @property
    def published_at(self) -> datetime | None:
        """When it was published, of a stale page at the latest; None where that is not proven."""
        return self.dating.at or self.dating.latest


def admit(visited: Visited, link: Link, at: datetime, ruling: str = "") -> Reading:
    """Reads a page, and admits it if it is of the link's month, has an article's length of text and
    is given to everybody.

    at: when it was fetched. Sources that disagree on the date leave it to a person. ruling: which
    of their values that person said is right.
    """
    page = read(visited.html, visited.url)
    evidence = date_page(
        page, visited.url, listed_at=link.listed_at, listed_in=link.found_in, fetched_at=at
    )
    evidence = ruled(evidence, ruling, at)
    dating = freshness(evidence, link.month, at)
    article = extract(page, canonical_url(visited.url))
    sketch = sketch_of(article.body) if len(article.body) >= MIN_BODY else ""
    refusal = _refusal(link, dating, article)
    # that a wall or an error page has no date says less than what it is
    if isinstance(refusal, Dropped) and (met := _wall(page)):
        refusal = Dropped(met.slug, f"{link.url}: it is {met.what}.")
    elif dating.verdict != "stale" and (behind := paywall(page, article)):
        refusal = Dropped("paywall", f"{link.url}: it is {behind}.")
    return Reading(article, evidence, dating, at, sketch, refusal)


def _wall(page: Markup) -> Wall | None:
    """What stands where an article should be, by what a reader would see of it."""
    said = () if page.tree is None else page.tree.xpath(SEEN)
    text = "\n".join(line for each in said if (line := each.strip()))
    return wall(page.title, next(iter(page.headings), ""), text, page.html)


def _refusal(link: Link, dating: Dating, article: Article) -> Dropped | Held | None:
    if dating.verdict == "sources_disagree":
        verb = f"Say which is right: live review date {link.id} VALUE"
        return Held(dating.verdict, f"{dating.detail} {verb}")
    if dating.verdict != "fresh":
        return Dropped(dating.verdict, dating.detail)
    if not article.title:
        return Dropped("untitled", f"{link.url} has no headline.")
    if len(article.body) < MIN_BODY:
        return Dropped("too_short", f"{link.url} has {len(article.body)} characters of article.")
    return None
