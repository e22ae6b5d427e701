"""A checker answers from the pixels before it sees the gold; what it cannot settle is not kept."""

from collections.abc import Callable
from string import Template
from typing import Any

import factory
import pytest
from fakes import FakeModels
from qa_models import FINAL, GRADES, OWN, Script
from structlog.testing import capture_logs

from live.lmm.client import Reply
from live.outcomes import Outcome
from live.qa_gen.ask import PROMPTS
from live.qa_gen.check import check, who
from live.qa_gen.formats import put
from live.records import Provenance, Question, Step
from live.workspace import Workspace

MONTH = "2026-10"
Configured = Callable[..., Workspace]
QUESTION = factory.question(made_by=Provenance(model="openai/gpt-writer"))
WRITE = {
    "writer": "openai/gpt-writer",
    "checker": "anthropic/claude-checker",
    "finalizer": "openai/gpt-finalizer",
    "scorer": "openai/gpt-scorer",
}
RUBRIC = (
    "7 points: names Mara Quill\n3 points: as the author. The photographer's name earns 0 points."
)
TEN = [{"points": 10, "text": 'the answer names "Tobias Rennick".'}]
OTHER = {**OWN, "answer": "Tobias Rennick"}
NONE = {"can_answer": False, "answer": "", "reason": "not shown"}


def compared(verdict: str, **said: Any) -> dict[str, Any]:
    return {"verdict": verdict, "answer": "", "criteria": [], "reason": "because", **said}


@pytest.fixture
def drafted(configured: Configured) -> Workspace:
    """A draft question about a page, and a model for each step."""
    workspace = configured(write=WRITE)
    workspace.store.add(factory.page(), QUESTION)
    return workspace


async def run(workspace: Workspace, script: Any) -> tuple[Outcome, list[Question], FakeModels]:
    models = FakeModels(script)
    await check(workspace, MONTH, models)  # type: ignore[arg-type]
    (outcome,) = workspace.store.outcomes(MONTH, "check")
    return outcome, workspace.store.versions(Question, QUESTION.id), models


async def test_a_question_comes_out_as_a_new_version_that_keeps_its_id(drafted: Workspace) -> None:
    outcome, (draft, final), models = await run(drafted, Script())
    assert (outcome.state, draft) == ("done", QUESTION)
    assert (final.id, final.version) == (QUESTION.id, 2)
    assert (final.question, final.answer) == (QUESTION.question, QUESTION.answer)
    assert final.rubric == RUBRIC and final.made_by == QUESTION.made_by
    assert final.checked_by and final.checked_by.model == "anthropic/claude-checker"
    assert final.grades and final.grades.total == 9
    assert final.grades.made_by.model == "openai/gpt-scorer"
    assert [request.model for request in models.asked] == [*list(WRITE.values())[1:]]


async def test_what_was_said_at_each_step_is_kept_whole(drafted: Workspace) -> None:
    script = Script(solve=OTHER)
    await run(drafted, script)
    steps = drafted.store.all(Step, MONTH, parent=QUESTION.id)
    assert [step.step for step in steps] == ["check", "check", "finalize", "score"]
    assert [steps[0].said, *(step.said for step in steps[2:])] == [OTHER, FINAL, GRADES]


async def test_it_answers_from_the_pictures_before_it_has_seen_the_gold(drafted: Workspace) -> None:
    _, _, models = await run(drafted, Script(solve=OTHER))
    solve, compare, *_ = models.asked
    page = factory.page()
    for request in (solve, compare):
        assert [p.sha256 for p in request.pictures] == [s.sha256 for s in page.shots]
        assert page.text not in request.prompt and QUESTION.question in request.prompt
    assert QUESTION.answer not in solve.prompt and QUESTION.rubric not in solve.prompt
    assert all(part in compare.prompt for part in (QUESTION.answer, QUESTION.rubric, "Tobias"))


async def test_the_finalizer_is_shown_no_picture_and_the_scorer_the_final_criteria(
    drafted: Workspace,
) -> None:
    _, _, (_, finalize, score) = await _asked(drafted)
    assert finalize.pictures == () and QUESTION.rubric in finalize.prompt
    assert score.pictures and RUBRIC in score.prompt


