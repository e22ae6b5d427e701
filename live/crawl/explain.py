"""A page, by id or address -> what is known of it, for someone who doubts it.

Reads store and blobs. What was kept is looked at again: the pictures by their hashes, and the date
by reading the kept HTML once more.
"""

from typing import Any

from live.crawl.read.date import date_page, freshness
from live.crawl.read.markup import read
from live.crawl.read.urls import canonical_url
from live.crawl.report import addresses
from live.errors import LiveError, UsageError
from live.outcomes import Outcome
from live.records import Link, Page, Visit
from live.workspace import Workspace


def explain(workspace: Workspace, what: str) -> dict[str, Any]:
    """Explains a page, or a link that became none.

    what: the id of a page or link or the beginning of one, or an address. Of several months the
    newest counts. Raises UsageError where nothing is known of it.
    """
    for month in reversed(workspace.store.months()):
        pages = workspace.store.all(Page, month)
        links = workspace.store.all(Link, month)
        page = next((page for page in pages if _names(what, page)), None)
        wanted = addresses(page) if page else {canonical_url(what)}
        link = next((each for each in links if each.url in wanted or _is(what, each)), None)
        if page or link:
            return _explained(workspace, month, page, link)
    raise UsageError(
        f"{what}: no page or link of this workspace. Write a page's id, as `live crawl --json` "
        "prints it, or its address."
    )


def _names(what: str, page: Page) -> bool:
    return _is(what, page) or canonical_url(what) in addresses(page)


def _is(what: str, record: Page | Link) -> bool:
    return len(what) >= 4 and record.id.startswith(what)


def _explained(
    workspace: Workspace, month: str, page: Page | None, link: Link | None
) -> dict[str, Any]:
    outcome = _outcome(workspace, month, link)
    url = page.url if page else link.url if link else ""
    visits = [v for v in workspace.store.all(Visit, month) if v.url == (link.url if link else url)]
    return {
        "month": month,
        "url": url,
        "site": page.site if page else link.site if link else "",
        "found_in": link.found_in if link else "",
        "listed_at": link.listed_at if link else "",
        "ended": {
            "state": outcome.state if outcome else "done" if page else "not tried yet",
            "reason": outcome.reason if outcome else "",
            "detail": outcome.detail if outcome else "",
        },
        "page": _page(workspace, page, link) if page else None,
        "visits": [visit.model_dump(mode="json", exclude={"month", "site"}) for visit in visits],
    }


def _outcome(workspace: Workspace, month: str, link: Link | None) -> Outcome | None:
    if link is None:
        return None
    found = (o for o in workspace.store.outcomes(month, "crawl") if o.item == link.id)
    return next(found, None)


def _page(workspace: Workspace, page: Page, link: Link | None) -> dict[str, Any]:
    dating = freshness(page.evidence, page.month, page.captured_at)
    return {
        "id": page.id,
        "title": page.title,
        "byline": page.byline,
        "final_url": page.final_url,
        "redirects": list(page.redirects),
        "headers": page.headers,
        "published_at": page.published_at.isoformat(),
        "verdict": dating.verdict,
        "because": dating.detail,
        "evidence": [each.model_dump(mode="json") for each in page.evidence],
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
    if evidence == page.evidence:
        return "the same"
    return "; ".join(f"{each.source} says {each.value!r}" for each in evidence) or "nothing"
