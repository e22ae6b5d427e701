"""Laws of the leaderboard: self-contained, honest about its counts, deaf to hostile text."""

import base64
import hashlib
import io
import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageDraw

from live.blobs import Blobs
from live.config import Model
from live.errors import LiveError
from live.judge.panel import Settled
from live.judge.people import people
from live.judge.scoreboard import scoreboard
from live.publish.entries import entries_of
from live.publish.leaderboard import LeaderboardNotes, build_leaderboard, web_link
from live.records import (
    Answer,
    Criterion,
    Evidence,
    ModelScore,
    Page,
    Provenance,
    Question,
    Release,
    Row,
    Score,
    Scoreboard,
    Shot,
    Verdict,
)

MONTH = "2026-10"
CANARY = "live-benchmark:2026-10:canary:00ff00ff"
READER, BLIND = "embedded/ocr-reader", "embedded/blind"
BASIC, CONTEXT = "Basic Understanding", "Contextual Analysis"
EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def picture(number: int, height: int = 900) -> bytes:
    image = Image.new("RGB", (640, height), (255, 255, 255))
    ImageDraw.Draw(image).text((20, 20 + number), f"Front page {number}", fill=(0, 0, 0))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def a_page(number: int, blobs: Blobs, **changes: object) -> Page:
    at = datetime(2026, 10, 1 + number, 8, 30, tzinfo=UTC)
    fields = {
        "month": MONTH,
        "site": f"Paper {number % 2}",
        "url": f"https://paper{number % 2}.example/{number}",
        "final_url": f"https://paper{number % 2}.example/{number}",
        "title": f"Article {number}",
        "language": "en",
        "text": "Text that candidates never see.",
        "html_sha256": "",
        "shots": (
            Shot(kind="full_page", sha256=blobs.put(picture(number)), width=640, height=900),
        ),
        "published_at": at,
        "evidence": (
            Evidence(source="json-ld", value="2026-10-0N", at=at, zoned=True),
            Evidence(source="meta", value="soon"),
        ),
        "captured_at": at,
        "browser": "Chromium 156",
        "screen": (1280, 800),
    }
    return Page.model_validate(fields | changes)


def a_question(number: int, page: Page, **changes: object) -> Question:
    fields = {
        "id": f"q{number}",
        "month": MONTH,
        "page_id": page.id,
        "subtask": BASIC if number % 2 else CONTEXT,
        "question": f"What does headline {number} say?",
        "answer": f"Article {number}",
        "criteria": (
            Criterion(points=6, text="names the town"),
            Criterion(points=4, text="names the day"),
        ),
        "made_by": Provenance(model="embedded/templates"),
    }
    return Question.model_validate(fields | changes)


