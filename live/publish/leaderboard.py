"""A month's records in, its leaderboard out: a folder of static HTML that needs nothing but itself.

Reads the blobs and writes the folder it is given. All that pages, models and judges said is
untrusted: templates escape it, only http(s) links are made, and a content security policy allows no
script but the page's own.
"""

import calendar
import json
import shutil
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from live.blobs import Blobs
from live.errors import LiveError
from live.judge.panel import SPREAD, Settled
from live.publish.entries import Entry, Known, entries_of, slug
from live.publish.leaderboard_index import TEMPLATES, Models, candidate, index_values
from live.publish.leaderboard_models import write_models
from live.publish.scores import write_scores
from live.records import (
    Answer,
    Page,
    Question,
    Release,
    Scoreboard,
    Shot,
)

THUMBNAIL = (320, 240)
"""Of a page's top, px, width x height: shown at half of it, so sharp on dense screens."""
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True)
class LeaderboardNotes:
    """What the leaderboard says that is in no record of the split.

    judges: names as in live.yaml. usd: what the month's replies cost; None: a price was not known.
    funnel: what was left after each step, such as ("pages photographed", 31). solvers: the
    candidates that also answered at a gate. home: `org/name` of the data set, or ''. by_reference:
    the screenshots are not to be given away.
    """

    title: str
    judges: tuple[str, ...]
    usd: float | None
    funnel: tuple[tuple[str, int], ...] = ()
    solvers: tuple[str, ...] = ()
    home: str = ""
    by_reference: bool = False


def build_leaderboard(
    target: Path,
    *,
    scoreboard: Scoreboard,
    release: Release,
    questions: Mapping[int, Question],
    pages: Mapping[str, Page],
    answers: Sequence[Answer],
    earned: Mapping[str, Settled],
    models: Models,
    notes: LeaderboardNotes,
    blobs: Blobs,
    known: Known | None = None,
) -> None:
    """Writes the leaderboard into the folder `target`, in place of the one from before.

    The folder is one that a static Space of the Hub shows as it is, and links to nothing beside it.
    questions: by row id. pages: by page id. earned: by an answer's id. models: the
    candidates' declarations in live.yaml. Same input, same bytes.
    Raises LiveError where the folder cannot be written or a picture is of no known type.
    """
    entries = entries_of(scoreboard, release, questions, pages, answers, earned, known)
    candidates = [candidate(score, entries, models) for score in scoreboard.models]
    render = partial(_render, release=release, notes=notes)
    fresh, old = (target.with_name(f".{target.name}.{what}") for what in ("new", "old"))
    try:
        shutil.rmtree(fresh, ignore_errors=True)  # what a killed run left
        (fresh / "questions").mkdir(parents=True)
        (fresh / "models").mkdir()
        if not notes.by_reference:
            (fresh / "shots").mkdir()
            _write_shots(fresh / "shots", [entry.page for entry in entries], blobs)
        write_scores(fresh, scoreboard)
        (fresh / "README.md").write_text(_space(notes), encoding="utf-8")
        shown = index_values(scoreboard, release, entries, models, candidates, notes.judges)
        (fresh / "index.html").write_text(render("index.html.j2", **shown), encoding="utf-8")
        _write_questions(fresh / "questions", entries, render)
        write_models(fresh / "models", scoreboard, entries, candidates, render)
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise LiveError(
            f"{target}: cannot be written ({error.strerror or error}). "
            "See that the disk has room and the folder is yours, then run the same again."
        ) from error


def _space(notes: LeaderboardNotes) -> str:
    """The card by which the Hub takes the folder for a Space."""
    from huggingface_hub import SpaceCardData

    card = SpaceCardData(
        title=notes.title,
        sdk="static",
        app_file="index.html",
        datasets=[notes.home] if notes.home else None,
    )
    return f"---\n{str(card.to_yaml()).strip()}\n---\n"


def web_link(url: str) -> str | None:
    """Gives an URL that may be linked to, or None where it is not http(s)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _write_shots(folder: Path, pages: Sequence[Page], blobs: Blobs) -> None:
    for page in {page.id: page for page in pages}.values():
        for shot in page.shots:
            (folder / shot_file(shot)).write_bytes(blobs.get(shot.sha256))
        top = page.shots[0]
        (folder / thumb_file(top)).write_bytes(_thumbnail(top, blobs.get(top.sha256)))


def shot_file(shot: Shot) -> str:
    """Gives the name of a picture's file. Raises LiveError where its type is not known."""
    ending = ENDINGS.get(shot.media_type)
    if ending is None:
        raise LiveError(
            f"picture {shot.sha256}: type {shot.media_type!r} cannot be shown. "
            f"Store it as one of {', '.join(ENDINGS)}."
        )
    return f"{shot.sha256[:20]}.{ending}"


def thumb_file(shot: Shot) -> str:
    """Gives the name of the file with the picture's downscaled top."""
    return f"{shot.sha256[:20]}-top.webp"


def _thumbnail(shot: Shot, picture: bytes) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(picture)) as image:
            top = ImageOps.fit(image.convert("RGB"), THUMBNAIL, centering=(0.5, 0))
    except OSError:
        raise LiveError(
            f"picture {shot.sha256}: no {shot.media_type} that can be read. Take it again."
        ) from None
    file = BytesIO()
    top.save(file, "WEBP", quality=78, method=4)
    return file.getvalue()


def _write_questions(folder: Path, entries: Sequence[Entry], render: Callable[..., str]) -> None:
    rows = [entry.row.row_id for entry in entries]
    for n, entry in enumerate(entries):
        html = render("question.html.j2", entry=entry, n=n, rows=rows, spread=SPREAD)
        (folder / f"{rows[n]}.html").write_text(html, encoding="utf-8")


def _render(
    template: str,
    *,
    style: str = "",
    scripts: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
    **values: Any,
) -> str:
    """A page with style, scripts and their data inside it, and the policy that allows no others.

    data: JSON data by the id of the element that it stands in.
    """
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8") + style
    page = _environment().get_template(template)
    return page.render(
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data={id: Markup(_json(of)) for id, of in (data or {}).items()},
        style_hash=_hash(style),
        script_hashes=[_hash(script) for script in scripts],
        **values,
    )


def _json(data: Any) -> str:
    """JSON that cannot end the element that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "minute": _minute, "web_link": web_link}
    environment.filters |= {"month": _month, "shot": shot_file, "thumb": thumb_file, "slug": slug}
    environment.filters |= {"breakable": _breakable}
    return environment


def _breakable(name: str) -> Markup:
    """A model's name that may be broken after a slash."""
    return Markup("/<wbr>").join(name.split("/"))


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _month(month: str) -> str:
    return f"{calendar.month_name[int(month[5:])]} {month[:4]}"


def _day(at: date) -> str:
    return f"{at.day} {calendar.month_name[at.month]} {at.year}"


def _minute(at: datetime) -> str:
    return f"{_day(at)}, {at:%H:%M} UTC"
