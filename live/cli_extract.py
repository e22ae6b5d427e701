"""`live extract`: arguments and printing only. Needs no workspace."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from live.cli_parts import json_option, print_json, read_time
from live.errors import UsageError

MOST_BYTES = 50_000_000


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--url", required=True, help="Where the page was found.")
@click.option(
    "--fetched",
    metavar="TIME",
    callback=read_time,
    help="When; what claims to be later is not believed. Without a zone: UTC. Default: now.",
)
@click.option(
    "--cutoff",
    metavar="TIME",
    callback=read_time,
    help="Also say whether it was published at TIME, as a month's first instant, or later: "
    "fresh, stale, held or unknown. Without a zone: UTC.",
)
@json_option
def extract(
    file: str, url: str, fetched: datetime | None, cutoff: datetime | None, as_json: bool
) -> None:
    """Read a saved page, FILE.html or FILE.html.gz: title, date with its proof, body, picture.

    FILE `-` is the standard input.
    """
    from live.clock import now
    from live.crawl.read.saved import decode, no_html, reading
    from live.crawl.read.urls import canonical_url

    if not canonical_url(url):
        raise UsageError(f"--url: {url!r} is no address of the web. Write http(s)://host/path.")
    html = decode(_content(file))
    if why := no_html(html):
        raise UsageError(f"{file}: {why}. Write a saved page's file, .html or .html.gz.")
    said = reading(html, url, fetched or now(), cutoff)
    if as_json:
        print_json(said)
    else:
        click.echo("\n".join(_lines(said)))


def _content(file: str) -> bytes:
    """The bytes of a file, unpacked where they are a gzip."""
    import gzip
    import zlib

    try:
        stream = sys.stdin.buffer if file == "-" else Path(file).open("rb")
        with stream:
            content = stream.read(MOST_BYTES)
    except OSError as error:
        fact = (error.strerror or "it cannot be read").lower()
        raise UsageError(f"{file}: {fact}. Write a saved page's file, or - for input.") from None
    packed = content[:2] == b"\x1f\x8b"
    if file.endswith(".gz") and content and not packed:
        raise UsageError(f"{file}: not a gzip. Name it .html, or pack it again.")
    if not packed:
        return content
    try:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        page = unpacker.decompress(content, MOST_BYTES)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise UsageError(f"{file}: a damaged gzip ({error}). Pack it again.") from None
    if not unpacker.eof and not unpacker.unconsumed_tail:
        raise UsageError(f"{file}: a gzip that breaks off. Pack it again.")
    return page


def _lines(said: dict[str, Any]) -> list[str]:
    """What was read, for people: a line each, the body below."""
    fresh = f" ({said['fresh']})" if "fresh" in said else ""
    rows = [
        ("title", said["title"]),
        ("byline", said["byline"]),
        ("section", said["section"]),
        ("published", f"{said['published'] or '-'}{fresh}"),
        *(("evidence", f"{each['source']} says {each['value']}") for each in said["evidence"]),
        ("language", said["language"]),
        ("picture", said["lead_image"]),
        ("caption", said["lead_caption"]),
    ]
    lines = [f"{name:10}{value or '-'}" for name, value in rows]
    return [*lines, "", said["body"] or "no body found"]
