"""Questions from a file, a JSON object a line -> what every gate finds of them.

Reads the file and the pictures that it names, and puts those into the blobs it is given. Nothing is
stored of the questions; models are asked through the context.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from live.blobs import Blobs
from live.clock import current_month, now
from live.crawl.read.language import language_of
from live.crawl.read.moment import understand
from live.errors import BudgetError, UsageError
from live.lines import read_lines
from live.lmm.models import Models
from live.lmm.readers.ocr import RapidOCR
from live.lmm.readers.screens import stitch
from live.qa_gen import taxonomies
from live.qa_gen.criteria import points_and_texts
from live.qa_gen.gates.decide import ending
from live.qa_gen.gates.known import known, sign_page
from live.qa_gen.gates.month import prepared, twins_of
from live.qa_gen.gates.new import find_twins
from live.qa_gen.gates.one import findings
from live.qa_gen.gates.report import OUTCOMES, shown
from live.qa_gen.gates.run import at_once
from live.qa_gen.gates.signatures import sign
from live.qa_gen.gates.spoken import claimed_language
from live.qa_gen.gates.verdict import Context, NotRun, Twin
from live.records import Criterion, Format, Page, Provenance, Question, Shot, window
from live.workspace import Workspace

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
AFTER = "9999-12"
"""A month after all others: what any month asked counts as asked before."""


class Line(BaseModel):
    """A line of the file; what it says besides is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    id: StrictInt | str = Field(union_mode="left_to_right")
    url: str = Field(min_length=1)
    text: str = ""
    published_at: str = ""
    screenshot: str = ""
    title: str = ""
    subtask: str = ""
    question: str
    answer: str = ""
    criteria: Any = ()
    format: Format = "open"
    language: str = ""


@dataclass(frozen=True)
class Outside:
    """A question from outside, under the id that its file gives it, and its page."""

    id: int | str
    question: Question
    page: Page


def read(file: Path, blobs: Blobs, month: str | None = None) -> list[Outside]:
    """Reads a file of questions. month: of all of them; without it, that of each page.

    A time without a zone is UTC. Pictures are put into the blobs; where a line has one and no
    text, the text is read from it. Raises UsageError with a line for every mistake.
    """
    found: dict[str, Outside] = {}
    reader = _Reader(file.parent, blobs)

    def take(line: Line) -> None:
        one = _outside(line, month, reader)
        if str(one.id) in found:
            raise ValueError(f"id: {one.id} was given before. Write each id once.")
        found[str(one.id)] = one

    read_lines(file, Line, take)
    if not found:
        raise UsageError(f"{file}: no question. Write a JSON object a line.")
    return list(found.values())


async def check(outside: Sequence[Outside], context: Context) -> list[dict[str, Any]]:
    """Puts questions through the gates: a row each, in their order.

    A row: id, outcome (accepted, dropped, held or waiting) and, by gate, outcome, reason, detail.
    """
    turn = asyncio.Semaphore(at_once(context))

    async def one(each: Outside) -> dict[str, Any]:
        async with turn:
            try:
                found = await findings(each.question, each.page, context)
            except BudgetError as error:
                spent = NotRun("budget", str(error))
                found = await findings(each.question, each.page, context, spent=spent)
        ended = ending(found, context.config.gates)
        outcome = OUTCOMES.get(ended.state, "waiting")
        return {"id": each.id, "outcome": outcome, "gates": {f.gate: shown(f) for f in found}}

    return await asyncio.gather(*(one(each) for each in outside))


