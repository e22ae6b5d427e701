"""A folder, or a repository on the Hub at one commit -> the months published there, to read.

What the Hub says is asked for first, and what is read is held against it: where the Hub does not
answer, load_dataset takes an older copy from its cache and says so in a log only. Touches the Hub,
the folder, and the caches of huggingface_hub and datasets.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from live.errors import LiveError, MissingError, UsageError
from live.records import MONTH_PATTERN

HUB = "hub:"
COMMIT = re.compile(r"[0-9a-f]{40}")
TARGET = re.compile(rf"(?P<place>.+?)(?::(?P<month>{MONTH_PATTERN.strip('^$')}))?")


class Place(NamedTuple):
    """Where months are published.

    configs: those that its card lists. commit: of the repository; '' for a folder. kept: the folder
    of the cache that holds what was read of that commit.
    """

    said: str
    configs: tuple[str, ...]
    commit: str = ""
    kept: str = ""

    @property
    def months(self) -> list[str]:
        """The months, oldest first."""
        return sorted(each for each in self.configs if re.fullmatch(MONTH_PATTERN, each))


def place_and_month(target: str) -> tuple[str, str | None]:
    """Reads `FOLDER[:MONTH]` or `hub:org/name[:MONTH]`. Raises UsageError for what is neither."""
    match = TARGET.fullmatch(target)
    if not match:
        raise UsageError(f"--split: {target!r} is no split. Write FOLDER, or hub:org/name.")
    return match["place"], match["month"]


def place_of(said: str, revision: str | None = None) -> Place:
    """Looks at a folder or `hub:org/name`; revision: a tag or commit, without it the newest.

    A whole commit that was read before needs no Hub. Raises UsageError for what is not there,
    LiveError where that cannot be told.
    """
    if said.startswith(HUB):
        return _on_the_hub(said, revision)
    if not Path(said).is_dir():
        raise UsageError(f"{said}: no such folder. Write FOLDER, or hub:org/name.")
    if revision is not None:
        raise UsageError(f"{said}: a folder has no revision {revision!r}. Leave it out.")
    card = Path(said, "README.md")
    return Place(said, _configs(said, card.read_text("utf-8") if card.is_file() else ""))


def config_of(place: Place, month: str | None) -> str:
    """Gives the name of the config to read: of a month, the newest one, or `all`."""
    known = [*place.months, *(each for each in place.configs if each == "all")]
    if not place.months:
        raise UsageError(
            f"{place.said}: its README.md lists no month, as `live publish` writes it."
        )
    if month is None or month == "latest":
        return place.months[-1]
    if month not in known:
        raise UsageError(f"{place.said} has no {month}. It has: {', '.join(known)}.")
    return month


def whole(place: Place, config: str) -> Any:
    """Gives the rows as a Dataset, which lies in the cache."""
    with _readable(place):
        builder = _builder(place, config)
        builder.download_and_prepare()
        return builder.as_dataset(split="test")


def state_of(folder: str) -> str:
    """Computes what changes with the splits of a folder.

    Given to load_dataset as a description, it keeps the cache apart from what the folder held
    before: by itself, with configs in a README.md, it gives the old rows.
    """
    files = sorted((str(path), path.stat()) for path in Path(folder).rglob("*.parquet"))
    told = repr([(path, stat.st_size, stat.st_mtime_ns) for path, stat in files])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def streamed(place: Place, config: str) -> Iterator[dict[str, Any]]:
    """Gives row by row, pictures as their bytes; keeps none."""
    from datasets import Image, List

    with _readable(place):
        rows = _builder(place, config).as_streaming_dataset(split="test")
        if "images" in (rows.features or {}):
            rows = rows.cast_column("images", List(Image(decode=False)))
        yield from rows


def every_row(place: Place, config: str) -> Iterator[dict[str, Any]]:
    """Gives row by row, of all splits of a config in turn; keeps none."""
    with _readable(place):
        for rows in _builder(place, config).as_streaming_dataset().values():
            yield from rows


def file_of(place: Place, path: str) -> bytes | None:
    """Reads a file of the folder, or of the repository at that commit; None: it has none there.

    Raises LiveError where that cannot be told.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

    with _reached(place.said, place.commit) if place.commit else _readable(place):
        try:
            if not place.commit:
                return Path(place.said, path).read_bytes()
            name, at = place.said.removeprefix(HUB), place.commit
            found = HfApi().hf_hub_download(name, path, repo_type="dataset", revision=at)
            return Path(found).read_bytes()
        except LocalEntryNotFoundError:  # how the client says that no reply came
            raise
        except (EntryNotFoundError, FileNotFoundError):
            return None


def _builder(place: Place, config: str) -> Any:
    from datasets import load_dataset_builder

    if not place.commit:
        return load_dataset_builder(place.said, config, description=state_of(place.said))
    name = f"hf://datasets/{place.said.removeprefix(HUB)}"  # never a folder that is called so
    builder = load_dataset_builder(name, config, revision=place.commit)
    if builder.hash != place.commit:  # the Hub did not answer, and this is the last that was read
        return load_dataset_builder(place.kept, config)
    return builder


