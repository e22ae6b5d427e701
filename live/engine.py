"""How the items of a stage are worked through: several at once, each ending stored when it comes.

What is done to an item is the stage's; this only says how the work is executed.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import structlog

from live.errors import BudgetError, ItemError
from live.outcomes import Ending, Failed, State, Waiting
from live.store import Store

T = TypeVar("T")
log = structlog.get_logger()
FINAL: tuple[State, ...] = ("done", "dropped", "held")


class Report(Protocol):
    """Hears how far a stage is."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def silent(stage: str, done: int, total: int) -> None:
    """Hears and says nothing."""


async def work_through(
    items: Sequence[T],
    do: Callable[[T], Awaitable[Ending]],
    *,
    store: Store,
    month: str,
    stage: str,
    key: Callable[[T], str],
    concurrency: int = 4,
    report: Report = silent,
) -> Counter[State]:
    """Takes every item that has not ended for good, and stores how it ends.

    Items that failed or wait are taken again. An ItemError fails its item only; a BudgetError lets
    what is in flight finish, leaves the rest waiting, and is raised at the end.
    """
    ended = store.ended(month, stage, FINAL)
    todo = [item for item in items if key(item) not in ended]
    queue = iter(todo)
    tally: Counter[State] = Counter()
    stopped: list[BudgetError] = []
    report(stage, 0, len(todo))

    async def worker() -> None:
        for item in queue:
            try:
                ending = await do(item) if not stopped else _wait_for_money()
            except ItemError as error:
                ending = Failed(error.reason, error.detail)
            except BudgetError as error:
                stopped.append(error)
                ending = _wait_for_money()
            store.save(month, stage, key(item), ending)
            if ending.state == "failed":
                log.warning("failed", stage=stage, reason=ending.reason, detail=ending.detail)
            tally[ending.state] += 1
            report(stage, tally.total(), len(todo))

    await _together(worker, min(concurrency, len(todo)))
    if stopped:
        raise stopped[0]
    return tally


async def _together(worker: Callable[[], Awaitable[None]], count: int) -> None:
    """Runs `count` workers; the first that breaks ends the others and is raised as itself.

    They start one after the other, so that what the first send goes out while the next compute.
    """
    tasks = []
    try:
        for _ in range(count):
            tasks.append(asyncio.ensure_future(worker()))
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _wait_for_money() -> Waiting:
    return Waiting("budget", "The money limit was reached. Run again with a higher --max-usd.")
