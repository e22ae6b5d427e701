"""What a provider's HTTP error means, as an outcome of a Reply. Touches nothing outside."""

import re
from typing import TYPE_CHECKING

from live.lmm.client import ReplyOutcome

if TYPE_CHECKING:
    from httpx2 import Response

RETRIES = 2
"""How often a call is sent again: by the ledger after 429, by the SDKs after 408, 409, 5xx and
broken connections."""
TRIED_AGAIN = "x-should-retry"
"""The header by which a server tells its SDK whether to send a call again."""
UNAUTHORISED = "http 401"
"""The `stop_reason` of a reply to a wrong key."""

_FILTERED = ("content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation")
_TOO_LARGE = re.compile(
    r"context.?(length|size|window)|(prompt|request|image|picture|input)\b.{0,80}"
    r"(too (long|large|big)|exceed|oversized|larger than)",
    re.IGNORECASE | re.DOTALL,
)


def outcome_of(status: int, code: str, message: str) -> ReplyOutcome:
    """Names what went wrong.

    status: of HTTP. code: the provider's own word for it, `` where it has none.
    """
    if code == "insufficient_quota":
        return "rejected"
    if status == 429:
        # OpenAI refuses so what is larger than the limit of a whole minute: no wait helps.
        return "oversize" if message.startswith("Request too large") else "rate_limited"
    if status == 408:
        return "timeout"
    if status >= 500:
        return "overloaded"
    if status == 413:
        return "oversize"
    if status == 400 and code in _FILTERED:
        return "filtered"
    if status in (400, 422) and "max_completion_tokens" not in message:
        if code == "context_length_exceeded" or _TOO_LARGE.search(message):
            return "oversize"
    return "rejected"


async def keep_429(response: "Response") -> None:
    """Takes 429 out of the SDKs' own retries, as a hook on their responses: live.lmm.limits waits.

    What the server itself says of another try stays in the response's extensions.
    """
    if response.status_code == 429:
        response.extensions[TRIED_AGAIN] = response.headers.get(TRIED_AGAIN)
        response.headers[TRIED_AGAIN] = "false"


def broken(error: Exception) -> tuple[ReplyOutcome, str]:
    """Tells a connection that never stood from one that broke under a reply, and what was said.

    The second may have been billed.
    """
    from httpx2 import ConnectError

    cause = error.__cause__
    if isinstance(cause, ConnectError):
        return "unreachable", f"{error} {cause} See base_url and the network."
    return "garbled", f"the connection broke before the whole reply had come: {cause or error}"


def deadline(timeout_seconds: float) -> float:
    """Gives the seconds after which a call ends, the SDK's retries and waits included.

    An SDK's own time-out starts anew with each byte, and anthropic waits as long as it is told.
    """
    return timeout_seconds * (RETRIES + 1) + 30


def in_one_line(text: str, secret: str | None = None) -> str:
    """Gives a provider's words short, in one line, without the key that they may repeat."""
    if secret:
        text = text.replace(secret, "***")
    text = " ".join(text.split())
    return text if len(text) <= 400 else text[:399] + "…"
