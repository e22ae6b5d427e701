"""Pages of which the tests write the HTML; their pictures show all of its text unless told."""

from collections.abc import Callable
from typing import Any

import factory
import pytest
from bs4 import BeautifulSoup

from live.records import Page, Shot
from live.workspace import Workspace

STORY = """
<nav><h2>Sections</h2><ol><li>Home</li><li>Ports</li><li>Trade</li></ol></nav>
<article>
<nav aria-label="Breadcrumb"><ol><li>Home</li><li>Economy</li></ol></nav>
<h1>Quiet harbour counts its boxes</h1>
<p class="sign">By <a rel="author">Mara Quill</a>
<time datetime="2026-10-14T09:00:00Z">14 October 2026, 09:00</time></p>
<figure><svg role="img" aria-label="Boxes a quarter">
<text>Boxes a quarter</text><text>thousand boxes</text>
<g role="img" aria-label="Q1, 31 thousand boxes."><text>31</text></g> <text>Q1</text>
<g role="img" aria-label="Q2, 1,040.5 thousand boxes."><text>1,040.5</text></g> <text>Q2</text>
<g role="img" aria-label="Q3, 28 thousand boxes."><text>28</text></g> <text>Q3</text>
</svg><figcaption>What passed the gate in each of the last three quarters.
<span class="credit">Graphic: Herald, figures: Harbour Board</span></figcaption></figure>
<p>The board hired 140 people in the spring, mostly for the night shift on the quay.</p>
<p>“Some of these boxes are only visitors here,” said its secretary, Colm Aveley.</p>
<blockquote><p>“A harbour is a patient thing.”</p><footer>Hester Vane, chair</footer></blockquote>
<table><caption>Night crews</caption>
<thead><tr><th>Place</th><th>Crew</th><th>Lifts</th></tr></thead>
<tbody><tr><td>1</td><td>North Quay</td><td>38</td></tr>
<tr><td>2</td><td>Old Basin</td><td>27</td></tr>
<tr><td>3</td><td>Tar Lane</td><td>44</td></tr></tbody></table>
</article>
<aside><h2>Most read</h2><ol><li>Ferry sails again</li><li>Quiet harbour counts its boxes</li>
<li>Baker wins race</li></ol>
<h2>Next week</h2><ol><li>Crane inspection</li><li>Fish market</li><li>Tide talk</li></ol></aside>
"""


@pytest.fixture
def story() -> str:
    """The HTML of a page that has something for every template."""
    return f"<html><body>{STORY}</body></html>"


@pytest.fixture
def paged() -> Callable[..., Page]:
    """Makes the page of some HTML. seen: the text in its pictures; without it, all text."""

    def make(html: str, seen: str | None = None, n: int = 1, **fields: Any) -> Page:
        soup = BeautifulSoup(html, "lxml")
        heading = soup.find("h1")
        text = soup.get_text("\n") if seen is None else seen
        shot = Shot(kind="full_page", sha256="0" * 64, width=1280, height=1600, text=text)
        title = " ".join(heading.get_text().split()) if heading else "Untitled"
        given = {"title": title, "byline": "Mara Quill", "language": "en", "shots": (shot,)}
        return factory.page(n, **given | fields)

    return make


@pytest.fixture
def configured(workspace: Workspace) -> Callable[..., Workspace]:
    """Gives the workspace with parts of its live.yaml changed."""

    def make(**parts: Any) -> Workspace:
        config = type(workspace.config).model_validate(
            workspace.config.model_dump(exclude_unset=True) | parts
        )
        return Workspace(workspace.path, config, workspace.store, workspace.blobs)

    return make
