"""Something asked of the Hub in, its answer out, after as many tries as it takes. Waits in between.

What each failure means is said here: another try, or a line for the person who publishes or reads.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from live.errors import LiveError, MissingError, UsageError

PAUSES = (2.0, 8.0, 30.0)
"""Seconds before each further try; the Hub may ask for more."""
LONGEST = 600
"""Seconds that are waited at the Hub's word; where it asks for more, a person decides."""
READ_PAUSES = (0.5, 2.0)
READ_LONGEST = 10
"""The same where somebody reads, and sits there."""
T = TypeVar("T")


def patiently(name: str, act: Callable[[], T], pauses: Sequence[float]) -> T:
    """Does `act` until it comes through. Each try begins anew, so it must look at what is there.

    name: the repository, for the line. Raises MissingError for a token that is not enough, and
    LiveError for what did not pass.
    """
    import httpx2
    from huggingface_hub.errors import OfflineModeIsEnabled

    try:
        return tried(act, pauses, LONGEST)
    except OfflineModeIsEnabled as error:
        raise LiveError(f"hub:{name}: HF_HUB_OFFLINE is set. Unset it to publish.") from error
    except (httpx2.HTTPError, json.JSONDecodeError, ConnectionError) as error:
        raise _stop(name, error) from error


def tried(act: Callable[[], T], pauses: Sequence[float], longest: float = READ_LONGEST) -> T:
    """Does `act` until it comes through; raises what the last try raised, or what cannot pass."""
    import httpx2
    from huggingface_hub.errors import OfflineModeIsEnabled

    for pause in pauses:
        try:
            return act()
        except OfflineModeIsEnabled:
            raise
        except (httpx2.HTTPError, json.JSONDecodeError, ConnectionError) as error:
            asked = _asked_pause(error)
            if not may_pass(error) or asked > longest:
                raise
            time.sleep(max(pause, asked))
    return act()


@contextmanager
def reached(said: str, revision: str | None) -> Iterator[None]:
    """Turns what the Hub's client raises into what a user can act on."""
    import httpx2
    from huggingface_hub import errors

    try:
        yield
    except errors.HFValidationError:
        raise UsageError(f"{said}: no such dataset. Write hub:org/name.") from None
    except errors.RevisionNotFoundError:
        raise UsageError(f"{said}: has no revision {revision!r}. Write a tag or commit.") from None
    except json.JSONDecodeError as error:
        fact = "the reply is not the Hub's: it is not JSON"
        raise LiveError(f"{said}: {fact}. Is a proxy in between? Try again later.") from error
    except (httpx2.HTTPError, OSError) as error:
        if refused := refusal(said, error):
            raise refused from None
        if (status := _status(error)) is not None:
            asked = _asked_pause(error)
            fact = f"the Hub answered {status}" + f" and asks for {asked} s" * bool(asked)
            raise LiveError(f"{said}: {fact}. Try again later.") from error
        raise LiveError(
            f"{said}: the Hub was not reached ({line_of(error.__cause__ or error)}). {_kept(said)}"
        ) from error


def refusal(said: str, error: BaseException | None) -> UsageError | None:
    """What an error says, or its cause, of who may read; None where that is not why."""
    from huggingface_hub import constants, errors

    name = said.removeprefix("hub:")
    while error is not None:
        status, words = _status(error), getattr(error, "server_message", None)
        if isinstance(error, errors.GatedRepoError):
            page = f"{constants.ENDPOINT}/datasets/{name}"
            todo = "then run `hf auth login`, or set HF_TOKEN."
            if status == 403:
                todo = "with the account of this token; where the owner decides, wait for that."
            return MissingError(f"{said}: its owner asks for consent. Agree on {page}, {todo}")
        if isinstance(error, errors.RepositoryNotFoundError):
            whose = "a private one. Check the name, or run `hf auth login`, or set HF_TOKEN."
            if status != 401:
                whose = "none that this token may read. Check name and HF_TOKEN."
            here = f" There is no folder {name} here." * (not Path(name).exists())
            return UsageError(f"{said}: no such dataset, or {whose}{here}")
        if status in (401, 403):
            return MissingError(
                f"{said}: the Hub refused the token ({status}). Run `hf auth login`, or set "
                "HF_TOKEN to one that may read there." + (f" The Hub says: {words}" * bool(words))
            )
        error = error.__cause__
    return None


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


def _kept(said: str) -> str:
    """Says which commits can be read without the Hub."""
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    name = said.removeprefix("hub:")
    try:
        found = [each for each in scan_cache_dir().repos if each.repo_id == name]
    except CacheNotFound:
        found = []
    kept = [each for repo in found if repo.repo_type == "dataset" for each in repo.revisions]
    if not kept:
        here = f", and there is no folder {name} here" * (not Path(name).exists())
        return f"Nothing of it was kept{here}. Try again later."
    commits = sorted(kept, key=lambda each: each.last_modified, reverse=True)
    listed = ", ".join(each.commit_hash for each in commits[:3])
    return f"Try again later, or load what was kept of it by its commit: {listed}."


def line_of(error: BaseException) -> str:
    """Gives what an error says in one line."""
    return " ".join(str(error).split()) or type(error).__name__
