"""A question's versions and decisions -> what was said of its text before it came back. Pure.

Who takes back an edit makes a new version with the old text. What people decided about that text
does not count for the new version; so that it is not lost, the desk tells it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from live.records import Question
from live.review.decisions import TEXTS


class Earlier(NamedTuple):
    """What was said of an earlier version with the same text. by: handles; verdict: as a verb."""

    version: int
    verdict: str
    by: tuple[str, ...]


def earlier(
    versions: Sequence[Question], decisions: Iterable[Mapping[str, object]], viewer: str
) -> list[Earlier]:
    """Gives what people said of this text who have not said anything of the newest version.

    versions: oldest first. decisions: {version, verdict, reviewer} of those that the viewer may
    know of, oldest first. The viewer is called `you`.
    """
    newest = versions[-1]
    said: dict[object, dict[str, str]] = {}
    for each in decisions:
        if each["verdict"] != "edit":
            of = said.setdefault(each["version"], {})
            of.pop(str(each["reviewer"]), None)
            of[str(each["reviewer"])] = str(each["verdict"])
    now = {who for who, verdict in said.get(newest.version, {}).items() if verdict != "withdraw"}
    found = []
    for version in versions[:-1]:
        if any(getattr(version, name) != getattr(newest, name) for name in TEXTS):
            continue
        for verdict in ("accept", "reject"):
            who = [w for w, v in said.get(version.version, {}).items() if v == verdict]
            if by := tuple("you" if w == viewer else w for w in who if w not in now):
                found.append(Earlier(version.version, f"{verdict}ed", by))
    return found
