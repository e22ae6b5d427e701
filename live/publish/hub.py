"""A month's folder in, the same month in a dataset repository out. The only door to the Hub.

One commit brings all of a month, and a tag names that commit. The client does not retry a commit:
here every try reads the repository anew, so that a commit whose reply was lost is found, not
repeated.
"""

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from live.errors import LiveError, MissingError, UsageError
from live.publish.local import publish_to_folder
from live.publish.merge import changes, revision_of
from live.publish.patience import PAUSES, may_pass, patiently
from live.publish.sound import refuse_unsound
from live.publish.tags import missing_tags, revision_tag, tag_of, title

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
    private: bool = False,
    gated: bool = False,
    endpoint: str | None = None,
    pauses: Sequence[float] = PAUSES,
) -> Landed:
    """Publishes a month to `hub:org/name` or a local folder.

    folder: as live.publish.folder.build wrote it. private, gated: have the repository so; without
    them it stays as it is. endpoint: the Hub's; without it, HF_ENDPOINT.
    Other months stay. The same month again changes nothing.
    Raises UsageError for a bad target, MissingError for the token, LiveError for the rest.
    """
    if not (folder / "manifest" / f"{month}.json").is_file():
        raise UsageError(f"{folder}: holds no {month}. Run `live run --month {month}` first.")
    refuse_unsound(folder, month)
    if not to.startswith("hub:"):
        if private or gated:
            raise UsageError(f"--private, --gated: {to} is a folder. They are for hub:org/name.")
        written = publish_to_folder(folder, Path(to), month)
        said = f"{month} published to {to}." if written else f"{month} was in {to}: no change."
        return Landed("", said)
    repository = Repository(repository_name(to), endpoint, private=private, gated=gated)
    oid, written = _until_done(repository, folder, month, pauses)
    where = f"{to}, commit {oid[:7]}, tag {tag_of(month, revision_of(folder, month))}"
    said = f"published to {where}." if written else f"was in {where}: no change."
    return Landed(oid, f"{month} {said}{repository.access}")


def repository_name(to: str) -> str:
    """Gives the `org/name` of a target on the Hub."""
    name = to.removeprefix("hub:")
    if not REPO.match(name):
        raise UsageError(f"--to {to}: not a repository. Write hub:org/name, or a folder.")
    return name


def address(to: str, oid: str) -> str:
    """Gives the address at which people look at what a commit brought to `hub:org/name`."""
    from huggingface_hub.constants import ENDPOINT

    return f"{ENDPOINT}/datasets/{to.removeprefix('hub:')}/tree/{oid}"


def _until_done(
    repository: "Repository", folder: Path, month: str, pauses: Sequence[float]
) -> tuple[str, bool]:
    """Tries until commit and tag are there. Gives the tagged commit, and whether that was new."""
    sent, revision = False, revision_of(folder, month)

    def whole() -> str:
        nonlocal sent
        head, theirs = repository.state()
        new = changes(
            folder,
            month,
            theirs,
            lambda path: repository.read(path, head),
            home=repository.name,
        )
        if new:
            sent = True
            repository.commit(new, title(month, revision), head)
        oid, tagged = repository.tag(month, revision)
        sent = sent or tagged
        return oid

    return patiently(repository.name, whole, pauses), sent


