"""shot-scraper's `multi`, full page, in the PNG that it makes; its launch is told which browser."""

import json
from pathlib import Path
from typing import Any

from common import photographed
from playwright.sync_api import BrowserType
from shot_scraper.cli import cli
from way import run


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Photographs the pages."""
    launch, folder = BrowserType.launch, Path(plan["folder"])
    BrowserType.launch = lambda *a, **k: launch(*a, **k | {"executable_path": plan["browser"]})
    shots = [
        {"url": url, "output": str(folder / f"{n}.png"), "width": 1280}
        for n, url in enumerate(plan["urls"])
    ]
    config = folder.parent / "shots.yml"
    config.write_text(json.dumps(shots))
    cli(["multi", str(config), "--silent", "--fail"], standalone_mode=False)
    return {"pages": photographed(plan["folder"])}


if __name__ == "__main__":
    run(work)
