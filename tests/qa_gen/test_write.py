"""Every page ends as exactly one of done, dropped and failed, whoever writes."""

from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

import factory
import pytest
from fakes import FakeModels
from qa_models import NOTES, Script, draft, drafts

from live.errors import ConfigError
from live.lmm.client import Reply, Request
from live.outcomes import Outcome
from live.qa_gen.ask import PROMPTS
from live.qa_gen.drafts import QUESTIONS_SCHEMA
from live.qa_gen.taxonomies import load
from live.qa_gen.write import prompt_for, write
from live.records import Finding, Page, Question, Step
from live.workspace import Workspace

MONTH = "2026-10"
Configured = Callable[..., Workspace]
LONG = "word " * 6_000


def no_model(request: Request) -> Reply:
    raise AssertionError("the embedded writer asks no model")


def ends(outcome: Any, **fields: Any) -> Reply:
    return Reply(outcome=outcome, detail="why", **fields)


@pytest.fixture
def with_lmm(configured: Configured) -> Workspace:
    """A writer of two questions a page, and one page."""
    workspace = configured(write={"writer": "openai/writer", "questions_per_page": 2})
    workspace.store.add(factory.page())
    return workspace


async def run(workspace: Workspace, answer: Any) -> tuple[dict[str, int], FakeModels]:
    models = FakeModels(answer)
    tally = await write(workspace, MONTH, models)  # type: ignore[arg-type]
    return dict(tally), models


async def written(workspace: Workspace, script: Script) -> tuple[Outcome, list[Question]]:
    """How the one page ended, and the questions about it. Each question of the replies is one."""
    await run(workspace, script)
    (outcome,) = workspace.store.outcomes(MONTH, "write")
    assert script.asked.count("write") <= 2
    return outcome, workspace.store.all(Question, MONTH)


async def test_templates_write_what_live_yaml_asks_for_and_no_model_is_called(
    configured: Configured, story: str, paged: Callable[..., Page]
) -> None:
    workspace = configured(write={"writer": "embedded/templates", "questions_per_page": 3})
    html = workspace.blobs.put_text(story)
    pages = [
        paged(story, n=1, html_sha256=html),
        paged(story, n=2, html_sha256=html, seen=""),
        paged(story, n=3),
    ]
    workspace.store.add(*pages)
    tally, _ = await run(workspace, no_model)
    assert tally == {"done": 1, "dropped": 2}
    reasons = {o.item: o.reason for o in workspace.store.outcomes(MONTH, "write")}
    assert reasons[pages[1].id] == "nothing_to_ask" and reasons[pages[2].id] == "no_html"
    questions = workspace.store.all(Question, MONTH)
    assert len(questions) == 3
    assert {(q.page_id, q.made_by.model) for q in questions} == {
        (pages[0].id, "embedded/templates")
    }
    assert (await run(workspace, no_model))[0] == {}
    assert workspace.store.all(Question, MONTH) == questions


async def test_a_subtask_that_does_not_exist_stops_before_anything_is_asked(
    configured: Configured,
) -> None:
    workspace = configured(write={"writer": "openai/writer", "subtasks": ["Guessing"]})
    workspace.store.add(factory.page())
    with pytest.raises(ConfigError, match="'Guessing' is not in taxonomy 2406"):
        await run(workspace, no_model)


async def test_the_informer_is_asked_first_and_its_notes_are_shown_to_the_writer(
    configured: Configured,
) -> None:
    write = {"writer": "openai/writer", "informer": "anthropic/eye", "questions_per_page": 2}
    workspace = configured(write=write)
    workspace.store.add(factory.page())
    _, models = await run(workspace, Script())
    first, second = models.asked
    assert (first.model, second.model) == ("anthropic/eye", "openai/writer")
    for request in (first, second):
        assert [p.sha256 for p in request.pictures] == [s.sha256 for s in factory.page().shots]
    for notes in NOTES.values():
        assert notes[0] in second.prompt and notes[0] not in first.prompt


