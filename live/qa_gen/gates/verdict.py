"""What a gate is: a function of a question, its page and the month's context.

Only what passes every gate that is on is kept. A gate that could not be run lets nothing through.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from live.blobs import Blobs
from live.config import Config
from live.lmm.models import Models
from live.records import Finding, Page, Question

Evidence = Mapping[str, Any]
"""What a gate went by, for a person who asks: JSON data, small."""


@dataclass(frozen=True)
class Passed:
    """The question goes on."""

    detail: str = ""
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True)
class Dropped:
    """The question is out."""

    reason: str
    detail: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """The question is out until a person decides."""

    reason: str
    detail: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True)
class NotRun:
    """The gate could not be run. waiting: something is not configured; failed: trouble outside."""

    reason: str
    detail: str
    state: Literal["waiting", "failed"] = "waiting"
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True)
class Twin:
    """What a question repeats: one asked before, or a page whose picture was asked about before.

    id: of the question, or of the page. similarity: of the words (share of pairs), the meaning
    (cosine) or the picture (share of bits), 0..1. text: the question, or the page's address.
    """

    id: str
    month: str
    kind: Literal["words", "meaning", "picture"]
    similarity: float
    page_id: str
    text: str


@dataclass(frozen=True)
class Context:
    """What gates know beyond a question and its page.

    twins: by a question's id, what it repeats.
    found: by a question's id, what gates found of it already.
    labels: the subtasks that may be asked; without them, those of live.yaml's taxonomy.
    cutoff: what was published before it is stale, besides what lies outside of the month.
    """

    config: Config
    models: Models
    blobs: Blobs
    twins: Mapping[str, Twin] = field(default_factory=dict)
    found: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    cutoff: datetime | None = None


Verdict = Passed | Dropped | Held | NotRun
Gate = Callable[[Question, Page, Context], Verdict | Awaitable[Verdict]]
