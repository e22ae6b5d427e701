"""A checker answers from the pixels before it sees the gold; what it cannot settle is not kept."""

from collections.abc import Callable
from string import Template
from typing import Any

import factory
import pytest
from fakes import FakeModels

from live.lmm.client import Reply, Request
from live.outcomes import Outcome
from live.qa_gen.gates import gate
from live.qa_gen.gates.answerable import PROMPTS
from live.records import Question
from live.workspace import Workspace

MONTH = "2026-10"
QUESTION = factory.question()
TEN = [{"points": 10, "text": 'the answer names "Tobias Rennick".'}]


def checker(own: str | None, verdict: str = "", **said: Any) -> Callable[[Request], Reply]:
    """A checker that answers `own`, then, where it is asked to compare, gives a verdict."""

    def reply(request: Request) -> Reply:
        if "can_answer" in str(request.reply_schema):
            data = {"can_answer": own is not None, "answer": own or "", "reason": "not shown"}
        else:
            data = {"verdict": verdict, "answer": "", "criteria": [], "reason": "r", **said}
        return Reply(outcome="ok", text="{}", data=data, revision="checker-2")

    return reply


@pytest.fixture
def checked(configured: Callable[..., Workspace]) -> Workspace:
    write = {"writer": "embedded/templates", "checker": "anthropic/checker"}
    workspace = configured(write=write, gates={})
    workspace.store.add(factory.page(), QUESTION)
    return workspace


async def run(workspace: Workspace, reply: Any) -> tuple[Outcome, list[Question], FakeModels]:
    models = FakeModels(reply)
    await gate(workspace, MONTH, models)  # type: ignore[arg-type]
    (outcome,) = workspace.store.outcomes(MONTH, "gates")
    return outcome, workspace.store.versions(Question, QUESTION.id), models


async def test_it_answers_from_the_pictures_before_it_has_seen_the_gold(checked: Workspace) -> None:
    _, _, models = await run(checked, checker("Somebody", "agrees"))
    solve, compare = models.asked
    page = factory.page()
    for request in (solve, compare):
        assert [p.sha256 for p in request.pictures] == [s.sha256 for s in page.shots]
        assert page.text not in request.prompt and QUESTION.question in request.prompt
    assert QUESTION.answer not in solve.prompt and QUESTION.rubric not in solve.prompt
    assert all(part in compare.prompt for part in (QUESTION.answer, QUESTION.rubric, "Somebody"))


async def test_the_same_answer_passes_without_a_second_call(checked: Workspace) -> None:
    outcome, versions, models = await run(checked, checker("  mara quill. "))
    assert (outcome.state, len(models.asked), len(versions)) == ("done", 1, 1)
    assert versions[0].checked_by is not None
    assert versions[0].checked_by.model == "anthropic/checker"
    assert versions[0].model_copy(update={"checked_by": None}) == QUESTION


async def test_agreement_in_other_words_passes_the_same_version(checked: Workspace) -> None:
    outcome, versions, models = await run(checked, checker("M. Quill", "agrees"))
    assert (outcome.state, len(models.asked), len(versions)) == ("done", 2, 1)
    assert versions[0].checked_by is not None


async def test_a_correction_is_a_new_version_of_the_same_question(checked: Workspace) -> None:
    reply = checker("Tobias Rennick", "corrects", answer="Tobias Rennick", criteria=TEN)
    outcome, (old, corrected), _ = await run(checked, reply)
    assert (outcome.state, old) == ("done", QUESTION)
    assert (corrected.id, corrected.version) == (QUESTION.id, 2)
    assert (corrected.answer, corrected.question) == ("Tobias Rennick", QUESTION.question)
    assert corrected.checked_by and corrected.checked_by.revision == "checker-2"
    assert corrected.made_by == QUESTION.made_by


@pytest.mark.parametrize(
    "said",
    [
        {"answer": "Tobias Rennick", "criteria": []},
        {"answer": "Tobias Rennick", "criteria": [{"points": 9, "text": "the name"}]},
        {"answer": "Tobias Rennick", "criteria": [{"points": 99, "text": "the name"}]},
        {"answer": "", "criteria": TEN},
        {"answer": "story 1", "criteria": TEN},
    ],
)
async def test_a_correction_that_is_not_well_formed_drops_the_question(
    checked: Workspace, said: dict[str, Any]
) -> None:
    outcome, versions, _ = await run(checked, checker("Tobias Rennick", "corrects", **said))
    assert (outcome.state, outcome.reason) == ("dropped", "bad_correction")
    assert versions == [QUESTION]


async def test_a_question_that_the_checker_refuses_is_dropped(checked: Workspace) -> None:
    outcome, versions, models = await run(checked, checker(None, "refuses", reason="Not shown."))
    assert (outcome.state, outcome.reason) == ("dropped", "not_answerable")
    assert "Not shown." in outcome.detail and versions == [QUESTION]
    assert len(models.asked) == 2 and "not shown" in models.asked[1].prompt


@pytest.mark.parametrize("outcome", ["truncated", "malformed", "refused", "filtered"])
async def test_a_checker_whose_replies_cannot_be_used_leaves_the_question_to_a_person(
    checked: Workspace, outcome: Any
) -> None:
    ended, versions, models = await run(checked, lambda _: Reply(outcome=outcome, detail="why"))
    assert (ended.state, ended.reason) == ("held", "checker_unusable")
    assert [request.sample for request in models.asked] == [0, 1] and versions == [QUESTION]


@pytest.mark.parametrize("outcome", ["overloaded", "timeout", "rejected", "unreachable"])
async def test_a_checker_that_is_not_reached_is_asked_on_the_next_run(
    checked: Workspace, outcome: Any
) -> None:
    ended, versions, _ = await run(checked, lambda _: Reply(outcome=outcome, detail="why"))
    assert (ended.state, ended.reason, versions) == ("failed", outcome, [QUESTION])
    ended, _, _ = await run(checked, checker("Mara Quill"))
    assert ended.state == "done"


async def test_a_declared_off_checker_is_not_asked(
    checked: Workspace, configured: Callable[..., Workspace]
) -> None:
    off = configured(write=checked.config.write.model_dump(), gates={"answerable": "off"})
    outcome, versions, models = await run(off, checker("x"))
    assert (outcome.state, models.asked, versions) == ("done", [], [QUESTION])


async def test_a_duplicate_stays_one_after_its_twin_was_corrected(checked: Workspace) -> None:
    twin = factory.question(2, question="Who really wrote story 1?")
    checked.store.add(twin)
    reply = checker("Tobias Rennick", "corrects", answer="Tobias Rennick", criteria=TEN)
    for _ in range(2):
        await gate(checked, MONTH, FakeModels(reply))  # type: ignore[arg-type]
        ended = {outcome.item: outcome.reason for outcome in checked.store.outcomes(MONTH, "gates")}
        assert ended == {QUESTION.id: "", twin.id: "duplicate"}
        checked.store.forget(MONTH, "gates", twin.id)


@pytest.mark.parametrize(
    ("name", "placeholders"),
    [("solve.md", {"question"}), ("check.md", {"question", "gold", "rubric", "own_answer"})],
)
def test_placeholders_and_arguments_are_equal(name: str, placeholders: set[str]) -> None:
    assert set(Template((PROMPTS / name).read_text()).get_identifiers()) == placeholders
