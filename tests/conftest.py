"""What all tests share: an open workspace. pytest-socket closes the outside network."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
from hypothesis import settings
from scripted_models import ScriptedServer

from live.store import Store
from live.workspace import Workspace, open_workspace

# The same examples in every run: a test that fails today fails tomorrow.
settings.register_profile("live", derandomize=True)
settings.load_profile("live")

SERVERS = {"scripted", "server", "web", "hub", "paper"}
"""Fixtures that start a server on this machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what talks to a local server, so that `not server` is left with the unit tests."""
    for item in items:
        if SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("server")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that was migrated once, to copy where a test needs a fresh one."""
    path = tmp_path_factory.mktemp("database") / "live.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def workspace(tmp_path: Path, empty_database: Path) -> Iterator[Workspace]:
    """An open workspace in a folder of its own, with a live.yaml that needs no model."""
    shutil.copyfile(empty_database, tmp_path / "live.db")
    (tmp_path / "live.yaml").write_text(factory.CONFIG)
    with open_workspace(tmp_path) as opened:
        yield opened


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    """A server of models that says what the test scripts, in both protocols."""
    running = ScriptedServer()
    yield running
    running.close()
