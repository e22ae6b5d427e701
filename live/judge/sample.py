"""A month's answers -> those that people rate, whatever judges gave them. Pure.

A judge is measured by a fair draw: among answers chosen for what judges gave them, it would look
better or worse than it is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from live.records import content_id

READ = ("answered", "truncated")
"""Outcomes of answers that judges read; what is empty or refused earns 0 unread."""


class Drawn(NamedTuple):
    """What the draw goes by of an answer. id: the answer's. model: as Answer.model."""

    id: str
    model: str
    subtask: str


def sample(answers: Iterable[Drawn], most: int) -> list[str]:
    """Draws answers, and gives their ids: `most`, or all where they are fewer.

    Candidates have as many each as can be, then subtasks of a candidate, then subtasks; within
    these a hash decides, so that the same answers give the same draw.
    """
    waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
    for answer in answers:
        waiting[answer.model, answer.subtask].append(answer.id)
    for ids in waiting.values():
        ids.sort(key=_dice, reverse=True)
    of_model, of_both, of_subtask = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    drawn: list[str] = []
    while waiting and len(drawn) < most:
        model, subtask = min(
            waiting,
            key=lambda both: (
                of_model[both[0]],
                of_both[both],
                of_subtask[both[1]],
                _dice(waiting[both][-1]),
            ),
        )
        drawn.append(waiting[model, subtask].pop())
        if not waiting[model, subtask]:
            del waiting[model, subtask]
        of_model[model] += 1
        of_both[model, subtask] += 1
        of_subtask[subtask] += 1
    return drawn


def _dice(id: str) -> str:
    return content_id("rated by people", id)
