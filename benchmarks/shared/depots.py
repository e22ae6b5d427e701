"""Pages that tell what depots shipped, as `model_server.py` answers questions about them."""

from datetime import UTC, datetime, timedelta

import numpy as np
from model_server import fact

from live.clock import current_month
from live.records import Evidence, Page, Shot, window


def told(name: str) -> str:
    """What a page says of a depot."""
    return f"This month depot {name} shipped {fact(name)}."


def page(n: int, text: str, sha256: str, size: tuple[int, int]) -> Page:
    """The n-th page of this month, with one picture, of `size` px, that shows its text."""
    at = window(current_month())[0] + timedelta(minutes=n + 1)
    shot = {"kind": "full_page", "media_type": "image/jpeg", "width": size[0], "height": size[1]}
    return Page(
        month=current_month(),
        site="Herald",
        url=f"http://herald.example/{n:05}",
        final_url=f"http://herald.example/{n:05}",
        title=f"What left the depots of district {n}",
        byline="Mara Quill",
        language="en",
        text=text,
        html_sha256="",
        shots=(Shot(**shot, sha256=sha256, text=text),),
        published_at=at,
        evidence=(Evidence(source="json-ld", value=at.isoformat(), at=at, zoned=True),),
        captured_at=datetime.now(UTC),
        browser="none",
        screen=(1280, 800),
    )


def depots(count: int) -> list[str]:
    """Gives names that differ in more than a letter."""
    sounds = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "an", "er")]
    found: dict[str, None] = {}
    dice = np.random.default_rng(1)
    while len(found) < count:
        found["".join(sounds[k] for k in dice.integers(len(sounds), size=3)).capitalize()] = None
    return list(found)