async def context_of(
    asked: Sequence[Outside],
    workspace: Workspace,
    models: Models,
    blobs: Blobs,
    cutoff: datetime | None,
    *,
    own: bool,
) -> Context:
    """Gives what gates know of questions from outside: of each other, and of the workspace's.

    own: the workspace has a live.yaml. Where none says which taxonomy, labels of all are taken.
    """
    config, store = workspace.config, workspace.store
    declared = own and "taxonomy" in config.write.model_fields_set
    labels = () if declared else _all_labels()
    context = Context(config, models, blobs, labels=labels, cutoff=cutoff)
    context, questions = await prepared([(each.question, each.page) for each in asked], context)
    if not questions:
        return context
    ids = {question.page_id for question in questions}
    pages = {each.page.id: each.page for each in asked if each.page.id in ids}
    pictures = {id: sign_page(blobs, page) for id, page in pages.items()}
    earlier = known(store, workspace.blobs, AFTER)

    def find(some: Sequence[Question]) -> Mapping[str, Twin]:
        return find_twins(some, sign(some), pages, pictures, earlier)

    return replace(context, twins=twins_of(find, questions, pages, context))


def _all_labels() -> tuple[str, ...]:
    return tuple(label for name in taxonomies.known() for label in taxonomies.load(name).names)


class _Reader:
    """Pictures beside the file, and the text in them, each read once."""

    def __init__(self, folder: Path, blobs: Blobs) -> None:
        self._folder = folder
        self._blobs = blobs
        self._ocr: RapidOCR | None = None
        self._texts: dict[str, str] = {}

    def shot(self, name: str) -> Shot:
        """Stores a picture as it is. Raises ValueError for what is none."""
        from PIL import Image

        try:
            content = (self._folder / name).read_bytes()
            sha256 = self._blobs.put(content)
            with Image.open(self._folder / name) as image:
                image.load()
                kind, (width, height) = image.format or "", image.size
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            fact = getattr(error, "strerror", None) or str(error)
            raise ValueError(f"screenshot: {name}: {fact}. Name a PNG, JPEG or WebP.") from None
        if kind not in FORMATS:
            raise ValueError(f"screenshot: {name}: a {kind}. Name a PNG, JPEG or WebP.")
        media = FORMATS[kind]
        return Shot(kind="human", sha256=sha256, media_type=media, width=width, height=height)

    def text(self, shot: Shot) -> str:
        """Reads the text in a picture. Raises MissingError where rapidocr is not installed."""
        if shot.sha256 not in self._texts:
            self._ocr = self._ocr or RapidOCR()
            lines = self._ocr.read(stitch([self._blobs.get(shot.sha256)]))
            self._texts[shot.sha256] = "\n".join(line.text for line in lines)
        return self._texts[shot.sha256]


def _outside(line: Line, month: str | None, reader: _Reader) -> Outside:
    published = understand("file", line.published_at)
    at = published.at
    month = month or (f"{at:%Y-%m}" if at and at.year >= 2000 else current_month())
    shots = (reader.shot(line.screenshot),) if line.screenshot else ()
    text = line.text if line.text.strip() or not shots else reader.text(shots[0])
    page = Page(
        month=month,
        site=_host(line.url),
        url=line.url,
        final_url=line.url,
        title=line.title,
        language=language_of(text, line.language),
        text=text,
        html_sha256="",
        shots=shots or (_NOTHING,),
        published_at=at or window(month)[0],
        evidence=(published,),
        captured_at=now(),
        browser="file",
        screen=(shots[0].width, shots[0].height) if shots else (1, 1),
    )
    question = Question(
        id=str(line.id),
        month=month,
        page_id=page.id,
        subtask=line.subtask,
        question=line.question,
        answer=line.answer,
        # past the record's own limits: a rubric that gives 12 points is dropped, with its reason
        criteria=tuple(
            Criterion.model_construct(points=points, text=text)
            for points, text in _criteria(line.criteria)
        ),
        format=line.format,
        language=line.language or claimed_language(line.question, page.language),
        made_by=Provenance(model="outside"),
    )
    # a stored page has a picture; one from a file may have none, and gates then look at none
    return Outside(line.id, question, page.model_copy(update={"shots": shots}))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "outside"
    except ValueError as error:
        raise ValueError(f"url: {url[:80]!r}: {error}. Write an address.") from None


def _criteria(given: Any) -> list[tuple[int, str]]:
    """The criteria of a line; none where they cannot be read, which no gate lets pass."""
    try:
        return points_and_texts(given)
    except ValueError:
        return []


_NOTHING = Shot(kind="human", sha256="", width=1, height=1)
