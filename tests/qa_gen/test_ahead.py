"""What gates ask of pictures is done while models check: of pages with questions to come, once."""

from collections.abc import Callable
from io import BytesIO

import factory
import numpy as np
import pytest
from PIL import Image

from live.outcomes import Done, Dropped
from live.qa_gen.gates import ahead
from live.qa_gen.gates.ahead import look_ahead
from live.records import Page, Shot
from live.workspace import Workspace

MONTH = factory.MONTH
Seen = list[str]


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Fills with the pictures that are scored; the model itself is not loaded."""
    seen: Seen = []

    async def score(sha256: str, _blobs: object) -> float:
        seen.append(sha256)
        return 0.0

    monkeypatch.setattr(ahead, "score", score)
    return seen


@pytest.fixture
def add(workspace: Workspace) -> Callable[[int], Page]:
    """Stores the n-th page, with a picture of its own and a question."""

    def one(n: int) -> Page:
        dots = np.random.default_rng(n).integers(0, 255, (32, 32, 3), np.uint8)
        content = BytesIO()
        Image.fromarray(dots).resize((256, 256)).save(content, "PNG")
        shot = Shot(
            kind="full_page", sha256=workspace.blobs.put(content.getvalue()), width=256, height=256
        )
        page = factory.page(n, shots=(shot,))
        workspace.store.add(page, factory.question(n, page_id=page.id))
        return page

    return one


async def test_pictures_of_pages_with_questions_to_come_are_signed_and_scored(
    workspace: Workspace, add: Callable[[int], Page], scored: Seen
) -> None:
    due, gated, refused = (add(n) for n in (1, 2, 3))
    workspace.store.save(MONTH, "gates", factory.question(2).id, Done())
    workspace.store.save(MONTH, "check", factory.question(3).id, Dropped("not_answerable", "no"))
    await look_ahead(workspace, MONTH)
    ids = [due.id, gated.id, refused.id]
    assert list(workspace.store.signatures.of(Page, ids)) == [due.id]
    assert scored == [due.shots[0].sha256]
    await look_ahead(workspace, MONTH)
    assert len(workspace.store.signatures.of(Page, ids)) == 1


async def test_a_picture_that_is_lost_stops_nothing(
    workspace: Workspace, add: Callable[[int], Page], scored: Seen
) -> None:
    lost = factory.page(1)
    workspace.store.add(lost, factory.question(1, page_id=lost.id))
    there = add(2)
    await look_ahead(workspace, MONTH)
    assert list(workspace.store.signatures.of(Page, [lost.id, there.id])) == [there.id]
