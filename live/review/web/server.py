"""An address and a web application -> served, until it is stopped. Listens on a socket."""

import asyncio
import gc
import socket
from collections.abc import Iterable

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp

from live.errors import UsageError
from live.review.web.guard import LOOPBACK, Guard

THREADS = 2
"""At work at once, so that one may wait for the disk. Of more, each takes longer than in turn."""
BACKLOG = 128
"""Connections that wait while all others are being answered."""


def listen(host: str, port: int) -> socket.socket:
    """Takes an address; who comes from now on waits for `serve`.

    Raises UsageError where it cannot be taken.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.create_server(address[:2], family=family, backlog=BACKLOG)
        # named TCP, or asyncio leaves on what holds a page back for 40 ms (Nagle's algorithm)
        return socket.socket(family, taken.type, socket.IPPROTO_TCP, fileno=taken.detach())
    except OSError as error:
        raise UsageError(
            f"{host}:{port}: cannot be listened on ({error.strerror or error}). Give another "
            "--port, or --port 0 for any free one."
        ) from None


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Serves until SIGINT or SIGTERM; what is under way is finished."""
    gc.collect()
    gc.freeze()  # a month in memory stays, and need not be looked through again and again
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses of the way in have tokens in them
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=5,
    )
    asyncio.run(_serve(uvicorn.Server(config), listening))


async def _serve(server: uvicorn.Server, listening: socket.socket) -> None:
    current_default_thread_limiter().total_tokens = THREADS
    await server.serve(sockets=[listening])


def called(host: str, names: Iterable[str]) -> frozenset[str]:
    """Gives the names that a server on `host` is called by, for `Guard`."""
    given = {each.lower() for each in names}
    if host in LOOPBACK:
        return LOOPBACK | given
    return LOOPBACK | given | {host.lower(), socket.gethostname().lower(), Guard.ANY_ADDRESS}
