"""live.yaml and a frozen split -> which answers are compared, by whom and in which orders. Pure.

Some rows by chance; of the candidates so many pairs a row, in the order of a tournament where
everybody meets everybody (circle method, Kirkman 1847). So every pair gets its share, and as many
pairs as there are candidates connect them all: two rounds that follow each other are one circle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice
from typing import Literal

from live.config import Config
from live.records import Comparison, Release, Row, content_id

ORDERS: tuple[Literal["a", "b"], ...] = ("a", "b")


@dataclass(frozen=True)
class Meeting:
    """Two candidates' answers to a row, in one order. a, b: by name; first: who is shown first."""

    row: Row
    a: str
    b: str
    first: Literal["a", "b"]
    judge: str

    @property
    def shown(self) -> tuple[str, str]:
        """The candidates in the order in which their answers are shown."""
        return (self.a, self.b) if self.first == "a" else (self.b, self.a)

    @property
    def key(self) -> str:
        """Names it among the stage's items: its row, then pair and order, then its judge."""
        pair = content_id(self.row.version, self.a, self.b, self.first)
        return f"{self.row.row_id}:{pair}:{self.judge}"


@dataclass(frozen=True)
class Design:
    """What is compared, and what of comparisons that were made counts.

    judges: who compares each two candidates. unjudged: those whom nobody may compare. rows: of the
    split, by question and version.
    """

    meetings: tuple[Meeting, ...]
    judges: Mapping[tuple[str, str], str]
    unjudged: tuple[tuple[str, str], ...]
    rows: Mapping[tuple[str, int], Row]

    def counting(self, made: Iterable[Comparison]) -> list[Comparison]:
        """Gives those of frozen rows, by who compares these two now, made in both orders.

        One order alone would move a rating by what its place does to the judge.
        """
        own = [
            each
            for each in made
            if (each.question_id, each.version) in self.rows
            and self.judges.get((each.a, each.b)) == each.judge
        ]
        there = {(each.row_id, each.a, each.b, each.first) for each in own}
        return [each for each in own if {(*_pair(each), first) for first in ORDERS} <= there]

    def missing(self, counting: Iterable[Comparison]) -> int:
        """Counts the comparisons that are to be made and do not count yet."""
        wanted = {(each.row.row_id, each.a, each.b, each.first) for each in self.meetings}
        return len(wanted - {(*_pair(each), each.first) for each in counting})


def design(config: Config, release: Release) -> Design:
    """Says which answers are compared: the same ones for the same live.yaml and split."""
    pairs = _tournament(sorted(config.candidates, key=lambda n: content_id(release.month, n)))
    judges = {pair: judge for pair in pairs if (judge := _judge_of(config, *pair))}
    by_chance = sorted(release.row_ids, key=lambda id: content_id("compare", id))
    there = {row.row_id: row for row in release.rows}
    turns = cycle(judges)
    a_row = min(config.compare.pairs_per_row, len(judges))
    meetings = tuple(
        Meeting(there[id], a, b, first, judges[a, b])
        for id in by_chance[: config.compare.rows]
        for a, b in islice(turns, a_row)  # one that is withdrawn takes its turns as well
        if id in there
        for first in ORDERS
    )
    unjudged = tuple(sorted(pair for pair in pairs if pair not in judges))
    rows = {(row.question_id, row.version): row for row in release.rows}
    return Design(meetings, judges, unjudged, rows)


def unjudged_note(pairs: Sequence[tuple[str, str]]) -> str:
    """Says in a line whose answers nobody compares, and what to do about it."""
    told = ", ".join(f"{a} and {b}" for a, b in pairs)
    return (
        f"Not compared, for every judge is of the maker of one of the two: {told}. Name a model of "
        "another maker as compare.judge in live.yaml."
    )


def _judge_of(config: Config, a: str, b: str) -> str | None:
    """The first judge that is no kin of either candidate."""
    kin = {config.model(name).family for name in (a, b)}
    strangers = (j for j in config.comparing_judges if config.model(j).family not in kin)
    return next(strangers, None)


def _tournament(names: Sequence[str]) -> list[tuple[str, str]]:
    """All pairs, in the order of rounds in which everybody plays once; each pair by name."""
    places: list[str | None] = [*names] if len(names) % 2 == 0 else [*names, None]
    *turning, still = places or [None]
    n = len(turning)
    rounds = (
        (
            (turning[r], still),
            *((turning[r - k], turning[(r + k) % n]) for k in range(1, n // 2 + 1)),
        )
        for r in range(n)
    )
    return [(min(a, b), max(a, b)) for a, b in chain.from_iterable(rounds) if a and b]


def _pair(made: Comparison) -> tuple[int, str, str]:
    return made.row_id, made.a, made.b
