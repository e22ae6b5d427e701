"""A month's verdicts -> a note of each judge: as what it was served, how often it failed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from live.config import Config
from live.judge.anchors import drift
from live.records import Anchor, JudgeNote, Verdict


def judge_notes(
    config: Config,
    verdicts: Iterable[Verdict],
    calibrations: Mapping[str, dict[str, Any]] | None = None,
    anchors: Sequence[Anchor] = (),
) -> tuple[JudgeNote, ...]:
    """Gives a note of each judge of live.yaml, in its order.

    verdicts: those that count. People's are not read. calibrations: by judge; one without is
    uncalibrated. anchors: of the month.
    """
    given: dict[str, list[Verdict]] = {name: [] for name in config.judges}
    for verdict in verdicts:
        if verdict.judge in given:
            given[verdict.judge].append(verdict)
    return tuple(
        JudgeNote(
            name=name,
            declared=config.model(name).model,
            revisions=tuple(sorted({each.made_by.revision for each in own} - {""})),
            verdicts=len(own),
            unscored=sum(each.rating is None for each in own),
            calibration=(calibrations or {}).get(name),
            drift=drift(anchors, name),
        )
        for name, own in given.items()
    )
