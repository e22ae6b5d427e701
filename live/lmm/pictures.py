"""A request's Picture -> its bytes as base64, small enough to send, and how a model sees it.

Reads the blobs.

Several questions about a page go out together, so a picture is read, scaled and encoded once.
"""

import asyncio
import base64
from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO

from live.blobs import Blobs
from live.lmm.client import Picture, Request
from live.lmm.sight import UNKNOWN, Sight, Size
from live.records import Seen

KEPT = 12
"""Encoded pictures that stay in memory for each model: with five questions a page, those of 60
calls in flight. A full page is 2 to 4 MB."""


class OversizeError(Exception):
    """Says that a picture is larger than a provider takes. Providers make it an outcome."""


@dataclass(frozen=True)
class Encoded:
    """A picture as it is sent.

    url: the picture as a data URL, one text for all calls that show it. size: its bytes before.
    pixels: its width and height, px.
    """

    media_type: str
    url: str
    size: int
    pixels: Size

    @property
    def data(self) -> str:
        """The picture in base64."""
        return self.url.partition(",")[2]


class Pictures:
    """The pictures that one model is shown.

    max_px: longest edge that is sent, px; None sends them as they are.
    max_bytes: what the provider takes of one picture, in bytes; None is no limit.
    sight: what the provider makes of them.
    """

    def __init__(
        self, blobs: Blobs, max_px: int | None, max_bytes: int | None, sight: Sight = UNKNOWN
    ) -> None:
        self._blobs = blobs
        self._max_px = max_px
        self._max_bytes = max_bytes
        self._sight = sight
        self._sent: dict[str, Size] = {}
        self._encoded: OrderedDict[str, asyncio.Task[Encoded]] = OrderedDict()

    async def of(self, request: Request) -> list[Encoded]:
        """Gives a request's pictures, in order.

        Raises OversizeError, and LiveError where a picture is missing from the blobs.
        """
        encoded = [await self._get(picture) for picture in request.pictures]
        for picture, sent in zip(request.pictures, encoded, strict=True):
            if self._max_bytes is not None and sent.size > self._max_bytes:
                raise OversizeError(
                    f"picture {picture.sha256[:12]}… ({picture.width}x{picture.height} px) has "
                    f"{sent.size} bytes, the provider takes {self._max_bytes}. Set max_picture_px "
                    "of the model lower."
                )
        return encoded

    def seen(self, request: Request) -> tuple[Seen, ...]:
        """Says how the model sees the pictures of a request that was sent."""
        return tuple(
            self._sight.seen((picture.width, picture.height), self._sent[picture.sha256])
            for picture in request.pictures
        )

    async def _get(self, picture: Picture) -> Encoded:
        if picture.sha256 not in self._encoded:
            work = asyncio.to_thread(self._encode, picture)
            self._encoded[picture.sha256] = asyncio.ensure_future(work)
        self._encoded.move_to_end(picture.sha256)
        task = self._encoded[picture.sha256]
        while len(self._encoded) > KEPT:
            self._encoded.popitem(last=False)
        try:
            return await asyncio.shield(task)
        finally:
            if task.done() and (task.cancelled() or task.exception()):
                self._encoded.pop(picture.sha256, None)

    def _encode(self, picture: Picture) -> Encoded:
        content, pixels = self._blobs.get(picture.sha256), (picture.width, picture.height)
        if (box := self._box(pixels)) is not None:
            content, pixels = scaled(content, box)
        self._sent[picture.sha256] = pixels
        data = base64.b64encode(content).decode("ascii")
        url = f"data:{picture.media_type};base64,{data}"
        return Encoded(picture.media_type, url, len(content), pixels)

    def _box(self, pixels: Size) -> Size | None:
        """What a picture of this size must be scaled into; None: it goes as it is."""
        box, most, long = None, self._max_px, max(pixels)
        if most is not None and long > most:
            box = (most, most)
            pixels = (max(1, pixels[0] * most // long), max(1, pixels[1] * most // long))
        fitting = self._sight.fits(pixels) if self._sight.fits is not None else pixels
        return box if fitting == pixels else fitting


def scaled(content: bytes, box: Size) -> tuple[bytes, Size]:
    """Scales an encoded picture down into a box, in its own format; gives its new size too."""
    from PIL import Image

    out = BytesIO()
    with Image.open(BytesIO(content)) as image:
        plain = image.convert("RGBA") if image.mode == "P" else image.copy()
        plain.thumbnail(box, Image.Resampling.LANCZOS)
        plain.save(out, format=image.format, quality=90)
    return out.getvalue(), plain.size
