"""Who is stored as invited, against the log -> a line for everything that does not fit.

Reads the store. Of entries from before the log kept more, what they keep is compared.
"""

from collections.abc import Iterable, Iterator

from live.review.invitations import told
from live.store_audit import Entry
from live.workspace import Workspace


def invited_otherwise(workspace: Workspace, entries: Iterable[Entry]) -> Iterator[str]:
    """Gives where somebody was invited, let in, revoked, named or removed past the log.

    entries: each with a dict after.
    """
    last: dict[tuple[str, str], Entry] = {(each.item, each.what): each for each in entries}
    given = {item: each for (item, what), each in last.items() if what == "invite"}
    for (item, what), each in last.items():
        if what == "link" and (item not in given or each.seq > given[item].seq):
            given[item] = each
    digests = workspace.store.reviewers.digests()
    there = {one.id: one for one in workspace.store.reviewers.all()}
    for id, one in there.items():
        invited, revoked = last.get((id, "invite")), last.get((id, "revoke"))
        if invited is None:
            yield f"{id}: invited past the log."
        else:
            for name, kept in told(one, digests[id]).items():
                if given[id].after.get(name, kept) != kept:
                    yield f"{id}: {name} is not what entry {given[id].seq} says."
        chosen = last.get((id, "handle"))
        if one.handle != (chosen.after.get("handle") if chosen else ""):
            yield f"{id}: the handle {one.handle!r} is not in the log."
        out = revoked is not None and (invited is None or revoked.seq > invited.seq)
        if out != (one.revoked_at is not None):
            yield f"{id}: {'let in again' if out else 'revoked'} past the log."
    for id in [id for id in given if id not in there]:
        yield f"{id}: invited in the log, and not stored."
