"""What `live review` tells of people -> lines of text. Pure."""

from collections.abc import Sequence
from typing import Any

from live.counted import counted, people
from live.store_audit import Entry
from live.store_reviewers import Reviewer

TOLD = (
    "version", "verdict", "value", "points", "text", "question", "answer", "reason", "act",
    "undoes",
)  # fmt: skip
"""What of an entry is printed, where it is there."""


def agreement_lines(told: dict[str, Any]) -> list[str]:
    """Draws how far two people agree: in all, by subtask, by the gate that held a question."""
    lines = [f"{told['month']}: decided blind by two {told['overall']['n']}", _row("", ALL_HEADS)]
    lines.append(_agreed("all", told["overall"]))
    for head in ("subtasks", "gates"):
        lines += [_agreed(f"{head[:-1]} {name}", each) for name, each in told[head].items()]
    rows = (told["overall"], *told["subtasks"].values(), *told["gates"].values())
    if any(each["n"] < told["least"] for each in rows):
        lines.append(f"Kappa and its interval: of {told['least']} questions or more.")
    return lines


def progress_lines(told: dict[str, Any]) -> list[str]:
    """Draws how far the review has come, in all and by reviewer."""
    head = (
        f"{told['month']}: {told['decided']} of {told['questions']} questions decided, "
        f"{told['left']} decisions left"
    )
    lines = [head + _at_pace(told)]
    if told["rated"]:
        lines.append(f"  {counted(told['rated'], 'answer')} rated by {people(told['raters'])}")
    for each in told["reviewers"]:
        counts = f"{each['decided']:6} decided {each['left']:6} left"
        lines.append(f"  {each['handle']:30} {counts}{_at_pace(each)}")
    return lines


def nothing_line(month: str, verb: str, others: Sequence[str]) -> str:
    """Says that no question of a month waits, and how those of other months are seen."""
    line = f"No question of {month} waits for a decision."
    return f"{line} Elsewhere some do: {commands(verb, others)}." if others else line


def commands(verb: str, months: Sequence[str]) -> str:
    """Gives the command lines of a verb on each month."""
    return ", ".join(f"`{verb} --month {month}`" for month in months)


def reviewer_lines(invited: list[Reviewer]) -> list[str]:
    """Draws who was invited: name, handle, what for, and until when."""
    return [
        f"{each.name:30} {each.handle or '-':30} {each.role:6} {_until(each)}" for each in invited
    ]


def entry_lines(entries: list[Entry]) -> list[str]:
    """Draws entries of the log: who did what when, what was said before, and what then."""
    lines = []
    for each in entries:
        lines.append(f"{each.seq:6}  {each.at}  {each.who}: {each.what} {each.item}")
        lines += [f"        before  {_said(each.before)}"] if each.before else []
        lines += [f"        after   {_said(each.after)}"] if each.after else []
        lines.append(f"        hash    {each.hash}")
    return lines


ALL_HEADS = ("n", "raw", "kappa", "95% interval")


def _row(name: str, cells: tuple[str, ...]) -> str:
    n, raw, kappa, interval = cells
    return f"  {name:40} {n:>6} {raw:>6} {kappa:>6}  {interval}".rstrip()


def _agreed(name: str, told: dict[str, Any]) -> str:
    raw = "-" if told["raw"] is None else f"{told['raw']:.2f}"
    if told["kappa"] is None:
        return _row(name, (str(told["n"]), raw, "-", ""))
    interval = f"{told['low']:.2f} to {told['high']:.2f}"
    return _row(name, (str(told["n"]), raw, f"{told['kappa']:.2f}", interval))


def _at_pace(told: dict[str, Any]) -> str:
    if told["pace"] is None:
        return ""
    minutes = round(told["finish"] / 60)
    return f", {told['pace']:.0f} s each: {minutes // 60} h {minutes % 60:02} min"


def _until(each: Reviewer) -> str:
    if each.revoked_at:
        return f"revoked {each.revoked_at:%Y-%m-%d %H:%M}"
    return f"{'until' if each.may_enter else 'ended'} {each.expires_at:%Y-%m-%d %H:%M}"


def _said(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    known = {name: value[name] for name in TOLD if value.get(name)}
    return ", ".join(f"{name} {each}" for name, each in (known or value).items())
