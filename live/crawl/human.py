"""Pictures that people took -> Pages, without a browser. Reads one folder of the workspace.

Its `index.yaml` is a list of mappings: `file`, `url`, `title`, `published_at`, and where known
`taken_at` and `text` (what the picture says). Entries of one url are pictures of one page.
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
from live.crawl.read.date import freshness
from live.crawl.read.moment import understand
from live.crawl.read.urls import canonical_url
from live.errors import ItemError
from live.outcomes import Done, Dropped, Ending, Waiting
from live.records import Evidence, Link, Page, Shot, Site

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


class Picture(BaseModel):
    """An entry of index.yaml. Times as text, with their zone where it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://\S+$")
    title: str = Field(min_length=1)
    published_at: str
    taken_at: str = ""
    text: str = ""


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
    """Makes the Page of a link to pictures. One with a mistake waits for a person to mend it."""
    listed = read_pictures(root, site.pictures)
    entries = [entry.content for entry in listed if entry.address == link.url]
    try:
        pictures = [Picture.model_validate(entry) for entry in entries]
    except ValidationError as error:
        mistake = error.errors()[0]
        where = ".".join(map(str, mistake["loc"])) or "the entry"
        return Waiting("bad_entry", f"{link.url} in index.yaml: {where}: {mistake['msg']}.")
    if not pictures:
        return Waiting("missing", f"{link.url} is no longer in {site.pictures}/index.yaml.")
    taken = understand("human", pictures[0].taken_at).at if pictures[0].taken_at else now()
    if taken is None:
        return Waiting("bad_entry", f"taken_at {pictures[0].taken_at!r} is no time. Write ISO.")
    evidence = understand("human", pictures[0].published_at)
    dating = freshness((evidence,), link.month, taken)
    if dating.at is None:
        return Dropped(dating.verdict, dating.detail)
    try:
        shots = tuple(_shot(picture, root / site.pictures, blobs) for picture in pictures)
    except UnidentifiedImageError:
        files = ", ".join(picture.file for picture in pictures)
        return Waiting(
            "bad_picture", f"{link.url}: {files}: not a picture. Put a PNG, JPEG or WebP."
        )
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        return Waiting("bad_picture", f"{link.url}: {error}.")
    return Done((_page(link, site, pictures, shots, evidence, dating.at, taken),))


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
    """Stores a picture as it is. Raises ValueError, or what Pillow raises, for one that is none."""
    path = (folder / picture.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"{picture.file} is outside the folder")
    content = path.read_bytes()
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        kind, (width, height) = image.format or "", image.size
    if kind not in FORMATS:
        raise ValueError(f"{picture.file} is {kind or 'no picture'}; write PNG, JPEG or WebP")
    return Shot(
        kind="human",
        sha256=blobs.put(content),
        media_type=FORMATS[kind],
        width=width,
        height=height,
        text=picture.text,
    )


def _address(entry: Any, place: str, number: int) -> str:
    url = canonical_url(str(entry.get("url") or "")) if isinstance(entry, dict) else ""
    return url or f"{place}/index.yaml#{number}"
