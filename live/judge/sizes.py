"""A candidate's answers -> the sizes at which it saw screenshots, counted and in words. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from live.records import Answer, Seen


@dataclass(frozen=True)
class Sizes:
    """The sizes at which a candidate saw screenshots; one counts each time that it is shown.

    answers: the candidate's. unrecorded: those from before sizes were recorded.
    pictures: that the other answers were given to, each of which is one of
      full: seen with all its pixels;
      changed: scaled or cropped to another size;
      tiled: cut into tiles, of which no more is known;
      unknown: what became of it once it was sent is not known.
    by_live: were scaled before they were sent. documented: how they were seen is known from the
    provider's documentation alone.
    edge: of the full and changed ones the least, median and greatest longest edge, px.
    least_scale: what was left of width or height of the worst of them; 1 is all.
    """

    answers: int
    unrecorded: int
    pictures: int
    full: int
    changed: int
    tiled: int
    unknown: int
    by_live: int
    documented: int
    edge: tuple[int, int, int] | None
    least_scale: float | None

    def as_json(self) -> dict[str, Any]:
        """Gives the numbers as JSON can hold them."""
        return asdict(self) | {"edge": list(self.edge) if self.edge else None}


def sizes(answers: Sequence[Answer]) -> Sizes:
    """Counts the sizes at which a candidate saw what it answered to."""
    shown = [answer.made_by.pictures for answer in answers]
    pictures = [each for some in shown if some is not None for each in some]
    known = [(each, each.seen) for each in pictures if each.seen is not None]
    full = sum(seen == each.original for each, seen in known)
    tiled = sum(each.seen is None and each.tiles > 1 for each in pictures)
    edges = sorted(max(seen) for _, seen in known)
    return Sizes(
        answers=len(answers),
        unrecorded=shown.count(None),
        pictures=len(pictures),
        full=full,
        changed=len(known) - full,
        tiled=tiled,
        unknown=len(pictures) - len(known) - tiled,
        by_live=sum(each.sent != each.original for each in pictures),
        documented=sum(each.known == "documented" for each in pictures),
        edge=(edges[0], round(median(edges)), edges[-1]) if edges else None,
        least_scale=min((_scale(each, seen) for each, seen in known), default=None),
    )


def sizes_line(found: Sizes) -> str:
    """Says in a line at which sizes a candidate saw the screenshots."""
    if found.unrecorded == found.answers:
        return "At which size it saw the screenshots was not recorded."
    if not found.pictures:
        return "It was shown no screenshots."
    parts = []
    if found.full:
        parts.append(f"{found.full} at full size")
    if found.changed:
        parts.append(f"{found.changed} scaled or cropped, at worst to {found.least_scale:.0%}")
    if found.tiled:
        parts.append(f"{found.tiled} cut into tiles")
    if found.unknown:
        parts.append(f"{found.unknown} in a size that is not known")
    told = f"Of {found.pictures} screenshots it saw {_listed(parts)}."
    if found.edge:
        told += f" Their longest edge was {_span(found.edge)}."
    if found.documented:
        told += f" So the provider documents it, for {found.documented} of them."
    if found.by_live:
        told += f" live scaled {found.by_live} before it sent them."
    if found.unrecorded:
        told += f" Of {found.unrecorded} answers it was not recorded."
    return told


def _scale(each: Seen, seen: tuple[int, int]) -> float:
    return round(min(now / before for now, before in zip(seen, each.original, strict=True)), 3)


def _span(edge: tuple[int, int, int]) -> str:
    least, middle, most = edge
    return f"{least} px" if least == most else f"{least} to {most} px, with a median of {middle}"


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]
