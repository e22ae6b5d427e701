"""A made-up month for tests and benchmarks: a leaderboard with all that one can have. Writes it.

Two judges, one of them calibrated, an arena, five months, answers without the picture, people,
prices known and unknown, refusals, and, where there are candidates enough, a withheld mean.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from PIL import Image, ImageDraw

from live.blobs import Blobs
from live.config import Model
from live.judge.arena import Duel, arena
from live.judge.calibration import Both, calibration
from live.judge.panel import Settled
from live.judge.people import people
from live.judge.scoreboard import scoreboard
from live.judge.trend import trend, trend_month
from live.publish.leaderboard import LeaderboardNotes, build_leaderboard
from live.records import (
    BLIND,
    Answer,
    Criterion,
    Evidence,
    JudgeNote,
    Page,
    Provenance,
    Question,
    Release,
    Row,
    Scoreboard,
    Shot,
    TrendMonth,
    Usage,
    Verdict,
)
from live.store_calls import Took

MONTH, A_PAGE = "2026-10", 3
JUDGES = ("openai/judge-large", "anthropic/judge-fine")
MAKERS = ("openai", "anthropic", "hf", "google", "mistral")
NAMES = ("atlas", "borealis", "cirrus", "delta", "ember")
SUBTASKS = ("Basic Understanding", "Contextual Analysis", "Deeper Implications")
SUBTASKS += ("Broader Implications", "Further Insights")
WORDS = (
    "bridge council ferry harbour minister night price reporter school station strike summer team "
    "tram vote water winter worker yard year"
).split()


class Made(NamedTuple):
    """What a leaderboard was built of.

    rows: page and subtask by a row's id. days: of publication, by a row's id. ratings: by model,
    then by row. blind: the same, without the picture.
    """

    board: Scoreboard
    rows: dict[str, tuple[str, str]]
    days: dict[str, str]
    ratings: dict[str, dict[str, float | None]]
    blind: dict[str, dict[str, float | None]]


def build(target: Path, *, candidates: int = 20, questions: int = 300) -> Made:
    """Writes a leaderboard into `target`, the pictures beside it."""
    dice, blobs = random.Random(6), Blobs(str(target.parent / "blobs"))
    count = max(1, questions // A_PAGE)
    pages = [_page(n, count, dice, blobs) for n in range(count)]
    asked = [_question(n, dice, pages[n // A_PAGE % len(pages)]) for n in range(questions)]
    rows = tuple(
        Row(row_id=26100001 + n, question_id=q.id, version=1, page_id=q.page_id, reviewed_by="ana")
        for n, q in enumerate(asked)
    )
    release = Release(
        month=MONTH,
        rows=rows,
        cut_at=datetime(2026, 11, 3, tzinfo=UTC),
        review="required",
        gates={"well_formed": "on", "fresh": "on", "grounded": "on", "needs_picture": "on"},
        canary="live-benchmark:2026-10:canary:00ff00ff",
        version="0.0",
    )
    names = [f"{MAKERS[n % 5]}/{NAMES[n // 4 % 5]}-{1 + n % 4}" for n in range(candidates)]
    hard = {row.row_id: dice.gauss(0, 1.6) for row in rows}
    answers, earned, took = _answers(dice, rows, names, hard)
    board = scoreboard(
        release,
        asked,
        answers,
        {id: each.rating for id, each in earned.items()},
        names,
        people(release, asked, answers, {id: each.rating for id, each in earned.items()}),
        took,
    )
    board = board.model_copy(update={"judges": _judges(dice, earned), "arena": _arena(dice, board)})
    board = board.model_copy(update={"trend": _trend(dice, board)})
    build_leaderboard(
        target,
        scoreboard=board,
        release=release,
        questions={row.row_id: q for row, q in zip(rows, asked, strict=True)},
        pages={page.id: page for page in pages},
        answers=answers,
        earned=earned,
        models={name: _model(n, name) for n, name in enumerate(names)},
        notes=LeaderboardNotes("Made-up month", JUDGES, 184.2, (("pages photographed", 940),)),
        blobs=blobs,
    )
    days = {page.id: page.published_at.date().isoformat() for page in pages}
    given: dict[str, dict[str, float | None]] = defaultdict(dict)
    for answer in answers:
        given[answer.model][str(answer.row_id)] = earned[answer.id].rating
    return Made(
        board=board,
        rows={str(r.row_id): (r.page_id, q.subtask) for r, q in zip(rows, asked, strict=True)},
        days={str(row.row_id): days[row.page_id] for row in rows},
        ratings={name: given[name] for name in names},
        blind={name: given[BLIND + name] for name in names if BLIND + name in given},
    )


def _sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(words)).capitalize()


def _page(n: int, of: int, dice: random.Random, blobs: Blobs) -> Page:
    at = datetime(2026, 10, 1, 6, tzinfo=UTC) + timedelta(hours=730 * n // of)
    title = _sentence(dice, 7)
    image = Image.new("RGB", (640, 900), "white")
    draw = ImageDraw.Draw(image)
    draw.text((24, 24), title, fill="black")
    draw.rectangle((24, 80, 616, 380), fill=tuple(dice.randrange(90, 220) for _ in range(3)))
    file = BytesIO()
    image.save(file, "PNG")
    site = f"The {WORDS[n % 12].capitalize()} Herald"
    url = f"https://{WORDS[n % 12]}.example/{n}"
    shot = Shot(kind="full_page", sha256=blobs.put(file.getvalue()), width=640, height=900)
    return Page(
        month=MONTH,
        site=site,
        url=url,
        final_url=url,
        title=title,
        section="City",
        language="en",
        text="Text that candidates never see.",
        html_sha256="",
        shots=(shot,),
        published_at=at,
        evidence=(Evidence(source="json-ld", value=at.isoformat(), at=at, zoned=True),),
        captured_at=at,
        browser="Chromium 156",
        screen=(1280, 800),
    )


def _question(n: int, dice: random.Random, page: Page) -> Question:
    return Question(
        id=f"q{n}",
        month=MONTH,
        page_id=page.id,
        subtask=SUBTASKS[n * 7 % 5],
        question=f"What does the page say about the {_sentence(dice, 9).lower()}?",
        answer=_sentence(dice, 8),
        criteria=(
            Criterion(points=6, text=f"names the {dice.choice(WORDS)}"),
            Criterion(points=4, text=f"names the {dice.choice(WORDS)}"),
        ),
        made_by=Provenance(model="openai/writer"),
    )


def _answers(
    dice: random.Random, rows: tuple[Row, ...], names: list[str], hard: dict[int, float]
) -> tuple[list[Answer], dict[str, Settled], dict[str, Took]]:
    """Everybody's answers, what each earned, and what each took."""
    answers: list[Answer] = []
    earned: dict[str, Settled] = {}
    took: dict[str, Took] = {}

    def give(name: str, row: Row, skill: float, usd: float | None, fails: float = 0.002) -> None:
        outcome = dice.choices(
            ("answered", "truncated", "refused", "empty"), (300, 4, 3, 1 if "ember" in name else 0)
        )[0]
        made = Provenance(
            model=name,
            revision="2026-09-01",
            reply_key=f"{name}:{row.row_id}",
            parameters={"seconds": dice.randrange(20, 90), "paused": False},
            usage=Usage(input_tokens=dice.randrange(1500, 2500), output_tokens=120),
        )
        answer = Answer(
            month=MONTH,
            row_id=row.row_id,
            question_id=row.question_id,
            version=1,
            model=name,
            outcome=outcome,
            text="" if outcome in ("empty", "refused") else _sentence(dice, 12),
            made_by=made,
        )
        answers.append(answer)
        took[made.reply_key] = Took(usd, dice.uniform(1, 6))
        nothing = outcome in ("empty", "refused")
        mean = skill + hard[row.row_id]
        given = [None if dice.random() < fails else 0 if nothing else _rating(dice, mean)]
        given.append(given[0] if given[0] is None else _rating(dice, given[0], 0.8))
        verdicts = tuple(
            _verdict(answer, judge, rating) for judge, rating in zip(JUDGES, given, strict=True)
        )
        known = [rating for rating in given if rating is not None]
        rating = float(median(known)) if len(known) == len(given) else None
        earned[answer.id] = Settled(rating, verdicts)

    for n, name in enumerate(names):
        usd = (
            None if n % 9 == 8 else 0.0 if name.startswith("hf/") else 0.0004 * 1.35 ** (n * 7 % 17)
        )
        for row in rows:
            if dice.random() > 0.001:
                give(name, row, 3.2 + 0.22 * n, usd, 0.03 if n == 7 else 0.002)
        if n in (0, len(names) - 1):
            for row in rows[::3]:
                give(BLIND + name, row, 1.5, usd)
    for person in ("ana", "ben"):
        for row in rows[person == "ben" : 80 : 2]:
            give(f"human/{person}", row, 7.5, None)
    return answers, earned, took


