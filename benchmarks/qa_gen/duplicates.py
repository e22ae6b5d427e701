"""Measures the gate `new`: 500 questions against up to a million of earlier months, in a store.

At most 10 s and 1 GB for a month against 1,000,000 questions, with what loading their signatures
takes, and at most 2 s for 500 pictures against 1,000,000. Shows how time grows with what is known,
and how many planted repetitions are found. Exits with 1 where a limit is passed.
"""

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from earlier import FRESH, Asked, asked

from live.blobs import Blobs
from live.qa_gen.gates.known import known
from live.qa_gen.gates.new import find_twins
from live.qa_gen.gates.signatures import sign, within
from live.records import Evidence, Page, Question, Shot
from live.store import Store

SIZES = (10_000, 100_000, 1_000_000)
SECONDS, GIGABYTES, PICTURE_SECONDS = 10, 1, 2
MONTH, MONTHS = "2026-10", [f"{year}-{n:02}" for year in (2024, 2025) for n in range(1, 13)]
NEW, A_PAGE, BATCH = 500, 5, 10_000
KINDS = ("copy", "other words", "near miss", "new", "known picture")
"""What the month's questions are, in equal shares; the first, second and last are to be found."""


def main() -> None:
    """Measures at each size, and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--gate", metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--pictures", type=int, metavar="N", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.gate:
        sys.stdout.write(json.dumps(gate(Path(given.gate))))
    elif given.pictures:
        sys.stdout.write(json.dumps(pictures(given.pictures)))
    else:
        sys.exit(0 if compare(sorted(given.sizes)) else 1)


def compare(sizes: list[int]) -> bool:
    """Grows one store from size to size, and measures the gate in a process of its own at each."""
    good, first = True, 0.0
    with tempfile.TemporaryDirectory() as folder:
        built = Earlier(Path(folder))
        for size in sizes:
            seconds = built.grow(size)
            found = in_process("--gate", folder)
            searched = in_process("--pictures", str(size))
            first = first or found["seconds"]
            shares = ", ".join(f"{kind} {share:.0%}" for kind, share in found["dropped"].items())
            sys.stdout.write(
                f"{size:9,} known (built in {seconds:.0f} s)\n"
                f"  month of {NEW}     {found['seconds']:6.2f} s  = "
                f"{found['seconds'] / SECONDS:.2f} of {SECONDS} s, "
                f"{found['seconds'] / first:.1f} x the first size's\n"
                f"    loading         {found['loading']:6.2f} s, CPU in all {found['cpu']:.2f} s\n"
                f"  peak memory       {found['peak']:6.2f} GB = {found['peak'] / GIGABYTES:.2f}"
                f" of {GIGABYTES} GB\n"
                f"  dropped           {shares}\n"
                f"  {NEW} pictures      {searched['seconds']:6.2f} s  = "
                f"{searched['seconds'] / PICTURE_SECONDS:.2f} of {PICTURE_SECONDS} s, "
                f"found {searched['found']:.0%}, wrong {searched['wrong']:.0%}\n"
            )
            sys.stdout.flush()
            good &= found["seconds"] <= SECONDS and found["peak"] <= GIGABYTES
            good &= searched["seconds"] <= PICTURE_SECONDS
    return good


def gate(folder: Path) -> dict[str, Any]:
    """Finds what a new month repeats. seconds: from opening the store; peak: GB of memory."""
    planted = json.loads((folder / "planted.json").read_text())
    started = time.monotonic()
    store, blobs = Store(f"sqlite:///{folder}/live.db"), Blobs(str(folder / "blobs"))
    questions = [Question.model_validate(body) for body in planted["questions"]]
    pages = {page.id: page for page in map(Page.model_validate, planted["pages"])}
    hashes = {id: bytes.fromhex(bits) for id, bits in planted["hashes"].items()}
    loading = time.monotonic()
    before = known(store, blobs, MONTH)
    loading = time.monotonic() - loading
    twins = find_twins(questions, sign(questions), pages, hashes, before)
    seconds = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    dropped = Counter(
        kind for q, kind in zip(questions, planted["kinds"], strict=True) if q.id in twins
    )
    of = Counter(planted["kinds"])
    shares = {kind: dropped[kind] / of[kind] for kind in KINDS}
    return {
        "seconds": seconds,
        "loading": loading,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 2**20,
        "dropped": shares,
    }


def pictures(size: int) -> dict[str, float]:
    """Searches 500 pictures, half of them changed a little, among so many."""
    dice = np.random.default_rng(1)
    hashes = dice.integers(0, 256, (size, 32), np.uint8)
    searched = dice.integers(0, 256, (NEW, 32), np.uint8)
    half = NEW // 2
    searched[:half] = hashes[:half] ^ few_bits(dice, half)
    started = time.monotonic()
    near = within(searched, hashes, 31)
    seconds = time.monotonic() - started
    found = sum(any(place == n for _, place in near[n]) for n in range(half)) / half
    return {"seconds": seconds, "found": found, "wrong": sum(map(bool, near[half:])) / half}


def few_bits(dice: np.random.Generator, rows: int) -> Any:
    """Some 15 bits of 256 in each row, as a page in another size differs."""
    return np.packbits(dice.random((rows, 256)) < 15 / 256, axis=1)


class Earlier:
    """A store of earlier months that grows, and the new month that repeats some of its first."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._batches = folder, 0
        Store(f"sqlite:///{folder}/live.db").close()  # makes the tables
        self._database = sqlite3.connect(folder / "live.db")
        self._database.execute("PRAGMA synchronous=OFF")
        (folder / "planted.json").write_text(json.dumps(plant()))

    def grow(self, size: int) -> float:
        """Adds questions up to a size, and gives the seconds that took."""
        started = time.monotonic()
        batches = range(self._batches, size // BATCH)
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            for rows in pool.map(rows_of, batches):
                with self._database as database:
                    for statement, several in rows.items():
                        database.executemany(statement, several)
        self._batches = batches.stop
        return time.monotonic() - started


def rows_of(batch: int) -> dict[str, list[tuple[Any, ...]]]:
    """Makes a batch of earlier questions: the rows of each table, by the statement for them."""
    month = MONTHS[batch % len(MONTHS)]
    pages = [page(month, batch * BATCH // A_PAGE + n) for n in range(BATCH // A_PAGE)]
    questions = [one.written(month, pages[n // A_PAGE].id) for n, one in enumerate(asked_in(batch))]
    records = "(id, version, month, parent, body) VALUES (?, 1, ?, ?, ?)"
    rows: dict[str, list[tuple[Any, ...]]] = {
        f"INSERT OR IGNORE INTO {table} {records}": [
            (r.id, month, r.parent, r.model_dump_json()) for r in stored
        ]
        for table, stored in (("pages", pages), ("questions", questions))
    }
    rows["INSERT OR IGNORE INTO outcomes VALUES (?, ?, ?, 'done', '', '')"] = [
        *((month, "write", page.id) for page in pages),
        *((month, "gates", question.id) for question in questions),
    ]
    signed = (
        [*zip(pages, hashes_in(batch), strict=True)],
        [*zip(questions, sign(questions), strict=True)],
    )
    rows["INSERT OR IGNORE INTO signatures VALUES (?, ?, ?)"] = [
        (table, record.id, bytes(bits))
        for table, several in zip(("pages", "questions"), signed, strict=True)
        for record, bits in several
    ]
    return rows


def asked_in(batch: int) -> list[Asked]:
    """What the questions of a batch ask."""
    dice = random.Random(batch)
    return [asked(dice) for _ in range(BATCH)]


def hashes_in(batch: int) -> Any:
    """The hashes of a batch's pages."""
    return np.random.default_rng(batch).integers(0, 256, (BATCH // A_PAGE, 32), np.uint8)


def plant() -> dict[str, Any]:
    """Makes the new month, which repeats questions and, on its last pages, pictures of batch 0."""
    dice, share, earlier = random.Random(2), NEW // len(KINDS), asked_in(0)
    flips = np.random.default_rng((2, 2))  # no batch has this seed
    bits = flips.integers(0, 256, (NEW // A_PAGE, 32), np.uint8)
    known_pages = share // A_PAGE
    bits[-known_pages:] = hashes_in(0)[:known_pages] ^ few_bits(flips, known_pages)
    pages = [page(MONTH, n) for n in range(len(bits))]
    kinds = [kind for kind in KINDS for _ in range(share)]
    questions = []
    for n, kind in enumerate(kinds):
        at = {"month": MONTH, "page_id": pages[n // A_PAGE].id}
        one = earlier[n] if n < 3 * share else asked(dice, FRESH)
        if kind == "copy":
            copy = one.written(**at)
            text = dice.choice([str.upper, str.lower, "According to the page: {}".format])
            questions.append(copy.model_copy(update={"question": text(copy.question)}))
        elif kind == "near miss":
            questions.append(
                one.written(**at, place=dice.choice(FRESH), year=dice.randint(1900, 1980))
            )
        else:
            questions.append(one.written(**at, way=int(kind == "other words")))
    return {
        "questions": [question.model_dump(mode="json") for question in questions],
        "kinds": kinds,
        "pages": [page.model_dump(mode="json") for page in pages],
        "hashes": {page.id: bytes(row).hex() for page, row in zip(pages, bits, strict=True)},
    }


def page(month: str, n: int) -> Page:
    """A page as a crawl stores it."""
    at = datetime.fromisoformat(f"{month}-14T09:00:00Z")
    url = f"http://herald.example/{month}/{n}"
    return Page(
        month=month,
        site="Herald",
        url=url,
        final_url=url,
        title=f"Story {n}",
        text=f"{random.Random(url).randbytes(200).hex()} is the code of this story.",
        html_sha256="",
        shots=(Shot(kind="full_page", sha256="0" * 64, width=1280, height=1600),),
        published_at=at,
        evidence=(Evidence(source="json-ld", value=at.isoformat(), at=at, zoned=True),),
        captured_at=at,
        browser="Chromium",
        screen=(1280, 800),
    )


def in_process(*arguments: str) -> dict[str, Any]:
    """Runs one measurement in a process of its own, and gives what it printed."""
    command = [sys.executable, __file__, *arguments]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=-1).stdout)
    return found


if __name__ == "__main__":
    main()
