"""A live multimodal benchmark: this month's news, turned into questions no model can have seen."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from live.loaded import QuestionRow, Rows, load

__version__ = "0.1.0"
__all__ = ["QuestionRow", "Rows", "load"]


def __getattr__(name: str) -> Any:
    """Imports what is public once it is asked for, so that `import live` stays light."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from live import loaded

    return getattr(loaded, name)