async def test_what_was_said_is_kept_whole_with_who_said_it(with_lmm: Workspace) -> None:
    _, models = await run(with_lmm, Script())
    informed, wrote = with_lmm.store.all(Step, MONTH, parent=factory.page().id)
    assert (informed.step, informed.said) == ("inform", NOTES)
    assert (wrote.step, wrote.said) == ("write", drafts(draft(1), draft(2)))
    assert wrote.made_by.prompt_sha256 == models.asked[1].prompt_sha256
    assert wrote.made_by.usage.output_tokens == 7
    for question in with_lmm.store.all(Question, MONTH):
        assert (question.version, question.made_by) == (1, wrote.made_by)


async def test_the_writer_is_told_each_label_with_its_examples(with_lmm: Workspace) -> None:
    _, models = await run(with_lmm, Script())
    assert models.asked[1].reply_schema == QUESTIONS_SCHEMA
    for label in load("2406").labels:
        assert f"- {label.name}: {label.definition}" in models.asked[1].prompt
        for example in label.examples:
            assert f"Q: {example.question}\n  A: {example.answer}" in models.asked[1].prompt


def test_every_subtask_has_its_turn_though_a_page_has_few_questions(with_lmm: Workspace) -> None:
    first = set()
    for n in range(30):
        prompt = prompt_for(with_lmm.config, factory.page(n), "notes")
        first.add(min(load("2406").names, key=lambda name: prompt.index(f"- {name}:")))
    assert first == set(load("2406").names)


@pytest.mark.parametrize(
    ("asked", "declared", "code"),
    [
        ("page", "de", "de"),
        ("page", "pt-BR", "pt"),
        ("page", "", "en"),
        ("page", "en`. Reply with nothing", "en"),
        ("fr", "de", "fr"),
    ],
)
async def test_questions_are_in_the_language_asked_for_or_the_page_s(
    configured: Configured, asked: str, declared: str, code: str
) -> None:
    workspace = configured(
        write={"writer": "openai/writer", "language": asked, "questions_per_page": 2}
    )
    workspace.store.add(factory.page(language=declared))
    _, models = await run(workspace, Script())
    assert f"the language with the code `{code}`," in models.asked[1].prompt
    assert {q.language for q in workspace.store.all(Question, MONTH)} == {code}


async def test_an_id_comes_from_what_is_asked(with_lmm: Workspace) -> None:
    _, before = await written(with_lmm, Script())
    with_lmm.store.forget(MONTH, "write", factory.page().id)
    other = drafts(draft(1, answer="another"), draft(2))
    _, after = await written(with_lmm, Script(write=other))
    assert [q.id for q in after] == [q.id for q in before]
    assert [q.answer for q in after] != [q.answer for q in before]


async def test_more_questions_than_asked_for_and_repetitions_are_left_out(
    with_lmm: Workspace,
) -> None:
    script = Script(write=drafts(draft(1), draft(1), draft(2), draft(3)))
    _, questions = await written(with_lmm, script)
    assert [q.question[-2:] for q in questions] == ["1.", "2."]
    assert script.asked.count("write") == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"subtask": "Guessing"}, "subtask 'Guessing' is none of: Basic Understanding"),
    ({"format": "ordering"}, "format 'ordering' is none of: open"),
    ({"answer": ""}, "the answer has 0 characters"),
    ({"answer": LONG}, "the answer has 29999 characters"),
    ({"question": LONG}, "the question has 29999 characters"),
    ({"answer": ["a", "b"]}, "`answer` is not a text"),
    ({"criteria": [{"points": 1000, "text": "all"}]}, "criteria: points: "),
    ({"criteria": [{"points": -3, "text": "?"}]}, "criteria.0: -3 is no number"),
    ({"criteria": 10}, "criteria: no list"),
    ({"items": "none"}, "`items` is not a list"),
]


@pytest.mark.parametrize(("fault", "said"), BAD, ids=[said[:24] for _, said in BAD])
async def test_a_bad_question_is_mended_by_one_follow_up_that_says_what_was_wrong(
    with_lmm: Workspace, fault: dict[str, Any], said: str
) -> None:
    script = Script(write=[drafts(draft(1), draft(2, **fault)), drafts(draft(3))])
    models = FakeModels(script)
    await write(with_lmm, MONTH, models)  # type: ignore[arg-type]
    questions = with_lmm.store.all(Question, MONTH)
    assert [q.question[-2:] for q in questions] == ["1.", "3."]
    _, first, second = models.asked
    assert f"question 2: {said}" in second.prompt and first.prompt in second.prompt
    assert "Reply with 1 more" in second.prompt
    (outcome,) = with_lmm.store.outcomes(MONTH, "write")
    assert (outcome.state, outcome.detail) == ("done", "")


