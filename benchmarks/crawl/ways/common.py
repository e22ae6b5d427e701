"""What the ways to photograph pages share: their plan, and what they count.

The plan is {"urls", "browser": path, "folder": for pictures, "format": of pictures, for Playwright,
"workspace": an empty folder, "ads": host}. The standard library only, as in `way.py`.
"""

from pathlib import Path


def photographed(folder: str) -> int:
    """Counts the pictures in a folder that are not tiny."""
    return sum(1 for file in Path(folder).iterdir() if file.stat().st_size > 20_000)
