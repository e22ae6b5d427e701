"""A month -> the few numbers by which it is known in a notice and at the head of a run report.

Reads the store and the release's folder.
"""

from typing import NamedTuple

from live.counted import counted
from live.publish.cut import frozen
from live.records import ModelScore, Scoreboard
from live.workspace import Workspace


class Numbers(NamedTuple):
    """questions: frozen, or accepted so far. board: None before the month is judged."""

    frozen: bool
    questions: int
    board: Scoreboard | None
    usd: float
    tokens: int
    lost_calls: int

    @property
    def best(self) -> ModelScore | None:
        """The model of the highest mean; None where there is none, or all are withheld."""
        known = [score for score in (self.board.models if self.board else ()) if not score.withheld]
        return max(known, key=lambda score: score.mean or 0, default=None)

    @property
    def unscored(self) -> int:
        """Answers without a verdict, and questions unanswered, of all models."""
        return sum(score.unscored for score in self.board.models) if self.board else 0


def numbers(workspace: Workspace, month: str) -> Numbers:
    """Gives a month's numbers, as they are now."""
    release = frozen(workspace, month)
    accepted = len(workspace.store.ended(month, "review", ["done"]))
    file = workspace.release(month) / "scoreboard.json"
    judged = release is not None and file.is_file()
    return Numbers(
        release is not None,
        len(release.rows) if release else accepted,
        Scoreboard.model_validate_json(file.read_bytes()) if judged else None,
        *workspace.store.calls.spending(month),
    )


def number_lines(of: Numbers) -> list[str]:
    """Says the numbers, for people who read them on a phone."""
    models = f", {counted(len(of.board.models), 'model')}" if of.board else ""
    kind = "" if of.frozen else " accepted so far"
    lines = [f"{counted(of.questions, 'question')}{kind}{models}."]
    if best := of.best:
        lines.append(f"Best: {best.model}, {mean_of(best)}.")
    if of.board:
        lines.append(f"Unscored: {of.unscored}.")
    return [*lines, f"Cost: ${of.usd:.2f}."]


def mean_of(score: ModelScore) -> str:
    """Says a mean with its interval."""
    if score.mean is None:
        return "withheld"
    span = "" if score.low is None else f" (95%: {score.low:.1f} to {score.high:.1f})"
    return f"{score.mean:.1f}{span}"
