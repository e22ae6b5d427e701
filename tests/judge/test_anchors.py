"""The same answers, judged again each month, show what moved: the judge."""

from typing import Any

import factory
import pytest
from fakes import FakeModels

from live.judge.anchors import drift, judge_anchors
from live.lmm.client import Reply, Request
from live.records import Anchor, Criterion, Verdict
from live.workspace import Workspace, open_workspace

NEXT = "2026-11"
HALVES = (Criterion(points=5, text="the name"), Criterion(points=5, text="the day"))


@pytest.fixture
def later(workspace: Workspace) -> Any:
    """A workspace whose month of 6 answers, three pages, earned 8 each by openai/judge."""
    config = factory.CONFIG.replace("embedded/rules", "openai/judge")
    (workspace.path / "live.yaml").write_text(config + "anchors: 4\n")
    questions = [
        factory.question(n, page_id=factory.page(n // 2 + 1).id, criteria=HALVES) for n in range(6)
    ]
    release = factory.release(questions)
    answers = [factory.answer(r.row_id, q) for r, q in zip(release.rows, questions, strict=True)]
    verdicts = [factory.verdict(answer, 8, judge="openai/judge") for answer in answers]
    with open_workspace(workspace.path) as opened:
        pages = [factory.page(n) for n in (1, 2, 3)]
        opened.store.add(*pages, *questions, release, *answers, *verdicts)
        yield opened


def rates(total: int) -> Any:
    data = {"points": [min(total, 5), max(total - 5, 0)], "total": total, "reason": "r"}
    return lambda request: Reply(outcome="ok", text="…", data=data)


async def judged(workspace: Workspace, reply: Any, month: str = NEXT) -> list[Request]:
    models = FakeModels(reply)
    await judge_anchors(workspace, month, models)  # type: ignore[arg-type]
    return models.asked


async def test_what_moved_is_told_with_its_interval(later: Workspace) -> None:
    asked = await judged(later, rates(6))
    assert len(asked) == 4
    anchors = later.store.all(Anchor, NEXT)
    found = drift(anchors, "openai/judge")
    assert found is not None
    assert (found["of"], found["by"], found["n"], found["unscored"]) == (
        *(factory.MONTH, "openai/judge"),
        *(4, 0),
    )
    assert (found["difference"], found["low"], found["high"]) == (-2, -2, -2)
    assert drift(anchors, "openai/other") is None


async def test_each_month_the_same_answers_are_judged_and_anew(later: Workspace) -> None:
    """A reply that was bought for another month would show no drift, ever."""
    first, second = await judged(later, rates(8)), await judged(later, rates(8), "2026-12")
    assert {r.prompt for r in first} == {r.prompt for r in second}
    assert not {r.key for r in first} & {r.key for r in second}
    assert await judged(later, rates(8)) == [], "a finished month asks nothing again"


async def test_the_anchors_own_month_judges_none(later: Workspace) -> None:
    assert await judged(later, rates(8), factory.MONTH) == []


async def test_an_unusable_rating_of_an_anchor_is_counted_and_moves_nothing(
    later: Workspace,
) -> None:
    def reply(request: Request) -> Reply:
        return (rates(11) if "story 2" in request.prompt else rates(7))(request)

    await judged(later, reply)
    found = drift(later.store.all(Anchor, NEXT), "openai/judge")
    assert found is not None
    assert found["difference"] == -1
    assert found["n"] + found["unscored"] == 4


async def test_a_new_judge_is_held_against_those_who_judged_then(later: Workspace) -> None:
    more = [v.model_copy(update={"judge": "openai/b", "rating": 6}) for v in _verdicts(later)]
    later.store.add(*more)
    file = later.path / "live.yaml"
    file.write_text(file.read_text().replace("openai/judge", "anthropic/new"))
    with open_workspace(later.path) as opened:
        await judged(opened, rates(7))
        found = drift(opened.store.all(Anchor, NEXT), "anthropic/new")
    assert found is not None
    assert (found["by"], found["difference"]) == ("the judges of then", 0)


def _verdicts(workspace: Workspace) -> list[Verdict]:
    return workspace.store.all(Verdict, factory.MONTH)
