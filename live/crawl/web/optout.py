"""What a page, its headers or its host's tdmrep.json say -> does it keep itself from AI? Pure.

Sources: `noai` and `noimageai`, as DeviantArt introduced them and others read them; the TDM
Reservation Protocol of the W3C community group (w3.org/2022/tdmrep).
"""

import fnmatch
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from live.crawl.read.readers import soup
from live.crawl.web.net import AGENT
from live.crawl.web.robots import AI_AGENTS

Reservations = tuple[tuple[str, bool], ...]
SAID = re.compile(r"no(?:image)?ai|tdm-reservation", re.I)
NO_AI = re.compile(r"(?<![\w-])no(?:image)?ai(?![\w-])", re.I)
ROBOTS = {"robots", AGENT, *(agent.lower() for agent in AI_AGENTS)}
MOST_RULES = 1000


def opted_out(headers: Mapping[str, str], html: str) -> str:
    """Quotes what keeps a page from AI, or gives ''. headers: by name in small letters.

    `noai` addressed to one robot counts like one addressed to all: whom it names is a crawler, and
    what it means is the use.
    """
    tag = headers.get("x-robots-tag", "")
    if found := NO_AI.search(tag):
        return f"X-Robots-Tag: {found[0]}"
    if headers.get("tdm-reservation", "").strip() == "1":
        return "TDM-Reservation: 1"
    return _in_markup(html) if SAID.search(html) else ""


def read_tdmrep(content: bytes) -> Reservations:
    """Reads a tdmrep.json: (pattern of paths, whether they are reserved), in its order.

    What is no such file reserves nothing.
    """
    try:
        rules = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    return tuple(
        (rule["location"], str(rule.get("tdm-reservation")) == "1")
        for rule in (rules if isinstance(rules, list) else [])[:MOST_RULES]
        if isinstance(rule, dict) and isinstance(rule.get("location"), str)
    )


def reserved(reservations: Reservations, url: str) -> bool:
    """Tells whether a tdmrep.json reserves an address: the first pattern that fits decides."""
    path = urlsplit(url).path or "/"
    return next((is_so for pattern, is_so in reservations if _fits(pattern, path)), False)


def _in_markup(html: str) -> str:
    for meta in soup(html, only=["meta"]).find_all("meta"):
        name = str(meta.get("name", "")).strip().lower()
        content = str(meta.get("content", "")).strip()
        if name in ROBOTS and (found := NO_AI.search(content)):
            return f'<meta name="{name}" content="{found[0]}">'
        if name == "tdm-reservation" and content == "1":
            return '<meta name="tdm-reservation" content="1">'
    return ""


def _fits(pattern: str, path: str) -> bool:
    """Patterns are those of robots.txt: `*` for anything, `$` for the end, else a beginning."""
    ends = pattern.endswith("$")
    glob = re.sub(r"([?\[])", r"[\1]", pattern.removesuffix("$"))
    return fnmatch.fnmatchcase(path, glob if ends else f"{glob}*")
