"""Pages -> those whose pictures were asked about before: PDQ hashes, compared bit by bit. Pure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from live.qa_gen.gates.known import Known
from live.qa_gen.gates.signatures import PICTURE, within
from live.qa_gen.gates.verdict import Twin
from live.records import Page

if TYPE_CHECKING:
    from live.qa_gen.gates.signatures import Bits

NEAR = 31
"""Of 256, the most bits that may differ in two pictures of one page: what PDQ's authors advise.

The same page in another size or encoding was at most 18 apart, two pages of one site at least 54.
"""


def seen_pages(
    ids: Sequence[str], pages: Mapping[str, Page], pictures: Mapping[str, bytes], known: Known
) -> dict[str, Twin]:
    """Gives, by a page's id, the page before it that looks the same.

    It does when each of a page's shots is nearly one of the other's: screens further down, of a
    foot or an advertisement, are alike on many pages. ids: in order, of which the first stays.
    pictures: the shots' signatures by page, one after the other; without any, none looks the same.
    """
    import numpy as np

    shots = [(id, shot) for id in ids for shot in _shots(pictures.get(id, b""))]
    if not shots:
        return {}
    owners, hashes = [id for id, _ in shots], np.array([shot for _, shot in shots])
    earlier = _near(hashes, known.hashes, known.pages)
    told = known.read_pages({id for found in earlier for id in found})
    near = [
        before | own for before, own in zip(earlier, _near(hashes, hashes, owners), strict=True)
    ]
    seen: dict[str, Twin] = {}
    stay = dict(told)
    for id in dict.fromkeys(owners):
        apart = _apart([near[n] for n, owner in enumerate(owners) if owner == id])
        before = [(bits, other) for other, bits in apart.items() if other in stay]
        if before:
            bits, other = min(before)
            seen[id] = _twin(stay[other], bits)
        else:
            stay[id] = pages[id]
    return seen


def _near(asked: "Bits", known: "Bits | None", owners: Sequence[str]) -> list[dict[str, int]]:
    """Of each shot, the pages with a shot near it, and by how many bits."""
    if known is None:
        return [{} for _ in asked]
    return [
        {owners[at]: bits for bits, at in reversed(found)} for found in within(asked, known, NEAR)
    ]


def _apart(shots: Sequence[dict[str, int]]) -> dict[str, int]:
    """The pages that are near to all of a page's shots, and how far the furthest is."""
    pages = set.intersection(*(set(near) for near in shots))
    return {page: max(near[page] for near in shots) for page in pages}


def _shots(signature: bytes) -> "Bits":
    import numpy as np

    return np.frombuffer(signature, np.uint8).reshape(-1, PICTURE)


def _twin(page: Page, bits: int) -> Twin:
    return Twin(
        id=page.id,
        month=page.month,
        kind="picture",
        similarity=round(1 - bits / (PICTURE * 8), 3),
        page_id=page.id,
        text=page.url,
    )
