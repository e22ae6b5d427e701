"""A page, by an id or address -> what is known of it, for someone who doubts it.

Reads store and blobs. What was kept is looked at again: the pictures by their hashes, and the date
by reading the kept HTML once more.
"""

from typing import Any
from urllib.parse import urlsplit

from live.crawl.find import Found, find
from live.crawl.read.date import REVIEWER, date_page, freshness
from live.crawl.read.markup import read
from live.crawl.read.urls import canonical_url
from live.crawl.sites import load_sites
from live.errors import LiveError, UsageError
from live.outcomes import Outcome
from live.records import Answer, Link, Page, Question, Release, Ruling, Site, Visit
from live.workspace import Workspace

ENDED = ("state", "reason", "detail")


def explain(workspace: Workspace, what: str) -> dict[str, Any]:
    """Explains a page, a link that became none, or a site that listed nothing.

    what: an id or the beginning of one, an address, or an item as `live status --why` prints it.
    Of several months the newest counts. Raises UsageError where nothing is known of it.
    """
    if not what.strip():
        raise UsageError("explain: nothing is named. Write an id, an item or an address.")
    if found := find(workspace, what):
        return _explained(workspace, found)
    if outcome := _naming(workspace, what):
        if found := find(workspace, _subject(workspace, outcome)):
            return _explained(workspace, found) | {"later": [outcome.model_dump()]}
        return _asked(workspace, outcome)
    raise UsageError(
        f"{what}: nothing of this workspace. Write an id or item, as `live crawl --json` and "
        "`live status --why` print it, or an address."
    )


def _explained(workspace: Workspace, found: Found) -> dict[str, Any]:
    page, link, read = found.page, found.link, found.read
    dating = _dating(page, read)
    rulings = workspace.store.all(Ruling, found.month, parent=link.id) if link else []
    hidden = {"month", "site", "sketch"}
    return {
        "month": found.month,
        "url": page.url if page else link.url if link else "",
        "site": page.site if page else link.site if link else "",
        "found_in": link.found_in if link else "",
        "listed_at": link.listed_at if link else "",
        "ended": _ended(workspace, found),
        "page": _page(workspace, page, link) | (dating or {}) if page else None,
        "dating": dating,
        "rulings": [each.model_dump(mode="json", exclude={"month"}) for each in rulings],
        "visits": [visit.model_dump(mode="json", exclude=hidden) for visit in found.visits],
        "later": _later(workspace, page) if page else [],
    }


def _ended(workspace: Workspace, found: Found) -> dict[str, str]:
    """How the crawl left it."""
    for outcome in workspace.store.outcomes(found.month, "crawl"):
        if found.link and outcome.item == found.link.id:
            return {key: getattr(outcome, key) for key in ENDED}
    return {"state": "done" if found.page else "not tried yet", "reason": "", "detail": ""}


def _dating(page: Page | None, read: Visit | None) -> dict[str, Any] | None:
    """When it was published, by what: of the page, or of what was read of one that became none."""
    if page:
        evidence, dating = page.evidence, freshness(page.evidence, page.month, page.captured_at)
    elif read:
        evidence, dating = read.evidence, freshness(read.evidence, read.month, read.ended_at)
    else:
        return None
    at = dating.at or dating.latest
    return {
        "published_at": at.isoformat() if at else None,
        "verdict": dating.verdict,
        "because": dating.detail,
        "evidence": [each.model_dump(mode="json") for each in evidence],
    }


def _later(workspace: Workspace, page: Page) -> list[dict[str, Any]]:
    """What of the page's questions did not go on, and why."""
    questions = workspace.store.all(Question, page.month, parent=page.id)
    items = {page.id, *(question.id for question in questions)}
    outcomes = workspace.store.outcomes(page.month)
    return [o.model_dump() for o in outcomes if o.item in items and o.is_short]


def _naming(workspace: Workspace, what: str) -> Outcome | None:
    """The newest outcome that is of this item or site, or whose detail names this address."""
    sites = _sites_at(workspace, what)
    for month in reversed(workspace.store.months()):
        outcomes = workspace.store.outcomes(month)
        if found := [outcome for outcome in outcomes if _is_of(what, sites, outcome)]:
            return found[-1]
        if found := [outcome for outcome in outcomes if _tells_of(what, outcome)]:
            return found[-1]
    return None


