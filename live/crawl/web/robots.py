"""A host's robots.txt -> what it allows us, how fast, and whether it keeps AI out.

Touches the network for that one file. Source: RFC 9309.
"""

import asyncio
import re
from dataclasses import dataclass

from protego import Protego

from live.crawl.web.net import AGENT, Client, read
from live.errors import ItemError

MOST_BYTES = 500 * 1024
NOBODY = "~"
OTHERS = "others"
USER_AGENT = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)([^#]*)", re.I)
AI_AGENTS = (
    "GPTBot",
    "ClaudeBot",
    "anthropic-ai",
    "CCBot",
    "Google-Extended",
    "Applebot-Extended",
    "meta-externalagent",
    "FacebookBot",
    "Amazonbot",
    "AI2Bot",
    "cohere-training-data-crawler",
    "omgili",
)
"""Tokens under which data is gathered for models. Source: the table of ai.robots.txt
(github.com/ai-robots-txt/ai.robots.txt), those that it says train models or make datasets of them.
"""


@dataclass(frozen=True)
class Robots:
    """What one robots.txt says."""

    rules: Protego

    def allows(self, url: str) -> bool:
        """Tells whether we may open an address."""
        return self.rules.can_fetch(url, AGENT)

    def forbidden_ai(self, url: str) -> str:
        """Names an AI crawler that may not open an address though a nameless robot may; or ''.

        What we make of a page is published for models to be measured on, which is nearest to what
        those crawlers do who gather training data: a publisher that shuts out one of them by name
        does not want that use, whoever asks. One that shuts out all robots, or only AI search
        engines and assistants, has said something else, and `allows` answers for it.
        """
        if not self.rules.can_fetch(url, NOBODY):
            return ""
        shut_out = (agent for agent in AI_AGENTS if not self.rules.can_fetch(url, agent))
        return next(shut_out, "")

    @property
    def delay(self) -> float:
        """Seconds that we are asked to leave between two pages."""
        return self.rules.crawl_delay(AGENT) or 0.0


async def read_robots(client: Client, origin: str, seconds: float) -> Robots:
    """Reads a robots.txt. origin: scheme and host, such as https://paper.example.

    Where there is none (an answer of 4xx), everything is allowed. Of a long one the first
    MOST_BYTES count. Raises ItemError where it is not known what is allowed: for a host that is not
    reached, fails (5xx) or is busy (429).
    """
    got = await read(client, f"{origin}/robots.txt", seconds, MOST_BYTES)
    if got.status >= 500 or got.status == 429:
        raise ItemError(f"http_{got.status}", f"{origin}/robots.txt answered {got.status}.")
    if got.status >= 400:
        return parse_robots("")
    # half a line would forbid or allow more than the whole one
    content = got.content.rpartition(b"\n")[0] if got.cut else got.content
    text = content.decode("utf-8-sig", "replace")
    return await asyncio.to_thread(parse_robots, text)


def parse_robots(text: str) -> Robots:
    """Parses a robots.txt. Pure.

    Rules for robots that we never ask about are parsed as those of one: Protego keeps every rule
    once for each robot of its group, and thousands of both, which fit into MOST_BYTES, would not
    fit into the memory.
    """
    lines = text.splitlines()
    for n, line in enumerate(lines):
        if (found := USER_AGENT.match(line)) and not _of_interest(found[1]):
            lines[n] = f"User-agent: {OTHERS}"
    return Robots(Protego.parse("\n".join(lines)))


def _of_interest(name: str) -> bool:
    """Tells whether Protego could take a name, or the beginning of one, for ours or an AI's."""
    start = name.strip().lower().replace("*", "")
    return not start or any(agent.lower().startswith(start) for agent in (AGENT, *AI_AGENTS))
