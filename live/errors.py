"""What can go wrong, as one tree. A message is the fact, the value and the next step, in one line.

LiveError                  exit 1: the work could not be finished
├── UsageError             exit 2: what was asked for cannot be done as asked
│   ├── ConfigError        live.yaml is wrong; one line a mistake
│   ├── WorkspaceError     the folder, its database or its lock
│   │   └── HeldError      another process works on it
│   └── MissingError       a browser, key or package that is not there
├── ItemError              one item failed; its stage goes on and a later run tries it again
│   └── BusyError          a host asks for a pause (live/crawl/web/net.py)
└── BudgetError            the next call could cross --max-usd; what is left waits
"""


class LiveError(Exception):
    """Stops a run. `str(error)` is one line a user can act on."""

    exit_code = 1


class UsageError(LiveError):
    """Says that what was asked for cannot be done as asked."""

    exit_code = 2


class ConfigError(UsageError):
    """Says what is wrong in live.yaml, one line a mistake.

    lines: each `live.yaml: sites.3.url: what is wrong. What to write.`
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class WorkspaceError(UsageError):
    """Says that the workspace's folder, database or lock cannot be used."""


class HeldError(WorkspaceError):
    """Says which other process works on the workspace, on this machine or another one.

    doing: its verb, or '' where that is not known.
    """

    def __init__(self, where: str, who: str, doing: str = "") -> None:
        super().__init__(f"{where}: in use by {who}. Wait for it to end, or stop it.")
        self.doing = doing


class MissingError(UsageError):
    """Says that a browser, key or package is missing, and how to get it."""


class ItemError(LiveError):
    """Fails one item of a stage.

    reason: a short slug that is counted (`timeout`, `rate_limited`).
    detail: one sentence for the person who looks into it.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class BudgetError(LiveError):
    """Says that the next call could cross the money limit; nothing was sent."""
