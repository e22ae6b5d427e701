"""A provider's response headers -> what they tell of its limits. Touches nothing outside.

OpenAI and those that speak as it does send `x-ratelimit-…`, Anthropic `anthropic-ratelimit-…`. Both
fill their limits up steadily and tell when they would be full again:
https://platform.openai.com/docs/guides/rate-limits, https://docs.claude.com/en/api/rate-limits.
What is not there, not a number or not meant (Azure sends -1) is not told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Literal

from live.clock import now

Kind = Literal["requests", "tokens", "input tokens", "output tokens"]
HEADERS: dict[str, Kind] = {
    "x-ratelimit-{}-requests": "requests",
    "x-ratelimit-{}-tokens": "tokens",
    "x-ratelimit-{}-project-tokens": "tokens",
    "anthropic-ratelimit-requests-{}": "requests",
    "anthropic-ratelimit-tokens-{}": "tokens",
    "anthropic-ratelimit-input-tokens-{}": "input tokens",
    "anthropic-ratelimit-output-tokens-{}": "output tokens",
}
UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|d|h|m|s)")
_YEARS = 1e9
"""Seconds. No wait is as long; such a number is a moment of a clock that nobody named."""


@dataclass(frozen=True)
class Told:
    """One limit, as a response tells it. rate: what comes back of it in a second."""

    kind: Kind
    limit: float
    remaining: float
    rate: float


def limits_in(headers: Mapping[str, str]) -> dict[str, Told]:
    """Gives the limits that a response tells, by the name of their headers."""
    told = {name: text for name, text in headers.items() if "-ratelimit-" in name}
    found = {}
    for name, kind in HEADERS.items() if told else ():
        limit = _number(told.get(name.format("limit")))
        remaining = _number(told.get(name.format("remaining")))
        if limit is None or limit < 1 or remaining is None:
            continue
        full_in = _seconds(told.get(name.format("reset")), headers) or 0.0
        used = limit - remaining
        rate = used / full_in if used >= 1 and full_in > 0 else limit / 60
        found[name.format("*")] = Told(kind, limit, remaining, rate)
    return found


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Gives the seconds that a response tells to wait, or None."""
    if (ms := _number(headers.get("retry-after-ms"))) is not None and ms < _YEARS:
        return ms / 1000
    return _seconds(headers.get("retry-after"), headers)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


def _seconds(text: str | None, headers: Mapping[str, str]) -> float | None:
    """Reads `20ms`, `6m0s`, `30`, or a moment of RFC 3339 or RFC 9110; a past one is 0.

    A moment is compared with the server's own clock, which the header `date` shows.
    """
    if not text:
        return None
    parts = _DURATION.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        seconds: float | None = sum(float(number) * UNITS[unit] for number, unit in parts)
    elif (seconds := _number(text)) is None and (moment := _moment(text)) is not None:
        since = _moment(headers.get("date")) or now()
        seconds = max(0.0, (moment - since).total_seconds())
    return seconds if seconds is not None and seconds < _YEARS else None


def _moment(text: str | None) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text or "")
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
