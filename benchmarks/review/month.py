"""A folder -> a month of 5,000 questions about 1,000 pages, ready to be reviewed. Writes both.

Each question has what the steps said of it, the findings of all gates and the answers of solvers,
and stands as it would after a run: most passed, some are held, some dropped, some decided. Pages
have screenshots of their full size, sixty different ones by turns.
"""

import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from live.blobs import Blobs
from live.config import Gates
from live.outcomes import Done, Dropped, Ending, Held, Waiting
from live.qa_gen.taxonomies import load
from live.records import (
    Criterion,
    Evidence,
    Finding,
    Grades,
    Page,
    Provenance,
    Question,
    Shot,
    Step,
    Usage,
    content_id,
)
from live.review.decisions import decide, settle
from live.workspace import Workspace, open_workspace

MONTH = "2026-10"
PAGES, A_PAGE, PICTURES, DECIDED = 1000, 5, 60, 300
SIZE = (1280, 3900)
LETTERS = 5000
CONFIG = """\
month: 2026-10
sites: [{name: Herald, url: "http://herald.example/"}]
review: required
second_review: 0.2
solvers: {blind: [openai/blind-1, openai/blind-2], sighted: [openai/sees-1, openai/sees-2]}
"""
WORDS = (
    "bridge council ferry harbour minister night price reporter school station strike summer team "
    "tram vote water winter worker yard year"
).split()
SITES = ("Herald", "Post", "Times", "Courier", "Gazette")


def make(folder: Path, reviewers: int) -> list[str]:
    """Makes the workspace in a folder. Gives the tokens of so many who are invited."""
    (folder / "live.yaml").write_text(CONFIG)
    with open_workspace(folder) as workspace:
        _lay_out(workspace)
        invite = workspace.store.reviewers.invite
        return [invite(f"Reviewer {n}", "review", timedelta(days=1))[1] for n in range(reviewers)]


