"""A handle, by which a reviewer is published -> the same, or what is wrong with it.

Reads who was invited.
"""

import re
from typing import TYPE_CHECKING

from live.errors import UsageError

if TYPE_CHECKING:
    from live.workspace import Workspace

HANDLE = re.compile(r"[A-Za-z0-9_-]{2,30}")
RESERVED = ("human", "live", "maintainer")
"""What stands for others where handles are printed."""


def check(handle: str) -> str:
    """Gives a handle as it is kept. Raises UsageError where it is none."""
    handle = handle.strip()
    if not HANDLE.fullmatch(handle):
        raise UsageError(
            f"{handle[:40]!r} is no handle. Write 2 to 30 letters, digits, hyphens and underscores."
        )
    if handle.casefold() in RESERVED:
        raise UsageError(f"{handle!r} stands for others. Choose another.")
    return handle


def spelled(workspace: "Workspace", handle: str) -> str:
    """Gives a handle as its owner writes it, where somebody invited has chosen it: it is theirs."""
    for each in workspace.store.reviewers.all():
        if each.handle.casefold() == handle.casefold():
            return each.handle
    return handle
