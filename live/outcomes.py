"""How an item of a stage can end. Every item that a stage takes ends as exactly one of these.

`reason` is a short slug that is counted; `detail` is a sentence a person can act on.
"""

from dataclasses import dataclass
from typing import Literal

from live.records import (
    Anchor,
    Answer,
    Comparison,
    CrawlRun,
    Decision,
    Finding,
    Link,
    Notice,
    Page,
    Published,
    Question,
    Record,
    Release,
    Remark,
    Ruling,
    Step,
    Verdict,
    Visit,
)

Stored = (
    Link
    | Visit
    | CrawlRun
    | Ruling
    | Page
    | Step
    | Question
    | Finding
    | Decision
    | Remark
    | Release
    | Answer
    | Verdict
    | Anchor
    | Comparison
    | Published
    | Notice
)
State = Literal["done", "dropped", "held", "waiting", "failed"]


@dataclass(frozen=True)
class Done:
    """The item became `records`, none or more."""

    records: tuple[Stored, ...] = ()
    detail: str = ""
    reason = ""
    state: State = "done"


@dataclass(frozen=True)
class Dropped:
    """The item is out, for good."""

    reason: str
    detail: str
    records: tuple[Stored, ...] = ()
    state: State = "dropped"


@dataclass(frozen=True)
class Held:
    """The item is out until a person decides."""

    reason: str
    detail: str
    records: tuple[Stored, ...] = ()
    state: State = "held"


@dataclass(frozen=True)
class Waiting:
    """The item could not be worked on yet; the next run takes it again."""

    reason: str
    detail: str
    records: tuple[Stored, ...] = ()
    state: State = "waiting"


@dataclass(frozen=True)
class Failed:
    """Something outside went wrong; the next run takes the item again."""

    reason: str
    detail: str
    records: tuple[Stored, ...] = ()
    state: State = "failed"


Ending = Done | Dropped | Held | Waiting | Failed


class Outcome(Record):
    """How one item of one stage ended, as stored."""

    month: str
    stage: str
    item: str
    state: State
    reason: str = ""
    detail: str = ""

    @property
    def is_short(self) -> bool:
        """Whether the item is not done, or is a page of which some questions could not be used."""
        return self.state != "done" or (self.stage == "write" and bool(self.detail))
