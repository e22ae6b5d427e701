"""Brings the files of live/vendor/ before the package is built; all else is in pyproject.toml."""

from pathlib import Path
from runpy import run_path

from setuptools import setup
from setuptools.command.build_py import build_py

VENDOR = Path(__file__).parent / "tools" / "vendor.py"


class BuildPy(build_py):
    """Builds the package. A build without npm goes on; the verbs concerned say what is missing."""

    def run(self) -> None:
        run_path(str(VENDOR))["main"]()
        super().run()


setup(cmdclass={"build_py": BuildPy})
