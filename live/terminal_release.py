"""How the months of releases look on a terminal."""

from typing import Any


def release_lines(rows: list[dict[str, Any]], report: str | None) -> list[str]:
    """Draws a row a month: the step it is at, the next one, what it waits for; below, what to do.

    rows: as `live release --json` has them. report: the run report's file, if there is one.
    """
    if not rows:
        return ["Nothing yet. Begin with `live crawl`."]
    lines = [f"{'month':7}  {'due':3}  {'step':7}  {'next':7}  waits for"]
    for row in rows:
        went_wrong = row["why"] if row["ended"] == "failed" and not row["waits_for"] else ""
        due, waits = "yes" if row["due"] else "", row["waits_for"] or went_wrong
        head = f"{row['month']:7}  {due:3}  {row['step']:7}  {row['next'] or '':7}"
        lines.append(f"{head}  {waits}".rstrip())
        lines += [f"{'':30}  {line}" for line in (row["todo"], row["link"]) if line]
    if not any(row["due"] or row["ended"] for row in rows):
        lines.append("Nothing is due.")
    return [*lines, f"report  {report}"] if report else lines
