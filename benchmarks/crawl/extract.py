"""Reads saved pages and compares what was read with what is known of them.

`--pages DIR` holds gzipped pages and an index.json: a row a page with `file`, `url`, `crawled`
(UTC), `title`, `published` (ISO; with a zone where the page names one) and `paragraphs`. Exit 1
where a target is missed; `--misses` lists the pages that miss it.

- day: the page's local day is the reference's.
- zone: kept, of the references that have one.
- stale called fresh: pages that are called fresh for a cutoff more than a day after they appeared.
- fresh held back: pages that are not called fresh for a cutoff two days before.
- body: F1 of the multisets of character 8-grams of the text, white space normalised; the mean.
- title: equal, or one holds the other, normalised (NFKC, case, quotes, dashes, white space).
- ms a page: CPU, the first page left out, which loads the libraries.
"""

import argparse
import gzip
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from live.crawl.read.date import against
from live.crawl.read.saved import decode, reading
from live.records import Evidence

OWN = Path(__file__).parent / "pages"
FRESH, BEFORE = "fresh", timedelta(days=2)
AFTER = [timedelta(days=1, seconds=1), *(timedelta(days=n) for n in (2, 7, 30, 365))]
QUOTES = re.compile("[\"'`´‘’‚‛“”„‟«»‹›「」『』]")
DASHES = re.compile("[‐-―−]")
Row = dict[str, Any]


def main() -> None:
    """Prints a line a measure, and ends with 1 where one misses its target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=OWN, metavar="DIR")
    parser.add_argument(
        "--misses", action="store_true", help="also list what was missed, and where"
    )
    options = parser.parse_args()
    rows = json.loads((options.pages / "index.json").read_text())
    measured(options.pages, rows[0])
    results = [measured(options.pages, row) for row in rows]
    missed = [_line(*each) for each in summary(results)]
    if options.misses:
        for row, result in zip(rows, results, strict=True):
            for what in _misses(row, result):
                sys.stdout.write(f"{row['file']}: {what}\n")
    sys.exit(1 if any(missed) else 0)


def measured(folder: Path, row: Row) -> Row:
    """Reads a page and compares it with its row of the index."""
    html, fetched = (
        decode(gzip.decompress((folder / row["file"]).read_bytes())),
        _utc(row["crawled"]),
    )
    started = time.process_time()
    said = reading(html, row["url"], fetched)
    seconds = time.process_time() - started
    published = _utc(row["published"])
    evidence = tuple(Evidence.model_validate(each) for each in said["evidence"])
    kept = re.search(r"T.*(Z|[+-]\d\d:\d\d)$", said["published"] or "")
    stale = [
        str(after) for after in AFTER if against(evidence, published + after, fetched) == FRESH
    ]
    return {
        "said": said,
        "day": said["published_day"] == row["published"][:10],
        "zone": bool(kept) if datetime.fromisoformat(row["published"]).tzinfo else None,
        "stale": stale,
        "held back": against(evidence, published - BEFORE, fetched) != FRESH,
        "body": f1(said["body"] or "", " ".join(row["paragraphs"])),
        "title": same_title(said["title"] or "", row["title"]),
        "ms": 1000 * seconds,
    }


def summary(results: list[Row]) -> list[tuple[str, float, str, float]]:
    """Gives (measure, value, `>=` or `<=`, target)."""
    zones = [result["zone"] for result in results if result["zone"] is not None]
    return [
        ("day, share", _mean([result["day"] for result in results]), ">=", 0.98),
        ("zone, share", _mean(zones), ">=", 0.90),
        ("stale called fresh, pages", sum(bool(result["stale"]) for result in results), "<=", 0),
        ("fresh held back, share", _mean([result["held back"] for result in results]), "<=", 0.1),
        ("body, F1", _mean([result["body"] for result in results]), ">=", 0.94),
        ("title, share", _mean([result["title"] for result in results]), ">=", 0.90),
        ("ms a page", _mean([result["ms"] for result in results]), "<=", 100),
    ]


def f1(one: str, other: str) -> float:
    """Computes F1 over the multisets of the character 8-grams of two texts, 0..1."""
    a, b = _grams(one), _grams(other)
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0


def same_title(one: str, other: str) -> bool:
    """Tells whether two headlines are one, or one is a part of the other."""
    a, b = _normal(one), _normal(other)
    return bool(a and b) and (a in b or b in a)


def _misses(row: Row, result: Row) -> list[str]:
    said = result["said"]
    sources = ", ".join(f"{each['source']} {each['value']}" for each in said["evidence"])
    dated = f"{said['published']} for {row['published']} ({sources or 'no evidence'})"
    found = {
        f"day: {dated}": not result["day"],
        f"zone: {dated}": result["zone"] is False,
        f"called fresh after {', '.join(result['stale'])}: {dated}": bool(result["stale"]),
        f"held back: {dated}": result["held back"],
        f"body: {result['body']:.3f}": result["body"] < 0.9,
        f"title: {said['title']!r} for {row['title']!r}": not result["title"],
    }
    return [what for what, is_so in found.items() if is_so]


def _line(what: str, value: float, relation: str, target: float) -> bool:
    """Prints a measure, and tells whether it misses its target."""
    missed = value < target if relation == ">=" else value > target
    verdict = "missed" if missed else "reached"
    sys.stdout.write(f"{what:26} {value:8.3f}   target {relation} {target:<6g} {verdict}\n")
    return missed


def _grams(text: str) -> Counter[str]:
    text = " ".join(text.split())
    return Counter(text[n : n + 8] for n in range(max(len(text) - 7, 1)))


def _normal(title: str) -> str:
    title = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(DASHES.sub("-", QUOTES.sub("", title)).split())


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _utc(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
