"""Due months in, each taken as far as it goes now: written, cut, answered, judged, published.

The stages are those of pipeline.py. Those who maintain the benchmark are told how each month fares,
and a run report says it of all of them.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from live.clock import now
from live.due import Standing, standing, standings
from live.engine import Report, silent
from live.errors import LiveError
from live.judge import answer
from live.lmm.models import check_prices
from live.notices import last_notice, tell
from live.numbers import number_lines, numbers
from live.pipeline import answer_all, judge_all, write_and_gate
from live.publish.cut import cut, cut_day, frozen
from live.publish.publish import publish
from live.records import Notice
from live.run import Taken, begin, fault
from live.run_report import keep_report
from live.workspace import Workspace


def release_due(
    workspace: Workspace, *, report: Report = silent, say: Callable[[str], None] = lambda line: None
) -> tuple[list[Taken], Path | None]:
    """Takes every due month on, oldest first; one that waits or fails holds up no other.

    say: hears of each when its turn ended. Gives how they ended, and the run report's file; None
    where there is nothing `to_take`, which changes nothing.
    """
    began, taken, file = now(), list[Taken](), None
    for month in to_take(workspace, standings(workspace)):
        _tell_due(workspace, month)
        run = begin(workspace, month, "release", report)
        try:
            ended = _take(workspace, month, run)
        except Exception as error:  # a fault of live itself: it ends the run, but not unheard
            ended = Taken(standing(workspace, month), "failed", fault(error))
            taken.append(replace(ended, did=run.did(), usd=run.cost()))
            _tell(workspace, taken[-1], keep_report(workspace, taken, began, file))
            raise
        taken.append(replace(ended, did=run.did(), usd=run.cost()))
        file = keep_report(workspace, taken, began, file)
        say(f"{ended.headline}{f'. {ended.why}' if ended.why else ''}")
        _tell(workspace, ended, file)
    return taken, file


def to_take(workspace: Workspace, stands: Sequence[Standing]) -> list[str]:
    """Gives the months that a run has something to do for: those due, and those out unheard.

    Unheard is a month that is out, and of which the last that was told is another thing than that
    this revision is out there: the run that published it was killed before it told, nobody could be
    reached, or it went out by hand since. One of which nothing was ever told is left alone: it went
    out by hand, or before `notify` was set.
    """
    return [each.month for each in stands if each.due or _is_unheard(workspace, each)]


def _is_unheard(workspace: Workspace, stand: Standing) -> bool:
    if stand.note is None or not workspace.config.notify:
        return False
    last = last_notice(workspace, stand.month, told=True)
    if last is None or last.about != "out":
        return last is not None
    known = last.revision > 0  # an older notice does not say which
    return known and (last.revision, last.target) != (stand.note.revision, stand.note.target)


def _take(workspace: Workspace, month: str, report: Report) -> Taken:
    try:
        if standing(workspace, month).step != "out":
            asyncio.run(_to_its_scores(workspace, month, report))
        stand = standing(workspace, month)
        target = workspace.config.publish_to
        if stand.step == "publish" and target and (release := frozen(workspace, month)):
            workspace.still_held()
            publish(workspace, release, target)
            stand = standing(workspace, month)
    except (LiveError, OSError) as error:
        return Taken(standing(workspace, month), "failed", str(error))
    if stand.step == "out":
        return Taken(stand, "out", "")
    why = f"It waits for {stand.waits_for}." if stand.waits_for else f"It stopped at {stand.step}."
    return Taken(stand, "failed" if stand.failed else "waits", why)


async def _to_its_scores(workspace: Workspace, month: str, report: Report) -> None:
    """Takes a month as far as its scoreboard; what people are to decide is left to them."""
    check_prices(workspace.config, workspace.config.max_usd)
    release = frozen(workspace, month)
    if release is None:
        if (stand := standing(workspace, month)).step == "crawl":
            return
        if stand.step != "cut":
            await write_and_gate(workspace, month, report=report)
            stand = standing(workspace, month)
        if stand.step != "cut" or stand.waits_for:
            return
        workspace.still_held()
        release = cut(workspace, month)
    if answer.to_come(workspace, release).total():
        await answer_all(workspace, release, report=report)
    await judge_all(workspace, release, report=report)


def _tell_due(workspace: Workspace, month: str) -> None:
    last, stand = last_notice(workspace, month, told=True), standing(workspace, month)
    if stand.note is None and (last is None or last.about == "out"):
        since = f"Its cut day was {cut_day(workspace, month):%Y-%m-%d}."
        if stand.revision > 1:
            since = f"Its revision {stand.revision} is not out yet."
        lines = [f"{stand.name} is due", since, *number_lines(numbers(workspace, month))]
        tell(workspace, Notice(month=month, about="due", at=now(), text="\n".join(lines)))


def _tell(workspace: Workspace, taken: Taken, file: Path) -> None:
    lines = [taken.headline, taken.why, taken.stand.todo]
    lines += [*number_lines(numbers(workspace, taken.month)), taken.link]
    of: dict[str, Any] = {"why": taken.why} if taken.ended == "failed" else {}
    if taken.ended == "out" and (note := taken.stand.note):
        of = {"revision": note.revision, "target": note.target}
    text = "\n".join(line for line in lines if line)
    fared = {"month": taken.month, "about": taken.ended, "at": now(), "text": text}
    tell(workspace, Notice.model_validate(fared | of), file)
