"""Items are worked through several at once, and each ends exactly once."""

import asyncio

import pytest

from live.engine import work_through
from live.errors import BudgetError, ItemError
from live.outcomes import Done, Dropped, Ending, Held, Waiting
from live.workspace import Workspace

MONTH = "2026-10"


async def work(workspace: Workspace, items: list[str], do, **options):  # type: ignore[no-untyped-def]
    return await work_through(
        items, do, store=workspace.store, month=MONTH, stage="s", key=str, **options
    )


async def test_every_item_ends_as_exactly_one_of_five(workspace: Workspace) -> None:
    endings: dict[str, Ending] = {
        "a": Done(),
        "b": Dropped("stale", "x"),
        "c": Held("disagree", "x"),
        "d": Waiting("no_model", "x"),
    }

    async def do(item: str) -> Ending:
        if item == "e":
            raise ItemError("timeout", "x")
        return endings[item]

    tally = await work(workspace, list("abcde"), do)
    states = {o.item: o.state for o in workspace.store.outcomes(MONTH)}
    assert states == dict(
        zip("abcde", ["done", "dropped", "held", "waiting", "failed"], strict=True)
    )
    assert tally.total() == 5 == sum(tally.values())
    assert all(o.reason and o.detail for o in workspace.store.outcomes(MONTH) if o.state != "done")


async def test_a_rerun_takes_only_what_failed_or_waits(workspace: Workspace) -> None:
    taken = []

    async def do(item: str) -> Ending:
        taken.append(item)
        if item == "b" and len(taken) <= 3:
            raise ItemError("timeout", "x")
        return Waiting("w", "x") if item == "c" and len(taken) <= 3 else Done()

    await work(workspace, list("abc"), do)
    await work(workspace, list("abc"), do)
    await work(workspace, list("abc"), do)
    assert sorted(taken) == list("abbcc")


async def test_no_more_than_the_set_number_run_at_once(workspace: Workspace) -> None:
    running, most = 0, 0

    async def do(item: str) -> Ending:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return Done()

    await work(workspace, [str(n) for n in range(20)], do, concurrency=3)
    assert most == 3


async def test_at_the_money_limit_flying_items_land_and_the_rest_waits(
    workspace: Workspace,
) -> None:
    broke = asyncio.Event()

    async def do(item: str) -> Ending:
        if item == "b":
            broke.set()
            raise BudgetError("stop")
        await broke.wait()
        return Done()

    with pytest.raises(BudgetError):
        await work(workspace, list("abcd"), do, concurrency=2)
    states = {o.item: (o.state, o.reason) for o in workspace.store.outcomes(MONTH)}
    assert states["a"] == ("done", "")
    assert {states[item] for item in "bcd"} == {("waiting", "budget")}


async def test_a_fault_in_the_program_is_not_an_outcome(workspace: Workspace) -> None:
    async def do(item: str) -> Ending:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work(workspace, ["a"], do)
    assert workspace.store.outcomes(MONTH) == []


async def test_what_is_slow_in_one_lane_holds_up_no_other(workspace: Workspace) -> None:
    """A provider that lets nothing through leaves the other candidates answering."""
    gate, fast = asyncio.Event(), []

    async def do(item: str) -> Ending:
        if item.startswith("slow"):
            await gate.wait()
        else:
            fast.append(item)
            if len(fast) == 5:
                gate.set()
        return Done()

    items = [f"{lane}{n}" for n in range(5) for lane in ("slow", "fast")]
    of_both = {"slow": 2, "fast": 1}
    tally = await work(workspace, items, do, lane=lambda item: item[:4], concurrency=of_both)
    assert tally == {"done": 10}