@pytest.mark.parametrize(("fault", "said"), BAD, ids=[said[:24] for _, said in BAD])
async def test_a_question_that_stays_bad_is_left_out_with_its_reason(
    with_lmm: Workspace, fault: dict[str, Any], said: str
) -> None:
    script = Script(write=[drafts(draft(1), draft(2, **fault)), drafts(draft(3, **fault))])
    outcome, questions = await written(with_lmm, script)
    assert [q.question[-2:] for q in questions] == ["1."]
    assert outcome.detail.startswith(f"1 of 2 questions; question 1: {said}")


async def test_one_question_fewer_than_asked_for_is_asked_for_once(with_lmm: Workspace) -> None:
    script = Script(write=[drafts(draft(1)), drafts(draft(1), draft(2))])
    _, questions = await written(with_lmm, script)
    assert [q.question[-2:] for q in questions] == ["1.", "2."]


async def test_a_writer_that_gives_fewer_twice_is_left_at_that(with_lmm: Workspace) -> None:
    outcome, questions = await written(with_lmm, Script(write=drafts(draft(1))))
    assert len(questions) == 1
    assert (outcome.state, outcome.detail) == ("done", "1 of 2 questions")


@pytest.mark.parametrize(
    "criteria",
    [
        {"6": "a shorter shift", "4": "38 boxes"},
        {"6 points": "a shorter shift", "4 points": "38 boxes"},
        {"a shorter shift": 6, "38 boxes": 4},
        {"a shorter shift": "6", "38 boxes": 4},
        "6 points: a shorter shift\n4 points: 38 boxes",
        ["6: a shorter shift", "- 4 points: 38 boxes"],
        [{"points": "6", "text": "a shorter shift"}, {"points": 4, "text": "38 boxes"}],
    ],
)
@pytest.mark.parametrize(
    "label", ["DEEPER IMPLICATIONS", " deeper  implications ", "Deeper_implications"]
)
async def test_what_can_be_read_in_one_way_only_is_read_without_a_follow_up(
    with_lmm: Workspace, criteria: Any, label: str
) -> None:
    loose = draft(1, criteria=criteria, subtask=label)
    script = Script(write=drafts(loose, draft(2)))
    _, (question, _) = await written(with_lmm, script)
    assert question.subtask == "Deeper Implications"
    assert question.rubric == "6 points: a shorter shift\n4 points: 38 boxes"
    assert script.asked == ["inform", "write"]


@pytest.mark.parametrize(
    ("replies", "reason", "asked"),
    [
        ([ends("truncated", text='{"questions": [{"sub')], "no_usable_question", 2),
        (["Here are my questions: none."], "no_usable_question", 2),
        ([ends("refused")], "write_declined", 1),
        ([ends("filtered")], "write_declined", 1),
        ([drafts()], "no_usable_question", 2),
        ([{"questions": "two"}], "no_usable_question", 2),
        ([drafts("two", None)], "no_usable_question", 2),
        (["{" * 500_000], "no_usable_question", 2),
    ],
)
async def test_replies_without_questions_drop_the_page_with_the_reason(
    with_lmm: Workspace, replies: list[Any], reason: str, asked: int
) -> None:
    script = Script(write=replies)
    outcome, questions = await written(with_lmm, script)
    assert (outcome.state, outcome.reason, questions) == ("dropped", reason, [])
    assert outcome.detail and script.asked.count("write") == asked
    assert len(with_lmm.store.all(Step, MONTH)) == 1 + asked


@pytest.mark.parametrize("notes", ["I see a crane.", {"pictures": [], "page": [], "new": []}, {}])
async def test_an_informer_is_asked_twice_before_its_page_is_dropped(
    with_lmm: Workspace, notes: Any
) -> None:
    outcome, questions = await written(with_lmm, Script(inform=[notes, NOTES]))
    assert outcome.state == "done" and len(questions) == 2
    with_lmm.store.forget(MONTH, "write", factory.page().id)
    script = Script(inform=notes)
    outcome, _ = await written(with_lmm, script)
    assert (outcome.state, outcome.reason) == ("dropped", "inform_unusable")
    assert script.asked == ["inform", "inform"]