def _lay_out(workspace: Workspace) -> None:
    """Stores the month: in seconds, for it goes through few transactions."""
    store, dice = workspace.store, random.Random(0)
    shots = list(_shots(workspace.blobs, dice))
    pages = [_page(n, shots[n % len(shots)], dice) for n in range(PAGES)]
    subtasks = load(workspace.config.write.taxonomy).names
    questions = [
        _question(n, pages[n // A_PAGE].id, subtasks[n % len(subtasks)], dice)
        for n in range(PAGES * A_PAGE)
    ]
    with store.together():
        store.add_new(Page, pages)
        store.add_new(Question, questions)
        store.add_new(Step, [each for page in pages for each in _steps_of_page(page)])
        store.add_new(Step, [each for question in questions for each in _steps(question)])
        found: list[Finding] = []
        gated: dict[str, Ending] = {}
        for n, question in enumerate(questions):
            own, gated[question.id] = _gated(n, question)
            found += own
        store.add_new(Finding, found)
        store.save_all(MONTH, "write", {page.id: Done() for page in pages})
        store.save_all(MONTH, "check", {each.id: Done() for each in questions})
        store.save_all(MONTH, "gates", gated)
        settle(workspace, MONTH)
        for n, question in enumerate(questions[:: PAGES * A_PAGE // DECIDED]):
            if gated[question.id].state in ("done", "held"):
                verdict, why = ("reject", "It is trivial.") if n % 4 == 0 else ("accept", "")
                decide(workspace, question, verdict, ("ada", "ben")[n % 2], why, f"before {n}")


def _shots(blobs: Blobs, dice: random.Random) -> Iterator[Shot]:
    """Pictures of pages as a browser takes them: text, and a photo."""
    font = ImageFont.load_default(22)
    for n in range(PICTURES):
        picture = Image.new("RGB", SIZE, "white")
        draw = ImageDraw.Draw(picture)
        draw.text((80, 60), f"Story {n}: {_words(dice, 6)}", "black", ImageFont.load_default(48))
        small = Image.frombytes("RGB", (80, 45), dice.randbytes(80 * 45 * 3))
        picture.paste(small.resize((1120, 630), Image.Resampling.BICUBIC), (80, 160))
        for top in range(840, SIZE[1] - 60, 64):
            draw.text((80, top), _words(dice, 16), "#222222", font)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80)
        sha256 = blobs.put(out.getvalue())
        yield Shot(
            kind="full_page", sha256=sha256, media_type="image/jpeg", width=SIZE[0], height=SIZE[1]
        )


def _page(n: int, shot: Shot, dice: random.Random) -> Page:
    at = datetime(2026, 10, 1 + n % 30, n % 24, tzinfo=UTC)
    url, text = f"http://herald.example/{n}", _text(dice)
    proofs = [Evidence(source=of, value=at.isoformat(), at=at) for of in ("json-ld", "sitemap")]
    return Page(
        month=MONTH,
        site=SITES[n % len(SITES)],
        url=url,
        final_url=url,
        title=f"Story {n}: {_words(dice, 6)}",
        byline="Mara Quill",
        text=text,
        html_sha256="",
        shots=(shot.model_copy(update={"text": text}),),
        published_at=at,
        evidence=tuple(proofs),
        captured_at=datetime(2026, 11, 2, tzinfo=UTC),
        browser="Chromium 156",
        screen=(1280, 800),
    )


def _question(n: int, page_id: str, subtask: str, dice: random.Random) -> Question:
    criteria = ((5, "the answer names it"), (3, "it says where"), (2, "it claims nothing else"))
    by = _by("writer", f"write {page_id}")
    grades = Grades(
        authenticity=dice.randint(1, 5),
        coherence=dice.randint(0, 3),
        clarity=dice.randint(0, 2),
        reason=_words(dice, 25),
        made_by=_by("scorer", f"score {n}"),
    )
    return Question(
        id=content_id("question", n),
        month=MONTH,
        page_id=page_id,
        subtask=subtask,
        question=f"By question {n}, {_words(dice, 14)}?",
        answer=f"{_words(dice, 8)}.",
        criteria=tuple(
            Criterion(points=p, text=f"{text} ({_words(dice, 6)}).") for p, text in criteria
        ),
        made_by=by,
        checked_by=_by("checker", f"check {n}"),
        grades=grades,
    )


def _steps_of_page(page: Page) -> list[Step]:
    said = {"pictures": [page.title] * 3, "page": [page.text[:300]] * 5, "new": [page.title] * 4}
    asked = {"questions": [{"question": page.text[:120], "answer": page.text[:60]}] * A_PAGE}
    return [
        Step(month=MONTH, step="inform", subject=page.id, said=said, made_by=_by("sees", page.id)),
        Step(
            month=MONTH,
            step="write",
            subject=page.id,
            said=asked,
            made_by=_by("writer", f"write {page.id}"),
        ),
    ]


def _steps(question: Question) -> list[Step]:
    assert question.checked_by and question.grades
    rubric = [each.model_dump() for each in question.criteria]
    checked = {"can_answer": True, "answer": question.answer, "reason": question.grades.reason}
    scored = question.grades.model_dump(include={"authenticity", "coherence", "clarity", "reason"})
    by = question.checked_by
    return [
        Step(month=MONTH, step="check", subject=question.id, said=checked, made_by=by),
        Step(
            month=MONTH,
            step="finalize",
            subject=question.id,
            said={"criteria": rubric, "earns_nothing": "Another answer earns 0."},
            made_by=_by("checker", f"finalize {question.id}"),
        ),
        Step(
            month=MONTH,
            step="score",
            subject=question.id,
            said=scored,
            made_by=question.grades.made_by,
        ),
    ]


def _gated(n: int, question: Question) -> tuple[list[Finding], Ending]:
    """What the gates found of a question, and how it ended there. Of twenty, sixteen passed."""
    stopped: dict[int, tuple[str, Ending]] = {
        3: ("answerable", Held("solvers_deny_gold", "sees-1 and sees-2 answer otherwise.")),
        8: ("grounded", Held("unsure", "A fact is nowhere in the page's text.")),
        13: ("new", Dropped("duplicate", "Asks the same as another question of this page.")),
        18: ("needs_picture", Waiting("unreached", "The model did not answer.")),
    }
    at, end = stopped.get(n % 20, ("", Done()))
    found = []
    for gate in Gates.model_fields:
        is_it = gate == at
        outcome = {"held": "held", "dropped": "dropped", "waiting": "not_run"}.get(end.state, "")
        found.append(
            Finding.model_validate(
                {
                    "month": MONTH,
                    "question_id": question.id,
                    "version": 1,
                    "gate": gate,
                    "outcome": outcome if is_it else "passed",
                    "reason": end.reason if is_it else "",
                    "detail": end.detail if is_it else "",
                    "evidence": _evidence(n, gate, question),
                }
            )
        )
        if is_it and end.state != "held":
            break
    return found, end


def _evidence(n: int, gate: str, question: Question) -> dict[str, Any]:
    if gate == "fresh":
        return {"published_at": "2026-10-14T09:00:00+00:00", "said": "json-ld says 2026-10-14"}
    if gate == "grounded":
        place = {"fact": question.answer, "where": "text", "at": question.question}
        return {"facts": [place] * 3}
    if gate == "needs_picture":
        means = {"openai/blind-1": 0.0, "openai/blind-2": 1.33}
        tried = [_tried(n, f"openai/blind-{m}", sample, 0) for m in (1, 2) for sample in range(3)]
        return {"limit": 5, "judge": "judge", "means": means, "solvers": tried}
    if gate == "answerable":
        tried = [_tried(n, f"openai/sees-{m}", 0, 10 if (n + m) % 7 else 2) for m in (1, 2)]
        return {"limit": 5, "judge": "judge", "gold": question.answer, "solvers": tried}
    return {}


def _tried(n: int, model: str, sample: int, rating: int) -> dict[str, Any]:
    """An answer of a solver, as the gates keep it."""
    words = random.Random(f"{n} {model} {sample}")
    return {
        "model": model,
        "sample": sample,
        "answer": _words(words, 20),
        "rating": rating,
        "reason": _words(words, 20),
        "replies": [_key(f"{n} {model} {sample} {of}") for of in ("answer", "rating")],
        "revision": model,
        "prompt_sha256": "0" * 64,
    }


def _by(model: str, call: str) -> Provenance:
    return Provenance(
        model=model,
        declared=f"openai/{model}",
        revision=model,
        prompt_sha256="0" * 64,
        parameters={"max_tokens": 4096},
        usage=Usage(input_tokens=1000, output_tokens=100),
        reply_key=_key(call),
    )


def _key(call: str) -> str:
    return f"{content_id(call):0>64}"


def _text(dice: random.Random) -> str:
    said: list[str] = []
    while sum(map(len, said)) < LETTERS:
        said.append(_words(dice, 60).capitalize() + ".")
    return "\n\n".join(said)


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(WORDS, k=count))
