"""What a gate is: a function of a question, its page and the month's context. Pure.

Besides passing, a gate can end a question as Dropped or Held; one that could not be run ends it as
Waiting or Failed, and the question is not kept.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from live.config import Config
from live.lmm.models import Models
from live.outcomes import Dropped, Failed, Held, Waiting
from live.records import Page, Question


@dataclass(frozen=True)
class Passed:
    """The question goes on. question: as the gate changed it, None where it did not."""

    question: Question | None = None


@dataclass(frozen=True)
class Context:
    """What gates know beyond a question and its page.

    twins: by a question's id, the question before it that asks the same.
    """

    config: Config
    models: Models
    twins: Mapping[str, Question]


Verdict = Passed | Dropped | Held | Waiting | Failed
Gate = Callable[[Question, Page, Context], Verdict | Awaitable[Verdict]]
