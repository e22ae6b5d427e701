"""Pages -> which tell the same story, as copies that outlets take from each other do. Pure."""

from collections.abc import Mapping

from live.crawl.read.sketch import sketch_of
from live.records import Page

ONE_STORY = 0.25
"""The share of equal places of two sketches from which one page's text is largely another's.

Copies with a masthead of their own had 0.8, one cut to its first half has 0.4; other pages, of one
site too, at most 0.03.
"""


def sketched(page: Page) -> bytes:
    """Gives the sketch of a page's text; b'' where it has none."""
    return bytes.fromhex(sketch_of(page.text)) if page.text.strip() else b""


def stories(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Gives, by a page's id, the id of the first page of its story, its own if it is the first.

    sketches: of the pages' texts, by id, in order.
    """
    import numpy as np

    told = [id for id, sketch in sketches.items() if sketch]
    first = {id: id for id in sketches}
    if not told:
        return first
    rows = np.array([np.frombuffer(sketches[id], np.uint8) for id in told])
    for n, id in enumerate(told):
        alike = np.flatnonzero((rows[:n] == rows[n]).mean(axis=1) >= ONE_STORY)
        if len(alike):
            first[id] = first[told[int(alike[0])]]
    return first
