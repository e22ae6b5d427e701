"""A rival's packages -> the Python of a virtual environment that has them, in a cache folder."""

import os
import subprocess
import sys
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "live-benchmark-rivals"


def python_with(*packages: str, without: str = "", named: str = "") -> str:
    """Gives that Python; it is made once. Empty: it could not be, which is said with the reason.

    packages: for pip; the first names the rival, where no other name is given. without: a package
    that is taken out again.
    """
    folder = CACHE / (named or packages[0].partition("==")[0])
    python, made = folder / "bin" / "python", folder / "made.txt"
    told = "\n".join([*packages, f"without {without}"])
    if made.exists() and made.read_text() == told:
        return str(python)
    pip = [str(python), "-m", "pip"]
    commands = [
        [sys.executable, "-m", "venv", str(folder)],
        [*pip, "install", "--quiet", *packages],
        [*pip, "uninstall", "--quiet", "--yes", without],
    ]
    for command in commands if without else commands[:2]:
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode:
            fact = " ".join((ran.stderr or ran.stdout).strip().splitlines()[-1:])
            sys.stdout.write(f"{folder.name} is left out: it could not be installed ({fact}).\n")
            return ""
    made.write_text(told)
    return str(python)
