"""Lists of ads -> an engine that knows them (Brave's), and the ad requests of a tab stopped by it.

The list that comes with the package is made of `third-party-web` (npm, MIT): the companies that the
HTTP Archive sees on the web, by trade. Of them the advertisers and the makers of chat windows are
blocked, where another site's page asks for them. Chosen because its licence is clear: ready lists
of ad hosts are GPL, CC BY-SA, or Peter Lowe's, whose own licence packages that copy it relabel. On
saved news pages it knew the ad hosts that mattered, as that one did. Other lists are the operator's
to name, and fetched for them alone. Reads lists, writes those it fetched, listens to one tab.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog

from live import vendor
from live.browser import bounded
from live.clock import now
from live.crawl.web.net import Client, fetch
from live.errors import ItemError, LiveError, UsageError

if TYPE_CHECKING:
    from adblock import Engine
    from playwright.async_api import CDPSession
    from playwright.async_api import Page as Tab

log = structlog.get_logger()

TRADES = ("ad", "customer-success")
# Hosts that the data calls advertisers and that serve stories, players or walls as well.
NOT_ADS = frozenset(
    "01net.com aol.com aol.co.uk aolcdn.com apple.com bing.com blogsmithmedia.com de.com ebay.com "
    "ebayimg.com five.tv force.com guardian.co.uk jwpcdn.com jwplatform.com jwplayer.com "
    "jwpsrv.com licdn.com line-scdn.net line.me microsoft.com msecnd.net msn.com net.net net.pl "
    "o2.pl oath.com onet.pl ooyala.com poll.fm privacymanager.io quora.com rbl.ms rebelmouse.com "
    "s-msft.com s-msn.com s.yimg.jp salesforce.com sas.com scribblelive.com static.polldaddy.com "
    "theguardian.com tinypass.com viafoura.co viafoura.net vidible.tv where.com wp.pl "
    "www.linkedin.com yahoo.com yahoo.net yahooapis.com yimg.com zenfs.com".split()
)
# How ad hosts of publishers' own are named.
OWN_HOSTS = ("ad.", "ads.", "adserver.", "adservice.", "adv.", "banner.", "banners.")
# Pictures and styles go past us: each request that waits for an answer costs about 2 ms.
KINDS = {"Script": "script", "Document": "subdocument", "XHR": "xhr", "Fetch": "xhr"}
STEP_SECONDS = 15
FETCH_SECONDS = 60
WEEK_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Ads:
    """Knows an ad by its address."""

    engine: "Engine"

    def blocks(self, url: str, page: str, kind: str) -> bool:
        """Tells whether a page's request is for an ad. kind: one of the values of KINDS."""
        return self.engine.check_network_urls(url, page, kind).matched


@dataclass
class Blocked:
    """What was stopped in a tab. hosts: of each request. frames: addresses of blocked frames."""

    hosts: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)


@cache
def load(lists: tuple[Path, ...] = ()) -> Ads:
    """Builds the engine, once, of the list that we bring and of more in the syntax of EasyList.

    Raises UsageError for a list that cannot be read, MissingError where ours is not installed.
    """
    from adblock import Engine, FilterSet

    rules = FilterSet()
    rules.add_filters([f"||{host}^$third-party" for host in hosts()])
    rules.add_filters([f"||{name}$third-party" for name in OWN_HOSTS])
    for path in lists:
        try:
            rules.add_filter_list(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            fact = f"crawl.ad_lists: {path} cannot be read ({error})"
            raise UsageError(f"{fact}. Write it as UTF-8 text, or take it out.") from None
    return Ads(Engine(rules))


def hosts() -> tuple[str, ...]:
    """Gives the hosts of the list that we bring."""
    entities = json.loads(vendor.text("third-party-web.json"))
    domains = (d for each in entities if each["category"] in TRADES for d in each["domains"])
    return tuple(sorted({domain.removeprefix("*.").lower() for domain in domains} - NOT_ADS))


async def download(client: Client, url: str, folder: Path) -> Path:
    """Fetches a list into a folder unless it is there and younger than a week; gives its path.

    One that cannot be fetched now stays as it was. Raises LiveError where there was none.
    """
    path = folder / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.txt"
    if path.exists() and now().timestamp() - path.stat().st_mtime < WEEK_SECONDS:
        return path
    try:
        fetched = await fetch(client, url, FETCH_SECONDS)
    except ItemError as error:
        if path.exists():
            log.warning("an old list of ads is used", url=url, why=error.detail)
            return path
        raise LiveError(
            f"crawl.ad_lists: {error.detail} Look for its new address, or take it out."
        ) from None
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(fetched.content)
    part.replace(path)
    return path


async def block(tab: "Tab", ads: Ads) -> Blocked:
    """Stops a tab's requests for ads from now on, and counts them. The page itself always comes.

    By Chromium's own protocol: through Playwright's routes a page of 25 requests cost a third
    more CPU.
    """
    wire = await bounded(tab.context.new_cdp_session(tab), STEP_SECONDS)
    gate = _Gate(wire, ads)
    wire.on("Fetch.requestPaused", gate.judge)
    patterns = [{"resourceType": kind} for kind in KINDS]
    await bounded(wire.send("Fetch.enable", {"patterns": patterns}), STEP_SECONDS)
    return gate.blocked


@dataclass
class _Gate:
    """Lets the requests of a tab through or not. main, page: id and address of its main frame."""

    wire: "CDPSession"
    ads: Ads
    main: str = ""
    page: str = ""
    blocked: Blocked = field(default_factory=Blocked)

    async def judge(self, event: dict[str, Any]) -> None:
        from playwright.async_api import Error

        url, kind = event["request"]["url"], event["resourceType"]
        if kind == "Document" and event["frameId"] == (self.main or event["frameId"]):
            self.main, self.page = event["frameId"], url
            stop = False
        else:
            stop = self.ads.blocks(url, self.page, KINDS[kind])
        order = {"requestId": event["requestId"]}
        if stop:
            self.blocked.hosts.append(urlsplit(url).hostname or "")
            self.blocked.frames += [url] if kind == "Document" else []
            work = self.wire.send("Fetch.failRequest", order | {"errorReason": "BlockedByClient"})
        else:
            work = self.wire.send("Fetch.continueRequest", order)
        try:
            await work
        except Error:
            # the request or its tab is gone; an exception here would end Playwright's connection
            return
