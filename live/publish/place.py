"""A folder, or a repository on the Hub at one commit -> the months published there, to read.

What the Hub says is asked for first, and what is read is held against it: where the Hub does not
answer, load_dataset takes an older copy from its cache and says so in a log only. Touches the Hub,
the folder, and the caches of huggingface_hub and datasets.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from live.errors import LiveError, UsageError
from live.publish.patience import READ_PAUSES, line_of, reached, refusal, tried
from live.records import MONTH_PATTERN

HUB = "hub:"
COMMIT = re.compile(r"[0-9a-f]{40}")
NAME = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
"""Of a repository on the Hub, such as may stand without `hub:`."""
SECONDS = 5.0
"""How long the Hub may be silent on where a branch or tag is; its client waits for ever."""
REVISION = re.compile(rf"{MONTH_PATTERN.strip('^$')}\.r\d+")


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
    """Reads `FOLDER[:MONTH]` or `org/name[:MONTH]`; gives FOLDER or `hub:org/name`, and the month.

    A folder of that name comes first; `hub:org/name` and its address are always the Hub. The month
    is None where the newest is meant. Raises UsageError for what is neither.
    """
    said, month = _parted(target)
    if month is None or month == "latest":
        return said, None
    if re.fullmatch(MONTH_PATTERN, month):
        return said, month
    if REVISION.fullmatch(month):
        raise UsageError(
            f"{target}: {month} is a revision. Write {said}:{month[:7]} with `--revision {month}`, "
            f"in Python revision={month!r}."
        )
    if month == "all":
        raise UsageError(
            f"{target}: `all` is every month, and one is read here. Write {said}:2026-10, or in "
            f'Python live.load("{said}", "all").'
        )
    raise UsageError(
        f"{target}: {month!r} is no month. Write {said}:2026-10, or {said} for the newest; a tag "
        "or commit goes to `--revision`, such as `--revision 2026-10.r1`."
    )


def place_of(
    said: str, revision: str | None = None, *, pauses: Sequence[float] = READ_PAUSES
) -> Place:
    """Looks at a folder or `hub:org/name`; revision: a tag or commit, without it the newest.

    A whole commit that was read before needs no Hub. Raises UsageError for what is not there,
    LiveError where that cannot be told.
    """
    if revision is not None and not revision.strip():
        raise UsageError(f"{said}: the revision is empty. Write a tag or commit, or leave it out.")
    if said.startswith(HUB):
        return _on_the_hub(said, revision, pauses)
    if not Path(said).is_dir():
        raise UsageError(f"{said}: no such folder. Write FOLDER, or org/name of the Hub.")
    if revision is not None:
        raise UsageError(f"{said}: a folder has no revision {revision!r}. Leave it out.")
    return Place(said, _configs(said, Path(said, "README.md")))


def config_of(place: Place, month: str | None) -> str:
    """Gives the name of the config to read: of a month, the newest one, or `all`."""
    known = [*place.months, "latest", *(each for each in place.configs if each == "all")]
    if not place.months:
        step = "Name what `live publish --to` wrote, or in a workspace releases/MONTH/hub."
        if place.commit:
            step = "Check the name; what others publish is read by `datasets.load_dataset`."
        raise UsageError(
            f"{place.said}: its README.md lists no month, as `live publish` writes it. {step}"
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
        tried(builder.download_and_prepare, READ_PAUSES)
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

    with reached(place.said, place.commit) if place.commit else _readable(place):
        try:
            if not place.commit:
                return Path(place.said, path).read_bytes()
            name, at = place.said.removeprefix(HUB), place.commit
            found = tried(
                lambda: HfApi().hf_hub_download(name, path, repo_type="dataset", revision=at),
                READ_PAUSES,
            )
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
    builder = tried(lambda: load_dataset_builder(name, config, revision=place.commit), READ_PAUSES)
    if builder.hash != place.commit:  # the Hub did not answer, and this is the last that was read
        return load_dataset_builder(place.kept, config)
    return builder


def _parted(target: str) -> tuple[str, str | None]:
    """The folder or `hub:org/name`, and what stands behind its colon."""
    if not target.strip():
        raise UsageError(f"{target!r} is no place. Write FOLDER, or org/name of the Hub.")
    rest = target.removeprefix(HUB)
    if rest != target or "://" in target:
        name, colon, month = _without_address(rest).partition(":")
        return HUB + name.rstrip("/"), month if colon else None
    if Path(target).exists():
        return target, None
    name, colon, month = target.rpartition(":")
    if not colon:
        name = target
    if NAME.fullmatch(name.rstrip("/")) and not Path(name).exists():
        return HUB + name.rstrip("/"), month if colon else None
    if colon and (Path(name).exists() or re.fullmatch(MONTH_PATTERN, month)):
        return name, month
    return target, None


def _without_address(rest: str) -> str:
    """Gives `org/name[:MONTH]`, also where that stands in the address of its page."""
    from huggingface_hub.constants import ENDPOINT

    if "://" not in rest:
        return rest
    pages = f"{ENDPOINT}/datasets/"
    asked = rest.removeprefix(pages)
    if asked == rest or not NAME.fullmatch(asked.partition(":")[0].rstrip("/")):
        raise UsageError(
            f"{rest}: not the address of a dataset, such as {pages}org/name. Write org/name, and "
            "a tag or commit as `--revision`."
        )
    return asked


def _on_the_hub(said: str, revision: str | None, pauses: Sequence[float]) -> Place:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

    api, name = HfApi(), said.removeprefix(HUB)
    with reached(said, revision):
        commit = revision or ""
        if not COMMIT.fullmatch(commit):
            info = tried(lambda: api.dataset_info(name, revision=revision, timeout=SECONDS), pauses)
            commit = str(info.sha)
        try:
            path = tried(
                lambda: api.hf_hub_download(
                    name, "README.md", repo_type="dataset", revision=commit
                ),
                pauses,
            )
        except LocalEntryNotFoundError:  # how the client says that no reply came
            raise
        except EntryNotFoundError:
            return Place(said, (), commit)
    return Place(said, _configs(said, Path(path)), commit, kept=str(Path(path).parent))


def _configs(said: str, path: Path) -> tuple[str, ...]:
    """Reads the names of the configs that a dataset card lists."""
    import yaml
    from huggingface_hub import DatasetCard
    from huggingface_hub.repocard import REGEX_YAML_BLOCK

    try:
        card = path.read_text("utf-8") if path.is_file() else ""
        if not REGEX_YAML_BLOCK.search(card):
            return ()  # of which the client would print a warning
        listed = DatasetCard(card, ignore_metadata_errors=True).data.get("configs") or []
        return tuple(str(each["config_name"]) for each in listed)
    except (ValueError, TypeError, KeyError, yaml.YAMLError) as error:
        raise UsageError(
            f"{said}: the head of its README.md cannot be read ({line_of(error)})."
        ) from None


def _no_entry(place: Place) -> UsageError | None:
    """Asks whether the Hub lets us in: where it does not, datasets tells of its cache alone."""
    import httpx2
    from huggingface_hub import HfApi

    if not place.commit:
        return None
    try:
        HfApi().auth_check(place.said.removeprefix(HUB), repo_type="dataset")
    except (httpx2.HTTPError, OSError) as error:
        return refusal(place.said, error)
    return None


@contextmanager
def _readable(place: Place) -> Iterator[None]:
    import httpx2
    from datasets.exceptions import DatasetsError

    try:
        yield
    except (DatasetsError, httpx2.HTTPError, OSError, ValueError) as error:
        if refused := _no_entry(place):
            raise refused from None
        raise LiveError(
            f"{place.said}: cannot be read ({line_of(error)}). Try again; if that is how it was "
            "published, tell its owner."
        ) from error
