"""A demo's month that ran once, for all tests that look at it."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MONTH = "2026-10"


@dataclass(frozen=True)
class Demo:
    """A finished demo: its folder, and what its command printed."""

    folder: Path
    ended: subprocess.CompletedProcess[str]

    @property
    def hub(self) -> Path:
        return self.folder / "releases" / MONTH / "hub"

    def status(self) -> Any:
        (month,) = json.loads(live("-C", self.folder, "status", "--json").stdout)["months"]
        return month


def live(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs the command line as a user would."""
    command = [sys.executable, "-m", "live", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture(name="live", scope="session")
def live_command() -> Callable[..., subprocess.CompletedProcess[str]]:
    return live


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    return Demo(folder, live("demo", "--workspace", folder))


def rows_of(folder: Path, cache: Path) -> list[dict[str, Any]]:
    """The split's rows by the real `load_dataset`, without the times of capture."""
    from datasets import load_dataset

    split = load_dataset(str(folder), MONTH, split="test", cache_dir=str(cache))
    timed = {"captured_at", "date_time"}
    return [{k: v for k, v in row.items() if k not in timed} for row in split]


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[dict[str, Any]]]:
    return lambda folder: rows_of(folder, tmp_path_factory.mktemp("cache"))