def _is_of(what: str, sites: set[str], outcome: Outcome) -> bool:
    """Whether it is of this item; of a site's, the name is enough, or the hash in brackets."""
    asked, _, declared = outcome.item.rpartition(" (")
    name = asked.rpartition(" on ")[0]
    if outcome.stage == "discover" and (name in sites or what.strip("()") == declared.rstrip(")")):
        return True
    return what in (outcome.item, asked, name) or (len(what) >= 4 and outcome.item.startswith(what))


def _sites_at(workspace: Workspace, what: str) -> set[str]:
    """The names of the sites that have this address, or list their articles there."""
    address = _bare(what)
    if not address:
        return set()
    known = (*workspace.config.sites, *load_sites())
    names = {site.name for site in known if address in map(_bare, _places(site))}
    return names | {urlsplit(what).netloc}  # so `live crawl --site URL` names what nobody declared


def _places(site: Site) -> tuple[str, ...]:
    return (site.url, *site.sections, *site.feeds, *site.sitemaps)


def _bare(url: str) -> str:
    """An address without what people leave out when they write it."""
    return canonical_url(url).partition("://")[2].removeprefix("www.").rstrip("/")


def _tells_of(what: str, outcome: Outcome) -> bool:
    return "://" in what and what in (word.rstrip(".,:;") for word in outcome.detail.split())


def _subject(workspace: Workspace, outcome: Outcome) -> str:
    """The id of the page or link that an outcome is about, or ''."""
    store, item = workspace.store, outcome.item
    if outcome.stage in ("crawl", "write"):
        return item
    if outcome.stage == "judge":
        answers = store.versions(Answer, item.partition(":")[0])
        item = answers[-1].question_id if answers else ""
    if outcome.stage == "answer":
        rows = [row for release in store.all(Release, outcome.month) for row in release.rows]
        wanted = item.rpartition(":")[0].rpartition(":")[2]
        item = next((row.question_id for row in rows if str(row.row_id) == wanted), "")
    questions = store.versions(Question, item)
    return questions[-1].page_id if questions else ""


def _asked(workspace: Workspace, outcome: Outcome) -> dict[str, Any]:
    """What a site that was asked for its articles came to."""
    name = outcome.item.rpartition(" on ")[0]
    declared = {site.name: site.url for site in (*load_sites(), *workspace.config.sites)}
    return {
        "month": outcome.month,
        "url": declared.get(name, outcome.item),
        "site": name or outcome.item,
        "found_in": "",
        "listed_at": "",
        "ended": {key: getattr(outcome, key) for key in ENDED},
        "page": None,
        "dating": None,
        "rulings": [],
        "visits": [],
        "later": [],
    }


def _page(workspace: Workspace, page: Page, link: Link | None) -> dict[str, Any]:
    return {
        "id": page.id,
        "title": page.title,
        "byline": page.byline,
        "final_url": page.final_url,
        "redirects": list(page.redirects),
        "headers": page.headers,
        "captured_at": page.captured_at.isoformat(),
        "browser": page.browser,
        "screen": list(page.screen),
        "cleaned": list(page.cleaned),
        "html": {"sha256": page.html_sha256, "dates": _dates_again(workspace, page, link)},
        "pictures": [
            shot.model_dump(mode="json", exclude={"text"})
            | {"stored": _stored(workspace, shot.sha256)}
            for shot in page.shots
        ],
    }


def _stored(workspace: Workspace, sha256: str) -> str:
    try:
        workspace.blobs.get(sha256)
    except LiveError:
        return "missing or damaged"
    return "intact"


def _dates_again(workspace: Workspace, page: Page, link: Link | None) -> str:
    """What the kept HTML says of the date, read now."""
    if not page.html_sha256:
        return "no HTML was kept"
    try:
        html = workspace.blobs.get_text(page.html_sha256)
    except LiveError as error:
        return str(error)
    evidence = date_page(
        read(html, page.final_url),
        page.final_url,
        listed_at=link.listed_at if link else "",
        listed_in=link.found_in if link else "",
        fetched_at=page.captured_at,
    )
    if evidence == tuple(each for each in page.evidence if each.source != REVIEWER):
        return "the same"
    return "; ".join(f"{each.source} says {each.value!r}" for each in evidence) or "nothing"