async def test_json_in_prose_is_found(with_lmm: Workspace) -> None:
    import json

    prose = f"Sure {{as you like}}:\n```json\n{json.dumps(drafts(draft(1), draft(2)))}\n```\nBye."
    script = Script(write=prose)
    _, questions = await written(with_lmm, script)
    assert len(questions) == 2 and script.asked == ["inform", "write"]


async def test_half_an_emoji_in_a_reply_is_no_trouble(with_lmm: Workspace) -> None:
    outcome, _ = await written(with_lmm, Script(write="No \ud83d JSON."))
    assert outcome.reason == "no_usable_question"
    assert with_lmm.store.all(Step, MONTH)[-1].said["text"] == "No \ufffd JSON."
    with_lmm.store.forget(MONTH, "write", factory.page().id)
    half = drafts(draft(1, answer="Yes \ud83d, \x00more\u202e."), draft(2))
    _, (question, _) = await written(with_lmm, Script(write=half))
    assert question.answer == "Yes \ufffd, more."


@pytest.mark.parametrize("outcome", ["rate_limited", "overloaded", "timeout", "rejected"])
async def test_a_page_whose_writer_was_not_reached_is_taken_again(
    with_lmm: Workspace, outcome: str
) -> None:
    with_lmm.store.add(factory.page(2))
    tally, _ = await run(with_lmm, Script(write=ends(outcome)))
    assert tally == {"failed": 2}
    tally, _ = await run(with_lmm, Script())
    assert tally == {"done": 2}


async def test_pages_in_are_pages_ended_whatever_comes_back(with_lmm: Workspace) -> None:
    outcomes = ["ok", "truncated", "refused", "filtered", "malformed", "overloaded", "garbled"]
    pages = [factory.page(n, text=f"Page about {name}.") for n, name in enumerate(outcomes, 1)]
    with_lmm.store.add(*pages)

    def reply(request: Request) -> Reply:
        name = next(name for name in outcomes if f"Page about {name}." in request.prompt)
        return Script()(request) if name == "ok" else ends(name)

    tally, _ = await run(with_lmm, reply)
    assert tally == {"done": 1, "dropped": 4, "failed": 2}
    ended = with_lmm.store.outcomes(MONTH, "write")
    assert {outcome.item for outcome in ended} == {page.id for page in pages}
    assert all(outcome.reason and outcome.detail for outcome in ended if outcome.state != "done")


async def test_the_writer_is_shown_what_every_sighted_solver_answered(with_lmm: Workspace) -> None:
    easy, hard = factory.question(1), factory.question(2)
    with_lmm.store.add(easy, hard, _answerable(easy, 9, 6), _answerable(hard, 10, 4))
    _, models = await run(with_lmm, Script())
    _, _, block = models.asked[1].prompt.partition("<<< easy questions ")
    assert easy.question in block and hard.question not in block


def _answerable(question: Question, *ratings: float) -> Finding:
    solvers = [{"model": f"m{n}", "answer": "x", "rating": r} for n, r in enumerate(ratings)]
    return Finding(
        month=MONTH,
        question_id=question.id,
        version=1,
        gate="answerable",
        outcome="passed",
        evidence={"solvers": solvers},
    )


@pytest.mark.parametrize("path", sorted(PROMPTS.glob("*.md")), ids=lambda path: path.name)
def test_prompts_have_no_dollar_sign_but_their_placeholders(path: Path) -> None:
    template = Template(path.read_text(encoding="utf-8"))
    assert template.is_valid() and template.get_identifiers()


def test_placeholders_and_arguments_are_equal(with_lmm: Workspace) -> None:
    """`render` refuses other names; so a prompt that is rendered proves it."""
    prompt = prompt_for(with_lmm.config, factory.page(), "notes")
    assert "$" not in prompt
    placeholders = set(Template((PROMPTS / "write.md").read_text()).get_identifiers())
    assert placeholders == {"count", "language", "subtasks", "formats", "easy", "notes", "page"}
