"""The demo's workspace: a live.yaml over the bundled newspaper, and the newspaper meanwhile."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from live.crawl.web.net import Network
from live.demo.newspaper import Newspaper, serve
from live.errors import UsageError
from live.publish.cut import frozen
from live.workspace import Workspace

MONTH = "2026-10"
HERE = Path(__file__).parent


def prepare(folder: Path) -> None:
    """Makes the demo's folder with its live.yaml, unless it has one."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "live.yaml").exists():
        shutil.copyfile(HERE / "live.yaml", folder / "live.yaml")


@contextmanager
def network(workspace: Workspace, port: int) -> Iterator[Network]:
    """Serves the newspaper and gives the network on which its hosts are found.

    A frozen month is never crawled again, so nothing is served for it.
    Raises UsageError where the port is taken.
    """
    if frozen(workspace, MONTH):
        yield Network()
        return
    with _served(port) as paper:
        yield Network(rules=paper.rules)


def serve_until_stopped(port: int, say: Callable[[str], None]) -> None:
    """Serves the newspaper to an ordinary browser, which finds `*.localhost` by itself."""
    with _served(port) as paper:
        for host in paper.hosts:
            say(f"http://{host.removesuffix('.example')}.localhost:{paper.port}/")
        say("Stop with Ctrl-C.")
        threading.Event().wait()


@contextmanager
def _served(port: int) -> Iterator[Newspaper]:
    with ExitStack() as stack:
        try:
            paper = stack.enter_context(serve(port))
        except OSError as error:
            fact = error.strerror or str(error)
            raise UsageError(f"--port {port}: {fact}. Name another, or leave it out.") from None
        yield paper
