"""`live status` counts what is stored, and its counts add up."""

import json

import factory

from live.outcomes import Done, Dropped, Failed, Held, Waiting
from live.review.decisions import settle
from live.status import lost_beyond_limit, status, undone
from live.terminal import status_lines, why_lines
from live.workspace import Workspace, open_workspace

MONTH = "2026-10"


def test_questions_are_accepted_held_dropped_or_waiting_and_no_more(workspace: Workspace) -> None:
    store = workspace.store
    questions = [factory.question(n) for n in range(1, 8)]
    store.save(MONTH, "write", factory.page().id, Done(tuple(questions)))
    store.add(factory.page())
    endings = [
        Done(),
        Done(),
        Held("unsure", "x"),
        Waiting("no_checker", "x"),
        Failed("timeout", "x"),
    ]
    endings.append(Dropped("duplicate", "x"))  # and the seventh was not gated yet
    for question, ending in zip(questions, endings, strict=False):
        store.save(MONTH, "gates", question.id, ending)
    settle(workspace, MONTH)
    (month,) = status(workspace)["months"]
    assert (month["pages"], month["questions"]) == (1, 7)
    assert (month["accepted"], month["held"], month["waiting"]) == (2, 1, 3)
    assert month["dropped"] == {"gates": {"duplicate": 1}}
    dropped = sum(month["dropped"]["gates"].values())
    assert month["accepted"] + month["held"] + month["waiting"] + dropped == month["questions"]


def test_held_pages_are_counted_apart_from_held_questions(workspace: Workspace) -> None:
    workspace.store.save(MONTH, "crawl", "x", Held("sources_disagree", "x"))
    (month,) = status(workspace)["months"]
    assert (month["held"], month["held_pages"]) == (0, 1)
    assert any("1 page is held" in line for line in status_lines(status(workspace)))


def test_answers_and_verdicts_are_counted_by_model(workspace: Workspace) -> None:
    file = workspace.path / "live.yaml"
    file.write_text(file.read_text().replace("embedded/blind", "hf/0, hf/1, hf/2"))
    with open_workspace(workspace.path) as opened:
        _counted_by_model(opened)


def _counted_by_model(workspace: Workspace) -> None:
    question = factory.question()
    answers = [factory.answer(26100001 + n, question, model=f"hf/{n}") for n in range(3)]
    workspace.store.add(*answers, factory.verdict(answers[0]), factory.verdict(answers[1], None))
    (month,) = status(workspace)["months"]
    assert month["answers"] == {"hf/0": 1, "hf/1": 1, "hf/2": 1}
    assert month["verdicts"] == {
        "hf/0": {"scored": 1, "unscored": 0},
        "hf/1": {"scored": 0, "unscored": 1},
        "hf/2": {"scored": 0, "unscored": 1},
    }
    json.dumps(status(workspace))


def test_people_are_counted_apart_and_not_by_name(workspace: Workspace) -> None:
    question = factory.question()
    answers = [factory.answer(26100001, question, model=f"human/{who}") for who in ("kim", "lee")]
    answers.append(factory.answer(26100001, question))
    workspace.store.add(*answers, factory.verdict(answers[0]))
    (month,) = status(workspace)["months"]
    assert list(month["answers"]) == list(month["verdicts"]) == ["embedded/blind"]
    assert month["people"] == {"persons": 2, "answers": 2, "scored": 1, "unscored": 1}
    text = "\n".join(status_lines(status(workspace)))
    assert "2 people answered: 2 answers, 1 scored, 1 unscored" in text and "kim" not in text


def test_a_stage_that_lost_more_than_its_limit_is_named(workspace: Workspace) -> None:
    for n in range(10):
        ending = Dropped("stale", "x") if n < 6 else Done()
        workspace.store.save(MONTH, "crawl", str(n), ending)
    assert lost_beyond_limit(workspace, MONTH).startswith("crawl lost 6 of 10 (6 stale): more than")
    workspace.store.save(MONTH, "crawl", "0", Done())
    assert lost_beyond_limit(workspace, MONTH) == ""


def test_each_loss_of_the_crawl_is_told_with_its_address_once(workspace: Workspace) -> None:
    dated, named = factory.link(1), factory.link(2)
    workspace.store.add(dated, named)
    workspace.store.save(MONTH, "crawl", dated.id, Dropped("undated", "Nothing is said."))
    workspace.store.save(MONTH, "crawl", named.id, Failed("timeout", f"{named.url} is slow."))
    lines = why_lines(undone(workspace))
    for link in (dated, named):
        (line,) = (line for line in lines if link.id in line)
        assert line.count(link.url) == 1


def test_all_reasons_of_a_stage_that_lost_too_much_are_named(workspace: Workspace) -> None:
    for n, reason in enumerate(("stale", "stale", "timeout")):
        workspace.store.save(MONTH, "crawl", str(n), Dropped(reason, "x"))
    assert "(2 stale, 1 timeout)" in lost_beyond_limit(workspace, MONTH)


def test_one_of_a_thing_is_no_plural(workspace: Workspace) -> None:
    workspace.store.add(factory.page(), factory.question())
    (line, *_) = status_lines(status(workspace))
    assert line.startswith("2026-10  1 page, 1 question: ")
