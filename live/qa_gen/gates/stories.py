"""Pages -> which tell the same story, as copies that outlets take from each other do. Pure."""

from collections.abc import Sequence

from live.crawl.read.sketch import sketch_of
from live.records import Page

ONE_STORY = 0.25
"""The share of equal places of two sketches from which one page's text is largely another's.

Copies with a masthead of their own had 0.8, one cut to its first half has 0.4; other pages, of one
site too, at most 0.03.
"""


def stories(pages: Sequence[Page]) -> dict[str, str]:
    """Gives, by a page's id, the id of the first page of its story, its own if it is the first."""
    import numpy as np

    told = [page for page in pages if page.text.strip()]
    first = {page.id: page.id for page in pages}
    if not told:
        return first
    sketches = np.array([list(bytes.fromhex(sketch_of(page.text))) for page in told], np.uint8)
    for n, page in enumerate(told):
        alike = np.flatnonzero((sketches[:n] == sketches[n]).mean(axis=1) >= ONE_STORY)
        if len(alike):
            first[page.id] = first[told[int(alike[0])].id]
    return first
