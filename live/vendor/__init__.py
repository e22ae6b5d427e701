"""A name -> the text of a file that others wrote and that the package's build brought.

package.json names the files and their versions, THIRD_PARTY.md their licences. Reads the package's
own folder.
"""

from functools import cache
from importlib.resources import files

from live.errors import MissingError


@cache
def text(name: str) -> str:
    """Gives a file's text. Raises MissingError where the package was built without npm."""
    try:
        return files(__name__).joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingError(
            f"{name}: it is not in this installation, which was built without npm. Run "
            "`python tools/vendor.py` in a clone, or install npm and then live again."
        ) from None