async def _asked(workspace: Workspace) -> tuple[Any, Any, list[Any]]:
    outcome, versions, models = await run(workspace, Script())
    return outcome, versions, models.asked


async def test_the_same_answer_needs_no_comparison(drafted: Workspace) -> None:
    script = Script(solve={**OWN, "answer": "  mara quill. "})
    outcome, _, _ = await run(drafted, script)
    assert (outcome.state, script.asked) == ("done", ["solve", "finalize", "score"])


async def test_agreement_in_other_words_leaves_the_answer(drafted: Workspace) -> None:
    script = Script(solve={**OWN, "answer": "M. Quill"}, compare=compared("AGREES "))
    outcome, (_, final), _ = await run(drafted, script)
    assert (outcome.state, final.answer) == ("done", QUESTION.answer)
    assert script.asked == ["solve", "compare", "finalize", "score"]


async def test_a_correction_is_what_is_finalized(drafted: Workspace) -> None:
    said = compared("corrects", answer="Tobias Rennick", criteria=TEN)
    outcome, (_, final), models = await run(drafted, Script(solve=OTHER, compare=said))
    assert (outcome.state, final.answer) == ("done", "Tobias Rennick")
    assert "Tobias Rennick" in models.asked[2].prompt and "Mara" not in models.asked[2].prompt


async def test_a_question_that_the_checker_refuses_is_dropped(drafted: Workspace) -> None:
    script = Script(solve=NONE, compare=compared("refuses", reason="Not shown."))
    outcome, versions, _ = await run(drafted, script)
    assert (outcome.state, outcome.reason) == ("dropped", "not_answerable")
    assert "anthropic/claude-checker: Not shown." in outcome.detail and versions == [QUESTION]
    assert len(drafted.store.all(Step, MONTH, parent=QUESTION.id)) == 2


LONG = "word " * 6_000
BAD: list[tuple[str, Any, str]] = [
    ("solve", "It was Mara.", "malformed: not JSON"),
    ("solve", {"can_answer": True, "answer": "", "reason": ""}, "`answer` is empty"),
    ("compare", compared("perhaps"), "`verdict` 'perhaps' is none of"),
    ("compare", compared("corrects"), "the answer has 0 characters"),
    ("compare", compared("corrects", answer=LONG), "the answer has 29999 characters"),
    ("compare", compared("corrects", answer="x", criteria=[{"points": 99, "text": "n"}]), "points"),
    ("finalize", "Six for the name.", "malformed: not JSON"),
    ("finalize", {"criteria": [], "earns_nothing": "x"}, "`criteria` is empty"),
    ("finalize", {**FINAL, "earns_nothing": " "}, "`earns_nothing` is empty"),
    ("finalize", {**FINAL, "criteria": [{"points": 9, "text": "name"}]}, "sum to 9 points"),
    ("finalize", {**FINAL, "criteria": {"10": "as the gold answer says"}}, "'gold answer'"),
    ("finalize", {**FINAL, "criteria": {"10": "as in the text above"}}, "'text above'"),
    ("finalize", {**FINAL, "criteria": {"10": LONG}}, "characters"),
    ("score", {**GRADES, "authenticity": 6}, "`authenticity`: "),
    ("score", {**GRADES, "clarity": None}, "`clarity`: "),
    ("score", "All good.", "malformed: not JSON"),
]


@pytest.mark.parametrize(("step", "said", "fault"), BAD)
async def test_an_unusable_reply_is_mended_by_one_follow_up(
    drafted: Workspace, step: str, said: Any, fault: str
) -> None:
    usual: dict[str, Any] = {"solve": OTHER, "finalize": FINAL, "score": GRADES}
    usual["compare"] = compared("agrees")
    script = Script(**usual | {step: [said, usual[step]]})
    outcome, versions, models = await run(drafted, script)
    assert outcome.state == "done" and len(versions) == 2
    first, second = (models.asked[n] for n, at in enumerate(script.asked) if at == step)
    assert first.prompt in second.prompt and fault in second.prompt.partition(first.prompt)[2]
    assert first.pictures == second.pictures


