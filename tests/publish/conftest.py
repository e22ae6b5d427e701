"""Editions to publish: two months of two pages, with pictures drawn on the spot; and a Hub."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import factory
import pytest
from hub_double import TOKEN, HubDouble, served
from judged_month import judged
from PIL import Image, ImageDraw

from live.blobs import Blobs
from live.config import Config, Model
from live.publish.edition import Edition
from live.publish.folder import build
from live.records import (
    Answer,
    Criterion,
    Evidence,
    ModelScore,
    Page,
    Provenance,
    Question,
    Release,
    Row,
    Score,
    Scoreboard,
    Shot,
    Site,
)
from live.workspace import open_workspace

CATEGORIES = {"Basic Understanding": "Basic", "Further Insights": "Insight"}


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path / "blobs"))


@pytest.fixture
def edition(blobs: Blobs) -> Callable[[str], Edition]:
    """Makes an edition of a month: 2 pages of 2 pictures, 3 questions each."""
    return lambda month: _edition(month, blobs)


@pytest.fixture
def folder(tmp_path: Path, blobs: Blobs) -> Callable[[str], Path]:
    """Builds the folder of a month."""

    def built(month: str) -> Path:
        place = tmp_path / "releases" / month / "hub"
        build(_edition(month, blobs), blobs, place)
        return place

    return built


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the folder of a month, built once for all tests: only to be read."""

    @cache
    def built(month: str) -> Path:
        place = tmp_path_factory.mktemp(month)
        blobs = Blobs(str(place / "blobs"))
        build(_edition(month, blobs), blobs, place / "hub")
        return place / "hub"

    return built


@pytest.fixture(scope="session")
def scored(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> tuple[Path, Scoreboard]:
    """The folder of a judged month and its scoreboard, built once: only to be read."""
    place = tmp_path_factory.mktemp("scored")
    shutil.copyfile(empty_database, place / "live.db")
    (place / "live.yaml").write_text(factory.CONFIG)
    with open_workspace(place) as workspace:
        return judged(workspace)


@pytest.fixture(scope="session")
def _hub() -> Iterator[HubDouble]:
    with served(HubDouble()) as hub:
        yield hub


@pytest.fixture
def hub(_hub: HubDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HubDouble:
    """An empty Hub, and a token for it. Uploads go by plain LFS."""
    import huggingface_hub.constants

    _hub.reset()
    for name, value in {"ATTEMPTS": "1", "DURATION": "10ms"}.items():  # Xet waits in its own code
        monkeypatch.setenv(f"HF_XET_CLIENT_RETRY_MAX_{name}", value)
    monkeypatch.setenv("HF_XET_CLIENT_RETRY_BASE_DELAY", "1ms")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    return _hub


def _edition(month: str, blobs: Blobs) -> Edition:
    pages = [_page(month, n, blobs) for n in range(2)]
    questions = [_question(page, n) for page in pages for n in range(3)]
    first = int(month[2:4] + month[5:]) * 10000 + 1
    rows = tuple(
        Row(row_id=first + n, question_id=q.id, version=1, page_id=q.page_id, reviewed_by="")
        for n, q in enumerate(questions)
    )
    release = Release(
        month=month,
        rows=rows,
        cut_at=datetime(2026, 12, 3, tzinfo=UTC),
        review="none",
        gates={"well_formed": "on", "answerable": "off"},
        canary=f"live-benchmark:{month}:canary:0123",
        version="0.1.0",
    )
    score = Score(mean=50.0, low=40.0, high=60.0, n=6, unscored=0, withheld=False)
    best = ModelScore(model="embedded/blind", subtasks={}, **score.model_dump())
    return Edition(
        release=release,
        questions={(q.id, q.version): q for q in questions},
        pages={page.id: page for page in pages},
        config=Config(
            sites=(Site(name="The Herald", url="https://herald.example/"),),
            models=(Model(name="strong", model="openai/gpt-5"),),
            judge="strong",
        ),
        categories=CATEGORIES,
        scoreboard=Scoreboard(month=month, models=(best,)),
        answers=[_answer(month, row) for row in rows],
        counts={"links": 9, "pages": 2, "questions": 8, "accepted": 6},
        dropped={"crawl": {"stale": 4, "undated": 1}},
        usd=1.25,
        tokens=4000,
    )


def _page(month: str, n: int, blobs: Blobs) -> Page:
    at = datetime(int(month[:4]), int(month[5:]), 5 + n, 8, 30, tzinfo=UTC)
    shots = tuple(
        Shot(
            kind="rolling_screen",
            sha256=blobs.put(_png(f"{month} page {n} shot {s}")),
            width=320,
            height=200,
            top=200 * s,
        )
        for s in range(2)
    )
    url = f"https://herald.example/{n}"
    return Page(
        month=month,
        site="The Herald",
        url=url,
        final_url=url,
        title=f"Story {n}",
        text="Text.",
        html_sha256=f"{n}" * 64,
        shots=shots,
        published_at=at,
        evidence=(Evidence(source="json-ld", value=at.isoformat(), at=at, zoned=True),),
        captured_at=at.replace(hour=23),
        browser="chromium 156",
        screen=(320, 200),
    )


def _question(page: Page, n: int) -> Question:
    return Question(
        id=f"{page.id[:12]}-{n}",
        month=page.month,
        page_id=page.id,
        subtask="Further Insights" if n else "Basic Understanding",
        question=f"What does line {n} say? 日本",
        answer=f"Line {n}",
        criteria=(Criterion(points=10, text="says the line"),),
        made_by=Provenance(model="strong", revision="gpt-5-2026-08", prompt_sha256="a" * 64),
        checked_by=Provenance(model="embedded/rules") if n == 1 else None,
    )


def _answer(month: str, row: Row) -> Answer:
    return Answer(
        month=month,
        row_id=row.row_id,
        question_id=row.question_id,
        version=1,
        model="embedded/blind",
        outcome="answered",
        text="No idea",
        made_by=Provenance(model="embedded/blind", prompt_sha256="b" * 64),
    )


def _png(text: str) -> bytes:
    picture = Image.new("RGB", (320, 200), "white")
    ImageDraw.Draw(picture).text((10, 10), text, fill="black")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def python(hub: HubDouble, tmp_path: Path) -> Callable[..., str]:
    """Runs a Python whose client knows the double, in a folder of its own; gives what it prints."""
    given = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            env=os.environ | given,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
