"""How a month fares -> a few lines to those who maintain it, by apprise, where live.yaml says.

Touches the network, the environment (`$NAME` in an address is read from it) and the store, which
keeps what was said. Addresses hold secrets: they are neither logged nor in any message.
"""

import logging
import os
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import structlog

from live.clock import now
from live.records import Notice
from live.workspace import Workspace

NAME = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
INSTALL = "apprise is not installed. pip install 'live-benchmark[notify]'."
About = Literal["due", "waits", "failed", "out"]
KINDS: dict[About, str] = {"due": "info", "waits": "warning", "failed": "failure", "out": "success"}
"""What is told about, and what apprise calls that."""
log = structlog.get_logger()


class Service(NamedTuple):
    """An address as apprise takes it. place: such as `notify.0 (slack)`. problem: '' for none."""

    place: str
    problem: str
    services: Any = None


def tell(
    workspace: Workspace,
    month: str,
    about: About,
    headline: str,
    lines: Sequence[str],
    report: Path | None = None,
) -> None:
    """Tells about a month, unless that was told today already.

    report: a file that goes along, where the service takes files. What cannot be sent is a warning,
    and tried again by the next run.
    """
    notice = Notice(month=month, about=about, at=now(), text="\n".join([headline, *lines]))
    config, store = workspace.config, workspace.store
    if not config.notify or notice.id in {each.id for each in store.all(Notice, month)}:
        return
    title = f"{config.title}: {headline}"
    ends = send(config.notify, title, "\n".join(lines), KINDS[about], report)
    for each in ends:
        if each.problem:
            log.warning("a notice was not sent", place=each.place, fact=each.problem)
    if not all(each.problem for each in ends):
        store.add(notice)


def last_told(workspace: Workspace, month: str) -> About | None:
    """Gives what was told about a month last; None where nothing ever was."""
    notices = workspace.store.all(Notice, month)
    return notices[-1].about if notices else None


def send(
    addresses: Sequence[str], title: str, text: str, kind: str = "info", file: Path | None = None
) -> list[Service]:
    """Sends a message to every address, and gives what became of each."""
    ends = []
    for service in services_of(addresses):
        if not service.problem:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # they name hosts, which may be tokens
                attach = str(file) if file else None
                done = service.services.notify(text, title, kind, "text", attach=attach)
            if not done:
                fact = "the service did not take it, or cannot be reached."
                service = service._replace(problem=fact)
        ends.append(service)
    return ends


def services_of(addresses: Sequence[str]) -> list[Service]:
    """Gives each address as apprise takes it, or what is wrong with it. Sends nothing."""
    return [_service(f"notify.{n}", address) for n, address in enumerate(addresses)]


def _service(place: str, address: str) -> Service:
    try:
        import apprise
    except ImportError:
        return Service(place, INSTALL)
    for name in {one or other for one, other in NAME.findall(address)}:
        if not os.environ.get(name):
            return Service(place, f"the environment has no {name}. Set it where live runs.")
    whole = NAME.sub(lambda found: os.environ[found[1] or found[2]], address)
    logging.getLogger("apprise").propagate = False  # so does its log
    asset = apprise.AppriseAsset(app_id="live", app_desc="live", app_url="", async_mode=False)
    services = apprise.Apprise(asset=asset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports what Python will drop
        known = services.add(whole)
    if not known:
        return Service(place, "no address that apprise knows. See its list of services.")
    return Service(f"{place} ({whole.partition('://')[0]})", "", services)