@pytest.mark.parametrize(("step", "said", "fault"), BAD)
async def test_a_reply_that_stays_unusable_drops_the_question_with_its_reason(
    drafted: Workspace, step: str, said: Any, fault: str
) -> None:
    script = Script(**{"solve": OTHER, step: said})
    outcome, versions, _ = await run(drafted, script)
    named = "check" if step in ("solve", "compare") else step
    assert (outcome.state, outcome.reason) == ("dropped", f"{named}_unusable")
    assert fault in outcome.detail and "asked twice" in outcome.detail
    assert versions == [QUESTION] and script.asked.count(step) == 2


@pytest.mark.parametrize("step", ["solve", "compare", "finalize", "score"])
@pytest.mark.parametrize("ended", ["refused", "filtered"])
async def test_a_model_that_declines_is_not_asked_again(
    drafted: Workspace, step: str, ended: Any
) -> None:
    script = Script(**{"solve": OTHER, step: Reply(outcome=ended, detail="why")})
    outcome, versions, _ = await run(drafted, script)
    assert outcome.state == "dropped" and outcome.reason.endswith("_declined")
    assert versions == [QUESTION] and script.asked.count(step) == 1


@pytest.mark.parametrize("step", ["solve", "compare", "finalize", "score"])
@pytest.mark.parametrize("ended", ["overloaded", "timeout", "rejected", "unreachable"])
async def test_a_model_that_is_not_reached_is_asked_on_the_next_run(
    drafted: Workspace, step: str, ended: Any
) -> None:
    script = Script(**{"solve": OTHER, step: Reply(outcome=ended, detail="why")})
    outcome, versions, _ = await run(drafted, script)
    assert (outcome.state, outcome.reason, versions) == ("failed", ended, [QUESTION])
    outcome, versions, _ = await run(drafted, Script())
    assert outcome.state == "done" and len(versions) == 2


async def test_criteria_as_a_mapping_are_read(drafted: Workspace) -> None:
    mapped = {**FINAL, "criteria": {"names Mara Quill": 7, "as the author": 3}}
    _, (_, final), models = await run(drafted, Script(finalize=mapped))
    assert final.rubric == RUBRIC and len(models.asked) == 3


CHOICE = put("multiple_choice", "Who wrote story 1?", "Mara", ["Mara", "Tobias", "Colm"], "1" * 16)
ORDER = put("ordering", "Order by lifts.", "", ["Old Basin", "North Quay", "Tar Lane"], "1" * 16)


@pytest.mark.parametrize("own", ["Mara", "mara.", CHOICE[1], CHOICE[1][0], f"({CHOICE[1][0]})"])
async def test_an_option_is_known_by_its_letter_or_its_words(drafted: Workspace, own: str) -> None:
    choice = QUESTION.model_copy(
        update={"format": "multiple_choice", "question": CHOICE[0], "answer": CHOICE[1]}
    )
    drafted.store.add(choice)
    script = Script(solve={**OWN, "answer": own})
    await run(drafted, script)
    assert "compare" not in script.asked


async def test_a_corrected_option_is_one_of_the_options(drafted: Workspace) -> None:
    choice = QUESTION.model_copy(
        update={"format": "multiple_choice", "question": CHOICE[0], "answer": CHOICE[1]}
    )
    drafted.store.add(choice)
    said = [compared("corrects", answer=answer) for answer in ("Nobody", "Colm")]
    script = Script(solve={**OWN, "answer": "Nobody"}, compare=said)
    _, (_, final), _ = await run(drafted, script)
    assert final.answer[1:] == ". Colm" and final.answer in final.question


async def test_a_corrected_order_names_all_things(drafted: Workspace) -> None:
    order = QUESTION.model_copy(
        update={"format": "ordering", "question": ORDER[0], "answer": ORDER[1]}
    )
    drafted.store.add(order)
    right = "Tar Lane, then North Quay, then Old Basin"
    said = [compared("corrects", answer=answer) for answer in ("Tar Lane first", right)]
    script = Script(solve={**OWN, "answer": right}, compare=said)
    _, (_, final), _ = await run(drafted, script)
    assert final.answer == "1. Tar Lane\n2. North Quay\n3. Old Basin"


