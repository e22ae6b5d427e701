"""How a month fares -> a few lines to those who maintain it, by apprise, where live.yaml says.

Touches the network, the environment (`$NAME` in an address is read from it) and the store, which
keeps what was said, or would be if anybody were to be told. Addresses hold secrets: they are
neither logged nor in any message.
"""

import logging
import os
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from live.records import Notice, Published
from live.workspace import Workspace

NAME = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
INSTALL = "apprise is not installed. pip install 'live-benchmark[notify]'."
KINDS: dict[str, str] = {"due": "info", "waits": "warning", "failed": "failure", "out": "success"}
"""What a notice is about, and what apprise calls that."""
log = structlog.get_logger()


class Service(NamedTuple):
    """An address as apprise takes it. place: such as `notify.0 (slack)`. problem: '' for none."""

    place: str
    problem: str
    services: Any = None


def tell(workspace: Workspace, notice: Notice, report: Path | None = None) -> None:
    """Keeps how a month fares, and tells of it unless that was told already.

    report: a file that goes along, where the service takes files. What cannot be sent is a warning,
    and tried again by the next run.
    """
    config, store = workspace.config, workspace.store
    same = (each for each in store.all(Notice, notice.month) if each.id == notice.id)
    told = any(each.told for each in same)
    if config.notify and not told:
        headline, _, text = notice.text.partition("\n")
        title = f"{config.title}: {headline}"
        ends = send(config.notify, title, text, KINDS[notice.about], report)
        for each in ends:
            if each.problem:
                log.warning("a notice was not sent", place=each.place, fact=each.problem)
        told = not all(each.problem for each in ends)
    store.add(notice.model_copy(update={"told": told}))


def last_notice(workspace: Workspace, month: str, *, told: bool = False) -> Notice | None:
    """Gives how a month fared last, or what of it was last `told`; None where there is nothing."""
    notices = sorted(workspace.store.all(Notice, month), key=lambda each: each.at)
    return next((each for each in reversed(notices) if each.told or not told), None)


def last_failure(workspace: Workspace, month: str) -> str:
    """Gives why the last release of a month failed; '' where not, or it went out since."""
    last, notes = last_notice(workspace, month), workspace.store.all(Published, month)
    return last.why if last and not any(each.at > last.at for each in notes) else ""


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
