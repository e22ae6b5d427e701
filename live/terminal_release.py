"""How the months of releases look on a terminal."""

from typing import Any

from live.due import NO_PLACE


def release_lines(rows: list[dict[str, Any]], report: str | None) -> list[str]:
    """Draws a row a month: the step it is at, the next one, what it waits for; below, what to do.

    rows: as `live release --json` has them. report: the run report's file, if there is one.
    """
    if not rows:
        return ["Nothing yet. Begin with `live crawl`."]
    lines = [f"{'month':7}  {'due':3}  {'step':7}  {'next':7}  waits for"]
    for row in rows:
        due = "yes" if row["due"] else ""
        head = f"{row['month']:7}  {due:3}  {row['step']:7}  {row['next'] or '':7}"
        lines.append(f"{head}  {row['waits_for']}".rstrip())
        lines += [f"{'':30}  {line}" for line in _below(row) if line]
    if not any(row["due"] or row["ended"] for row in rows):
        lines.append(_nothing_due(rows))
    return [*lines, f"report  {report}"] if report else lines


def _below(row: dict[str, Any]) -> list[str]:
    """What went wrong with a month, what to do about it, and where it or its revision is."""
    known = bool(row["waits_for"]) and row["waits_for"] in row["why"]
    failed = row["ended"] in (None, "failed") and row["why"] and not known
    why = f"The last try failed. {row['why']}" if failed else ""
    revision = row["revision"] or 0
    if revision < 2:
        return [why, row["todo"], row["link"]]
    changed = f" ({row['changed']})" if row["changed"] else ""
    how = "is out:" if row["link"] else "waits to go out."
    return [why, row["todo"], f"Its revision {revision}{changed} {how} {row['link']}".rstrip()]


def _nothing_due(rows: list[dict[str, Any]]) -> str:
    """Says that nothing is due; of months that are done but for a place to go, that besides."""
    lacking = [row["month"] for row in rows if row["waits_for"] == NO_PLACE]
    if not lacking:
        return "Nothing is due."
    lack = "lacks" if len(lacking) == 1 else "lack"
    return f"Nothing is due; {', '.join(lacking)} {lack} {NO_PLACE}."
