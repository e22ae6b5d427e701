"""The stages of a month in order: the table of contents of the program.

What crawls, writes and gates is imported by who does it: a month that is frozen needs none of it.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from live.clock import now
from live.crawl.web.net import WORLD, Network
from live.engine import Report, silent
from live.judge.anchors import judge_anchors
from live.judge.answer import answer
from live.judge.compare import compare
from live.judge.judge import judge
from live.lmm.models import Models, check_prices
from live.outcomes import State
from live.publish.cut import cut, cut_day, frozen, unfinished
from live.publish.release import write_release
from live.records import Release, Scoreboard, Site
from live.review.decisions import settle
from live.workspace import Workspace


@dataclass(frozen=True)
class Ended:
    """How a run ended: with a scoreboard, or before the cut with what it waits for."""

    scoreboard: Scoreboard | None
    waits_for: str = ""
    failed: bool = False


async def run(
    workspace: Workspace,
    month: str,
    *,
    max_usd: float | None = None,
    early: bool = False,
    network: Network = WORLD,
    report: Report = silent,
) -> Ended:
    """Takes a month as far as it goes. What is done already is not done again."""
    check_prices(workspace.config, _limit(workspace, max_usd))
    release = frozen(workspace, month)
    if release is None:
        await collect(workspace, month, network=network, report=report)
        await write_and_gate(workspace, month, max_usd=max_usd, report=report)
        if now() < (day := cut_day(workspace, month)) and not early:
            return Ended(None, f"{month} is cut on {day:%Y-%m-%d}, or now with --early")
        if waiting := unfinished(workspace, month):
            return Ended(None, "; ".join(waiting), any(": failed (" in line for line in waiting))
        release = cut(workspace, month, early=early)
    await answer_all(workspace, release, max_usd=max_usd, report=report)
    return Ended(await judge_all(workspace, release, max_usd=max_usd, report=report))


async def collect(
    workspace: Workspace,
    month: str,
    *,
    sites: Sequence[Site] = (),
    network: Network = WORLD,
    report: Report = silent,
) -> Counter[State]:
    """Finds the month's articles and photographs them: of live.yaml's sites, or only of `sites`.

    Gives how the sites and links ended that were tried now.
    """
    from live.crawl.crawl import crawl
    from live.crawl.discover import discover
    from live.crawl.web.reach import reach

    async with reach(workspace, network) as web:
        asked = await discover(workspace, month, web, sites=sites, report=report)
        return asked + await crawl(workspace, month, web, sites=sites, report=report)


async def write_and_gate(
    workspace: Workspace, month: str, *, max_usd: float | None = None, report: Report = silent
) -> None:
    """Writes questions about the month's pages, and puts them through gates and review."""
    from live.qa_gen.check import check
    from live.qa_gen.gates.ahead import look_ahead
    from live.qa_gen.gates.run import gate
    from live.qa_gen.write import write

    async with _models(workspace, month, max_usd) as models:
        await write(workspace, month, models, report=report)
        looking = asyncio.ensure_future(look_ahead(workspace, month))
        try:
            await check(workspace, month, models, report=report)
            await looking
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        await gate(workspace, month, models, report=report)
    settle(workspace, month)


async def gate_again(
    workspace: Workspace,
    month: str,
    *,
    only: str | None = None,
    max_usd: float | None = None,
    report: Report = silent,
) -> None:
    """Puts a month's questions through the gates again, or through one alone, and reviews them."""
    from live.qa_gen.gates.run import regate

    async with _models(workspace, month, max_usd) as models:
        await regate(workspace, month, models, only=only, report=report)
    settle(workspace, month)


async def answer_all(
    workspace: Workspace, release: Release, *, max_usd: float | None = None, report: Report = silent
) -> None:
    """Has the candidates answer the frozen questions."""
    async with _models(workspace, release.month, max_usd) as models:
        await answer(workspace, release, models, report=report)


async def judge_all(
    workspace: Workspace, release: Release, *, max_usd: float | None = None, report: Report = silent
) -> Scoreboard:
    """Has the judge rate the answers, and compare some; writes the release's folder."""
    async with _models(workspace, release.month, max_usd) as models:
        await judge(workspace, release, models, report=report)
        await judge_anchors(workspace, release.month, models, report=report)
        if workspace.config.compare.rows:
            await compare(workspace, release, models, report=report)
    return write_release(workspace, release)


def _models(workspace: Workspace, month: str, max_usd: float | None) -> Models:
    return Models(
        workspace.config, workspace.store, workspace.blobs, month, _limit(workspace, max_usd)
    )


def _limit(workspace: Workspace, max_usd: float | None) -> float | None:
    return workspace.config.max_usd if max_usd is None else max_usd
