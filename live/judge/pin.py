"""The revision that a model is served as -> whether its reply is taken. Pure.

A name in live.yaml stands for one model: what a server calls by that name may change overnight.
"""

from collections.abc import Iterable

from live.config import Config
from live.outcomes import Failed
from live.records import Comparison, Verdict


class Pins:
    """The revisions that a month's judges are served as: one each, or they are more judges."""

    def __init__(self, config: Config, verdicts: Iterable[Verdict | Comparison]) -> None:
        self._config = config
        self._first: dict[str, str] = {}
        for verdict in verdicts:
            self._seen(verdict.judge, verdict.made_by.revision)

    def refuses(self, judge: str, served: str) -> Failed | None:
        """Gives why a judge's verdict is not taken; None where it is."""
        self._seen(judge, served)
        config = self._config
        pinned = config.model(judge).revision
        if pinned is None and config.judge_revision == "any":
            return None
        if pinned is None and config.judge_revision != "first" and judge in config.judges:
            pinned = config.judge_revision
        return refused_revision(judge, served, pinned or self._first.get(judge))

    def _seen(self, judge: str, served: str) -> None:
        if served:
            self._first.setdefault(judge, served)


def refused_revision(name: str, served: str, wanted: str | None) -> Failed | None:
    """Gives why a reply is not taken; None where nothing is wanted, or nobody says what served it.

    served, wanted: revisions as the server names them.
    """
    if not wanted or not served or served == wanted:
        return None
    return Failed(
        "revision_changed",
        f"{name} was served as {served}, and {wanted} is what it is this month. Give the new "
        "one another name in `models`, or allow it in live.yaml (`revision`; for judges "
        "`judge_revision: any`). `live evaluate`: begin anew in another --log.",
    )
