"""A month's records in, its leaderboard out: a folder of static HTML that needs nothing but itself.

Reads the blobs and writes the folder it is given. All that pages, models and judges said is
untrusted: templates escape it, only http(s) links are made, and a content security policy allows no
script but the table's sorting.
"""

import calendar
import shutil
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from live.blobs import Blobs
from live.config import Model
from live.errors import LiveError
from live.judge.pairs import is_sure
from live.judge.panel import Settled
from live.judge.people import BEST, ENOUGH
from live.judge.resample import ROUNDS
from live.judge.scoreboard import MAX_UNSCORED
from live.publish.entries import Entry, entries_of
from live.records import (
    Answer,
    ModelScore,
    Page,
    Question,
    Release,
    Scoreboard,
    Shot,
    window,
)

Models = Mapping[str, Model | None]
TEMPLATES = Path(__file__).parent / "templates" / "leaderboard"
THUMBNAIL = (320, 240)
"""Of a page's top, px, width x height: shown at half of it, so sharp on dense screens."""
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True)
class LeaderboardNotes:
    """What the leaderboard says that is in no record of the split.

    judges: names as in live.yaml. usd: what the month's replies cost; None: a price was not known.
    funnel: what was left after each step, such as ("pages photographed", 31). solvers: the
    candidates that also answered at a gate.
    """

    title: str
    judges: tuple[str, ...]
    usd: float | None
    funnel: tuple[tuple[str, int], ...] = ()
    solvers: tuple[str, ...] = ()


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
) -> None:
    """Writes the leaderboard into the folder `target`, in place of the one from before.

    questions: by row id. pages: by page id. earned: by an answer's id. models: the
    candidates' declarations in live.yaml.
    Same input, same bytes. It links to ../scoreboard.json and ../scoreboard.csv.
    Raises LiveError where the folder cannot be written or a picture is of no known type.
    """
    entries = entries_of(scoreboard, release, questions, pages, answers, earned)
    render = partial(_render, release=release, notes=notes)
    fresh, old = (target.with_name(f".{target.name}.{what}") for what in ("new", "old"))
    try:
        shutil.rmtree(fresh, ignore_errors=True)  # what a killed run left
        (fresh / "questions").mkdir(parents=True)
        (fresh / "shots").mkdir()
        _write_shots(fresh / "shots", [entry.page for entry in entries], blobs)
        index = _index(scoreboard, release.month, entries, models, render)
        (fresh / "index.html").write_text(index, encoding="utf-8")
        _write_questions(fresh / "questions", entries, render)
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


def _index(
    scoreboard: Scoreboard,
    month: str,
    entries: Sequence[Entry],
    models: Models,
    render: Callable[..., str],
) -> str:
    subtasks = Counter(entry.question.subtask for entry in entries)
    sites: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        sites.setdefault(entry.page.site, {}).setdefault(entry.page.id, []).append(entry)
    return render(
        "index.html.j2",
        style=_filters(len(subtasks)),
        script=(TEMPLATES / "sort.js").read_text(encoding="utf-8"),
        scores=scoreboard.models,
        people=scoreboard.people,
        board=scoreboard,
        best=BEST,
        enough=ENOUGH,
        subtasks=subtasks,
        entries=entries,
        sites=sites,
        pages=list({entry.page.id: entry.page for entry in entries}.values()),
        writers=sorted({entry.question.made_by.model for entry in entries}),
        candidates=[_candidate(score, entries, models) for score in scoreboard.models],
        window=window(month),
        max_unscored=MAX_UNSCORED,
        resamples=ROUNDS,
        sure=sum(map(is_sure, scoreboard.pairs)),
    )


def _candidate(score: ModelScore, entries: Sequence[Entry], models: Models) -> dict[str, Any]:
    """What is known of a candidate, how its questions ended, and what they took."""
    name, declared = score.model, models.get(score.model)
    results = [result for entry in entries for result in entry.results if result.model == name]
    outcomes = Counter(result.outcome for result in results)
    revisions = {result.answer.made_by.revision for result in results if result.answer}
    return {
        "name": name,
        "served": declared.model if declared else name,
        "declared": declared,
        "revisions": sorted(revisions - {""}),
        "outcomes": outcomes.most_common(),
        "effort": score.effort,
    }


def _write_questions(folder: Path, entries: Sequence[Entry], render: Callable[..., str]) -> None:
    rows = [entry.row.row_id for entry in entries]
    for n, entry in enumerate(entries):
        html = render("question.html.j2", entry=entry, n=n, rows=rows)
        (folder / f"{rows[n]}.html").write_text(html, encoding="utf-8")


def _filters(subtasks: int) -> str:
    """CSS that leaves the questions of one subtask; needs no script."""
    return "".join(
        f"body:has(#only-{n}:checked) :is(.q:not(.s{n}),.page:not(:has(.s{n})),"
        f".site:not(:has(.s{n}))){{display:none}}\n"
        for n in range(1, subtasks + 1)
    )


def _render(template: str, *, style: str = "", script: str = "", **values: Any) -> str:
    """A page with style and script inside it, and the policy that allows those and no others."""
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8") + style
    page = _environment().get_template(template)
    return page.render(
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        **values,
    )


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
    environment.filters |= {"month": _month, "shot": shot_file, "thumb": thumb_file}
    return environment


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _month(month: str) -> str:
    return f"{calendar.month_name[int(month[5:])]} {month[:4]}"


def _day(at: datetime) -> str:
    return f"{at.day} {calendar.month_name[at.month]} {at.year}"


def _minute(at: datetime) -> str:
    return f"{_day(at)}, {at:%H:%M} UTC"
