"""A month's folder in, the same month in a dataset repository out. The only door to the Hub.

One commit brings all of a month, and a tag names that commit. The client does not retry a commit:
here every try reads the repository anew, so that a commit whose reply was lost is found, not
repeated.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from live.errors import LiveError, MissingError, UsageError
from live.publish.folder import split_path
from live.publish.local import publish_to_folder
from live.publish.merge import changes
from live.publish.split import content_hashes

PAUSES = (2.0, 8.0, 30.0)
"""Seconds before each further try."""
REPO = re.compile(r"^[\w-][\w.-]*/[\w-][\w.-]*$")


class Landed(NamedTuple):
    """Where a month is now. oid: the commit that brought it, '' in a folder; said: a line."""

    oid: str
    said: str


def publish(
    folder: Path,
    to: str,
    month: str,
    *,
    endpoint: str | None = None,
    pauses: Sequence[float] = PAUSES,
) -> Landed:
    """Publishes a month to `hub:org/name` or a local folder.

    folder: as live.publish.folder.build wrote it. endpoint: the Hub's; without it, HF_ENDPOINT.
    Other months stay. The same month again changes nothing.
    Raises UsageError for a bad target, MissingError for the token, LiveError for the rest.
    """
    if not (folder / "manifest" / f"{month}.json").is_file():
        raise UsageError(f"{folder}: holds no {month}. Run `live run --month {month}` first.")
    _refuse_damage(folder, month)
    if not to.startswith("hub:"):
        written = publish_to_folder(folder, Path(to), month)
        said = f"{month} published to {to}." if written else f"{month} was in {to}: no change."
        return Landed("", said)
    name = to.removeprefix("hub:")
    if not REPO.match(name):
        raise UsageError(f"--to {to}: not a repository. Write hub:org/name, or a folder.")
    repository = _Repository(name, endpoint)
    oid, written = _until_done(repository, folder, month, pauses)
    if written:
        return Landed(oid, f"{month} published to {to}, commit {oid[:7]}, tag {month}.")
    return Landed(oid, f"{month} was in {to}, commit {oid[:7]}, tag {month}: no change.")


def address(to: str, oid: str) -> str:
    """Gives the address at which people look at what a commit brought to `hub:org/name`."""
    from huggingface_hub.constants import ENDPOINT

    return f"{ENDPOINT}/datasets/{to.removeprefix('hub:')}/tree/{oid}"


def _refuse_damage(folder: Path, month: str) -> None:
    """What is published cannot be changed, so it is looked at once more before."""
    try:
        manifest = json.loads((folder / "manifest" / f"{month}.json").read_bytes())
        said = [row["content_sha256"] for row in manifest["rows"]]
    except (ValueError, TypeError, KeyError):
        said = []
    if not said or content_hashes(folder / split_path(month)) != said:
        raise LiveError(
            f"{folder / split_path(month)} is not what its manifest says. "
            f"Delete {folder.parent} and publish again: it is made anew."
        )


def _until_done(
    repository: "_Repository", folder: Path, month: str, pauses: Sequence[float]
) -> tuple[str, bool]:
    """Tries until commit and tag are there. Gives the tagged commit, and whether that was new."""
    import httpx2

    sent = False
    for pause in (*pauses, None):
        try:
            head, theirs = repository.state()
            new = changes(folder, month, theirs, lambda path: repository.read(path, head))  # noqa: B023
            if new:
                sent = True
                repository.commit(new, title(month), head)
            oid, tagged = repository.tag(month)
            return oid, sent or tagged
        except httpx2.HTTPError as error:
            if pause is None or not _may_pass(error):
                raise _stop(repository.name, error) from error
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def title(month: str) -> str:
    """Gives the title of the commit that publishes a month, by which it is found again."""
    return f"Publish {month}"


class _Repository:
    """A dataset repository on the Hub, made where it does not exist."""

    def __init__(self, name: str, endpoint: str | None) -> None:
        from huggingface_hub import HfApi, get_token
        from huggingface_hub.utils.tqdm import disable_progress_bars

        if not sys.stderr.isatty():
            disable_progress_bars()
        token = get_token()
        if token is None:
            raise MissingError(
                f"hub:{name}: no token. Run `hf auth login`, or set HF_TOKEN to one that may write."
            )
        self.name = name
        self._api = HfApi(endpoint=endpoint, token=token)

    def state(self) -> tuple[str, dict[str, str]]:
        """Reads the head's commit and its files, path -> digest. Only "not found" means new."""
        from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

        try:
            info = self._info()
        except HFValidationError as error:
            fact = " ".join(str(error).split())
            raise UsageError(f"hub:{self.name}: {fact} Write hub:org/name.") from None
        except RepositoryNotFoundError as error:
            if error.response.status_code != 404:
                raise
            self._api.create_repo(self.name, repo_type="dataset", exist_ok=True)
            info = self._info()
        files = {
            file.rfilename: str(file.lfs.sha256 if file.lfs else file.blob_id)
            for file in info.siblings
        }
        return str(info.sha), files

    def read(self, path: str, head: str) -> bytes:
        """Reads a file of a commit, past any cache."""
        from huggingface_hub.errors import LocalEntryNotFoundError

        with tempfile.TemporaryDirectory() as folder:
            try:
                file = self._api.hf_hub_download(
                    self.name, path, repo_type="dataset", revision=head, cache_dir=folder
                )
            except LocalEntryNotFoundError as error:  # how the client says that no reply came
                raise LiveError(
                    f"hub:{self.name}: {path} cannot be read ({error.__cause__}). Publish again."
                ) from error
            return Path(file).read_bytes()

    def commit(self, new: dict[str, bytes | Path], title: str, head: str) -> None:
        """Makes one commit on top of `head`, or none where the head has moved (412)."""
        from huggingface_hub import CommitOperationAdd
        from huggingface_hub.errors import HfHubHTTPError

        try:
            self._api.create_commit(
                self.name,
                [
                    CommitOperationAdd(path_in_repo=path, path_or_fileobj=content)
                    for path, content in new.items()
                ],
                repo_type="dataset",
                commit_message=title,
                parent_commit=head,
            )
        except HfHubHTTPError:
            raise
        except (RuntimeError, ValueError) as error:  # uploads and the check of the card
            fact = " ".join(f"{error} {error.__cause__ or ''}".split())
            raise LiveError(
                f"hub:{self.name}: the upload failed ({fact}). Nothing was committed: try again."
            ) from error

    def tag(self, month: str) -> tuple[str, bool]:
        """Tags the commit that published the month. Gives it, and False where it had its tag."""
        refs = self._api.list_repo_refs(self.name, repo_type="dataset")
        tags = {ref.name: ref.target_commit for ref in refs.tags}
        if month in tags:
            return tags[month], False
        commits = self._api.list_repo_commits(self.name, repo_type="dataset")
        ours = [commit.commit_id for commit in commits if commit.title == title(month)]
        oid = (ours or [commits[0].commit_id])[0]
        self._api.create_tag(self.name, tag=month, revision=oid, repo_type="dataset", exist_ok=True)
        return oid, True

    def _info(self) -> Any:
        return self._api.repo_info(self.name, repo_type="dataset", files_metadata=True)


def _may_pass(error: Exception) -> bool:
    """Whether another try can help: no reply, a moved head, too many requests, their trouble."""
    status = _status(error)
    return status is None or status in (408, 409, 412, 429) or status >= 500


def _status(error: Exception) -> int | None:
    status: int | None = getattr(getattr(error, "response", None), "status_code", None)
    return status


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
    return LiveError(
        f"hub:{name}: {answered} ({fact}). Publish again later; what has landed is not sent twice."
    )
