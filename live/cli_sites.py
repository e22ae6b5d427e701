"""`live sites ...`: arguments and printing only."""

import asyncio
import difflib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from live.cli_parts import json_option, print_json
from live.counted import counted
from live.errors import UsageError

if TYPE_CHECKING:
    from live.config import Config
    from live.crawl.check import Finding
    from live.records import Site


@click.group()
def sites() -> None:
    """Look at the outlets that live knows, and visit them."""


_country = click.option("--country", default="", metavar="XX", help="Its code, such as br.")
_language = click.option("--language", default="", metavar="XX", help="Its code, such as pt.")
_subject = click.option("--subject", default="", metavar="WORD", help="Such as sports.")


@sites.command("list")
@_country
@_language
@_subject
@json_option
def sites_list(country: str, language: str, subject: str, as_json: bool) -> None:
    """List the outlets that live.yaml may name. Needs no workspace."""
    from live.crawl.sites import load_sites

    listed = _filter(load_sites(), country=country, language=language, subject=subject)
    if as_json:
        print_json([_row(site) for site in listed])
        return
    click.echo("\n".join(_table(listed)))
    click.echo(f"{counted(len(listed), 'outlet')}.", err=True)


@sites.command("check")
@click.argument("name", default="", required=False)
@_country
@_language
@_subject
@json_option
@click.pass_obj
def sites_check(
    folder: Path, name: str, country: str, language: str, subject: str, as_json: bool
) -> None:
    """Visit an outlet, and say what works and what to do about what does not.

    Of one whose pictures people take, their folder is looked at.

    NAME is one of live.yaml or of `live sites list`; without it, all of live.yaml are visited, or
    all that are known where there is no live.yaml. Exit 1 where one gives no article.
    """
    from live.config import load_config
    from live.crawl.sites import load_sites, named

    file = folder / "live.yaml"
    config = load_config(file) if file.is_file() else None
    known = config.sites if config else load_sites()
    if name:
        try:
            chosen = [named(name, known)]
        except ValueError as error:
            raise UsageError(f"sites check: {error}.") from None
    else:
        chosen = _filter(known, country=country, language=language, subject=subject)
    if not chosen:
        raise UsageError("sites check: no outlet to visit. See `live sites list`.")
    sys.exit(asyncio.run(_check(chosen, folder, _options(config), as_json)))


def _options(config: "Config | None") -> dict[str, Any]:
    """How live.yaml wants sites to be visited."""
    from live.crawl.web.net import Network

    if config is None:
        return {}
    return {
        "contact": config.contact,
        "seconds": config.crawl.timeout_seconds,
        "respect_ai_optout": config.crawl.respect_ai_optout,
        "network": Network(private=config.crawl.private_addresses),
    }


async def _check(chosen: list["Site"], folder: Path, options: dict[str, Any], as_json: bool) -> int:
    from live.crawl.check import check, works

    all_work = True
    rows: list[dict[str, Any]] = []
    async for findings in check(chosen, root=folder, **options):
        all_work &= works(findings)
        rows += [finding.__dict__ for finding in findings]
        if not as_json:
            click.echo("\n".join(_lines(findings)))
    if as_json:
        print_json(rows)
    return 0 if all_work else 1


def _filter(known: Iterable["Site"], **asked: str) -> list["Site"]:
    """Keeps what was asked for. A word that no outlet has is bad input."""
    from live.crawl.sites import select

    known = list(known)
    words = {
        "country": {site.country for site in known},
        "language": {site.language for site in known},
        "subject": {subject for site in known for subject in site.subjects},
    }
    asked = {option: value.strip().lower() for option, value in asked.items()}
    for option, value in asked.items():
        if value and value not in words[option]:
            near = difflib.get_close_matches(value, words[option], n=1)
            some = f"Did you mean {near[0]!r}?" if near else f"Write one of: {_all(words[option])}."
            raise UsageError(f"--{option}: no outlet has {value!r}. {some}")
    return list(select(known, **asked))


def _all(words: Iterable[str]) -> str:
    return ", ".join(sorted(word for word in words if word))


def _row(site: "Site") -> dict[str, Any]:
    fields = ("name", "url", "country", "language", "subjects", "sections", "feeds", "sitemaps")
    row = site.model_dump(mode="json")
    return {field: row[field] for field in (*fields, "note", "source", "last_checked")}


def _table(listed: list["Site"]) -> list[str]:
    """A line an outlet, cut to the terminal where there is one."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    name = max([len(site.name) for site in listed] + [4])
    url = max([len(site.url) for site in listed] + [3])
    lines = [f"in lang  {'name':{name}}  {'url':{url}}  subjects"]
    for site in listed:
        subjects = ", ".join(site.subjects)
        lines.append(
            f"{site.country:2} {site.language:4}  {site.name:{name}}  {site.url:{url}}  {subjects}"
        )
    return [line if not width or len(line) <= width else line[: width - 1] + "…" for line in lines]


def _lines(findings: list["Finding"]) -> list[str]:
    """A site's findings: its name, then a line an address."""
    lines = [findings[0].site]
    for each in findings:
        newest = f" Newest: {each.newest}." if each.newest and each.ok else ""
        address = "" if not each.ok or each.what == "robots.txt" else f" {each.url}"
        state = "ok " if each.ok else "bad"
        lines.append(
            f"  {state} {each.what:10} {each.seconds:4.1f} s  {each.fact}{newest}{address}"
        )
    return lines
