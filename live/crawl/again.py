"""Pages that were photographed before in, what they show now out: a crawl of its own in a folder.

It keeps to what `live crawl` keeps to: robots.txt and opt-outs, pauses, so many pages of a host a
day. In the same folder it goes on where it stopped: what was photographed is not opened again, and
what was not is tried again, once a day. Touches Chromium, the web, and that folder.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from live.blobs import Blobs
from live.config import Config
from live.crawl.crawl import STAGE, crawl
from live.crawl.read.date import REVIEWER
from live.crawl.web.net import WORLD, Network
from live.crawl.web.reach import reach
from live.engine import Report, silent
from live.records import Evidence, Link, Page, Ruling, Shot, Site, Visit, content_id
from live.store import Store
from live.workspace import Workspace

HOME = "http://again.example/"
"""Stands where a site has its address, which is not asked for anything."""


class Before(NamedTuple):
    """A page as it was: where, when, what dated it, its pictures. screen: px, width x height."""

    url: str
    captured_at: datetime
    evidence: tuple[Evidence, ...]
    screen: tuple[int, int]
    shots: tuple[Shot, ...]


class Now(NamedTuple):
    """What a page shows now; where it has no pictures, why."""

    shots: tuple[Shot, ...]
    why: str = ""


class _Way(NamedTuple):
    """How pages are photographed, all of those in one crawl."""

    site: Site
    screen: tuple[int, int]
    scale: float


async def photograph_again(
    month: str,
    pages: Sequence[Before],
    folder: Path,
    blobs: Blobs,
    config: Config,
    *,
    network: Network = WORLD,
    report: Report = silent,
) -> dict[str, Now]:
    """Opens pages of a month and photographs them the way they were. Gives what each shows, by url.

    blobs: gets the pictures. config: whose `crawl` and `contact` are kept to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(f"sqlite:///{folder}/live.db")
    try:
        _forget(store, month, pages)
        for way, some in _by_way(pages, config).items():
            links = [_link(month, way.site, page) for page in some]
            rulings = zip(links, some, strict=True)
            store.add(*links, *(each for pair in rulings for each in _rulings(*pair)))
            size = {"screen": way.screen, "scale": way.scale, "shots": None}
            its = config.model_copy(
                update={"sites": (way.site,), "crawl": config.crawl.model_copy(update=size)}
            )
            workspace = Workspace(path=folder, config=its, store=store, blobs=blobs)
            async with reach(workspace, network) as web:
                await crawl(workspace, month, web, sites=its.sites, report=report)
        return _shown(store, month, [page.url for page in pages])
    finally:
        store.close()


def _forget(store: Store, month: str, pages: Sequence[Before]) -> None:
    """Has those taken again that gave no picture, for sites and settings change."""
    states = store.states(month, STAGE)
    for id in (content_id("link", month, page.url) for page in pages):
        if states.get(id, "done") != "done":
            store.forget(month, STAGE, id)


def _by_way(pages: Sequence[Before], config: Config) -> dict[_Way, list[Before]]:
    """Pages by how they were photographed; an element's picture does not tell its scale."""
    ways: dict[_Way, list[Before]] = defaultdict(list)
    for page in pages:
        kind, (width, height) = page.shots[0].kind, page.screen
        scale = config.crawl.scale if kind == "element" else page.shots[0].width / width
        name = f"{kind} {width}x{height} at {scale:g}"
        ways[_Way(Site(name=name, url=HOME, shots=kind), page.screen, scale)].append(page)
    return ways


def _link(month: str, site: Site, page: Before) -> Link:
    """The link by which the page was found, as far as what dated it tells."""
    listed = [each for each in page.evidence if each.source in ("feed", "sitemap")]
    found_in, at = (listed[0].source, listed[0].value) if listed else ("front", "")
    return Link.model_validate(
        {"month": month, "site": site.name, "url": page.url, "found_in": found_in, "listed_at": at}
    )


def _rulings(link: Link, page: Before) -> list[Ruling]:
    """What a person said of the page's date, then."""
    return [
        Ruling(
            month=link.month,
            link_id=link.id,
            value=each.value,
            reviewer=REVIEWER,
            at=page.captured_at,
        )
        for each in page.evidence
        if each.source == REVIEWER
    ]


def _shown(store: Store, month: str, urls: Iterable[str]) -> dict[str, Now]:
    """What came of each link."""
    shots = {page.url: page.shots for page in store.all(Page, month)}
    address = {each.url: each.address for each in store.all(Visit, month) if each.state == "done"}
    ends = {each.item: each for each in store.outcomes(month, STAGE)}
    shown = {}
    for url in urls:
        end = ends.get(content_id("link", month, url))
        if end and end.state == "done":
            shown[url] = Now(shots[address[url]])
        else:
            shown[url] = Now((), f"{end.reason}: {end.detail}" if end else "it was not opened.")
    return shown
