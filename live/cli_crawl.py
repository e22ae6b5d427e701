"""`live crawl`: arguments and printing only."""

import asyncio
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from live.cli_parts import (
    json_option,
    lost,
    month_option,
    opened,
    print_json,
    reported,
    stand,
    warn_of_no_contact,
)
from live.errors import UsageError

if TYPE_CHECKING:
    from live.records import Site
    from live.workspace import Workspace


@click.command()
@month_option
@click.option(
    "--site",
    "wanted",
    multiple=True,
    metavar="NAME|URL",
    help="Only this one: of live.yaml, of `live sites list`, or any home page. Repeatable.",
)
@json_option
@click.pass_obj
def crawl(folder: Path, month: str | None, wanted: tuple[str, ...], as_json: bool) -> None:
    """Find the month's articles and photograph them, as many as the day needs.

    With --site, all that the site lists (crawl.pages_per_site at most); exit 1 where it could not
    be asked. With --json, a row for each page that was taken or lost.
    """
    with opened(folder, "crawl") as workspace:
        from live.clock import now
        from live.crawl.report import report, rows, silent_sites, unlisted
        from live.pipeline import collect
        from live.publish.cut import frozen
        from live.terminal import crawl_lines

        month = workspace.month(month)
        sites = tuple(_site(workspace, each) for each in wanted)
        began = now()
        names = {site.name for site in sites or workspace.config.sites}
        ended, in_vain = Counter[str](), dict[str, str]()
        if frozen(workspace, month):
            click.echo(f"{month} is frozen: nothing crawled.", err=True)
        else:
            with reported(workspace, month, "crawl") as heard:
                ended += asyncio.run(collect(workspace, month, sites=sites, report=heard))
                in_vain = unlisted(workspace, month, names, began, "failed") if sites else {}
                if in_vain:
                    heard.ends("failed", "; ".join(in_vain.values()))
            warn_of_no_contact(workspace)
        if as_json:
            print_json(rows(workspace, month, names))
        else:
            why = unlisted(workspace, month, names, began)
            opened_sites = report(workspace, month, began)
            click.echo("\n".join(crawl_lines(opened_sites, why, silent_sites(workspace))))
            stand(workspace, month)
        if ended["dropped"] + ended["failed"] == 0:
            return  # what earlier runs lost, they have told
        code = lost(workspace, month)
        sys.exit(1 if in_vain else code)


def _site(workspace: "Workspace", wanted: str) -> "Site":
    """A site by its name or address, declared or not."""
    from live.crawl.sites import load_sites, named
    from live.records import Site

    own = workspace.config.sites
    if "://" not in wanted:
        try:
            return named(wanted, own)
        except ValueError as error:
            raise UsageError(f"--site: {error}, or an address.") from None
    for site in (*own, *load_sites()):
        if site.url.rstrip("/") == wanted.rstrip("/"):
            return site
    try:
        return Site(name=urlsplit(wanted).netloc, url=wanted)
    except ValueError:
        raise UsageError(f"--site: {wanted!r} is no address. Write http(s)://host/.") from None