class Repository:
    """A dataset repository on the Hub.

    private, gated: what it is to be made. reading: nothing is written, so no token is needed.
    access: who may see it, as a sentence, where that is not everybody; known once it was read.
    """

    def __init__(
        self,
        name: str,
        endpoint: str | None,
        *,
        private: bool = False,
        gated: bool = False,
        reading: bool = False,
    ) -> None:
        from huggingface_hub import HfApi, get_token
        from huggingface_hub.utils.tqdm import disable_progress_bars

        if not sys.stderr.isatty():
            disable_progress_bars()
        token = get_token()
        if token is None and not reading:
            raise MissingError(
                f"hub:{name}: no token. Run `hf auth login`, or set HF_TOKEN to one that may write."
            )
        self.name = name
        self.access = ""
        self._private, self._gated = private, gated
        self._api = HfApi(endpoint=endpoint, token=token)

    def state(self) -> tuple[str, dict[str, str]]:
        """Reads the head's commit and its files, path -> digest. Makes what does not exist."""
        info = self._seen()
        if info is None:
            private = self._private or None  # None: as the organisation has it
            self._api.create_repo(self.name, repo_type="dataset", private=private, exist_ok=True)
            info = self._info()
        self._settle(info)
        return str(info.sha), _files(info)

    def seen(self) -> tuple[str, dict[str, str]] | None:
        """Reads the same, and changes nothing; None where there is no such repository."""
        info = self._seen()
        if info is None:
            self.access = _access("would be", self._private, self._gated)
            return None
        self.access = self._will_be("would be", info)
        return str(info.sha), _files(info)

    def read(self, path: str, head: str) -> bytes:
        """Reads a file of a commit, past any cache."""
        from huggingface_hub.errors import LocalEntryNotFoundError

        with tempfile.TemporaryDirectory() as folder:
            try:
                file = self._api.hf_hub_download(
                    self.name, path, repo_type="dataset", revision=head, cache_dir=folder
                )
            except LocalEntryNotFoundError as error:  # how the client says that no reply came
                if error.__cause__ and may_pass(error.__cause__):
                    raise error.__cause__ from None
                raise LiveError(
                    f"hub:{self.name}: {path} cannot be read ({error.__cause__}). Publish again."
                ) from error
            return Path(file).read_bytes()

    def commit(self, new: dict[str, bytes | Path | None], title: str, head: str) -> None:
        """Makes one commit on top of `head`, or none where the head has moved (412)."""
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete
        from huggingface_hub.errors import HfHubHTTPError

        try:
            self._api.create_commit(
                self.name,
                [
                    CommitOperationDelete(path_in_repo=path)
                    if content is None
                    else CommitOperationAdd(path_in_repo=path, path_or_fileobj=content)
                    for path, content in new.items()
                ],
                repo_type="dataset",
                commit_message=title,
                parent_commit=head,
            )
        except HfHubHTTPError:
            raise
        except (RuntimeError, ValueError) as error:  # uploads and the check of the card
            if may_pass(error):
                raise
            if error.__cause__ and may_pass(error.__cause__):
                raise error.__cause__ from None
            fact = " ".join(f"{error} {error.__cause__ or ''}".split())
            raise LiveError(
                f"hub:{self.name}: the upload failed ({fact}). Nothing was committed: try again."
            ) from error

    def tag(self, month: str, revision: int) -> tuple[str, bool]:
        """Tags the commits that published the month: each revision, and by the month its first.

        A tag that is there never moves. Gives the commit of `revision`, and False where all were
        there.
        """
        refs = self._api.list_repo_refs(self.name, repo_type="dataset")
        tags = {ref.name: ref.target_commit for ref in refs.tags}
        newest = revision_tag(month, revision)
        if {month, revision_tag(month, 1), newest} <= tags.keys():
            return tags[newest], False
        commits = self._api.list_repo_commits(self.name, repo_type="dataset")
        wanted = missing_tags(
            month, revision, [(each.title, each.commit_id) for each in commits], tags
        )
        for name, oid in wanted.items():
            self._api.create_tag(
                self.name, tag=name, revision=oid, repo_type="dataset", exist_ok=True
            )
        return (tags | wanted)[newest], bool(wanted)

    def _seen(self) -> Any | None:
        """Only "not found" means that there is none; the client says so of a 401 too."""
        from huggingface_hub.errors import (
            HfHubHTTPError,
            HFValidationError,
            RepositoryNotFoundError,
        )

        try:
            return self._info()
        except HFValidationError as error:
            fact = " ".join(str(error).split())
            raise UsageError(f"hub:{self.name}: {fact} Write hub:org/name.") from None
        except HfHubHTTPError as error:
            status = error.response.status_code
            if status == 404 and isinstance(error, RepositoryNotFoundError):
                return None
            if status != 401 or self._api.token:
                raise
            raise MissingError(
                f"hub:{self.name}: new, or not for everybody. Set HF_TOKEN to a token that may "
                "read there to tell."
            ) from None

    def _settle(self, info: Any) -> None:
        """Sees to who may read it, before anything is there to be read."""
        private, gated = self._lacks(info)
        if private or gated:
            self._api.update_repo_settings(
                self.name,
                repo_type="dataset",
                private=private or None,
                gated="auto" if gated else None,
            )
        self.access = self._will_be("is now", info)

    def _lacks(self, info: Any) -> tuple[bool, bool]:
        return self._private and not info.private, self._gated and not info.gated

    def _will_be(self, verb: str, info: Any) -> str:
        return _access("is", info.private, bool(info.gated)) + _access(verb, *self._lacks(info))

    def _info(self) -> Any:
        return self._api.repo_info(self.name, repo_type="dataset", files_metadata=True)


def _files(info: Any) -> dict[str, str]:
    return {
        file.rfilename: str(file.lfs.sha256 if file.lfs else file.blob_id) for file in info.siblings
    }


def _access(verb: str, private: bool, gated: bool) -> str:
    held = [word for word, is_so in (("private", private), ("gated", gated)) if is_so]
    return f" The repository {verb} {' and '.join(held)}." if held else ""