def _on_the_hub(said: str, revision: str | None) -> Place:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

    api, name = HfApi(), said.removeprefix(HUB)
    with _reached(said, revision):
        commit = revision or ""
        if not COMMIT.fullmatch(commit):
            commit = str(api.dataset_info(name, revision=revision).sha)
        try:
            path = api.hf_hub_download(name, "README.md", repo_type="dataset", revision=commit)
        except LocalEntryNotFoundError:  # how the client says that no reply came
            raise
        except EntryNotFoundError:
            return Place(said, (), commit)
    configs = _configs(said, Path(path).read_text("utf-8"))
    return Place(said, configs, commit, kept=str(Path(path).parent))


def _configs(said: str, card: str) -> tuple[str, ...]:
    """Reads the names of the configs that a dataset card lists."""
    import yaml
    from huggingface_hub import DatasetCard

    try:
        listed = DatasetCard(card, ignore_metadata_errors=True).data.get("configs") or []
        return tuple(str(each["config_name"]) for each in listed)
    except (ValueError, TypeError, KeyError, yaml.YAMLError) as error:
        raise UsageError(
            f"{said}: the head of its README.md cannot be read ({_line(error)})."
        ) from None


@contextmanager
def _reached(said: str, revision: str | None) -> Iterator[None]:
    """Turns what the Hub's client raises into what a user can act on."""
    import httpx2
    from huggingface_hub import errors

    try:
        yield
    except errors.HFValidationError:
        raise UsageError(f"{said}: no such dataset. Write hub:org/name.") from None
    except errors.RevisionNotFoundError:
        raise UsageError(f"{said}: has no revision {revision!r}. Write a tag or commit.") from None
    except (httpx2.HTTPError, OSError) as error:
        if refusal := _refusal(said, error):
            raise refusal from None
        if (status := _status(error)) is not None:
            raise LiveError(f"{said}: the Hub answered {status}. Try again later.") from error
        raise LiveError(
            f"{said}: the Hub was not reached ({_line(error.__cause__ or error)}). {_kept(said)}"
        ) from error


def _refusal(said: str, error: BaseException | None) -> UsageError | None:
    """What an error says, or its cause, of who may read; None where that is not why."""
    from huggingface_hub import constants, errors

    while error is not None:
        status, words = _status(error), getattr(error, "server_message", None)
        if isinstance(error, errors.GatedRepoError):
            page = f"{constants.ENDPOINT}/datasets/{said.removeprefix(HUB)}"
            todo = "then run `hf auth login`, or set HF_TOKEN."
            if status == 403:
                todo = "with the account of this token; where the owner decides, wait for that."
            return MissingError(f"{said}: its owner asks for consent. Agree on {page}, {todo}")
        if isinstance(error, errors.RepositoryNotFoundError):
            whose = "a private one. Check the name, or run `hf auth login`, or set HF_TOKEN."
            if status != 401:
                whose = "none that this token may read. Check name and HF_TOKEN."
            return UsageError(f"{said}: no such dataset, or {whose}")
        if status in (401, 403):
            return MissingError(
                f"{said}: the Hub refused the token ({status}). Run `hf auth login`, or set "
                "HF_TOKEN to one that may read there." + (f" The Hub says: {words}" * bool(words))
            )
        error = error.__cause__
    return None


def _no_entry(place: Place) -> UsageError | None:
    """Asks whether the Hub lets us in: where it does not, datasets tells of its cache alone."""
    import httpx2
    from huggingface_hub import HfApi

    if not place.commit:
        return None
    try:
        HfApi().auth_check(place.said.removeprefix(HUB), repo_type="dataset")
    except (httpx2.HTTPError, OSError) as error:
        return _refusal(place.said, error)
    return None


def _status(error: BaseException) -> int | None:
    status: int | None = getattr(getattr(error, "response", None), "status_code", None)
    return status


def _kept(said: str) -> str:
    """Says which commits can be read without the Hub."""
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    name = said.removeprefix(HUB)
    try:
        found = [each for each in scan_cache_dir().repos if each.repo_id == name]
    except CacheNotFound:
        found = []
    kept = [each for repo in found if repo.repo_type == "dataset" for each in repo.revisions]
    if not kept:
        return "Nothing of it was kept here: try again later."
    commits = sorted(kept, key=lambda each: each.last_modified, reverse=True)
    listed = ", ".join(each.commit_hash for each in commits[:3])
    return f"Try again later, or load what was kept of it by its commit: {listed}."


@contextmanager
def _readable(place: Place) -> Iterator[None]:
    import httpx2
    from datasets.exceptions import DatasetsError

    try:
        yield
    except (DatasetsError, httpx2.HTTPError, OSError, ValueError) as error:
        if refusal := _no_entry(place):
            raise refusal from None
        raise LiveError(
            f"{place.said}: cannot be read ({_line(error)}). Try again; if that is how it was "
            "published, tell its owner."
        ) from error


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