def _rating(dice: random.Random, mean: float, spread: float = 2.0) -> int:
    return min(10, max(0, round(dice.gauss(mean, spread))))


def _verdict(answer: Answer, judge: str, rating: int | None) -> Verdict:
    return Verdict(
        month=MONTH,
        answer_id=answer.id,
        row_id=answer.row_id,
        model=answer.model,
        judge=judge,
        rating=rating,
        points=() if rating is None else (min(rating, 6), max(rating - 6, 0)),
        reason="No rating came." if rating is None else "It names part of what it must.",
        made_by=Provenance(model=judge, revision=f"{judge}-2026-08"),
    )


def _judges(dice: random.Random, earned: dict[str, Settled]) -> tuple[JudgeNote, ...]:
    verdicts = [verdict for each in earned.values() for verdict in each.verdicts]
    rated = [
        Both(judge, max(0, judge - dice.choice((0, 0, 1, 2, -1))), f"p{n // 3}", SUBTASKS[n % 5])
        for n, judge in enumerate(dice.randrange(11) for _ in range(120))
    ]
    note: Callable[..., JudgeNote] = partial(
        JudgeNote,
        verdicts=len(verdicts) // 2,
        unscored=sum(v.rating is None for v in verdicts) // 2,
    )
    drift: dict[str, Any] = {"of": "2026-06", "by": JUDGES[0], "n": 100, "unscored": 1}
    drift |= {"difference": 0.21, "low": -0.05, "high": 0.47}
    return (
        note(
            name=JUDGES[0],
            declared=JUDGES[0],
            revisions=(f"{JUDGES[0]}-2026-08",),
            calibration=calibration(rated),
            drift=drift,
        ),
        note(name=JUDGES[1], declared=JUDGES[1], revisions=(f"{JUDGES[1]}-2026-08",)),
    )


