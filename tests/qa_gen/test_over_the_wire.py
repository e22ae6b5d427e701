"""Models that reply badly, through the real SDKs: mended by one follow-up at most, or dropped."""

from collections import Counter
from io import BytesIO
from typing import Any

import factory
import pytest
from PIL import Image
from qa_models import FINAL, OWN, USUAL, Script, draft, drafts
from scripted_models import Asked, Say, ScriptedServer

from live.lmm.models import Models
from live.outcomes import Outcome
from live.qa_gen.check import check
from live.qa_gen.write import write
from live.records import Question, Shot
from live.workspace import Workspace

MONTH = "2026-10"
GOOD = drafts(draft(1), draft(2))
ORDER = draft(2, format="ordering", answer="1. A, 2. B")
CHOICE = draft(2, format="multiple_choice", items=["38", "27", "44"], answer="140")


@pytest.fixture
def wired(configured: Any, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An OpenAI writer and an Anthropic checker on the server, and a page with a real picture."""
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    models = [
        {"name": "writer", "model": "openai/writer", "base_url": scripted.openai_url},
        {"name": "checker", "model": "anthropic/checker", "base_url": scripted.url},
    ]
    formats = ["open", "ordering", "multiple_choice"]
    roles = {"writer": "writer", "checker": "checker", "questions_per_page": 2, "formats": formats}
    workspace: Workspace = configured(models=models, write=roles)
    out = BytesIO()
    Image.new("RGB", (64, 48), "steelblue").save(out, format="PNG")
    sha256 = workspace.blobs.put(out.getvalue())
    shot = Shot(kind="full_page", sha256=sha256, width=64, height=48, text="The crane is red.")
    workspace.store.add(factory.page(shots=(shot,)))
    return workspace


async def run(
    workspace: Workspace, server: ScriptedServer, script: Script
) -> tuple[Outcome, dict[str, Outcome], list[Question]]:
    """Writes and checks; gives how the page and each question ended. All that began has ended."""
    server.answer = script.over_http
    async with Models(workspace.config, workspace.store, workspace.blobs, MONTH, None) as models:
        await write(workspace, MONTH, models)
        await check(workspace, MONTH, models)
    (page,) = workspace.store.outcomes(MONTH, "write")
    questions = workspace.store.all(Question, MONTH)
    ended = {outcome.item: outcome for outcome in workspace.store.outcomes(MONTH, "check")}
    assert set(ended) == {question.id for question in questions}
    return page, ended, questions


async def test_a_page_becomes_checked_questions_over_both_protocols(
    wired: Workspace, scripted: ScriptedServer
) -> None:
    page, ended, questions = await run(wired, scripted, Script())
    assert page.state == "done" and len(questions) == 2
    assert all(q.version == 2 and q.grades and q.checked_by for q in questions)
    seen = Counter((asked.path, asked.pictures) for asked in scripted.requests)
    assert seen == {
        ("/v1/chat/completions", 1): 2,  # inform, write
        ("/v1/chat/completions", 0): 2,  # finalize
        ("/v1/messages", 1): 6,  # solve, compare, score
    }
    assert all("The crane is red." in asked.prompt for asked in scripted.requests[:2])


def _strict(asked: Asked) -> Any:
    return asked.body.get("response_format", {}).get("json_schema", {}).get("strict")


async def test_servers_that_can_are_held_to_the_schema(
    wired: Workspace, scripted: ScriptedServer
) -> None:
    await run(wired, scripted, Script())
    openai = [asked for asked in scripted.requests if asked.path.endswith("completions")]
    assert openai and all(_strict(asked) is True for asked in openai)


@pytest.mark.parametrize(
    ("bad", "follow_ups"),
    [
        ("Here are two questions about cranes.", 1),
        (drafts(draft(1)), 1),
        (drafts(draft(1, subtask="DEEPER IMPLICATIONS"), draft(2)), 0),
        (drafts(draft(1, criteria={"6": "shorter", "4": "38 boxes"}), draft(2)), 0),
        (drafts(draft(1, criteria={"shorter": 6, "38 boxes": 4}), draft(2)), 0),
        (drafts(draft(1), draft(2, answer="")), 1),
        (drafts(draft(1), draft(2, answer="word " * 6000)), 1),
        (drafts(draft(1), ORDER), 1),
        (drafts(draft(1), CHOICE), 1),
        (Say(text='{"questions": [{"subtask": "Deep', stop="length"), 1),
        ("\ud83d", 1),
        ("", 1),
    ],
)
async def test_a_writer_that_replies_badly_once_still_gives_all_questions(
    wired: Workspace, scripted: ScriptedServer, bad: Any, follow_ups: int
) -> None:
    script = Script(write=[bad, GOOD])
    page, _, questions = await run(wired, scripted, script)
    assert page.state == "done" and len(questions) == 2
    assert script.asked.count("write") == 1 + follow_ups


@pytest.mark.parametrize(
    ("bad", "kept"),
    [
        ("Here are two questions about cranes.", 0),
        (drafts(draft(1)), 1),
        (drafts(draft(1), draft(2, answer="")), 1),
        (drafts(draft(1), draft(2, answer="word " * 6000)), 1),
        (drafts(draft(1), ORDER), 1),
        (drafts(draft(1), CHOICE), 1),
        (Say(stop="refusal"), 0),
        (Say(text='{"questions": [', stop="length"), 0),
    ],
)
async def test_a_writer_that_replies_badly_twice_loses_what_is_bad_with_its_reason(
    wired: Workspace, scripted: ScriptedServer, bad: Any, kept: int
) -> None:
    script = Script(write=bad)
    page, _, questions = await run(wired, scripted, script)
    assert len(questions) == kept and script.asked.count("write") <= 2
    assert page.state == ("done" if kept else "dropped") and page.detail


@pytest.mark.parametrize(
    ("step", "bad", "follow_ups"),
    [
        ("solve", "It was Mara.", 1),
        ("solve", {**OWN, "answer": ""}, 1),
        ("compare", "They agree.", 1),
        ("finalize", {**FINAL, "criteria": [{"points": 9, "text": "the name"}]}, 1),
        ("finalize", {**FINAL, "criteria": {"names Mara": 7, "as the author": 3}}, 0),
        ("score", {"authenticity": 11, "coherence": 3, "clarity": 2, "reason": ""}, 1),
    ],
)
async def test_a_checker_that_replies_badly_once_still_gives_the_question(
    wired: Workspace, scripted: ScriptedServer, step: str, bad: Any, follow_ups: int
) -> None:
    script = Script(**{"write": drafts(draft(1)), step: [bad, USUAL[step]]})
    _, ended, _ = await run(wired, scripted, script)
    assert [outcome.state for outcome in ended.values()] == ["done"]
    assert script.asked.count(step) == 1 + follow_ups


@pytest.mark.parametrize("step", ["solve", "compare", "finalize", "score"])
@pytest.mark.parametrize("bad", ["Prose.", {}, Say(stop="refusal"), Say(text="{", stop="length")])
async def test_a_checker_that_replies_badly_twice_drops_the_question_with_its_reason(
    wired: Workspace, scripted: ScriptedServer, step: str, bad: Any
) -> None:
    script = Script(**{"write": drafts(draft(1)), step: bad})
    _, ended, questions = await run(wired, scripted, script)
    (outcome,) = ended.values()
    assert outcome.state == "dropped" and outcome.reason and outcome.detail
    assert questions[0].version == 1 and script.asked.count(step) <= 2
