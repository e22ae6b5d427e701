"""What a month's folder is made of, as data. Touches nothing outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from live.config import Config
from live.judge.panel import Settled
from live.records import (
    Anchor,
    Answer,
    Comparison,
    Finding,
    Page,
    Question,
    Release,
    Row,
    Scoreboard,
    Step,
    Verdict,
)


@dataclass(frozen=True)
class Edition:
    """A frozen month with all that is published about it.

    questions: by (id, version). pages: by id. categories: subtask -> category.
    counts: how many came through each stage, in order (`{"links": 40, "pages": 18, …}`).
    dropped: stage -> reason -> count. usd, tokens: what the month's replies cost.
    verdicts: of the judges that count, and of people. earned: by an answer's id.
    comparisons: those that count. anchors: what the judges gave them this month.
    steps, findings: of the questions in the split and their pages. funnel: as in live.funnel.
    """

    release: Release
    questions: Mapping[tuple[str, int], Question]
    pages: Mapping[str, Page]
    config: Config
    categories: Mapping[str, str]
    scoreboard: Scoreboard | None = None
    answers: Sequence[Answer] = ()
    verdicts: Sequence[Verdict] = ()
    earned: Mapping[str, Settled] = field(default_factory=dict)
    comparisons: Sequence[Comparison] = ()
    anchors: Sequence[Anchor] = ()
    steps: Sequence[Step] = ()
    findings: Sequence[Finding] = ()
    funnel: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    usd: float = 0.0
    tokens: int = 0

    @property
    def month(self) -> str:
        return self.release.month

    @property
    def by_reference(self) -> bool:
        """Whether the split names its pictures and does not hold them."""
        return self.config.publish_pictures == "by_reference"

    def question(self, row: Row) -> Question:
        """Gives the version of the question that was frozen as this row."""
        return self.questions[row.question_id, row.version]
