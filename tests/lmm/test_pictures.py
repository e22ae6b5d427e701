"""Pictures are sent as they are or scaled as declared, encoded once, never too large, and it is
known how they are seen."""

import asyncio
import base64
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from live.blobs import Blobs
from live.errors import LiveError
from live.lmm import pictures
from live.lmm.client import Picture, Request
from live.lmm.pictures import OversizeError, Pictures, scaled
from live.lmm.sight import UNKNOWN, WHOLE, Sight

Draw = Callable[..., Picture]
NARROW = Sight(lambda size: min(size, (160, 120)), WHOLE.makes, known="checked")


def showing(*shots: Picture) -> Request:
    return Request(model="m", prompt="Why?", pictures=shots)


async def test_without_a_limit_the_very_bytes_are_sent(blobs: Blobs, draw: Draw) -> None:
    shot = draw(50, 20)
    (sent,) = await Pictures(blobs, None, None).of(showing(shot))
    assert base64.b64decode(sent.data) == blobs.get(shot.sha256)
    assert sent.url.startswith("data:image/png;base64,") and sent.size > 0


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
async def test_scaling_keeps_the_format_and_the_shape(
    format: str, blobs: Blobs, draw: Draw
) -> None:
    (sent,) = await Pictures(blobs, 80, None).of(showing(draw(160, 320, format=format)))
    image = Image.open(BytesIO(base64.b64decode(sent.data)))
    assert (image.size, image.format) == ((40, 80), format)


def test_pictures_with_a_palette_are_scaled_too() -> None:
    out = BytesIO()
    Image.new("P", (100, 100), 3).save(out, format="PNG")
    content, size = scaled(out.getvalue(), (50, 50))
    assert Image.open(BytesIO(content)).size == size == (50, 50)


@pytest.mark.parametrize(
    ("max_px", "sight", "sent"),
    [
        (None, UNKNOWN, (400, 300)),
        (200, UNKNOWN, (200, 150)),
        (None, NARROW, (160, 120)),
        (200, NARROW, (160, 120)),
        (100, NARROW, (100, 75)),
    ],
)
async def test_what_is_said_to_be_sent_is_what_is_sent(
    max_px: int | None, sight: Sight, sent: tuple[int, int], blobs: Blobs, draw: Draw
) -> None:
    shown, request = Pictures(blobs, max_px, None, sight), showing(draw(400, 300))
    (encoded,) = await shown.of(request)
    (seen,) = shown.seen(request)
    image = Image.open(BytesIO(base64.b64decode(encoded.data)))
    assert image.size == encoded.pixels == seen.sent == sent
    assert seen.original == (400, 300) and seen.seen == (sent if sight is NARROW else None)


async def test_a_picture_shown_with_many_questions_is_encoded_once(
    blobs: Blobs, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    monkeypatch.setattr(blobs, "get", lambda sha, get=blobs.get: read.append(sha) or get(sha))
    shown, shot = Pictures(blobs, None, None), draw()
    await asyncio.gather(*(shown.of(showing(shot)) for _ in range(8)))
    assert len(read) == 1


async def test_what_is_kept_in_memory_is_bounded(
    blobs: Blobs, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "KEPT", 3)
    shown = Pictures(blobs, None, None)
    shots = [draw(10 + n, 10) for n in range(8)]
    assert len(await shown.of(showing(*shots))) == 8
    assert len(shown._encoded) == 3


async def test_a_picture_over_the_limit_says_what_to_set(blobs: Blobs, draw: Draw) -> None:
    with pytest.raises(OversizeError, match="bytes, the provider takes 10. Set max_picture_px"):
        await Pictures(blobs, None, 10).of(showing(draw()))


async def test_a_missing_picture_is_looked_for_again(blobs: Blobs, draw: Draw) -> None:
    shown = Pictures(blobs, None, None)
    with pytest.raises(LiveError, match="missing"):
        await shown.of(showing(Picture(sha256="0" * 64, width=1, height=1)))
    assert not shown._encoded
