"""Something asked of the Hub in, its answer out, after as many tries as it takes. Waits in between.

What each failure means is said here: another try, or a line for the person who publishes.
"""

import json
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from live.errors import LiveError, MissingError

PAUSES = (2.0, 8.0, 30.0)
"""Seconds before each further try; the Hub may ask for more."""
LONGEST = 600
"""Seconds that are waited at the Hub's word; where it asks for more, a person decides."""
T = TypeVar("T")


def patiently(name: str, act: Callable[[], T], pauses: Sequence[float]) -> T:
    """Does `act` until it comes through. Each try begins anew, so it must look at what is there.

    name: the repository, for the line. Raises MissingError for a token that is not enough, and
    LiveError for what did not pass.
    """
    import httpx2
    from huggingface_hub.errors import OfflineModeIsEnabled

    for pause in (*pauses, None):
        try:
            return act()
        except OfflineModeIsEnabled as error:
            raise LiveError(f"hub:{name}: HF_HUB_OFFLINE is set. Unset it to publish.") from error
        except (httpx2.HTTPError, json.JSONDecodeError, ConnectionError) as error:
            asked = _asked_pause(error)
            if pause is None or not may_pass(error) or asked > LONGEST:
                raise _stop(name, error) from error
            time.sleep(max(pause, asked))
    raise AssertionError("the last try returns or raises")


def may_pass(error: BaseException) -> bool:
    """Whether another try can help: no reply, a moved head, too many requests, their trouble."""
    import httpx2

    if not isinstance(error, httpx2.HTTPError | json.JSONDecodeError | ConnectionError):
        return False  # the last is what Xet's client raises
    status = _status(error)
    return status is None or status in (408, 409, 412, 429) or status >= 500


def _status(error: BaseException) -> int | None:
    status: int | None = getattr(getattr(error, "response", None), "status_code", None)
    return status


def _asked_pause(error: Exception) -> int:
    """Seconds that the Hub asks to wait, 0 where it asks for none."""
    from huggingface_hub.utils._http import parse_ratelimit_headers

    headers = getattr(getattr(error, "response", None), "headers", {})
    limit = parse_ratelimit_headers(headers)
    if limit and not limit.remaining:
        return limit.reset_in_seconds
    said = headers.get("Retry-After", "").strip()
    return int(said) if said.isdigit() else 0


def _stop(name: str, error: Exception) -> LiveError:
    status = _status(error)
    said = getattr(error, "server_message", None) or (str(error) if status is None else "")
    fact = " ".join(said.split()) or "no reason given"
    if status in (401, 403):
        return MissingError(
            f"hub:{name}: the Hub refused the token ({status}: {fact}). Run `hf auth login`, "
            "or set HF_TOKEN to one that may write there."
        )
    if status == 404:
        return MissingError(
            f"hub:{name}: not to be seen with this token (404). "
            "Check the name, or set HF_TOKEN to a token that may read and write there."
        )
    answered = "no reply" if status is None else f"the Hub answered {status}"
    if isinstance(error, json.JSONDecodeError):
        answered, fact = "the reply is not the Hub's", "it is not JSON; is a proxy in between?"
    if asked := _asked_pause(error):
        fact += f"; it asks for {asked} s"
    return LiveError(
        f"hub:{name}: {answered} ({fact}). Publish again later; what has landed is not sent twice."
    )
