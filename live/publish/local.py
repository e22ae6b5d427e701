"""A month's folder in, the same month inside another folder out. Writes that folder.

Each file appears whole and the card last: what a kill leaves behind is listed nowhere.
"""

import hashlib
import os
from pathlib import Path

from live.errors import UsageError
from live.publish.croissant import CROISSANT
from live.publish.merge import CARD, TABLES, belongs, changes

PLACES = (CARD, CROISSANT, *(f"{top}/*/*" for top in TABLES), "manifest/*.json", "scoreboard/*")


def publish_to_folder(folder: Path, target: Path, month: str) -> bool:
    """Adds a month to a local folder laid out like the repository; False where it was there.

    Raises UsageError where the target is something else, and LiveError where it holds another
    version of the month.
    """
    new = changes(folder, month, digests(target, month), lambda path: (target / path).read_bytes())
    for path, content in new.items():
        if content is None:
            (target / path).unlink(missing_ok=True)
        else:
            _put(target / path, content if isinstance(content, bytes) else content.read_bytes())
    return bool(new)


def digests(target: Path, month: str) -> dict[str, str]:
    """Gives path -> sha256; '' of other months' files, whose bytes nobody asks for.

    Raises UsageError where the target is something else than a benchmark's folder, or an empty one.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"--to {target}: not a folder. Name one, or hub:org/name.")
    if (target / CARD).exists() and not any(target.glob("manifest/*.json")):
        raise UsageError(
            f"--to {target}: holds a README.md that is not a benchmark's. Name an empty folder."
        )
    found = {}
    for path in (path for place in PLACES for path in target.glob(place) if path.is_file()):
        name = str(path.relative_to(target))
        if path.name.startswith("."):
            continue  # left by a kill in _put
        wanted = belongs(name, month) or name in (CARD, CROISSANT)
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest() if wanted else ""
    return found


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
