"""How things look on a terminal and in a log: progress, tables, calls. Writes to stderr."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from live.counted import counted
from live.counted import people as persons

if TYPE_CHECKING:
    from live.engine import Report
    from live.records import Selection


def configure_logs() -> None:
    """Sends logs to stderr as key=value, warnings and up."""
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(30),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@contextmanager
def progress() -> Iterator["Report"]:
    """Gives a report that draws bars on a terminal, and a plain line a finished stage elsewhere."""
    if not sys.stderr.isatty():
        yield _plain
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bars = Progress(
        TextColumn("{task.description:10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    tasks: dict[str, Any] = {}

    def draw(stage: str, done: int, total: int) -> None:
        if total == 0:
            return
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    with bars:
        yield draw


def _plain(stage: str, done: int, total: int) -> None:
    if done == total > 0:
        sys.stderr.write(f"{stage}: {done} of {total}\n")


def status_lines(stand: dict[str, Any]) -> list[str]:
    """Draws `live status`."""
    lines = []
    for month in stand["months"]:
        lines.append(
            f"{month['month']}  {counted(month['pages'], 'page')}, "
            f"{counted(month['questions'], 'question')}: "
            f"{month['accepted']} accepted, {month['held']} held, {month['waiting']} waiting"
        )
        below = funnel_lines(month["funnel"])
        below += [_waiting_line(row, month["month"]) for row in month["waits_for"]]
        if month["held_pages"]:
            below.append(held_line(month["held_pages"]))
        for state in ("dropped", "failed"):
            for stage, reasons in month[state].items():
                counts = ", ".join(f"{n} {reason}" for reason, n in reasons.items())
                below.append(f"{state} at {stage}: {counts}")
        for model, n in month["answers"].items():
            verdicts = month["verdicts"][model]
            below.append(
                f"{model}: {counted(n, 'answer')}, {verdicts['scored']} scored, "
                f"{verdicts['unscored']} unscored"
            )
        if (people := month["people"])["answers"]:
            below.append(
                f"{persons(people['persons'])} answered: "
                f"{counted(people['answers'], 'answer')}, {people['scored']} scored, "
                f"{people['unscored']} unscored"
            )
        if month["split"]:
            below.append(_split_line(month["split"], month["month"]))
        lost = (
            f", {counted(month['lost_calls'], 'call')} lost in flight"
            if month["lost_calls"]
            else ""
        )
        below.append(f"cost: ${month['usd']:.4f}, {month['tokens']} tokens{lost}")
        lines += [f"         {line}" for line in below]
    return lines or ["Nothing yet. Begin with `live run`, or `live crawl`."]


def _split_line(n: int, month: str) -> str:
    """How many answers wait for people, and what to do about it."""
    over = "the judges are split over"
    what = f"1 answer {over} waits" if n == 1 else f"{n} answers {over} wait"
    return f"{what} for people. Have them rate at the desk: `live review serve --month {month}`"


def _waiting_line(row: dict[str, Any], month: str) -> str:
    """What items wait for, and what to do about it. Of reviews, there is a list to look at."""
    todo = f"See `live review list --month {month}`." if row["stage"] == "review" else row["detail"]
    return f"waiting at {row['stage']}: {row['n']} {row['reason']}. {todo}"


def funnel_lines(
    counts: dict[str, Any], examples: dict[str, list[dict[str, str]]] | None = None
) -> list[str]:
    """Draws how many questions came through each gate, with examples of what it dropped.

    counts, examples: as in live.funnel. Nothing before anything is written.
    """
    if not counts["written"]:
        return []
    shown, width = examples or {}, max(len(name) for name in counts["gates"])
    lines = [f"{counts['written']} written, {counts['checked']} checked"]
    lines += _example_lines(shown.get("check", ()))
    gated = {name: n for name, n in counts["gates"].items() if sum(n.values())}
    if gated:
        lines.append(
            f"{'gate':{width}}  {'passed':>6}  {'dropped':>7}  {'held':>4}  {'not run':>7}"
        )
    for name, n in gated.items():
        row = f"{n['passed']:6}  {n['dropped']:7}  {n['held']:4}  {n['not_run']:7}"
        off = f"  off: {n['off']}" if n["off"] else ""
        all_off = n["off"] == sum(n.values())
        lines.append(f"{name:{width}}  {'declared off' if all_off else row + off}")
        lines += _example_lines(shown.get(name, ()))
    each = counts["usd_per_question"]
    dollars = "" if each is None else f", ${each:.4f} each"
    chosen = f", {counts['chosen']} chosen{dollars}" if counts["chosen"] else ""
    withdrawn = f", {counts['withdrawn']} withdrawn" if counts["withdrawn"] else ""
    return [*lines, f"{counts['accepted']} accepted{chosen}{withdrawn}"]


def _example_lines(examples: Iterable[dict[str, str]]) -> list[str]:
    """A question that was dropped, and below it why."""
    lines = []
    for each in examples:
        lines += [f"    {each['id']}  {each['question']}", f"    {'':16}  {each['detail']}"]
    return lines


def choice_lines(selection: "Selection") -> list[str]:
    """Draws how a split was chosen: rows by subtask, and what share could not be filled."""
    lines = ["chosen: " + ", ".join(f"{n} {label}" for label, n in selection.taken.items())]
    for label, n in selection.short.items():
        wanted = selection.wanted[label]
        lines.append(f"{label}: {wanted} wanted, {n} too few were accepted; others took the rest.")
    if reasons := Counter(each.reason for each in selection.left_out.values()):
        told = ", ".join(f"{n} {reason}" for reason, n in reasons.most_common())
        lines.append(f"not chosen: {told}. `live explain ID` says why of each.")
    return lines


def crawl_lines(
    sites: list[dict[str, Any]], unlisted: dict[str, str], silent: list[str]
) -> list[str]:
    """Draws what a crawl took and lost: a row a site, those that listed nothing, those fell silent.

    unlisted: site -> why it listed nothing.
    """
    if not sites and unlisted:
        lines = ["Nothing was opened."]
    elif not sites:
        lines = ["Nothing was opened: the day has its pages, or nothing new is left to open today."]
    else:
        width = max([len(row["site"]) for row in sites] + [4])
        lines = [f"{'site':{width}}  {'tried':>5}  {'taken':>5}  {'seconds':>7}  {'MB':>6}  lost"]
    for row in sites:
        reasons = {**row["dropped"], **row["failed"]}
        losses = ", ".join(f"{n} {reason}" for reason, n in reasons.items())
        lines.append(
            f"{row['site']:{width}}  {row['tried']:5}  {row['taken']:5}  {row['seconds']:7.1f}  "
            f"{row['bytes'] / 1e6:6.1f}  {losses}".rstrip()
        )
    lines += [f"{site} listed nothing: {why}" for site, why in unlisted.items()]
    if silent:
        names = ", ".join(silent)
        lines.append(f"Gave nothing for three runs: {names}. Try `live sites check NAME`.")
    return lines


def held_line(pages: int) -> str:
    """Says how many pages wait for a person, and where to look."""
    held = "1 page is" if pages == 1 else f"{pages} pages are"
    return f"{held} held for a date that a person must choose: see `live status --why`"


def why_lines(outcomes: list[dict[str, Any]]) -> list[str]:
    """Draws what happened to each item that is not done; of links and pages with the address."""
    lines = []
    for o in outcomes:
        url = f" {o['url']}" if o["url"] not in o["detail"] else ""
        head = f"{o['month']}  {o['stage']:9} {o['state']:8} {o['reason']:16}"
        lines.append(f"{head} {o['item']}{url}: {o['detail']}")
    return lines


def call_lines(call: dict[str, Any]) -> list[str]:
    """Draws one call of a model, with its request and reply in full."""
    request, reply = call["request"], call["reply"] or {}
    usd = "price unknown" if call["usd"] is None else f"${call['usd']:.6f}"
    lines = [
        f"── {call['sent_at']}  {call['stage']}  {call['state']}  {call['tokens']} tokens, {usd}",
        f"   key {call['key']}  sample {request.get('sample', 0)}",
    ]
    if request.get("system"):
        lines += ["system:", request["system"]]
    lines += ["request:", request["prompt"]]
    for picture in request.get("pictures", []):
        lines.append(f"[picture {picture['sha256']} {picture['width']} x {picture['height']} px]")
    if request.get("reply_schema"):
        lines.append("schema: " + json.dumps(request["reply_schema"]))
    lines.append(f"reply ({reply.get('outcome', 'none')}): {reply.get('detail', '')}".rstrip(": "))
    lines += [reply.get("text", ""), ""]
    return lines


def gates_lines(rows: list[dict[str, Any]]) -> list[str]:
    """Draws what gates found: a line a question, then how many ended how."""
    width = max([len(str(row["id"])) for row in rows] + [2])
    lines, tally = [], Counter[str]()
    for row in rows:
        said = [
            f"{name}: {found['reason'] or found['outcome']}. {found['detail']}".strip()
            for name, found in row["gates"].items()
            if found["outcome"] in ("dropped", "held") or found["reason"]
        ]
        tally[row["outcome"]] += 1
        lines.append(f"{row['id']!s:{width}}  {row['outcome']:9} {'  '.join(said)}".rstrip())
    ends = ", ".join(f"{n} {outcome}" for outcome, n in sorted(tally.items()))
    return [*lines, f"{counted(len(rows), 'question')}: {ends or 'none'}."]
