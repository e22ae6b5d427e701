"""A small web of the tests' own on localhost, under `.example` names."""

import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfile

import pytest

from live.config import Config
from live.crawl.web.net import Network
from live.workspace import Workspace

MONTH = "2026-10"
PUBLISHED = "2026-10-14T09:30:00+02:00"


@dataclass
class Web:
    """Pages by host and path. endless: paths whose answer never ends. asked: paths, as they came.

    closed: a port where nobody listens, found under `.closed` names. headers: more of them by
    address. first: what an address answers once, before its page.
    """

    port: int = 0
    closed: int = 0
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    endless: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    first: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        rules = f"MAP *.example 127.0.0.1:{self.port}, MAP *.closed 127.0.0.1:{self.closed}"
        return Network(rules=rules)

    def put(self, address: str, body: str, kind: str = "text/html", status: int = 200) -> str:
        """Serves a body at `host/path`, and gives its URL."""
        self.pages[address] = (status, f"{kind}; charset=utf-8", body.encode())
        return f"http://{address}"


def article(
    title: str, body: str = "", *, published: str = PUBLISHED, head: str = "", style: str = ""
) -> str:
    """An article of the month, long enough to count, of which `body` is the last part."""
    dated = {"@type": "NewsArticle", "headline": title, "datePublished": published}
    script = f'<script type="application/ld+json">{json.dumps(dated)}</script>' if published else ""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{script}{head}'
        f"<style>body{{margin:0}}{style}</style></head><body>"
        f"<article><h1>{title}</h1><p>{words(title)}</p></article>{body}</body></html>"
    )


def words(title: str) -> str:
    """A story of its own for each title: nearly the same texts would be one story."""
    towns = random.Random(title).sample(range(1000), 12)
    return " ".join(
        f"The council of town {n} met and agreed to mend bridge {n * 7}." for n in towns
    )


@contextmanager
def serving() -> Iterator[Web]:
    web, closing = Web(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = self.headers["Host"].partition(":")[0] + self.path
            web.asked.append(address)
            missing = (404, "text/plain", b"missing")
            page = web.pages.get(address, missing)
            status, kind, body = web.first.pop(address, page)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in web.headers.get(address, {}).items():
                self.send_header(name, value)
            if address not in web.endless:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            while address in web.endless and not closing.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """A browser that closes its connection early is no fault."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    web.port = server.server_port
    nobody = socket.socket()
    nobody.bind(("127.0.0.1", 0))
    web.closed = nobody.getsockname()[1]
    try:
        yield web
    finally:
        nobody.close()
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


@pytest.fixture
def make_workspace(tmp_path: Path, empty_database: Path) -> Iterator[Callable[..., Workspace]]:
    """Gives `make_workspace(sites=[...], crawl={...})`, each `folder` a workspace of its own."""
    from live.blobs import Blobs
    from live.store import Store

    stores = []

    def make(folder: str = "", **parts: object) -> Workspace:
        path = tmp_path / folder
        path.mkdir(exist_ok=True)
        if not (path / "live.db").exists():
            copyfile(empty_database, path / "live.db")
        store = Store(f"sqlite:///{path / 'live.db'}")
        stores.append(store)
        blobs = Blobs(str(path / "blobs"))
        return Workspace(path, Config.model_validate(parts), store, blobs)

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def make_article() -> Callable[..., str]:
    return article


@pytest.fixture
def make_words() -> Callable[[str], str]:
    return words
