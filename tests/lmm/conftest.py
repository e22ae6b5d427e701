"""What the tests of models share: a scripted server, a store and blobs of their own."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any

import factory
import pytest
from PIL import Image
from scripted_models import ScriptedServer

from live.blobs import Blobs
from live.config import Config, Model
from live.lmm.client import Picture
from live.lmm.models import Models
from live.store import Store


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    running = ScriptedServer()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def impatient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDKs try again after a millisecond, and find no credentials of this machine."""
    if "server" in request.fixturenames:  # elsewhere nothing needs the SDKs, which load slowly
        for module in ("openai._base_client", "anthropic._base_client"):
            monkeypatch.setattr(f"{module}.INITIAL_RETRY_DELAY", 0.001)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path / "blobs"))


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> str:
    copyfile(empty_database, tmp_path / "live.db")
    return f"sqlite:///{tmp_path / 'live.db'}"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def picture(blobs: Blobs, width: int = 40, height: int = 30, format: str = "PNG") -> Picture:
    """Draws a picture and puts it into the blobs."""
    out = BytesIO()
    Image.new("RGB", (width, height), "steelblue").save(out, format=format)
    sha256 = blobs.put(out.getvalue())
    media = f"image/{format.lower()}"
    return Picture(sha256=sha256, media_type=media, width=width, height=height)


@pytest.fixture
def draw(blobs: Blobs) -> Callable[..., Picture]:
    return lambda *args, **kwargs: picture(blobs, *args, **kwargs)


@pytest.fixture
def declared(server: ScriptedServer) -> Callable[..., Model]:
    """Declares a model of a provider at the scripted server."""

    def declare(provider: str = "openai", **fields: Any) -> Model:
        url = server.openai_url if provider == "openai" else server.url
        values = {"name": "writer", "model": f"{provider}/foo-1", "base_url": url}
        return Model(**values | {"timeout_seconds": 20} | fields)

    return declare


OpenModels = Callable[..., Any]


@pytest.fixture
def open_models(store: Store, blobs: Blobs) -> OpenModels:
    """Opens the facade on one declared model, as a context manager."""

    @asynccontextmanager
    async def opened(
        model: Model, max_usd: float | None = None, on: Store | None = None
    ) -> AsyncIterator[Models]:
        site = {"name": "Herald", "url": "http://herald.example/"}
        config = Config(sites=(site,), models=(model,), judge=model.name)  # type: ignore[arg-type]
        async with Models(config, on or store, blobs, factory.MONTH, max_usd) as models:
            yield models

    return opened
