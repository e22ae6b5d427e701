"""Earlier crawls and published months -> whether an article is new, or known under another date.

Reads the store and the manifests in releases/. A page's own word for its date can be new while its
story is old; what was seen before cannot be taken back.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rensa import RMinHash

from live.crawl.read.urls import canonical_url
from live.outcomes import Dropped
from live.records import Link, Page
from live.workspace import Workspace

ALIKE = 0.8
"""The share of common shingles from which two texts are one story (Broder 1997, resemblance)."""
SHINGLE, PERMUTATIONS, SEED = 12, 128, 1
SLACK = timedelta(days=1)
"""An outlet may list a story, or lay its address, some hours before the time that it prints."""


@dataclass
class Seen:
    """What is known of articles. Grows with each page that is taken."""

    known: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    """Address -> the earliest time by which it was there, and who says so."""
    texts: list[tuple[RMinHash, Page]] = field(default_factory=list)

    def objection(self, url: str, text: str, published_at: datetime, month: str) -> Dropped | None:
        """Tells why an article is not new: `redated` or `duplicate`. None where it is.

        url: canonical. A story of an earlier month is never new; one of this month is taken once.
        """
        at, says = self.known.get(url, (published_at, ""))
        if published_at - at > SLACK:
            return Dropped(
                "redated", f"{url} says {published_at.isoformat()}, but {says} on {at:%Y-%m-%d}."
            )
        sketch = _sketch(text)
        twin = next((page for other, page in self.texts if sketch.jaccard(other) >= ALIKE), None)
        if twin is not None and twin.month < month:
            return Dropped("redated", f"{url} is nearly the text of {twin.url}, of {twin.month}.")
        if twin is not None and twin.url != url:
            return Dropped("duplicate", f"{url} is nearly the text of {twin.url}, taken before.")
        return None

    def add(self, page: Page) -> None:
        """Makes a page known."""
        self._know(page.url, page.published_at, f"its page of {page.month} was published")
        if page.text:
            self.texts.append((_sketch(page.text), page))

    def _know(self, url: str, at: datetime, says: str) -> None:
        if url not in self.known or at < self.known[url][0]:
            self.known[url] = at, says


def seen(workspace: Workspace) -> Seen:
    """Gathers what all months of a workspace know of articles."""
    found, store = Seen(), workspace.store
    for month in store.months():
        for page in store.all(Page, month):
            found.add(page)
        for link in store.all(Link, month):
            if link.seen_at:
                found._know(link.url, link.seen_at, f"{link.site} listed it")
    for manifest in workspace.path.glob("releases/*/hub/manifest/*.json"):
        for url, at in _published(manifest):
            found._know(url, at, f"the release of {manifest.stem} has it, published")
    return found


def _published(manifest: Path) -> list[tuple[str, datetime]]:
    pages = json.loads(manifest.read_bytes()).get("pages", {}).values()
    return [
        (canonical_url(page["url"]), datetime.fromisoformat(page["published_at"]).astimezone(UTC))
        for page in pages
    ]


def _sketch(text: str) -> RMinHash:
    """The MinHash of a text's shingles of letters, for not all scripts have spaces."""
    plain = " ".join(text.casefold().split())
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([plain[at : at + SHINGLE] for at in range(max(len(plain) - SHINGLE, 0) + 1)])
    return sketch
