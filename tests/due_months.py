"""Months whose questions are through gates and review, so that they can be cut; and their clock."""

from datetime import UTC, datetime
from io import BytesIO

import factory
from PIL import Image

from live.outcomes import Done
from live.records import Shot, window
from live.review.decisions import settle
from live.workspace import Workspace


class Clock:
    """Stands where live.clock has `datetime`. at: the time that it is."""

    def __init__(self, at: str) -> None:
        self.set(at)

    def set(self, at: str) -> None:
        self.at = datetime.fromisoformat(at).replace(tzinfo=UTC)

    def now(self, zone: object) -> datetime:
        return self.at


def add_month(workspace: Workspace, month: str = factory.MONTH, count: int = 3) -> None:
    """Stores a month of so many questions, all decided as live.yaml's `review` has it."""
    store, at = workspace.store, window(month)[0].replace(day=14)
    picture = BytesIO()
    Image.new("RGB", (320, 200), "white").save(picture, "PNG")
    shot = Shot(
        kind="full_page", sha256=workspace.blobs.put(picture.getvalue()), width=320, height=200
    )
    url = f"http://herald.example/{month}"
    page = factory.page(url=url, month=month, shots=(shot,), published_at=at, captured_at=at)
    questions = [
        factory.question(n, page.id, id=f"{month[:4]}{month[5:]}{n:010x}", month=month)
        for n in range(1, count + 1)
    ]
    store.add(page)
    store.save(month, "write", page.id, Done(tuple(questions)))
    for question in questions:
        store.save(month, "check", question.id, Done())
        store.save(month, "gates", question.id, Done())
    settle(workspace, month)
