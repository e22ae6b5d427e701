"""What a person says of a held page's date -> a Ruling, and the page's link back to the crawl.

Touches the store. The newest ruling stands; a page is never dated by what no source of it said.
"""

from live.clock import now
from live.crawl.find import Found, find
from live.crawl.read.date import disputed
from live.errors import UsageError
from live.outcomes import Dropped, Outcome
from live.publish.cut import frozen
from live.records import Link, Ruling
from live.workspace import Workspace

NONE = "none"


def rule(workspace: Workspace, what: str, value: str, reviewer: str, reason: str = "") -> Ruling:
    """Keeps which of a held page's dates is right; the next crawl takes its link again.

    what: as in `live explain`. value: what one of its sources said, verbatim, or `none`, which
    rejects the page. Raises UsageError where it is not held, the month is frozen, or no source
    said so.
    """
    found = find(workspace, what)
    if found is None or found.link is None:
        raise UsageError(f"{what}: no link of this workspace. See `live status --why`.")
    link = found.link
    with workspace.store.together():
        return _ruled(workspace, found, link, value, reviewer, reason)


def held(workspace: Workspace, month: str) -> list[Outcome]:
    """Gives the pages of a month that wait for a person, as the crawl left them."""
    return [o for o in workspace.store.outcomes(month, "crawl") if o.state == "held"]


def _ruled(
    workspace: Workspace, found: Found, link: Link, value: str, reviewer: str, reason: str
) -> Ruling:
    """Stores a ruling, what becomes of its link, and the entry in the log."""
    _refuse(workspace, link)
    if value != NONE:
        _check(found, value)
    ruling = Ruling(
        month=link.month,
        link_id=link.id,
        value="" if value == NONE else value,
        reviewer=reviewer,
        at=now(),
        reason=reason,
    )
    workspace.store.add(ruling)
    if ruling.value:
        workspace.store.forget(link.month, "crawl", link.id)
    else:
        why = f"by {reviewer}: {reason}" if reason else f"by {reviewer}"
        workspace.store.save(link.month, "crawl", link.id, Dropped("rejected", why))
    before = [each.value for each in workspace.store.all(Ruling, link.month, parent=link.id)][:-1]
    told = ruling.model_dump(mode="json", include={"value", "reason", "at"})
    workspace.store.audit.add(reviewer, "date", link.id, before[-1] if before else None, told)
    return ruling


def _refuse(workspace: Workspace, link: Link) -> None:
    """Raises UsageError unless the page is held, or was until someone ruled and is no page yet."""
    if frozen(workspace, link.month):
        raise UsageError(f"{link.id}: {link.month} is frozen, and takes no page any more.")
    ended = {o.item: o for o in workspace.store.outcomes(link.month, "crawl")}.get(link.id)
    if ended and ended.state == "held":
        return
    ruled = workspace.store.all(Ruling, link.month, parent=link.id)
    if not ruled or (ended and ended.state == "done"):
        how = f"it is {ended.state} {ended.reason}".rstrip() if ended else "it was not tried yet"
        raise UsageError(f"{link.id}: not held, {how}. See `live explain {link.id}`.")


def _check(found: Found, value: str) -> None:
    visit = found.read
    said = disputed(visit.evidence, visit.ended_at) if visit else ()
    if all(each.value != value for each in said):
        given = ", ".join(f"{each.source}: {each.value}" for each in said)
        raise UsageError(
            f"{value!r}: no source says so. Write one of {given}; or `{NONE}`, to reject the page."
        )
