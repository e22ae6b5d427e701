"""What a candidate's answers took: every row is counted, and what is not known is not guessed."""

import factory

from live.judge.effort import OUTCOMES, effort
from live.judge.scoreboard import scoreboard
from live.records import Answer, Provenance, Usage
from live.store_calls import Took


def answered(n: int, outcome: str = "answered", model: str = "openai/one") -> Answer:
    usage = Usage(input_tokens=900 + n, output_tokens=100)
    made_by = Provenance(model=model, reply_key=f"key {n}", usage=usage)
    fields = {"model": model, "outcome": outcome, "made_by": made_by}
    return factory.answer(n, factory.question(n)).model_copy(update=fields)


def test_every_row_ended_in_one_way() -> None:
    given = [answered(0), answered(1, "refused"), answered(2, "truncated"), answered(3, "empty")]
    found = effort(6, given, {})
    assert found.outcomes == {
        **{"answered": 1, "truncated": 1, "refused": 1, "empty": 1, "unanswered": 2}
    }
    assert tuple(found.outcomes) == OUTCOMES and sum(found.outcomes.values()) == 6


def test_cost_tokens_and_seconds_are_of_an_answer_on_average() -> None:
    calls = {"key 0": Took(0.01, 2.0), "key 1": Took(0.03, 4.0)}
    found = effort(2, [answered(0), answered(1)], calls)
    assert (found.usd, found.tokens, found.seconds) == (0.02, 1000.5, 3.0)


def test_a_price_that_is_not_known_of_one_is_none_of_all() -> None:
    calls = {"key 0": Took(0.01, 2.0), "key 1": Took(None, 4.0)}
    found = effort(2, [answered(0), answered(1)], calls)
    assert found.usd is None and found.seconds == 3.0
    assert effort(2, [answered(0), answered(1)], {"key 0": Took(0.01, 2.0)}).seconds is None


def test_an_embedded_reader_costs_nothing() -> None:
    found = effort(1, [answered(0, model="embedded/ocr-reader")], {})
    assert found.usd == 0 and found.seconds is None


def test_who_answered_nothing_has_no_averages() -> None:
    found = effort(3, [], {})
    assert found.outcomes["unanswered"] == 3
    assert found.usd is found.tokens is found.seconds is None


def test_only_answers_to_the_frozen_versions_count() -> None:
    questions = [factory.question(n, page_id=f"p{n}") for n in range(3)]
    release = factory.release(questions)
    given = [
        factory.answer(row.row_id, question)
        for row, question in zip(release.rows, questions, strict=True)
    ]
    older = given[0].model_copy(update={"version": 7})
    table = scoreboard(release, questions, [*given[1:], older], {}, ["embedded/blind"])
    assert table.models[0].effort is not None
    assert table.models[0].effort.outcomes["unanswered"] == 1
