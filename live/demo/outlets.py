"""Turns `content/*.yaml` into outlets: what each fictional paper is and what it has to say.

Touches outside: the bundled content files, read only.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator
from ruamel.yaml import YAML

CONTENT = Path(__file__).parent / "content"


@cache
def load_all() -> tuple["Outlet", ...]:
    """Reads every outlet, in the order of the file names.

    Raises pydantic.ValidationError when a content file does not fit the models below.
    """
    files = sorted(CONTENT.glob("*.yaml"))
    return tuple(Outlet.model_validate(YAML(typ="safe").load(f.read_text("utf-8"))) for f in files)


class Part(BaseModel):
    """Base of everything in a content file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Chart(Part):
    """Holds the data of a chart; unit is what one value is counted in, step the grid's."""

    kind: Literal["bar", "line"]
    title: str
    x_title: str
    y_title: str
    unit: str
    points: tuple[tuple[str, float], ...]
    step: float
    low: float = 0
    decimals: int = 0


class Map(Part):
    """Holds a simple map, 720 x 340 units; places and notes are (text, x, y, anchor)."""

    title: str
    ground: str
    areas: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, float, float, str], ...]
    notes: tuple[tuple[str, float, float, str], ...] = ()


class Figure(Part):
    """Holds one captioned picture: exactly one of a chart, a map or a drawn scene."""

    caption: str
    credit: str
    alt: str = ""
    lazy: bool = False
    chart: Chart | None = None
    map: Map | None = None
    scene: tuple[dict[str, Any], ...] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Figure":
        if [self.chart, self.map, self.scene].count(None) != 2:
            raise ValueError("a figure needs exactly one of chart, map and scene")
        return self


class Table(Part):
    """Holds one table; every row is as long as the head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Quote(Part):
    """Holds a pull quote and who said it."""

    quote: str
    by: str


class Article(Part):
    """Holds one page. `published` is None only for the undated one.

    kind: good | stale | undated | endless | broken (answers 500).
    """

    slug: str
    section: str
    kind: Literal["good", "stale", "undated", "endless", "broken"] = "good"
    published: AwareDatetime | None
    author: str
    place: str
    headline: str
    standfirst: str
    lead: Figure
    thumb: tuple[dict[str, Any], ...] | None = None
    body: tuple[str | Quote | Table | Figure, ...]

    @property
    def path(self) -> str:
        """Gives the address below the host."""
        return f"/{self.section}/{self.slug}"

    def scenes(self) -> Iterator[tuple[str, tuple[dict[str, Any], ...]]]:
        """Yields (path, scene) of every drawn picture; the first one serves as the teaser."""
        figures = [self.lead, *(part for part in self.body if isinstance(part, Figure))]
        drawn = [self.thumb, *(figure.scene for figure in figures)]
        for number, scene in enumerate(scene for scene in drawn if scene is not None):
            yield f"/pictures/{self.slug}-{number}.svg", scene

    def picture(self, figure: Figure) -> str:
        """Gives the path of a figure's drawn scene."""
        return next(path for path, scene in self.scenes() if scene is figure.scene)

    @property
    def teaser(self) -> str:
        """Gives the path of the picture that stands for the article on a front page."""
        return next(self.scenes())[0]


class Section(Part):
    """Holds one section; subject is its English name in `live.yaml`."""

    slug: str
    name: str
    subject: str


class Outlet(Part):
    """Holds one paper: who it is, how it looks, where it puts its dates, what it says.

    look: a folder of templates. evidence: where an article's date is written for machines.
    edition: the date on the front page. words: the fixed words of the layout in its language.
    extras: what only this look's templates show, such as the boxes of a right rail.
    """

    name: str
    tagline: str
    host: str
    language: str
    country: str
    look: str
    evidence: Literal["json_ld", "meta", "time"]
    edition: AwareDatetime
    feed: Literal["rss", "atom"] | None
    sitemap: bool
    shots: Literal["full_page", "rolling_screen", "single_screen"]
    words: dict[str, str]
    about: tuple[str, ...]
    extras: dict[str, Any]
    sections: tuple[Section, ...]
    articles: tuple[Article, ...]

    @property
    def url(self) -> str:
        """Gives the front page's absolute address."""
        return f"http://{self.host}"

    def section_of(self, article: Article) -> Section:
        """Finds the section that an article belongs to."""
        return next(section for section in self.sections if section.slug == article.section)

    def by_slug(self, slug: str) -> Article:
        """Finds an article by its slug."""
        return next(article for article in self.articles if article.slug == slug)
