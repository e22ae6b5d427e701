"""Measures the reviewers' desk with 5,000 questions in the store, each figure beside its target.

- start: from the start of `live review serve` to the first page with the queue, the median of some.
- key: from a key press to the next question and its screenshot painted in Chromium, which had
  fetched the screenshot before: the median.
- decision: the 95th percentile of how long a decision takes of twenty reviewers who read for a
  second, ten times as fast as people do; what it takes where they decide as fast as they are
  answered; and what is stored of what they sent. Some decide about one question at one moment. They
  run on this machine too, and what they take of its processors is told.
- memory: the server's resident set (RSS) after all of it, and its proportional share (PSS).

The server's own CPU is told as well, for it hardly changes with what else the machine has to do.
Exits with 1 where a target is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
from keys import press_keys, quantile
from month import MONTH, make
from served import Served, first_page, served

from live.records import Decision
from live.review.queue import Filters, Queue
from live.workspace import open_workspace

START_SECONDS, KEY_MS, DECISION_MS, MEGABYTES = 1.5, 50, 150, 150
REVIEWERS, READING_SECONDS, STARTS, SHARED = 20, 1.0, 3, 5
WHO = Path(__file__).with_name("reviewers.py")


def main() -> None:
    """Makes the month, measures, prints; exits with 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--decisions", type=int, default=40, help="of each of the twenty")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        tokens = make(folder, REVIEWERS)
        kept = [_starts(folder)]
        with served(folder) as server:
            kept += [
                _keys(server, given.keys),
                _decisions(folder, server, tokens, given.decisions),
                _memory(server),
            ]
    sys.exit(0 if all(kept) else 1)


def _starts(folder: Path) -> bool:
    found = [first_page(folder) for _ in range(STARTS)]
    seconds, cpu = (statistics.median(each) for each in zip(*found, strict=True))
    _say(
        f"start to first page {seconds:.2f} s, at most {START_SECONDS}; {cpu:.2f} s of CPU{_load()}"
    )
    return seconds <= START_SECONDS


def _keys(server: Served, keys: int) -> bool:
    httpx2.get(server.link, timeout=60, trust_env=False)  # answered once it has started
    before = server.cpu
    found = press_keys(server.link, keys)
    cpu = (server.cpu - before) / keys * 1000
    middle = found.of(0.5)
    _say(
        f"key to next question painted {middle:.0f} ms, at most {KEY_MS}; 95% in "
        f"{found.of(0.95):.0f} ms\n  of it the server {quantile(found.server, 0.5):.0f} ms, 95% in "
        f"{quantile(found.server, 0.95):.0f} ms; {cpu:.1f} ms of its CPU{_load()}"
    )
    return middle <= KEY_MS


def _decisions(folder: Path, server: Served, tokens: list[str], decisions: int) -> bool:
    with open_workspace(folder) as workspace:
        before = len(workspace.store.all(Decision, MONTH))
        todo = Queue(workspace, MONTH).entries(Filters(status="todo"), "nobody", "written")
        logged = workspace.store.audit.head()[0]
    ids = [each.id for each in todo]
    shared = [ids[SHARED * n : SHARED * (n + 1)] for n in range(REVIEWERS // 2)]
    plan = {
        "address": server.address,
        "tokens": tokens,
        "decisions": decisions,
        "reading": READING_SECONDS,
        "shared": shared,
    }
    cpu = server.cpu
    run = subprocess.run(
        [sys.executable, str(WHO)], input=json.dumps(plan), capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    found, cpu = json.loads(run.stdout), server.cpu - cpu
    slow = quantile(found["read"], 0.95) * 1000
    sent = len(found["read"]) + len(found["hurried"])
    _say(
        f"decision of {REVIEWERS} at once: 95% in {slow:.0f} ms, at most {DECISION_MS}; median "
        f"{quantile(found['read'], 0.5) * 1000:.0f} ms\n"
        f"  as fast as answered: 95% in {quantile(found['hurried'], 0.95) * 1000:.0f} ms, median "
        f"{quantile(found['hurried'], 0.5) * 1000:.0f} ms\n"
        f"  CPU of a decision with its pictures: the server's {cpu / sent * 1000:.1f} ms, "
        f"the reviewers' {found['cpu'] / sent * 1000:.1f} ms{_load()}"
    )
    lost = list(_lost(folder, found, before, logged))
    stored, told_of = len(found["stored"]), len(found["told_of"])
    _say(
        f"  {sent} sent: {stored} stored, {told_of} told that somebody else had decided, "
        f"{len(lost)} lost or unlogged, at most 0"
    )
    for line in lost[:5]:
        _say(f"  {line}")
    return slow <= DECISION_MS and not lost


def _lost(folder: Path, found: dict[str, Any], before: int, logged: int) -> Iterator[str]:
    """A line for each decision that is not stored once and logged once, or that is and was not."""
    with open_workspace(folder) as workspace:
        made = workspace.store.all(Decision, MONTH)[before:]
        acts = [each.act for each in made]
        entries = [each for each in workspace.store.audit.entries() if each.seq > logged]
        yield from workspace.store.audit.faults()
    told = [each.after["act"] for each in entries if each.what in ("accept", "reject")]
    for where, kept in (("store", acts), ("log", told)):
        for act in found["stored"]:
            if kept.count(act) != 1:
                yield f"{act}: {kept.count(act)} times in the {where}"
        for act in set(kept) - set(found["stored"]):
            yield f"{act}: in the {where}, and its sender heard otherwise"


def _memory(server: Served) -> bool:
    used = server.process.memory_full_info()
    rss, pss = used.rss / 2**20, used.pss / 2**20
    _say(f"memory of the server {rss:.0f} MB (RSS), at most {MEGABYTES}; {pss:.0f} MB (PSS)")
    return rss <= MEGABYTES


def _load() -> str:
    """How busy the machine was: figures in seconds grow with it."""
    return f" (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
