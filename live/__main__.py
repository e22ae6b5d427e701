"""Runs the command line as `python -m live`."""

from live.cli import main

main()
