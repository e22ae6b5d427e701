"""A prompt to a model -> what it said, kept and read; asked once more where it is of no use.

Touches models through live.lmm.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from live.config import Config
from live.errors import ItemError
from live.lmm.client import RECEIVED, Reply, pictures_of, provenance, request_to
from live.lmm.fence import fence
from live.lmm.models import Models
from live.prompts import render
from live.qa_gen.shown import readable
from live.records import Page, Provenance, Step, whole

T = TypeVar("T")
PROMPTS = Path(__file__).parent / "prompts"
QUOTED = 6_000
"""Characters of an unusable reply that its model is shown again."""
STARTS = 20
"""Places of a text at which a JSON object is looked for."""


class FaultError(Exception):
    """Says what is wrong with a reply, so that its model can mend it."""


class StepError(Exception):
    """Says that a step came to nothing, though its model was reached.

    reason: a short slug that is counted. detail: who, and what was wrong.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Query:
    """What one model is asked at one step.

    subject: the id of the page or question that it is about. sees: it is shown the pictures.
    """

    step: Literal["inform", "write", "check", "finalize", "score"]
    subject: str
    model: str
    prompt: str
    schema: dict[str, Any]
    sees: bool = True


@dataclass(frozen=True)
class Heard:
    """What a model replied. data: the object in it, None without one; `fault` says why."""

    data: dict[str, Any] | None
    text: str
    fault: str
    declined: bool
    made_by: Provenance

    def use(self, read: Callable[[dict[str, Any], Provenance], T]) -> T:
        """Gives what `read` makes of it. Raises FaultError where there is nothing to read."""
        if self.data is None:
            raise FaultError(self.fault)
        return read(self.data, self.made_by)


@dataclass
class Talk:
    """What models are asked about one page or question, and the steps that their replies leave.

    stage: whose calls these are in the ledger.
    """

    config: Config
    models: Models
    stage: str
    page: Page
    steps: list[Step] = field(default_factory=list)

    async def ask(self, query: Query, read: Callable[[dict[str, Any], Provenance], T]) -> T:
        """Gives what `read` makes of the reply to a query.

        A reply that `read` raises FaultError for is shown to its model with the fault, once. Raises
        StepError where that does not help or the model declines, ItemError where it is not reached.
        """
        heard = await self.hear(query)
        try:
            return heard.use(read)
        except FaultError as error:
            fault = str(error)
        if not heard.declined:
            try:
                return (await self.hear(again(query, heard, fault))).use(read)
            except FaultError as error:
                fault = f"asked twice, the last time: {error}"
        ended = "declined" if heard.declined else "unusable"
        raise StepError(f"{query.step}_{ended}", f"{query.model}: {fault}")

    async def hear(self, query: Query) -> Heard:
        """Gives the reply to a query, read as far as it is an object, and notes it as a Step.

        Raises ItemError where the model is not reached.
        """
        request = request_to(
            self.config.model(query.model),
            query.prompt,
            pictures=pictures_of(self.page) if query.sees else (),
            reply_schema=query.schema,
        )
        reply = await self.models.client(query.model, stage=self.stage).reply(request)
        if reply.outcome not in RECEIVED:
            raise ItemError(reply.outcome, reply.detail)
        data, made_by = _object_in(reply), provenance(request, reply)
        said = whole({"outcome": reply.outcome, "text": reply.text}) if data is None else data
        self.steps.append(
            Step(
                month=self.page.month,
                step=query.step,
                subject=query.subject,
                said=said,
                made_by=made_by,
            )
        )
        fault = f"{reply.outcome}: {reply.detail}"
        return Heard(data, reply.text, fault, reply.outcome in ("refused", "filtered"), made_by)


def again(query: Query, heard: Heard, fault: str) -> Query:
    """Gives the follow-up to a query: the same, with the reply and what is wrong with it."""
    reply = heard.text or json.dumps(heard.data, ensure_ascii=False)
    prompt = render(
        PROMPTS / "again.md",
        asked=query.prompt,
        reply=fence(readable(reply, QUOTED), "your reply"),
        fault=fence(readable(fault, QUOTED), "fault"),
    )
    return replace(query, prompt=prompt)


def _object_in(reply: Reply) -> dict[str, Any] | None:
    """The object that a reply holds, though it may not follow its schema."""
    data = loose_object(reply.text) if reply.outcome == "malformed" else reply.data
    return None if data is None else whole(data)


def loose_object(text: str) -> dict[str, Any] | None:
    """Reads the first JSON object in a text, whatever stands around it; None without one."""
    start = -1
    for _ in range(STARTS):
        start = text.find("{", start + 1)
        if start < 0:
            return None
        try:
            found, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):  # it ends early, or nests without end
            continue
        if isinstance(found, dict):
            return found
    return None
