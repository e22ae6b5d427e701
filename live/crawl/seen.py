"""Earlier crawls and published months -> whether an article is new, or known under another date.

Reads the store and the manifests in releases/. A page's own word for its date can be new while its
story is old; what was seen before cannot be taken back, whether it became a page or not.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from live.crawl.read.sketch import alike
from live.crawl.read.urls import canonical_url
from live.outcomes import Dropped
from live.records import Link, Page, Visit
from live.workspace import Workspace

SLACK = timedelta(days=1)
"""An outlet may list a story, or lay its address, some hours before the time that it prints."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of an article. says: who saw it, or how it is known.

    at: the earliest time by which it was there. published: whether it is proven to be of then.
    """

    url: str
    at: datetime
    says: str
    published: bool = False

    def older(self, claimed: datetime, month: str) -> bool:
        """Tells whether it was there before an article of a month claims to be published."""
        return claimed - self.at > SLACK or (self.published and f"{self.at:%Y-%m}" < month)


@dataclass
class Seen:
    """What is known of articles. Grows with each that is read.

    taken: address -> the link that became its page this month, or is becoming it.
    """

    taken: dict[str, str] = field(default_factory=dict)
    _by_address: dict[str, list[Story]] = field(default_factory=lambda: defaultdict(list))
    _stories: list[Story] = field(default_factory=list)
    _sketches: list[bytes] = field(default_factory=list)

    def claim(
        self, link: str, url: str, sketch: str, published_at: datetime, month: str
    ) -> Dropped | None:
        """Takes an article for a link, or tells why it is not new: `redated` or `duplicate`.

        url: canonical. published_at: as the article says itself. A story of an earlier month is
        never new; one of this month is taken once, by address and by text.
        """
        twins = [self._stories[at] for at in alike(sketch, self._sketches)] if sketch else []
        if self._is_taken(url, link):
            return Dropped("duplicate", f"{url} was taken before.")
        for twin in twins:
            if self._is_taken(twin.url, link):
                fact = f"{url} is nearly the text of {twin.url}"
                return Dropped("duplicate", f"{fact}, taken before.")
        for story in (*self._by_address.get(url, ()), *twins):
            if story.older(published_at, month):
                what = "it" if story.url == url else f"nearly its text, at {story.url},"
                fact = f"{what} {story.says} on {story.at:%Y-%m-%d}"
                return Dropped("redated", f"{url} says {published_at.isoformat()}, but {fact}.")
        self.taken[url] = link
        return None

    def release(self, link: str) -> None:
        """Gives back what a link took that became no page."""
        self.taken = {url: by for url, by in self.taken.items() if by != link}

    def read(self, url: str, at: datetime, published_at: datetime | None, sketch: str) -> None:
        """Makes an article known that was there at a time. published_at: None where not proven."""
        if published_at and published_at <= at:
            story = Story(url, published_at, "was published", published=True)
        else:
            story = Story(url, at, "was there")
        self.know(story)
        if sketch:
            self._stories.append(story)
            self._sketches.append(bytes.fromhex(sketch))

    def know(self, story: Story) -> None:
        """Makes a story known by its address."""
        self._by_address[story.url].append(story)

    def _is_taken(self, url: str, link: str) -> bool:
        """Whether another link took it."""
        return self.taken.get(url, link) != link


def seen(workspace: Workspace, month: str) -> Seen:
    """Gathers what all months of a workspace know of articles. month: the one to be crawled."""
    found, store = Seen(), workspace.store
    for url, of, published in store.fields(Page, "url", "month", "published_at"):
        found.know(Story(url, _time(published), "was published", published=True))
        if of == month:
            found.taken[url] = ""
    for url, at, published, sketch in store.fields(
        Visit, "address", "at", "published_at", "sketch"
    ):
        if url:
            found.read(url, _time(at), _time(published) if published else None, sketch)
    for url, at, site in store.fields(Link, "url", "seen_at", "site"):
        if at:
            found.know(Story(url, _time(at), f"was listed by {site}"))
    for manifest in workspace.path.glob("releases/*/hub/manifest/*.json"):
        for page in json.loads(manifest.read_bytes()).get("pages", {}).values():
            url, at = canonical_url(page["url"]), page["published_at"]
            found.know(Story(url, _time(at), "was published", published=True))
    return found


def _time(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(UTC)
