"""A repository's commits and tags in, the tags out that its months lack. Pure.

A revision of a month is loaded by `YYYY-MM.rN`, the first that came also by `YYYY-MM`. No tag that
is there moves.
"""

from collections.abc import Mapping, Sequence


def title(month: str, revision: int = 1) -> str:
    """Gives the title of the commit that publishes a month, by which it is found again."""
    return f"Publish {month}" if revision == 1 else f"Publish {month}, revision {revision}"


def tag_of(month: str, revision: int) -> str:
    """Gives the tag that people are told."""
    return month if revision == 1 else revision_tag(month, revision)


def revision_tag(month: str, revision: int) -> str:
    """Gives the tag of a revision."""
    return f"{month}.r{revision}"


def missing_tags(
    month: str, revision: int, commits: Sequence[tuple[str, str]], tags: Mapping[str, str]
) -> dict[str, str]:
    """Gives the tags that a month lacks up to a revision, each with its commit.

    commits: title and id, the newest first. Where none has the title of `revision`, somebody wrote
    the history anew: then it is the head.
    """
    found = dict(reversed(commits))
    own = {n: found[title(month, n)] for n in range(1, revision + 1) if title(month, n) in found}
    first = tags.get(month)
    if first and first not in [oid for n, oid in own.items() if n > 1]:
        own[1] = first
    own.setdefault(revision, commits[0][1])
    wanted = {month: own[min(own)]} | {revision_tag(month, n): oid for n, oid in own.items()}
    return {name: oid for name, oid in wanted.items() if name not in tags}