def a_month(folder: Path, *, count: int = 8, ratings: dict | None = None) -> SimpleNamespace:
    """Invents a month: two questions a page, the reader good, the blind one bad.

    ratings: {(model, number): rating or None for unscored or "unanswered"}
    """
    blobs = Blobs(str(folder / "blobs"))
    pages = [a_page(n, blobs) for n in range(count // 2)]
    asked = [a_question(n, pages[n // 2]) for n in range(count)]
    rows = tuple(
        Row(row_id=26100001 + n, question_id=q.id, version=1, page_id=q.page_id)
        for n, q in enumerate(asked)
    )
    answers, verdicts = [], []
    for model in (READER, BLIND):
        for row, question in zip(rows, asked, strict=True):
            number = row.row_id - 26100001
            rating = (ratings or {}).get((model, number), 10 if model == READER else number % 3)
            if rating == "unanswered":
                continue
            answer = Answer(
                month=MONTH,
                row_id=row.row_id,
                question_id=question.id,
                version=1,
                model=model,
                outcome="answered",
                text=f"{model} says {number}",
                made_by=Provenance(model=model, revision="r7"),
            )
            answers.append(answer)
            verdicts.append(
                Verdict(
                    month=MONTH,
                    answer_id=answer.id,
                    row_id=row.row_id,
                    model=model,
                    judge="embedded/rules",
                    rating=rating,
                    points=() if rating is None else (min(rating, 6), max(rating - 6, 0)),
                    reason="The judge fell silent." if rating is None else "It names what it must.",
                    made_by=Provenance(model="embedded/rules"),
                )
            )
    release = Release(
        month=MONTH,
        rows=rows,
        cut_at=datetime(2026, 11, 3, tzinfo=UTC),
        review="none",
        gates={"well_formed": "on", "answerable": "off"},
        canary=CANARY,
        version="0.1",
    )
    return SimpleNamespace(
        release=release,
        questions={row.row_id: q for row, q in zip(rows, asked, strict=True)},
        pages={page.id: page for page in pages},
        answers=answers,
        verdicts=verdicts,
        models={READER: None, BLIND: None},
        notes=LeaderboardNotes("A test", ("embedded/rules",), 0.0, (("pages seen", 1234),)),
        blobs=blobs,
    )


def with_people(month: SimpleNamespace, **rows: list[int]) -> SimpleNamespace:
    """A month that people answered too: the numbers of their rows by handle; each earns 8."""
    for handle, numbers in rows.items():
        for n in numbers:
            row, name = month.release.rows[n], f"human/{handle}"
            given = Answer(
                month=MONTH,
                row_id=row.row_id,
                question_id=row.question_id,
                version=1,
                model=name,
                outcome="answered",
                text=f"what I saw at {n}",
                made_by=Provenance(model=name, parameters={"seconds": 41, "paused": False}),
            )
            month.answers.append(given)
            judged = month.verdicts[n].model_copy(
                update={"answer_id": given.id, "model": name, "rating": 8, "points": (6, 2)}
            )
            month.verdicts.append(judged)
    return month


def earned(month: SimpleNamespace) -> dict[str, Settled]:
    """What the one judge gave each answer."""
    return {v.answer_id: Settled(v.rating, (v,)) for v in month.verdicts}


def ratings(month: SimpleNamespace) -> dict[str, float | None]:
    return {id: each.rating for id, each in earned(month).items()}


def build(month: SimpleNamespace, target: Path) -> Path:
    questions = [month.questions[row.row_id] for row in month.release.rows]
    board = scoreboard(
        month.release,
        questions,
        month.answers,
        ratings(month),
        list(month.models),
        people(month.release, questions, month.answers, ratings(month)),
    )
    write(month, board, target)
    return target


def write(month: SimpleNamespace, board: Scoreboard, target: Path) -> None:
    given = {name: value for name, value in vars(month).items() if name != "verdicts"}
    build_leaderboard(target, scoreboard=board, earned=earned(month), **given)


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def text(path: Path) -> str:
    return " ".join(soup(path).body.get_text(" ").split())


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A leaderboard of an ordinary month; not to be changed."""
    folder = tmp_path_factory.mktemp("usual")
    return build(a_month(folder), folder / "leaderboard")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A leaderboard of a month where everything a stranger wrote is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    month = a_month(folder, count=2)
    (page,) = month.pages.values()
    page = page.model_copy(
        update={
            "title": EVIL,
            "site": EVIL,
            "section": EVIL,
            "byline": EVIL,
            "language": '"><script>',
            "url": "javascript:alert(1)",
            "evidence": (Evidence(source=EVIL, value=EVIL),),
        }
    )
    changes = {
        "question": EVIL,
        "answer": EVIL,
        "language": '" onload="x',
        "subtask": EVIL,
        "page_id": page.id,
        "criteria": (Criterion(points=10, text=EVIL),),
    }
    month.questions = {n: q.model_copy(update=changes) for n, q in month.questions.items()}
    month.pages = {page.id: page}
    rows = [row.model_copy(update={"page_id": page.id}) for row in month.release.rows]
    month.release = month.release.model_copy(update={"rows": tuple(rows)})
    month.answers = [a.model_copy(update={"text": EVIL, "detail": EVIL}) for a in month.answers]
    month.verdicts = [v.model_copy(update={"reason": EVIL}) for v in month.verdicts]
    return build(month, folder / "leaderboard")


def test_hostile_text_becomes_no_markup(hostile: Path) -> None:
    for path in hostile.rglob("*.html"):
        page = soup(path)
        scripts = page.find_all("script")
        assert all("alert(" not in s.get_text() for s in scripts if not s.get("type"))
        assert all(json.loads(s.get_text()) for s in scripts if s.get("type") == "application/json")
        assert not page.select("[onerror], [onload], img[src=x]")
        assert "alert(" in page.get_text()  # it is shown, as text


def test_only_http_urls_become_links(hostile: Path) -> None:
    for path in hostile.rglob("*.html"):
        assert not soup(path).select('a[href^="javascript"]')


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", "http://[", "", "/x"],
)
def test_what_is_no_http_url_is_no_link(url: str) -> None:
    assert web_link(url) is None


def test_an_http_url_is_a_link() -> None:
    assert web_link("https://paper.example/a?b=1") == "https://paper.example/a?b=1"


def test_nothing_is_loaded_from_outside(usual: Path) -> None:
    """Only the link to an article's own address leaves the folder, and only on a click."""
    for path in usual.rglob("*.html"):
        page = soup(path)
        for element in page.select("[src], [href], [srcset], [action], [poster], [data]"):
            link = element.get("src") or element.get("href")
            if element.name == "a" and "external" in element.get("rel", []):
                continue
            assert link and not re.match(r"[a-z]+:|//", link), element
        assert not page.select("link, iframe, object, embed, form, base")
        assert "url(" not in page.style.get_text() and "@import" not in page.style.get_text()


def test_the_folder_is_a_static_space(usual: Path) -> None:
    """As the Hub's own client reads its card, and with the numbers as files."""
    from huggingface_hub import SpaceCard

    card = SpaceCard.load(usual / "README.md").data
    assert (card.sdk, card.app_file) == ("static", "index.html")
    board = Scoreboard.model_validate_json((usual / "scoreboard.json").read_bytes())
    assert [score.model for score in board.models]
    assert (usual / "scoreboard.csv").read_text().startswith("model,")


def test_every_inner_link_resolves(usual: Path) -> None:
    """And leads to nothing outside the folder, which a Space shows without what lies beside it."""
    for path in usual.rglob("*.html"):
        for element in soup(path).select("[src], [href]"):
            link = element.get("src") or element.get("href")
            file, _, anchor = link.partition("#")
            if link.startswith("https://"):
                continue
            found = (path.parent / file).resolve() if file else path
            assert found.is_file() and found.is_relative_to(usual), (path, link)
            assert not anchor or soup(found).find(id=anchor), (path, link)


def test_the_policy_allows_the_pages_own_style_and_script(usual: Path) -> None:
    for path in usual.rglob("*.html"):
        page = soup(path)
        policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
        for element in page.select("style, script:not([type])"):
            digest = hashlib.sha256(element.string.encode()).digest()
            assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
        assert not page.select("[style]") and "unsafe" not in policy


def test_the_rows_shown_are_the_split(usual: Path, tmp_path: Path) -> None:
    rows = {str(row.row_id) for row in a_month(tmp_path).release.rows}
    listed = [li["id"].removeprefix("q") for li in soup(usual / "index.html").select("li.q")]
    assert sorted(listed) == sorted(rows)
    assert {path.stem for path in (usual / "questions").iterdir()} == rows


def test_same_input_gives_same_bytes(usual: Path, tmp_path: Path) -> None:
    other = build(a_month(tmp_path), tmp_path / "other")
    names = [path.relative_to(usual) for path in sorted(usual.rglob("*")) if path.is_file()]
    assert names == [p.relative_to(other) for p in sorted(other.rglob("*")) if p.is_file()]
    for name in names:
        assert (usual / name).read_bytes() == (other / name).read_bytes(), name


def test_building_again_replaces_the_whole_folder(tmp_path: Path) -> None:
    month, target = a_month(tmp_path), tmp_path / "leaderboard"
    build(month, target)
    (target / "questions" / "99.html").write_text("of another month")
    shutil.copytree(target, tmp_path / ".leaderboard.new")  # what a killed run left
    shutil.copytree(target, tmp_path / ".leaderboard.old")
    build(month, target)
    assert not (target / "questions" / "99.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blobs", "leaderboard"]


def test_a_failed_build_leaves_the_old_one(tmp_path: Path) -> None:
    month, target = a_month(tmp_path), tmp_path / "leaderboard"
    build(month, target)
    shutil.rmtree(tmp_path / "blobs")
    with pytest.raises(LiveError, match="missing"):
        build(month, target)
    assert (target / "index.html").is_file()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LiveError, match="cannot be written .* run the same again"):
        build(a_month(tmp_path), tmp_path / "file" / "leaderboard")


def test_a_picture_of_unknown_type_is_one_line(tmp_path: Path) -> None:
    month = a_month(tmp_path)
    for id, page in month.pages.items():
        shot = page.shots[0].model_copy(update={"media_type": "image/tiff"})
        month.pages[id] = page.model_copy(update={"shots": (shot,)})
    with pytest.raises(LiveError, match="image/tiff"):
        build(month, tmp_path / "leaderboard")


def test_a_picture_that_is_none_is_one_line(tmp_path: Path) -> None:
    month = a_month(tmp_path)
    for id, page in month.pages.items():
        shot = page.shots[0].model_copy(update={"sha256": month.blobs.put(b"no picture")})
        month.pages[id] = page.model_copy(update={"shots": (shot,)})
    with pytest.raises(LiveError, match="no image/png that can be read"):
        build(month, tmp_path / "leaderboard")


def cells(path: Path, model: str) -> list[str]:
    rows = soup(path / "index.html").select("table.sortable tbody tr")
    row = next(row for row in rows if row.th["data-value"] == model)
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]


def test_counts_stand_beside_every_mean(usual: Path) -> None:
    mean, place, letters, scored, *subtasks = cells(usual, READER)
    assert mean == "100.0 100.0–100.0" and scored == "8 of 8"
    assert (place, letters) == ("1–2", "a"), "four pages tell too little"
    assert subtasks == ["100.0 n 4 100.0–100.0"] * 2


def test_what_the_questions_tell_apart_is_said_with_every_pair(tmp_path: Path) -> None:
    target = build(a_month(tmp_path, count=40), tmp_path / "leaderboard")
    assert [cells(target, name)[1:3] for name in (READER, BLIND)] == [["1", "a"], ["2", "b"]]
    assert "of 1 pair 1 can be told apart" in text(target / "index.html")
    (row,) = soup(target / "index.html").select(".pairs tbody tr")
    assert [td.get_text() for td in row.select("td")][:2] == [READER, BLIND]


def test_an_unscored_count_stands_beside_a_mean_that_is_not_withheld(tmp_path: Path) -> None:
    month = a_month(tmp_path)
    part = Score(mean=50, low=40.25, high=60, n=99, unscored=1, withheld=False)
    whole = ModelScore(model=READER, subtasks={BASIC: part}, **part.model_dump())
    write(month, Scoreboard(month=MONTH, models=(whole,)), tmp_path / "leaderboard")
    mean, _, _, scored, context, basic = cells(tmp_path / "leaderboard", READER)
    assert mean == "50.0 40.2–60.0" and scored == "99 of 100"
    assert basic == "50.0 n 99 of 100 40.2–60.0" and context == "none"


def test_the_best_mean_comes_first(usual: Path) -> None:
    names = [th["data-value"] for th in soup(usual / "index.html").select("#scores tbody th")]
    assert names == [READER, BLIND]


@pytest.mark.parametrize(("rating", "word"), [(None, "unscored"), ("unanswered", "unanswered")])
def test_a_withheld_mean_is_shown_as_withheld(
    tmp_path: Path, rating: str | None, word: str
) -> None:
    target = build(a_month(tmp_path, ratings={(READER, 1): rating}), tmp_path / "leaderboard")
    mean, place, letters, scored, *subtasks = cells(target, READER)
    assert mean == "withheld 1 of 8 unscored" and scored == "7 of 8"
    assert place == letters == "none"
    assert subtasks[0] == "100.0 n 4 100.0–100.0" and "withheld" in subtasks[1]
    assert "a mean is not shown when more than 2%" in text(target / "index.html")
    assert word in text(target / "questions" / "26100002.html")


def test_no_mean_is_said_to_be_withheld_when_none_is(usual: Path) -> None:
    assert "withheld" not in text(usual / "index.html").lower()


def test_an_unscored_answer_shows_why(tmp_path: Path) -> None:
    target = build(a_month(tmp_path, ratings={(READER, 1): None}), tmp_path / "leaderboard")
    assert "The judge fell silent." in text(target / "questions" / "26100002.html")


def test_missing_review_and_gates_are_said_plainly(usual: Path) -> None:
    said = text(usual / "index.html")
    assert "no person reviewed the questions" in said
    assert "Declared off for this month, so not checked: answerable" in said


def test_a_page_outside_the_window_is_said_plainly(tmp_path: Path) -> None:
    month = a_month(tmp_path)
    first = next(iter(month.pages))
    stale = {"published_at": datetime(2026, 11, 1, tzinfo=UTC)}
    month.pages[first] = month.pages[first].model_copy(update=stale)
    target = build(month, tmp_path / "leaderboard")
    assert "1 of them published outside the window" in text(target / "index.html")


def test_embedded_readers_are_called_what_they_are(usual: Path) -> None:
    said = text(usual / "index.html")
    assert "not an LMM" in said and "guessing" in said


def test_a_cutoff_inside_the_window_and_a_judge_among_the_candidates_are_said(
    tmp_path: Path,
) -> None:
    month = a_month(tmp_path)
    month.models[READER] = Model(
        name=READER,
        model="openai/seer",
        open_weights=False,
        knowledge_cutoff=date(2026, 10, 2),
    )
    month.notes = LeaderboardNotes("A test", (READER,), None)
    said = text(build(month, tmp_path / "leaderboard") / "index.html")
    assert "it may have seen these pages" in said and "Closed weights." in said
    assert "It is also a judge of this month." in said and "Cost Not known" in said


def test_a_candidate_that_is_also_a_solver_of_a_gate_is_marked(tmp_path: Path) -> None:
    month = a_month(tmp_path)
    plain = text(build(month, tmp_path / "plain") / "index.html")
    month.notes = LeaderboardNotes("A test", (), None, solvers=(READER,))
    said = text(build(month, tmp_path / "marked") / "index.html")
    assert "solver of a gate" not in plain
    assert said.count("also a solver of a gate") == 2, "in the table and among the candidates"


def test_a_question_page_shows_all_that_was_said(usual: Path) -> None:
    said = text(usual / "questions" / "26100002.html")
    for part in (
        "What does headline 1 say?",
        "Article 1",
        "names the town 6 points",
        "embedded/blind says 1",
        "Criterion 1: 1 of 6",
        "It names what it must.",
        "json-ld",
        "soon not understood",
        "26100002",
        CANARY,
    ):
        assert part in said, part


def test_questions_lead_to_each_other_in_the_splits_order(usual: Path) -> None:
    page = soup(usual / "questions" / "26100002.html")
    assert {a["href"] for a in page.select("[rel=prev]")} == {"26100001.html"}
    assert {a["href"] for a in page.select("[rel=next]")} == {"26100003.html"}
    assert not soup(usual / "questions" / "26100001.html").select("[rel=prev]")
    assert not soup(usual / "questions" / "26100008.html").select("[rel=next]")


def test_a_page_is_photographed_once_for_all_its_questions(usual: Path) -> None:
    names = sorted(path.name for path in (usual / "shots").iterdir())
    assert len([n for n in names if n.endswith(".png")]) == 4
    assert len([n for n in names if n.endswith("-top.webp")]) == 4
    for path in (usual / "shots").glob("*-top.webp"):
        with Image.open(path) as image:
            assert image.size == (320, 240)


def test_pages_can_be_read_by_ear(usual: Path) -> None:
    """A language, a way past the top, one h1, no heading level left out, named table heads."""
    for path in usual.rglob("*.html"):
        page = soup(path)
        assert page.html["lang"] == "en" and page.select_one("a.skip[href='#main']")
        levels = [int(h.name[1]) for h in page.find_all(re.compile(r"^h\d$"))]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False))
        assert all(th.get("scope") for th in page.find_all("th"))
        assert all(table.caption for table in page.find_all("table"))
        assert all(image.has_attr("alt") for image in page.find_all("img"))
        ids = [element["id"] for element in page.select("[id]")]
        assert len(ids) == len(set(ids))


def test_people_stand_apart_from_the_candidates(tmp_path: Path) -> None:
    month = a_month(tmp_path, count=40)
    plain = soup(build(month, tmp_path / "plain") / "index.html")
    with_people(month, zoe=list(range(32)), yan=[2, 3])
    page = soup(build(month, tmp_path / "leaderboard") / "index.html")
    candidates, apart = page.select("#scores tbody")
    assert str(candidates) == str(plain.select_one("#scores tbody"))
    assert [th["data-value"] for th in apart.select("th")] == ["Human, best", "Human, mean"]
    for name, n in (("Human, best", "32"), ("Human, mean", "34")):
        shown = cells(tmp_path / "leaderboard", name)
        assert shown[:4] == ["80.0 80.0–80.0", "none", "none", f"{n} of {n}"]
    said = text(tmp_path / "leaderboard" / "index.html")
    assert "2 people gave 34 answers to 32 of the 40 questions" in said
    assert "less than 41 seconds" in said


def test_it_is_said_how_many_answers_there_are_where_no_person_is_the_best(tmp_path: Path) -> None:
    month = with_people(a_month(tmp_path), zoe=[0, 1, 2])
    page = soup(build(month, tmp_path / "leaderboard") / "index.html")
    assert [th["data-value"] for th in page.select("tbody.people th")] == ["Human, mean"]
    assert "Nobody has the 30 scored answers" in text(tmp_path / "leaderboard" / "index.html")
    assert "the most are 3" in text(tmp_path / "leaderboard" / "index.html")


def test_a_persons_answer_is_shown_as_a_persons_and_by_no_name(tmp_path: Path) -> None:
    month = with_people(a_month(tmp_path), zoe=[0, 1], yan=[1])
    target = build(month, tmp_path / "leaderboard")
    first, second, third = (
        soup(target / "questions" / f"2610000{n}.html").select("[aria-labelledby=people] article")
        for n in (1, 2, 3)
    )
    assert [len(first), len(second), len(third)] == [1, 2, 0]
    for article in (*first, *second):
        told = " ".join(article.get_text(" ").split())
        assert told.startswith("a person 8 of 10 what I saw at") and "Criterion 1: 6 of 6" in told
    for path in target.rglob("*.html"):
        for script in (page := soup(path)).select("script:not([type])"):
            script.decompose()  # what draws charts has all letters in some order
        assert "zoe" not in str(page) and "yan" not in str(page)


def test_which_answers_are_one_persons_is_not_told_by_their_order(tmp_path: Path) -> None:
    month = with_people(a_month(tmp_path, count=20), zoe=list(range(20)), yan=list(range(20)))
    board = Scoreboard(month=MONTH, models=())
    shown = entries_of(
        board, month.release, month.questions, month.pages, month.answers, earned(month)
    )
    firsts = [entry.people[0].answer.model for entry in shown if entry.people[0].answer]
    assert set(firsts) == {"human/zoe", "human/yan"}


def test_without_people_nothing_is_said_of_them(usual: Path) -> None:
    for path in usual.rglob("*.html"):
        assert "person’s answer" not in text(path) and "People" not in text(path)
    assert not soup(usual / "index.html").select("tbody.people, .chips li:nth-child(3)")
