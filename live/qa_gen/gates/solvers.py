"""A question -> what solvers answer to it, and what their answers earn by its own criteria.

Touches models through live.lmm. The embedded readers answer here too, and `embedded/rules` rates.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from live.config import EMBEDDED_JUDGE, Config
from live.errors import ItemError
from live.judge.rating import rating_of
from live.judge.rules import rate
from live.lmm.client import RECEIVED, pictures_of, request_to
from live.prompts import render
from live.qa_gen.gates.verdict import Context, Held, NotRun
from live.qa_gen.gates.words import plain
from live.records import Page, Question

PROMPTS = Path(__file__).parent.parent / "prompts"
SOLVE, BLIND = PROMPTS / "solve.md", PROMPTS / "blind.md"
NOT_SHOWN = "not shown"
"""What the prompts ask of a solver that finds no answer; it earns nothing."""
SHOWN = 1000
"""Characters of an answer, and of what was said of it, that a finding keeps."""


@dataclass(frozen=True)
class Attempt:
    """One answer of a solver. rating: 0..10; None: the judge's verdicts could not be used.

    replies: the keys in the ledger of what solver and judge said. revision: the model that the
    server says it was. prompt_sha256: of what it was asked.
    """

    model: str
    sample: int
    text: str
    rating: int | None
    reason: str
    replies: tuple[str, ...] = ()
    revision: str = ""
    prompt_sha256: str = ""

    @property
    def shown(self) -> dict[str, Any]:
        """The attempt as evidence of a finding."""
        return {
            "model": self.model,
            "sample": self.sample,
            "answer": self.text[:SHOWN],
            "rating": self.rating,
            "reason": self.reason[:SHOWN],
            "replies": [key for key in self.replies if key],
            "revision": self.revision,
            "prompt_sha256": self.prompt_sha256,
        }


async def attempts(
    question: Question,
    page: Page,
    context: Context,
    names: Sequence[str],
    *,
    samples: int = 1,
    sighted: bool,
) -> list[Attempt]:
    """Has each solver answer so many times, all at once; in the order of names, then of samples.

    All samples are always taken, though fewer might decide: a changed limit is then decided anew
    from what was received. Raises ItemError where a solver or the judge could not be reached.
    """
    asked = [(name, sample) for name in names for sample in range(samples)]
    ended = await asyncio.gather(
        *(_attempt(question, page, context, *each, sighted=sighted) for each in asked),
        return_exceptions=True,  # those in flight are received and kept, whatever befell one
    )
    errors = [each for each in ended if isinstance(each, BaseException)]
    for error in sorted(errors, key=lambda each: isinstance(each, ItemError)):
        raise error  # what stops the run before what fails the question
    return [each for each in ended if isinstance(each, Attempt)]


def judge_of(config: Config) -> str:
    """Gives who rates the answers of solvers: solvers.judge, else the month's first judge."""
    return config.solvers.judge or config.judges[0]


def cannot_rate(question: Question, config: Config) -> NotRun | None:
    """Gives why no answer to a question can be rated by the judge there is, known beforehand."""
    if judge_of(config) != EMBEDDED_JUDGE or rate(question, "")[0] is not None:
        return None
    return NotRun(
        "no_judge",
        f"{EMBEDDED_JUDGE} cannot apply a rubric in free prose. Name a model in solvers.judge.",
    )


def unreached(error: ItemError) -> NotRun:
    """Gives the verdict of a gate whose model could not be reached."""
    return NotRun(error.reason, f"{error.detail.rstrip('.')}. The next run asks again.", "failed")


def unrated(tried: Sequence[Attempt], evidence: dict[str, Any]) -> Held | None:
    """Holds a question where an answer has no usable rating: asking again would get the same."""
    for each in tried:
        if each.rating is None:
            return Held(
                "unrated", f"The answer of {each.model} has no rating: {each.reason}", evidence
            )
    return None


def solvers_among_candidates(config: Config) -> tuple[str, ...]:
    """Gives the candidates that also answer at a gate that is on, by name or as the same model."""
    gates, solvers = config.gates, config.solvers
    blind = solvers.blind if gates.needs_picture == "on" else ()
    sighted = solvers.sighted if gates.answerable == "on" else ()
    used = {identity(config, name) for name in (*blind, *sighted)}
    return tuple(name for name in config.candidates if identity(config, name) in used)


def identity(config: Config, name: str) -> tuple[str, str | None]:
    """Gives what a name of live.yaml stands for: the model, and the server that it is asked at."""
    model = config.model(name)
    return model.model, model.base_url


async def _attempt(
    question: Question, page: Page, context: Context, name: str, sample: int, *, sighted: bool
) -> Attempt:
    model = context.config.model(name)
    request = request_to(
        model,
        render(SOLVE if sighted else BLIND, question=question.question),
        pictures=pictures_of(page) if sighted else (),
        sample=sample,
    )
    reply = await context.models.client(name, stage="gates").reply(request)
    if reply.outcome not in RECEIVED:
        raise ItemError(reply.outcome, f"{name}: {reply.detail}".strip())
    asked = (reply.revision, request.prompt_sha256)
    text = reply.text.strip()
    if reply.outcome in ("refused", "filtered") or plain(text) in ("", NOT_SHOWN):
        return Attempt(name, sample, "", 0, "It gave no answer.", (reply.key,), *asked)
    rating = await rating_of(
        context.config,
        context.models,
        judge_of(context.config),
        question,
        page,
        text,
        stage="gates",
    )
    replies = (reply.key, *rating.replies)
    return Attempt(name, sample, text, rating.total, rating.reason, replies, *asked)
