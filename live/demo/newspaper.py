"""Serves the bundled fictional news sites under fixed `.example` names on one localhost port.

Turns `press.print_all()`, pages by host and path, into HTTP answers chosen by the Host header.
Touches outside: one listening socket on 127.0.0.1. Nothing is logged and no clock is read, so
the same content gives the same bytes, headers included.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

from live.demo import press

ADS = b"http://ads.example/"
DRIBBLE_SECONDS = 0.2


@dataclass(frozen=True)
class Newspaper:
    """Says where the sites are served while `serve()` is open.

    port: int, on 127.0.0.1. hosts: the outlets' names, the host of the advertisements not among
    them. rules: how the crawler's `Network` finds them.
    """

    port: int
    hosts: tuple[str, ...]

    @property
    def rules(self) -> str:
        """Maps every `.example` name to the served port."""
        return f"MAP *.example 127.0.0.1:{self.port}"


@contextmanager
def serve(port: int = 0) -> Iterator[Newspaper]:
    """Serves all outlets until the block is left; stopping waits for no open response.

    port: int, 0 for any free one. `http://<host>.example/` answers by Host header, and so does
    `http://<host>.localhost:PORT/` for a person with an ordinary browser.
    Raises OSError when the port is taken.
    """
    sites = press.print_all()
    server = _Server(port, sites)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Newspaper(server.port, tuple(host for host in sites if host != press.ADS_HOST))
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingTCPServer):
    """Listens on 127.0.0.1 with one daemon thread a connection."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, sites: dict[str, dict[str, press.Page]]) -> None:
        self.sites = sites
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)
        self.port = int(self.socket.getsockname()[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Stays silent: a browser that closes its connection early is no fault."""


class _Handler(BaseHTTPRequestHandler):
    """Answers one request from the printed pages."""

    server: _Server
    timeout = 30

    def do_GET(self) -> None:
        """Sends the page, and for an endless one goes on sending until the server stops."""
        page = self._page()
        self._send_head(page)
        self.wfile.write(self._body(page))
        while page.endless and not self.server.closing.wait(DRIBBLE_SECONDS):
            self.wfile.write(b" \n")
            self.wfile.flush()

    def do_HEAD(self) -> None:
        """Sends what GET would send, without the body."""
        self._send_head(self._page())

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing: standard error belongs to the program that serves."""

    def _host(self) -> str:
        """Gives the asked host without its port, `.localhost` read as `.example`."""
        host = self.headers.get("Host", "").rsplit(":", 1)[0].lower()
        return host.removesuffix(".localhost") + ".example" if self._local() else host

    def _local(self) -> bool:
        """Tells whether a person asks through a `.localhost` name."""
        return self.headers.get("Host", "").rsplit(":", 1)[0].lower().endswith(".localhost")

    def _page(self) -> press.Page:
        """Finds the page asked for; an unknown host or path is a 404 page."""
        path = self.path.partition("?")[0]
        return self.server.sites.get(self._host(), {}).get(path, press.NOT_FOUND)

    def _body(self, page: press.Page) -> bytes:
        """Gives the body, advertisements kept reachable for a `.localhost` reader."""
        if not self._local():
            return page.body
        return page.body.replace(ADS, b"http://ads.localhost:%d/" % self.server.port)

    def _send_head(self, page: press.Page) -> None:
        """Sends status and headers; only an endless page has no length."""
        self.send_response_only(page.status)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Cache-Control", "no-store")
        if not page.endless:
            self.send_header("Content-Length", str(len(self._body(page))))
        self.end_headers()