def _arena(dice: random.Random, board: Scoreboard) -> dict[str, Any]:
    means = {score.model: score.mean or 50.0 for score in board.models}
    duels = []
    for n in range(50):
        for _ in range(10):
            a, b = sorted(dice.sample(list(means), 2))
            for first in ("a", "b"):
                odds = 1 / (
                    1 + 10 ** ((means[b] - means[a]) / 40 - (0.1 if first == "a" else -0.1))
                )
                winner = "tie" if dice.random() < 0.15 else "a" if dice.random() < odds else "b"
                duels.append(Duel(a, b, winner, f"q{n}", first, f"p{n // 3}"))
    order = {"spearman": 0.94, "low": 0.88, "high": 0.98, "n": len(means)}
    return arena(duels) | {"judge": JUDGES[1], "without_call": 14, "rank_correlation": order}


def _trend(dice: random.Random, board: Scoreboard) -> tuple[TrendMonth, ...]:
    now = trend_month(board, "v1")
    months = []
    for n, month in enumerate(("2026-06", "2026-07", "2026-08", "2026-09")):
        moved = {
            model: score.model_copy(update=_moved(score, dice.uniform(-5, 3) - 2 * (4 - n) / 4))
            for model, score in now.scores.items()
            if dice.random() > 0.15
        }
        judges = now.judges if n > 1 else ("openai/judge-small (2026-02)",)
        months.append(TrendMonth(month=month, judges=judges, taxonomy="v1", scores=moved))
    return trend(months, now)


def _moved(score: Any, by: float) -> dict[str, Any]:
    ends = ("mean", "low", "high")
    known = {end: getattr(score, end) for end in ends if getattr(score, end) is not None}
    return {end: round(min(100.0, max(0.0, value + by)), 2) for end, value in known.items()}


def _model(n: int, name: str) -> Model:
    provider = name.partition("/")[0]
    return Model(
        name=name,
        model=name if provider in ("openai", "anthropic", "hf") else f"openai/{name}",
        open_weights=provider in ("hf", "mistral"),
        knowledge_cutoff=(date(2026, 10, 11), date(2026, 5, 31), None, date(2026, 10, 20))[n % 4],
    )
