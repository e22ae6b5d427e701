"""The protocol that all providers speak: a Request goes in, a Reply with a named outcome comes out.

Touches nothing outside; the providers beside it do.
"""

import hashlib
import json
from pathlib import PurePath
from typing import Any, Literal, Protocol

from pydantic import Field, field_validator

from live.config import Model
from live.records import Page, Provenance, Record, Seen, Usage, whole

ReplyOutcome = Literal[
    "ok",  # text is whole; with a schema, `data` is valid against it
    "truncated",  # the token limit cut it; `text` is what came
    "refused",  # the model declined
    "filtered",  # the provider's content filter stopped it
    "malformed",  # a schema was asked for and `text` does not follow it
    "rate_limited",  # 429 after all retries
    "overloaded",  # 5xx or 529 after all retries
    "oversize",  # a picture or the request is larger than the provider takes
    "timeout",  # nothing came in time
    "rejected",  # any other 4xx: wrong key, unknown model, bad request
    "unreachable",  # no connection
    "garbled",  # what came is not a reply of this protocol: cut, or not JSON at all
]
RECEIVED: frozenset[ReplyOutcome] = frozenset(
    {"ok", "truncated", "refused", "filtered", "malformed"}
)
"""Outcomes that are a reply: kept in the ledger for good. The others are tried again."""


class Picture(Record):
    """A picture of a request, by its name in the blobs."""

    sha256: str
    media_type: str = "image/png"
    width: int = Field(gt=0, description="px")
    height: int = Field(gt=0, description="px")


class Request(Record):
    """One call of one model. Its key is its content, so the same call is never bought twice."""

    model: str = Field(description="as named in live.yaml")
    declared: str = Field(default="", description="provider/model, as declared there")
    system: str = ""
    prompt: str
    pictures: tuple[Picture, ...] = ()
    reply_schema: dict[str, Any] | None = Field(default=None, description="JSON Schema of it")
    max_tokens: int = Field(default=4096, gt=0)
    parameters: dict[str, Any] = Field(default_factory=dict, description="temperature, ...")
    sample: int = Field(default=0, ge=0, description="number of an independent repetition")

    @field_validator("system", "prompt", "reply_schema", "parameters")
    @classmethod
    def _can_be_sent(cls, given: Any) -> Any:
        return whole(given)

    @property
    def key(self) -> str:
        """The sha256 of the request with its sample number, in hexadecimal."""
        content = self.model_dump(mode="json")
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def prompt_sha256(self) -> str:
        """The sha256 of system and prompt, in hexadecimal."""
        return hashlib.sha256(f"{self.system}\0{self.prompt}".encode()).hexdigest()


class Reply(Record):
    """What came back. Usage is kept whatever the outcome."""

    outcome: ReplyOutcome
    text: str = ""
    data: dict[str, Any] | None = Field(default=None, description="the validated structured reply")
    detail: str = Field(default="", description="the fact, for a person, when not ok")
    usage: Usage = Usage()
    usd: float | None = Field(default=None, ge=0, description="None: the price is not known")
    revision: str = Field(default="", description="the model the server says it was")
    stop_reason: str = Field(default="", description="as the provider names it")
    request_id: str = ""
    pictures: tuple[Seen, ...] | None = Field(
        default=None, description="as the model saw them; None: not recorded"
    )
    key: str = Field(default="", description="its key in the ledger, once it is there")

    @field_validator("text", "data", "detail", "revision", "stop_reason", "request_id")
    @classmethod
    def _can_be_kept(cls, given: Any) -> Any:
        return whole(given)

    @field_validator("revision")
    @classmethod
    def _no_folder(cls, revision: str) -> str:
        """Local servers name their weights by a path, which is nobody's business once published."""
        return PurePath(revision).name if PurePath(revision).is_absolute() else revision


class Client(Protocol):
    """A model that can be asked."""

    async def reply(self, request: Request) -> Reply:
        """Asks the model once. Provider trouble is an outcome, never an exception."""
        ...


def request_to(
    model: Model,
    prompt: str,
    *,
    pictures: tuple[Picture, ...] = (),
    reply_schema: dict[str, Any] | None = None,
    sample: int = 0,
) -> Request:
    """Builds a request to a model with the parameters that live.yaml declares for it."""
    return Request(
        model=model.name,
        declared=model.model,
        prompt=prompt,
        pictures=pictures,
        reply_schema=reply_schema,
        max_tokens=model.max_tokens,
        parameters=model.parameters,
        sample=sample,
    )


def pictures_of(page: Page) -> tuple[Picture, ...]:
    """Gives a page's shots as a request's pictures."""
    return tuple(
        Picture(
            sha256=shot.sha256, media_type=shot.media_type, width=shot.width, height=shot.height
        )
        for shot in page.shots
    )


def provenance(request: Request, reply: Reply) -> Provenance:
    """Gives who made what is read from a reply, for the record that it becomes."""
    parameters = {"max_tokens": request.max_tokens, **request.parameters}
    if request.sample:
        parameters["sample"] = request.sample
    return Provenance(
        model=request.model,
        declared=request.declared,
        revision=reply.revision,
        prompt_sha256=request.prompt_sha256,
        parameters=parameters,
        usage=reply.usage,
        reply_key=reply.key or request.key,
        pictures=reply.pictures,
    )
