"""Revisions of frozen months as they are stored, against the log -> a line for all that differs.

Pure. A revision is the one before it, less the row that was withdrawn, or with the row put right
that was corrected, as an entry says; so it is built again from the first one and the log. The first
is held against people's decisions elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping

from live.records import Erratum, Release, Row
from live.store_audit import Entry

VERBS = ("withdraw row", "correct row")
"""What makes a revision."""


def revised_otherwise(releases: Iterable[Release], entries: Iterable[Entry]) -> Iterator[str]:
    """Gives where a month was revised past the log, or not as it says.

    releases: all that are stored. entries: each with a dict after.
    """
    stored: dict[str, dict[int, Release]] = {}
    home: dict[str, str] = {}
    for release in releases:
        stored.setdefault(release.month, {})[release.revision] = release
        home |= {row.question_id: release.month for row in release.rows}
    told: dict[str, dict[int, Entry]] = {month: {} for month in stored}
    for entry in entries:
        if entry.what not in VERBS:
            continue
        month, revision = home.get(entry.item), entry.after.get("revision")
        if month is None or not isinstance(revision, int):
            yield f"{entry.item}: {entry.what} by {entry.who} is in the log, and not stored."
        elif (other := told[month].setdefault(revision, entry)) != entry:
            yield f"entry {entry.seq}: {month} has its revision {revision} by entry {other.seq}."
    for month in stored:
        yield from _otherwise(month, stored[month], told[month])


def _otherwise(
    month: str, stored: Mapping[int, Release], told: Mapping[int, Entry]
) -> Iterator[str]:
    """Of one month. After a revision that the log does not tell, goes on from what is stored."""
    due = stored.get(1)
    if due is None:
        yield f"{month}: revision 1 is not stored."
    for revision in sorted({*stored, *told} - {1}):
        release, entry = stored.get(revision), told.get(revision)
        if entry is None:
            yield f"{month}: revision {revision} is not in the log."
            due = release
            continue
        try:
            due = _revised(due, entry) if due else release
        except (KeyError, TypeError, ValueError):
            yield f"entry {entry.seq}: cannot have made revision {revision} of {month}."
            due = release
        if release is None:
            yield (
                f"{month}: revision {revision} is in the log, by entry {entry.seq}, and not stored."
            )
        elif due:
            yield from _unlike(release, due)


def _revised(before: Release, entry: Entry) -> Release:
    """The revision that an entry tells of. Raises what data raise that do not tell it."""
    after = entry.after
    (row,) = [
        row for row in before.rows if (row.row_id, row.question_id) == (after["row_id"], entry.item)
    ]
    own = {"question_id": entry.item, "version": row.version, "by": entry.who}
    said = {name: after[name] for name in Erratum.model_fields if name in after}
    new = row.model_copy(update={"version": after["version"], "reviewed_by": entry.who})
    stays = (new,) if entry.what == "correct row" else ()
    rows = (each for old in before.rows for each in (stays if old == row else (old,)))
    errata = (*before.errata, Erratum.model_validate(said | own))
    update = {"revision": after["revision"], "rows": tuple(rows), "errata": errata}
    return before.model_copy(update=update)


def _unlike(release: Release, due: Release) -> Iterator[str]:
    rows, wanted = ({row.row_id: row for row in each.rows} for each in (release, due))
    where = f"revision {release.revision}"
    for id in sorted(rows.keys() - wanted.keys()):
        yield f"row {id}: in {where}, which by the log it is not."
    for id in sorted(wanted.keys() - rows.keys()):
        yield f"row {id}: not in {where}, which by the log it is."
    for id in sorted(wanted.keys() & rows.keys()):
        for name in Row.model_fields:
            stands, should = getattr(rows[id], name), getattr(wanted[id], name)
            if stands != should:
                yield f"row {id}: {name} is {stands!r} in {where}, by the log {should!r}."
    if release.errata != due.errata:
        yield f"{release.month}: the errata of {where} are not what the log says."
