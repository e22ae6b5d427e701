"""The embedded readers behind the models' protocol: cost, sharing, blindness, what is missing."""

import asyncio
import threading
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from live.blobs import Blobs
from live.config import Model
from live.errors import LiveError, MissingError
from live.lmm.client import Picture, Request
from live.lmm.embedded import KEPT, READERS, Embedded, question_of
from live.lmm.readers.lines import Line
from live.records import Seen, Usage

HEADLINE = "Harbour seal learns to ring the bell"


class CountingReader:
    """Reads the same line from every picture and counts how often, and how many at once."""

    revision = "counting 1.0"

    def __init__(self) -> None:
        self.read_pages = self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def read(self, page: np.ndarray) -> list[Line]:
        with self._lock:
            self.read_pages += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        line = Line(HEADLINE, 20, 100, 800, 50)
        with self._lock:
            self.at_once -= 1
        return [line]


class UnreadableBlobs(Blobs):
    """Blobs that must not be asked."""

    def get(self, sha256: str) -> bytes:
        raise AssertionError("the blind reader opened a picture")


def declared(reader: str) -> Model:
    return Model(name=f"embedded/{reader}", model=f"embedded/{reader}")


def request(*pictures: Picture, prompt: str = "What is the headline?", **fields: object) -> Request:
    return Request(model="embedded/ocr-reader", prompt=prompt, pictures=pictures, **fields)  # type: ignore[arg-type]


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> CountingReader:
    reader = CountingReader()
    monkeypatch.setitem(READERS, "ocr-reader", lambda: reader)
    return reader


async def test_a_page_is_read_once_however_many_ask_at_a_time(
    blobs: Blobs, draw: Callable[..., Picture], counting: CountingReader
) -> None:
    embedded = Embedded(declared("ocr-reader"), blobs)
    picture, other = draw(), draw(width=50)
    asked = [request(picture)] * 5 + [request(other)] * 5 + [request(picture)]
    replies = await asyncio.gather(*(embedded.reply(each) for each in asked))
    replies.append(await embedded.reply(request(picture)))
    await embedded.close()
    assert {reply.text for reply in replies} == {HEADLINE}
    assert counting.read_pages == 2
    assert counting.most_at_once <= 2


async def test_a_reply_costs_nothing_and_says_who_read(
    blobs: Blobs, draw: Callable[..., Picture], counting: CountingReader
) -> None:
    embedded = Embedded(declared("ocr-reader"), blobs)
    reply = await embedded.reply(request(draw()))
    await embedded.close()
    assert (reply.outcome, reply.usd, reply.usage) == ("ok", 0.0, Usage())
    assert reply.revision.startswith("counting 1.0")
    size = (40, 30)
    assert reply.pictures == (Seen(original=size, sent=size, seen=size, known="checked"),)


async def test_memory_keeps_a_bounded_number_of_pages(
    blobs: Blobs, draw: Callable[..., Picture], counting: CountingReader
) -> None:
    embedded = Embedded(declared("ocr-reader"), blobs)
    for width in range(10, 10 + KEPT + 5):
        await embedded.reply(request(draw(width=width)))
    assert len(embedded._pages) == KEPT
    await embedded.close()


async def test_one_who_gives_up_waiting_does_not_stop_the_reading_for_others(
    blobs: Blobs, draw: Callable[..., Picture], counting: CountingReader
) -> None:
    embedded = Embedded(declared("ocr-reader"), blobs)
    picture = draw()
    first = asyncio.create_task(embedded.reply(request(picture)))
    second = asyncio.create_task(embedded.reply(request(picture)))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).text == HEADLINE
    await embedded.close()


async def test_a_missing_picture_stops_and_is_read_once_it_is_there(
    blobs: Blobs, draw: Callable[..., Picture], counting: CountingReader
) -> None:
    embedded = Embedded(declared("ocr-reader"), blobs)
    with pytest.raises(LiveError, match="missing"):
        await embedded.reply(request(Picture(sha256="0" * 64, width=1, height=1)))
    assert not embedded._pages
    await embedded.close()


async def test_what_is_no_picture_and_what_asks_for_a_schema_is_rejected_with_a_reason(
    blobs: Blobs, draw: Callable[..., Picture], counting: CountingReader
) -> None:
    embedded = Embedded(declared("ocr-reader"), blobs)
    for content in (b"no picture at all", blobs.get(draw(width=400).sha256)[:-30]):
        broken = Picture(sha256=blobs.put(content), width=1, height=1)
        reply = await embedded.reply(request(broken))
        assert (reply.outcome, bool(reply.detail)) == ("rejected", True)
    reply = await embedded.reply(request(draw(), reply_schema={"type": "object"}))
    assert (reply.outcome, bool(reply.detail)) == ("rejected", True)
    await embedded.close()


async def test_the_blind_reader_never_opens_a_picture(tmp_path: object) -> None:
    embedded = Embedded(declared("blind"), UnreadableBlobs(str(tmp_path)))
    reply = await embedded.reply(request(Picture(sha256="0" * 64, width=1, height=1)))
    await embedded.close()
    assert (reply.outcome, reply.usd, reply.pictures) == ("ok", 0.0, ())
    assert reply.text


def test_a_reader_that_is_not_there_is_said_in_one_line(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingError, match="apt-get install tesseract-ocr"):
        Embedded(declared("ocr-tesseract"), blobs)


def test_only_what_follows_the_last_mark_of_a_question_is_the_question() -> None:
    assert question_of("Be brief.\n\nQuestion:\nWho wrote it?\n") == "Who wrote it?"
    assert question_of("Who wrote it?") == "Who wrote it?"


async def test_rapidocr_reads_a_drawn_headline_without_a_network(blobs: Blobs) -> None:
    picture = Image.new("RGB", (640, 200), "white")
    ImageDraw.Draw(picture).text((40, 80), HEADLINE, "black", ImageFont.load_default(32))
    out = BytesIO()
    picture.save(out, "PNG")
    drawn = Picture(sha256=blobs.put(out.getvalue()), width=640, height=200)
    embedded = Embedded(declared("ocr-reader"), blobs)
    reply = await embedded.reply(request(drawn))
    await embedded.close()
    assert reply.text == HEADLINE
    assert reply.revision.startswith("rapidocr 3.")
