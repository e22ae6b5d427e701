"""How things look on a terminal and in a log: progress, tables, calls. Writes to stderr."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from live.engine import Report
    from live.records import Scoreboard


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


def scoreboard_lines(board: "Scoreboard") -> list[str]:
    """Draws the scoreboard: a row a model, best first, with interval and counts."""
    width = max([len(score.model) for score in board.models] + [5])
    lines = [
        f"{board.month}  {'model':{width}}  {'mean':>5}  {'95% interval':^14}  {'n':>4}  unscored"
    ]
    for score in board.models:
        mean = "  n/a" if score.mean is None else f"{score.mean:5.1f}"
        span = "withheld" if score.low is None else f"{score.low:5.1f} – {score.high:5.1f}"
        lines.append(
            f"{'':7}  {score.model:{width}}  {mean}  {span:^14}  {score.n:4}  {score.unscored:8}"
        )
    return lines


def status_lines(stand: dict[str, Any]) -> list[str]:
    """Draws `live status`."""
    lines = []
    for month in stand["months"]:
        lines.append(
            f"{month['month']}  {month['pages']} pages, {month['questions']} questions: "
            f"{month['accepted']} accepted, {month['held']} held, {month['waiting']} waiting"
        )
        if month["held_pages"]:
            lines.append(f"         {held_line(month['held_pages'])}")
        for state in ("dropped", "failed"):
            for stage, reasons in month[state].items():
                counts = ", ".join(f"{n} {reason}" for reason, n in reasons.items())
                lines.append(f"         {state} at {stage}: {counts}")
        for model, n in month["answers"].items():
            verdicts = month["verdicts"][model]
            lines.append(
                f"         {model}: {n} answers, {verdicts['scored']} scored, "
                f"{verdicts['unscored']} unscored"
            )
        lost = f", {month['lost_calls']} calls lost in flight" if month["lost_calls"] else ""
        lines.append(f"         cost: ${month['usd']:.4f}, {month['tokens']} tokens{lost}")
    return lines or ["Nothing yet. Begin with `live run`, or `live crawl`."]


def crawl_lines(
    sites: list[dict[str, Any]], unlisted: dict[str, str], silent: list[str]
) -> list[str]:
    """Draws what a crawl took and lost: a row a site, those that listed nothing, those fell silent.

    unlisted: site -> why it listed nothing.
    """
    if not sites and unlisted:
        lines = ["Nothing was opened."]
    elif not sites:
        lines = ["Nothing was opened: the day has its pages, or no new article was listed."]
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


def explain_lines(known: dict[str, Any]) -> list[str]:
    """Draws `live explain`."""
    ended, page, dating = known["ended"], known["page"], known["dating"]
    how = f" ({ended['reason']}): {ended['detail']}" if ended["reason"] else ""
    lines = [known["url"], f"  {known['site']}, {known['month']}: {ended['state']}{how}"]
    if known["found_in"]:
        listed = f", listed with {known['listed_at']!r}" if known["listed_at"] else ""
        lines.append(f"  found in: {known['found_in']}{listed}")
    for visit in known["visits"]:
        lines.append(
            f"  visited {visit['at']}: {visit['seconds']:.1f} s, {visit['bytes'] / 1e6:.1f} MB, "
            f"tries: {visit['tries']}, {visit['state']} {visit['reason']}".rstrip()
        )
        if visit["final_url"] and not page:
            lines.append(f"    led to: {_way(visit)}")
        if visit["title"] and not page:
            lines.append(f"    title: {visit['title']}")
    for each in known["rulings"]:
        why = f": {each['reason']}" if each["reason"] else ""
        said = repr(each["value"]) if each["value"] else "none"
        lines.append(f"  {each['reviewer']} said at {each['at']} that {said} is right{why}")
    lines += ["", f"page {page['id']}: {page['title']}"] if page else []
    lines += _dating_lines(dating) if dating else []
    lines += _page_lines(page) if page else []
    for each in known["later"]:
        lines.append(f"  {each['stage']} of {each['item']}: {each['state']} {each['detail']}")
    return lines


def _dating_lines(dating: dict[str, Any]) -> list[str]:
    """When it was published, and who says so. Of a stale page only the latest time is known."""
    by = "no later than " if dating["verdict"] == "stale" else ""
    when = f"{by}{dating['published_at']}" if dating["published_at"] else "at an unproven time"
    lines = [f"  published {when}: {dating['verdict']}; {dating['because']}"]
    for each in dating["evidence"]:
        read = each["at"] or "not understood"
        kind = "a day" if each["day_only"] else "zone named" if each["zoned"] else "no zone"
        lines.append(f"    {each['source']:9} {each['value']!r} -> {read}, {kind}")
    return lines


def _way(opened: dict[str, Any]) -> str:
    return " -> ".join([*opened["redirects"], opened["final_url"]])


def _page_lines(page: dict[str, Any]) -> list[str]:
    lines = [
        f"    read again from the kept HTML: {page['html']['dates']}",
        f"  captured {page['captured_at']} by {page['browser']}",
        f"  address: {_way(page)}",
    ]
    lines += [f"    {name}: {value}" for name, value in page["headers"].items()]
    lines.append(f"  done to it: {'; '.join(page['cleaned']) or 'nothing'}")
    for shot in page["pictures"]:
        cut = ", cut: the page goes on below" if shot["cut"] else ""
        lines.append(
            f"  picture {shot['sha256'][:16]}: {shot['kind']} {shot['width']} x {shot['height']} "
            f"px at {shot['top']}{cut}, {shot['stored']}"
        )
    return lines


def why_lines(outcomes: list[dict[str, Any]]) -> list[str]:
    """Draws what happened to each item that is not done."""
    return [
        f"{o['month']}  {o['stage']:9} {o['state']:8} {o['reason']:16} {o['item']}: {o['detail']}"
        for o in outcomes
    ]


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
