"""A made-up month in a workspace: a panel of judges, candidates, pages of two sites."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import factory
from bs4 import BeautifulSoup, Tag
from PIL import Image

from live.config import Config
from live.publish.release import write_release
from live.records import Answer, Provenance, Shot
from live.workspace import Workspace

MONTH = factory.MONTH
GPT, LLAVA, READER = "openai/gpt-5", "hf/x/llava", "embedded/ocr-reader"
PANEL = ("openai/gpt-5.4", "anthropic/claude-5", "openai/qwen3-vl")
SITES = (
    {"name": "Herald", "url": "http://herald.example/", "subjects": ["world", "sports"]},
    {"name": "Bote", "url": "http://bote.example/", "subjects": ["world"]},
)


def config(**changes: Any) -> Config:
    return Config.model_validate(
        {"sites": SITES, "judge": PANEL, "candidates": (GPT, LLAVA, READER), "review": "none"}
        | changes
    )


def shot(workspace: Workspace, number: int) -> Shot:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (number, 90, 90)).save(file, "PNG")
    return Shot(kind="full_page", sha256=workspace.blobs.put(file.getvalue()), width=64, height=48)


class Month:
    """A month in a workspace: questions, two a page, pages of two sites in turn; all answered.

    rate: by candidate, row number and judge, a rating; None: unscored.
    """

    def __init__(
        self,
        workspace: Workspace,
        rate: Callable[[str, int, str], int | None] = lambda model, n, judge: 8,
        *,
        rows: int = 12,
        pages: int = 6,
        **changes: Any,
    ) -> None:
        self.workspace = replace(workspace, config=config(**changes))
        self.pages = [
            factory.page(
                n, site=SITES[n % 2]["name"], language="de" if n % 2 else "en",
                shots=(shot(workspace, n),),
            )
            for n in range(pages)
        ]  # fmt: skip
        self.questions = [
            factory.question(n + 1, self.pages[n % pages].id, format="table" if n == 0 else "open")
            for n in range(rows)
        ]
        self.release = factory.release(self.questions)
        self.answers = {
            (model, n): factory.answer(
                26100001 + n, question, model, text=f"{model} says {n}",
                made_by=Provenance(model=model, declared=model),
            )
            for model in self.workspace.config.candidates
            for n, question in enumerate(self.questions)
        }  # fmt: skip
        judges = self.workspace.config.judges
        self.verdicts = {
            (model, n, judge): factory.verdict(answer, rate(model, n, judge), judge=judge)
            for (model, n), answer in self.answers.items()
            for judge in judges
        }

    def judged(self, answer: Answer, **ratings: int | None) -> None:
        """Adds an answer and what the panel gave it: by `gpt`, `claude`, `qwen`."""
        self.answers[answer.model, answer.row_id] = answer
        for judge in PANEL:
            rating = next((r for who, r in ratings.items() if who in judge), 5)
            self.verdicts[answer.model, answer.row_id, judge] = factory.verdict(
                answer, rating, judge=judge
            )

    def write(self) -> Path:
        """Stores it and writes its release; gives the leaderboard's folder."""
        self.workspace.store.add(
            *self.pages, *self.questions, self.release, *self.answers.values(),
            *self.verdicts.values(),
        )  # fmt: skip
        write_release(self.workspace, self.release)
        return self.workspace.release(MONTH) / "leaderboard"


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def text(of: Path | Tag) -> str:
    found = soup(of).body if isinstance(of, Path) else of
    assert found
    return re.sub(r" (?=[,.:])", "", " ".join(found.get_text(" ").split()))
