"""inspect_ai: the month as a Task, a rubric scorer with a grader in the role that it has for one.

Candidate and grader share the calls in flight, for a sample is answered and then graded. A verdict
that cannot be read is what its `Score.unscored` is for.
"""

import base64
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import (
    ChatMessageUser,
    ContentImage,
    ContentText,
    GenerateConfig,
    ResponseSchema,
    get_model,
)
from inspect_ai.scorer import Score, Scorer, Target, grouped, mean, scorer
from inspect_ai.solver import TaskState
from inspect_ai.util import json_schema
from pydantic import BaseModel
from way import run

samples: list[Sample] = []


class Verdict(BaseModel):
    """What the grader replies."""

    points: list[int]
    total: int
    reason: str


ASKED = GenerateConfig(
    response_schema=ResponseSchema(name="verdict", json_schema=json_schema(Verdict))
)


@scorer(metrics=[grouped(mean(), "subtask")])
def rubric() -> Scorer:
    """Has the grader see what ours sees: pictures, question, gold answer, rubric and answer."""

    async def rate(state: TaskState, target: Target) -> Score:
        asked = state.messages[0]
        prompt = (
            f"{asked.text}\n\nGold answer:\n{target.text}\n\nRubric:\n{state.metadata['criteria']}"
            f"\n\nAnswer:\n{state.output.completion}\n\nReply with one JSON object."
        )
        shown = [part for part in asked.content if isinstance(part, ContentImage)]
        message = ChatMessageUser(content=[*shown, ContentText(text=prompt)])
        output = await get_model(role="grader").generate([message], config=ASKED)
        try:
            verdict = Verdict.model_validate_json(output.completion)
        except ValueError:
            return Score.unscored(explanation=output.completion)
        return Score(value=verdict.total, explanation=verdict.reason)

    return rate


def ready(plan: dict[str, Any]) -> None:
    """Makes the samples, with their pictures as data URIs."""
    os.environ |= {"LIVE_BASE_URL": plan["url"], "LIVE_API_KEY": "none"}
    for row in map(json.loads, Path(plan["rows"]).read_text().splitlines()):
        content = [ContentImage(image=_uri(*row["picture"])), ContentText(text=row["question"])]
        samples.append(
            Sample(
                input=[ChatMessageUser(content=content)],
                target=row["answer"],
                metadata={"criteria": row["criteria"], "subtask": row["subtask"]},
            )
        )


@cache
def _uri(file: str, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(Path(file).read_bytes()).decode()}"


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Answers and grades all samples."""
    (log,) = eval(
        Task(dataset=samples, scorer=rubric()),
        model=f"openai-api/live/{plan['candidate']}",
        model_roles={"grader": "openai-api/live/judge"},
        max_connections=plan["in_flight"],
        display="none",
        log_dir=plan["folder"],
    )
    if log.status != "success" or not log.results:
        raise SystemExit(f"inspect_ai: {log.status} {log.error}")
    graded = log.results.scores[0]
    return {
        "answers": log.results.completed_samples,
        "scored": graded.scored_samples,
        "mean": 10 * graded.metrics["all"].value,
    }


if __name__ == "__main__":
    run(work, ready)
