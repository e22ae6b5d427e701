"""Which models differ -> letters: two that share one are not told apart, two that do not are. Pure.

The compact letter display of Piepho 2004 (https://doi.org/10.1198/1061860043515), by inserting and
absorbing: a letter is a group of models of which no two differ. A group that the others make
superfluous is left out.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from string import ascii_letters

from live.judge.pairs import is_sure
from live.records import Pair

Group = frozenset[int]
"""Models that share a letter, by their place in the order given."""


def letters(models: Sequence[str], compared: Sequence[Pair]) -> dict[str, str]:
    """Gives the letters of each model, such as "ab"; none where no two could be compared.

    models: best first, so that the first has an a.
    """
    if all(pair.p_holm is None for pair in compared):
        return {}
    places = {model: n for n, model in enumerate(models)}
    groups = [frozenset(places.values())]
    for pair in filter(is_sure, compared):
        groups = _apart(groups, places[pair.a], places[pair.b])
    needed = _needed(sorted(groups, key=sorted))
    return {
        model: "".join(_letter(n) for n, group in enumerate(needed) if place in group)
        for model, place in places.items()
    }


def _apart(groups: Iterable[Group], a: int, b: int) -> list[Group]:
    """Splits each group that holds both; a part that lies in another group is absorbed."""
    whole = [group for group in groups if not {a, b} <= group]
    for group in groups:
        if {a, b} <= group:
            for part in (group - {b}, group - {a}):
                if not any(part <= other for other in whole):
                    whole = [*(other for other in whole if not other <= part), part]
    return whole


def _needed(groups: list[Group]) -> list[Group]:
    """Leaves out, from the last on, what only says again which models are alike."""
    kept = list(groups)
    for group in reversed(groups):
        others = [other for other in kept if other != group]
        alike = [{a, b} for a, b in combinations(group, 2)] or [set(group)]
        if all(any(both <= other for other in others) for both in alike):
            kept = others
    return kept


def _letter(n: int) -> str:
    """a to z, A to Z, then a2, b2 and so on."""
    turn, at = divmod(n, len(ascii_letters))
    return ascii_letters[at] + (str(turn + 1) if turn else "")
