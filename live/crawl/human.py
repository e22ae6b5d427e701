"""Pictures that people took -> Pages, without a browser. Reads one folder of the workspace.

Its `index.yaml` is a list of mappings, as docs/sites.md shows. Entries of one url are pictures of
one page.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from live.blobs import Blobs
from live.clock import now
from live.crawl.read.date import deciding, freshness
from live.crawl.read.moment import understand
from live.crawl.read.urls import canonical_url
from live.errors import ItemError
from live.outcomes import Done, Dropped, Ending, Waiting
from live.records import Evidence, Link, Page, Shot, Site
from live.yaml_file import mistakes

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
ISO = "2026-10-05T07:15:00+01:00"
MEND_DATE = {
    "undated": f" is no date. Write ISO: {ISO}.",
    "future": " is later than the picture. Mend it, or `taken_at:`.",
    "day_uncertain": f" may be of another month. Write the time with its zone: {ISO}.",
}
"""What to do about a date that places a picture in no month."""


class Picture(BaseModel):
    """An entry of index.yaml. Times as text, with their zone where it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(min_length=1, description="the name of a PNG, JPEG or WebP beside index.yaml")
    url: str = Field(
        pattern=r"^https?://\S+$", description="the page's address, http(s)://host/page"
    )
    title: str = Field(min_length=1, description="the page's headline")
    published_at: str = Field(
        min_length=1, description="when it was published, such as 2026-10-05T07:15:00+01:00"
    )
    taken_at: str = Field(
        default="", description="when the picture was taken, such as 2026-10-06T09:00:00Z"
    )
    text: str = Field(default="", description="the text that the picture shows")


@dataclass(frozen=True)
class Entry:
    """An entry as it stands in the file. address: its page's, or its place where it has none."""

    address: str
    content: Any


def read_pictures(root: Path, place: str) -> list[Entry]:
    """Reads the index of a folder of pictures. place: the folder, relative to `root`.

    Raises ItemError where there is no index or it is no list.
    """
    path = root / place / "index.yaml"
    try:
        # "base" keeps every value as it is written: a time would lose its zone
        content = YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ItemError("no_index", f"{path} is missing. Write one entry a picture.") from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        fact = " ".join(str(error).split())
        raise ItemError("bad_index", f"{path} cannot be read: {fact}.") from None
    if not isinstance(content, list):
        raise ItemError("bad_index", f"{path} is no list. Start each entry with `- file:`.")
    return [Entry(_address(entry, place, number), entry) for number, entry in enumerate(content, 1)]


def import_pictures(link: Link, site: Site, root: Path, blobs: Blobs) -> Ending:
    """Makes the Page of a link to pictures. One with a mistake waits for a person to mend it.

    So does one without a usable date; only what is of another time is dropped.
    """
    index = f"{site.pictures}/index.yaml"
    where = link.url if link.url.startswith(index) else f"{index}: {link.url}"
    entries = [e.content for e in read_pictures(root, site.pictures) if e.address == link.url]
    if not entries:
        return Dropped("removed", f"{link.url} is no longer in {index}. Put it back if it should.")
    try:
        pictures = [_picture(entry) for entry in entries]
        taken = _taken(pictures[0])
    except ValueError as error:
        return Waiting("bad_entry", f"{where}: {error}")
    evidence = understand("human", pictures[0].published_at)
    dating = freshness((evidence,), link.month, taken)
    if dating.verdict == "stale":
        return Dropped("stale", dating.detail)
    if dating.at is None:
        said = f"published_at {evidence.value!r}{MEND_DATE[dating.verdict]}"
        return Waiting(dating.verdict, f"{where}: {said}")
    try:
        shots = tuple(_shot(picture, root / site.pictures, blobs) for picture in pictures)
    except ValueError as error:
        return Waiting("bad_picture", f"{where}: {error}")
    return Done((_page(link, site, pictures, shots, evidence, dating.at, taken),))


def check_pictures(root: Path, site: Site) -> tuple[int, str]:
    """Gives how many pages the index of a site's pictures names, and its mistakes, or ''.

    Raises ItemError where there is no index or it is no list.
    """
    entries = read_pictures(root, site.pictures)
    wrong = []
    for entry in entries:
        try:
            picture = _picture(entry.content)
            evidence = understand("human", picture.published_at)
            if deciding((evidence,), _taken(picture)) is None:
                mend = MEND_DATE["future" if evidence.at else "undated"]
                raise ValueError(f"published_at {picture.published_at!r}{mend}")
            _read(picture, root / site.pictures)
        except ValueError as error:
            wrong.append(f"{entry.address}: {error}")
    return len({entry.address for entry in entries}), " ".join(wrong)


def _picture(entry: Any) -> Picture:
    """An entry as it should be. Raises ValueError with what is wrong and what to write."""
    if not isinstance(entry, dict):
        raise ValueError("it is no mapping. Write file:, url:, title: and published_at:.")
    try:
        return Picture.model_validate(entry)
    except ValidationError as error:
        raise ValueError(" ".join(mistakes(Picture, entry, error))) from None


def _taken(picture: Picture) -> datetime:
    taken = understand("human", picture.taken_at).at if picture.taken_at else now()
    if taken is None:
        raise ValueError(f"taken_at {picture.taken_at!r} is no time. Write ISO: {ISO}.")
    return taken


def _page(
    link: Link,
    site: Site,
    pictures: list[Picture],
    shots: tuple[Shot, ...],
    evidence: Evidence,
    published: datetime,
    taken: datetime,
) -> Page:
    return Page(
        month=link.month,
        site=site.name,
        url=link.url,
        final_url=pictures[0].url,
        title=pictures[0].title,
        language=site.language,
        text="\n\n".join(picture.text for picture in pictures if picture.text),
        html_sha256="",
        shots=shots,
        published_at=published,
        evidence=(evidence,),
        captured_at=taken,
        browser="human",
        screen=(shots[0].width, shots[0].height),
    )


def _shot(picture: Picture, folder: Path, blobs: Blobs) -> Shot:
    """Stores a picture as it is. Raises ValueError as `_read`."""
    content, kind, (width, height) = _read(picture, folder)
    return Shot(
        kind="human",
        sha256=blobs.put(content),
        media_type=FORMATS[kind],
        width=width,
        height=height,
        text=picture.text,
    )


def _read(picture: Picture, folder: Path) -> tuple[bytes, str, tuple[int, int]]:
    """A picture's bytes, format and size, px. Raises ValueError with what to do about it."""
    path = (folder / picture.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"{picture.file} is outside of {folder.name}/. Put it inside.")
    try:
        content = path.read_bytes()
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            kind, size = image.format or "", image.size
    except FileNotFoundError:
        raise ValueError(
            f"{picture.file} is not in {folder.name}/. Put it there, or mend `file:`."
        ) from None
    except UnidentifiedImageError:
        raise ValueError(f"{picture.file} is no picture. Put a PNG, JPEG or WebP.") from None
    except (OSError, Image.DecompressionBombError) as error:
        fact = getattr(error, "strerror", None) or error
        raise ValueError(f"{picture.file} cannot be read ({fact}). Save it anew.") from None
    if kind not in FORMATS:
        raise ValueError(f"{picture.file} is {kind or 'no picture'}. Put a PNG, JPEG or WebP.")
    return content, kind, size


def _address(entry: Any, place: str, number: int) -> str:
    url = canonical_url(str(entry.get("url") or "")) if isinstance(entry, dict) else ""
    return url or f"{place}/index.yaml#{number}"
