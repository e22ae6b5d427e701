"""A request -> the answer of a reader that comes with live: by OCR, or blind. Reads the blobs.

No reader is a language model: it finds what is asked for among the lines that it sees. `blind` is
shown no picture, and tells what guessing earns.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from subprocess import TimeoutExpired

from live import __version__
from live.blobs import Blobs
from live.config import Model
from live.lmm.client import Reply, Request
from live.lmm.readers.answer import answer
from live.lmm.readers.blind import guess
from live.lmm.readers.layout import Document, lay_out
from live.lmm.readers.ocr import RapidOCR, Tesseract
from live.lmm.readers.screens import stitch
from live.lmm.sight import WHOLE

KEPT = 64
"""Pages that stay in memory once they were read."""
AT_ONCE = 2
"""Pages that are read at the same time, each by one core."""
READERS: dict[str, Callable[[], RapidOCR | Tesseract]] = {
    "ocr-reader": RapidOCR,
    "ocr-tesseract": Tesseract,
}


class Embedded:
    """One embedded reader. Raises MissingError where its package or program is missing."""

    def __init__(self, model: Model, blobs: Blobs) -> None:
        name = model.served_name
        self._blobs = blobs
        self._reader = None if name == "blind" else READERS[name]()
        self._revision = ""
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=name)
        self._pages: OrderedDict[tuple[str, ...], asyncio.Future[Document]] = OrderedDict()

    async def reply(self, request: Request) -> Reply:
        """Answers the request's question. It costs nothing and uses no tokens."""
        from PIL import UnidentifiedImageError

        if request.reply_schema is not None:
            detail = "An embedded reader answers in words and fills no schema. Use an LMM here."
            return Reply(outcome="rejected", detail=detail, usd=0.0)
        question = question_of(request.prompt)
        if self._reader is None:
            ours = _ours("blind")
            return Reply(outcome="ok", text=guess(question), usd=0.0, revision=ours, pictures=())
        try:
            page = await self._page(tuple(picture.sha256 for picture in request.pictures))
        except UnidentifiedImageError:
            detail = "A picture of the request is cut off or in an unknown format. Take it again."
            return Reply(outcome="rejected", detail=detail, usd=0.0)
        except TimeoutExpired as error:
            detail = f"{self._reader.revision} read for {error.timeout:.0f} s and had not ended."
            return Reply(outcome="timeout", detail=detail, usd=0.0)
        loop = asyncio.get_running_loop()
        text = await loop.run_in_executor(self._threads, answer, question, page)
        sizes = [(picture.width, picture.height) for picture in request.pictures]
        seen = tuple(WHOLE.seen(size, size) for size in sizes)
        return Reply(outcome="ok", text=text, usd=0.0, revision=self._revision, pictures=seen)

    async def close(self) -> None:
        """Waits for the page that is being read and ends the threads."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        self._pages.clear()

    async def _page(self, names: tuple[str, ...]) -> Document:
        """Gives a page's parts; those who ask for the same pictures share one reading."""
        if names not in self._pages:
            loop = asyncio.get_running_loop()
            self._pages[names] = loop.run_in_executor(self._threads, self._read, names)
        self._pages.move_to_end(names)
        reading = self._pages[names]
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        try:
            return await asyncio.shield(reading)
        finally:
            if reading.done() and (reading.cancelled() or reading.exception()):
                self._pages.pop(names, None)

    def _read(self, names: tuple[str, ...]) -> Document:
        assert self._reader is not None
        if not self._revision:
            self._revision = _ours(self._reader.revision)
        if not names:
            return lay_out([])
        return lay_out(self._reader.read(stitch([self._blobs.get(name) for name in names])))


def question_of(prompt: str) -> str:
    """Gives what a prompt asks: all that follows its last line `Question:`, or the whole."""
    return prompt.rpartition("Question:")[2].strip()


def _ours(reader: str) -> str:
    """The reader with our own version: the answers depend on both."""
    return f"{reader}, live {__version__}"