async def test_without_a_checker_the_question_waits(configured: Configured) -> None:
    workspace = configured(write={"writer": "openai/gpt-writer"})
    workspace.store.add(factory.page(), QUESTION)
    outcome, versions, models = await run(workspace, Script())
    assert (outcome.state, outcome.reason) == ("waiting", "no_checker")
    assert versions == [QUESTION] and models.asked == []


async def test_without_a_check_the_writer_finalizes_and_scores(configured: Configured) -> None:
    workspace = configured(write={"writer": "openai/gpt-writer", "checker": "off"})
    workspace.store.add(factory.page(), QUESTION)
    outcome, (_, final), models = await run(workspace, Script())
    assert outcome.state == "done" and final.checked_by is None and final.grades
    assert [request.model for request in models.asked] == ["openai/gpt-writer"] * 2


@pytest.mark.parametrize("checker", [None, "off", "anthropic/claude-checker"])
async def test_what_the_templates_wrote_is_left_as_it_is(
    configured: Configured, checker: str | None
) -> None:
    write = {"writer": "embedded/templates"} | ({"checker": checker} if checker else {})
    workspace = configured(write=write)
    workspace.store.add(factory.page(), factory.question())
    outcome, versions, models = await run(workspace, Script())
    assert (outcome.state, models.asked, len(versions)) == ("done", [], 1)


def test_roles_fall_to_the_writer_and_the_checker_but_never_to_the_templates(
    configured: Configured,
) -> None:
    def roles(**write: Any) -> tuple[str, str, str]:
        return who(configured(write=write).config.write)

    assert roles(writer="openai/w") == ("", "openai/w", "openai/w")
    assert roles(writer="openai/w", checker="off") == ("", "openai/w", "openai/w")
    assert roles(writer="openai/w", checker="hf/c") == ("hf/c", "openai/w", "hf/c")
    assert roles(writer="embedded/templates", checker="hf/c") == ("hf/c", "hf/c", "hf/c")
    assert roles(writer="embedded/templates", checker="off") == ("", "", "")


@pytest.mark.parametrize(
    ("checker", "warned"),
    [("openai/gpt-mini", True), ("openai/org/GPT-oss", True), ("openai/qwen3", False)],
)
async def test_a_checker_of_the_writer_s_family_is_warned_of(
    configured: Configured, checker: str, warned: bool
) -> None:
    workspace = configured(write={"writer": "openai/gpt-5", "checker": checker})
    workspace.store.add(factory.page(), QUESTION)
    with capture_logs() as logs:
        await run(workspace, Script())
    assert any("one family" in entry["event"] for entry in logs) == warned


async def test_questions_in_are_questions_ended_whatever_comes_back(drafted: Workspace) -> None:
    says = ["ok", "truncated", "refused", "filtered", "malformed", "overloaded", "garbled"]
    questions = [
        QUESTION.model_copy(update={"id": f"{n:016x}", "question": f"Who said {name}?"})
        for n, name in enumerate(says, 1)
    ]
    drafted.store.add(*questions)

    def reply(request: Any) -> Reply:
        name: Any = next(name for name in says if f"said {name}?" in request.prompt)
        return Script()(request) if name == "ok" else Reply(outcome=name, detail="why")

    tally = await check(drafted, MONTH, FakeModels(reply))  # type: ignore[arg-type]
    assert tally == {"done": 1, "dropped": 4, "failed": 2}
    ended = drafted.store.outcomes(MONTH, "check")
    assert {outcome.item for outcome in ended} == {question.id for question in questions}
    assert all(outcome.reason and outcome.detail for outcome in ended if outcome.state != "done")


@pytest.mark.parametrize(
    ("name", "placeholders"),
    [
        ("own.md", {"question"}),
        ("check.md", {"question", "gold", "rubric", "own_answer"}),
        ("finalize.md", {"good_criterion", "language", "question", "gold", "rubric"}),
        ("score.md", {"question", "gold", "rubric"}),
        ("inform.md", {"month", "page"}),
        ("again.md", {"asked", "reply", "fault"}),
    ],
)
def test_placeholders_and_arguments_are_equal(name: str, placeholders: set[str]) -> None:
    """The tests above render all of them, and `render` refuses other arguments."""
    assert set(Template((PROMPTS / name).read_text()).get_identifiers()) == placeholders
