"""How the items of a stage are worked through: several at once, each ending stored when it comes.

What is done to an item is the stage's; this only says how the work is executed.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Protocol, TypeVar

import structlog

from live.errors import BudgetError, ItemError
from live.outcomes import Ending, Failed, State, Waiting
from live.store import Store

T = TypeVar("T")
log = structlog.get_logger()
FINAL: tuple[State, ...] = ("done", "dropped", "held")
NOT_BEGUN = "not begun"


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
    concurrency: int | Mapping[str, int] = 4,
    lane: Callable[[T], str] = lambda item: "",
    report: Report = silent,
) -> Counter[State]:
    """Takes every item that has not ended for good, and stores how it ends.

    lane: which line an item stands in; what is in one never waits for what is in another.
    concurrency: items of a lane at once, for each lane where they differ.
    Items that failed or wait are taken again. An ItemError fails its item only; a BudgetError lets
    what is in flight finish, leaves the rest waiting, and is raised at the end.
    """
    ended = store.ended(month, stage, FINAL)
    todo = [item for item in items if key(item) not in ended]
    lanes: dict[str, list[T]] = defaultdict(list)
    for item in todo:
        lanes[lane(item)].append(item)
    tally: Counter[State] = Counter()
    stopped: list[BudgetError] = []
    report(stage, 0, len(todo))

    async def worker(queue: Iterator[T]) -> None:
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

    await _together(
        partial(worker, queue)
        for name, items in lanes.items()
        for queue in repeat(iter(items), min(_workers(concurrency, name), len(items)))
    )
    if stopped:
        raise stopped[0]
    return tally


def unended(store: Store, month: str, stage: str, items: Iterable[str]) -> Counter[str]:
    """Counts the items of a stage that it takes again: `not begun`, or `failed (timeout)`, say."""
    ended = {outcome.item: outcome for outcome in store.outcomes(month, stage)}
    counts: Counter[str] = Counter()
    for item in items:
        outcome = ended.get(item)
        if outcome is None:
            counts[NOT_BEGUN] += 1
        elif outcome.state not in FINAL:
            counts[f"{outcome.state} ({outcome.reason})"] += 1
    return counts


def _workers(concurrency: int | Mapping[str, int], lane: str) -> int:
    return concurrency if isinstance(concurrency, int) else concurrency[lane]


async def _together(workers: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Runs workers; the first that breaks ends the others and is raised as itself.

    They start one after the other, so that what the first send goes out while the next compute.
    """
    tasks = []
    try:
        for worker in workers:
            tasks.append(asyncio.ensure_future(worker()))
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _wait_for_money() -> Waiting:
    return Waiting("budget", "The money limit was reached. Run again with a higher --max-usd.")
