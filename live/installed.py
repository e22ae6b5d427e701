"""What is asked for and what is there -> the Chromium to run. Looks at the environment and disk."""

import os
import shutil
from pathlib import Path

from live.errors import MissingError

VARIABLE = "LIVE_CHROMIUM"
# The shell draws the same pages with half the processor. Debian's wrapper on the PATH prints noise;
# the program behind it does not.
PROGRAMS = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/usr/lib/chromium/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)


def find_chromium(own: str, named: str | None = None) -> str:
    """Gives the path of the Chromium to use: the named, LIVE_CHROMIUM, `own`, the system's.

    own: where Playwright keeps the one that it downloads. Raises MissingError.
    """
    for name, where in ((named, "the Chromium asked for"), (os.environ.get(VARIABLE), VARIABLE)):
        if name and (found := shutil.which(name)):
            return found
        if name:
            raise MissingError(f"{where}: {name} is no program. Correct the path, or leave it out.")
    if Path(own).is_file():
        return own
    for program in PROGRAMS:
        if found := shutil.which(program):
            return found
    raise MissingError(
        "No Chromium was found. Run `apt-get install chromium` or `playwright install chromium`, "
        f"or put the path of one into {VARIABLE}."
    )
