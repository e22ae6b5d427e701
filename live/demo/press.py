"""Prints the papers: outlets from `content/` and layouts from `templates/` into finished pages.

Pure but for reading the bundled templates; nothing depends on time, chance or the port.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from live.demo import charts, scenes
from live.demo.outlets import Article, Outlet, load_all

ADS_HOST = "ads.example"
HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
SVG = "image/svg+xml"
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
}
MONTHS = {
    "en": "January February March April May June July August September October November "
    "December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November "
    "Dezember".split(),
}
ADVERTISEMENTS = {
    "kettle": ("Pellham Kettles", "Boils quietly. Pours straight.", "#24506b", "#f4e9d2"),
    "trains": ("Lowland Sleeper", "Fall asleep here. Wake up there.", "#3d2c5e", "#f7d58b"),
    "shoes": ("Brisk & Daughter", "Walking shoes, mended for life.", "#7a2f1d", "#fbeee0"),
    "honig": ("Imkerei Lindenhof", "Honig aus dem Tannfelder Wald.", "#8a5a00", "#fff3cf"),
    "rad": ("Radhaus Elme", "Winterdurchsicht für jedes Rad.", "#1d4d3c", "#e7f3ea"),
}


@dataclass(frozen=True)
class Page:
    """Holds one answer. endless: the body is only the start of a response that never ends."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    endless: bool = False


NOT_FOUND = Page(b"No such page.\n", "text/plain; charset=utf-8", 404)


def print_all() -> dict[str, dict[str, Page]]:
    """Prints every page of every outlet and the advertisements: host -> path -> page."""
    sites = {outlet.host: _print_outlet(outlet) for outlet in load_all()}
    sites[ADS_HOST] = _print_advertisements()
    return sites


def _print_outlet(outlet: Outlet) -> dict[str, Page]:
    """Prints one outlet: path -> page."""
    pages = {
        "/": _render(f"{outlet.look}/front.html", outlet),
        "/style.css": _render(f"{outlet.look}/style.css", outlet, "text/css; charset=utf-8"),
        "/about": _render("about.html", outlet),
        "/robots.txt": _render("robots.txt", outlet, "text/plain; charset=utf-8"),
    }
    for section in outlet.sections:
        pages[f"/{section.slug}/"] = _render(f"{outlet.look}/section.html", outlet, section=section)
    for article in outlet.articles:
        pages[article.path] = _print_article(outlet, article)
        for path, scene in article.scenes():
            pages[path] = Page(scenes.draw(scene).encode(), SVG)
    if outlet.feed is not None:
        pages["/feed.xml"] = _render(f"feed.{outlet.feed}.xml", outlet, XML)
    if outlet.sitemap:
        pages["/news-sitemap.xml"] = _render("news-sitemap.xml", outlet, XML)
    return pages


def _print_article(outlet: Outlet, article: Article) -> Page:
    """Prints one article; a broken one answers 500, an endless one is cut inside its body."""
    if article.kind == "broken":
        return Page(b"<!doctype html><title>500</title><h1>Internal Server Error</h1>\n", HTML, 500)
    page = _render(
        f"{outlet.look}/article.html", outlet, article=article, section=outlet.section_of(article)
    )
    if article.kind == "endless":
        return Page(page.body.partition(b"<!--endless-->")[0], HTML, endless=True)
    return page


def _print_advertisements() -> dict[str, Page]:
    """Prints the frames that the outlets' advertisement slots load, wide and tall."""
    template = _environment().get_template("advertisement.html")
    pages = {}
    for key, (name, line, back, ink) in ADVERTISEMENTS.items():
        html = template.render(name=name, line=line, back=back, ink=ink)
        pages[f"/{key}"] = Page(html.encode())
    return pages


@cache
def _environment() -> Environment:
    """Builds the template environment: escaping on, an unknown name is an error."""
    environment = Environment(
        loader=PackageLoader("live.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        chart=charts.draw, chart_map=charts.draw_map, icon=scenes.icon, json_ld=_json_ld
    )
    environment.filters.update(
        iso=datetime.isoformat, rfc822=format_datetime, day=_day, moment=_moment
    )
    return environment


def _render(template: str, outlet: Outlet, content_type: str = HTML, **context: Any) -> Page:
    """Renders one template for one outlet into a page."""
    dated = [article for article in outlet.articles if article.published is not None]
    latest = sorted(dated, key=lambda article: str(article.published), reverse=True)
    text = _environment().get_template(template).render(outlet=outlet, latest=latest, **context)
    return Page(text.strip().encode() + b"\n", content_type)


def _json_ld(outlet: Outlet, article: Article) -> Markup:
    """Describes an article as schema.org NewsArticle; an undated one gets no dates."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.standfirst,
        "articleSection": outlet.section_of(article).name,
        "author": [{"@type": "Person", "name": article.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        "mainEntityOfPage": outlet.url + article.path,
        "image": outlet.url + article.teaser,
        "inLanguage": outlet.language,
    }
    if article.published is not None:
        data["datePublished"] = article.published.isoformat()
    return Markup(json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/"))


def _day(when: datetime, region: str) -> str:
    """Writes a day for people: `Tuesday 6 October 2026`, `Dienstag, 6. Oktober 2026`.

    region: en, us (`Tuesday, October 6, 2026`) or de.
    """
    language = "de" if region == "de" else "en"
    day, month = DAYS[language][when.weekday()], MONTHS[language][when.month - 1]
    if region == "de":
        return f"{day}, {when.day}. {month} {when.year}"
    if region == "us":
        return f"{day}, {month} {when.day}, {when.year}"
    return f"{day} {when.day} {month} {when.year}"


def _moment(when: datetime, region: str) -> str:
    """Writes a time of day for people, with its zone: `07:15 (UTC+1)`, `07:15 Uhr`.

    region: en, us (`7:15 a.m. (UTC-4)`) or de.
    """
    if region == "de":
        return f"{when:%H:%M} Uhr"
    offset = when.utcoffset()
    hours = 0 if offset is None else round(offset.total_seconds() / 3600)
    zone = f"UTC{hours:+d}" if hours else "UTC"
    if region == "us":
        half = "a.m." if when.hour < 12 else "p.m."
        return f"{when.hour % 12 or 12}:{when:%M} {half} ({zone})"
    return f"{when:%H:%M} ({zone})"
