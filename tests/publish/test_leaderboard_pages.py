"""Laws of the pages of questions and candidates: all that was said, no more, and honest on few."""

import re
from pathlib import Path

import factory
import life
import pytest
from leaderboard_month import GPT, LLAVA, MONTH, PANEL, READER, Month, soup, text
from playwright.sync_api import sync_playwright

from live.installed import find_chromium
from live.publish.entries import slug
from live.publish.release import write_release
from live.records import (
    Criterion,
    Decision,
    Evidence,
    Finding,
    Grades,
    Provenance,
    Scoreboard,
    Seen,
    Step,
    Usage,
)
from live.workspace import Workspace

EVIL = '"><script>alert("x")</script><img src=x onerror=alert(1)>'


def article(board: Path, model: str, n: int = 0) -> str:
    """What a question's page says of one answer."""
    page = soup(board / "questions" / f"{26100001 + n}.html")
    return next(text(a) for a in page.select("article.answer") if a.h3.get_text().startswith(model))


def model_page(board: Path, model: str) -> Path:
    return board / "models" / f"{slug(model)}.html"


def parts(board: Path, model: str, kind: str) -> dict[str, list[str]]:
    """By label, the cells of one table of where a candidate loses."""
    page = soup(model_page(board, model))
    table = next(t for t in page.select("table.parts") if t.th.get_text() == kind)
    return {text(row.th): [text(td) for td in row.select("td")] for row in table.select("tbody tr")}


def test_every_judge_is_shown_with_points_words_and_the_median(workspace: Workspace) -> None:
    month = Month(workspace, lambda model, n, judge: {"c": 6, "q": 7}.get(judge[0], 8))
    ratings = {"gpt": 8, "claude": 6, "qwen": 7}
    month.judged(month.answers.pop((LLAVA, 0)), **ratings)
    said = article(month.write(), LLAVA)
    assert "7 of 10" in said and "The rating is the median of 6, 7 and 8." in said
    for judge, rating in zip(PANEL, ratings.values(), strict=True):
        assert f"Judge {judge} {rating} of 10 Criterion 1: {rating} of 10 because" in said


def test_a_judge_of_the_candidates_own_maker_is_named_as_not_counting(workspace: Workspace) -> None:
    board = Month(workspace).write()
    assert f"Judge {PANEL[0]} does not count here" in article(board, GPT)
    assert "does not count here" not in article(board, LLAVA)


@pytest.mark.parametrize(
    ("people", "rating", "told"),
    [
        ((), "7 of 10", "no person has settled it yet. Until then their median, 7, stands."),
        (("kim",), "3 of 10", "more than 3, so a person settled it."),
        (("kim", "lee"), "3 of 10", "more than 3, so people settled it."),
    ],
)
def test_a_split_panel_says_who_settled_it(
    workspace: Workspace, people: tuple[str, ...], rating: str, told: str
) -> None:
    month = Month(workspace)
    answer = month.answers.pop((LLAVA, 0))
    month.judged(answer, gpt=2, claude=9, qwen=7)
    for who in people:
        judge = f"human/{who}"
        month.verdicts[LLAVA, 0, judge] = factory.verdict(
            answer, 3, judge=judge, made_by=Provenance(model=judge)
        )
    board = month.write()
    said = article(board, LLAVA)
    assert f"{LLAVA} {rating}" in said and told in said
    assert "The judges gave 2, 7 and 9: 7 points apart" in said
    assert said.count("does not count") == (3 if people else 0), "the judges, where people settle"
    assert said.count("A person 3 of 10") == len(people)
    assert "kim" not in said and "lee" not in said


def test_what_a_person_gave_beside_judges_that_agree_moves_nothing(workspace: Workspace) -> None:
    month = Month(workspace)
    answer = month.answers[LLAVA, 0]
    month.verdicts[LLAVA, 0, "human/kim"] = factory.verdict(answer, 1, judge="human/kim")
    said = article(month.write(), LLAVA)
    assert f"{LLAVA} 8 of 10" in said and "A person 1 of 10 does not count" in said


def test_a_missing_verdict_and_an_unscored_one_are_told_apart(workspace: Workspace) -> None:
    month = Month(workspace)
    month.judged(month.answers.pop((LLAVA, 0)), claude=None)
    del month.verdicts[READER, 0, PANEL[2]]
    board = month.write()
    said = article(board, LLAVA)
    assert f"Judge {PANEL[1]} unscored" in said and "One of the judges that count gave" in said
    assert f"No verdict of judge {PANEL[2]} is stored." in article(board, READER)


def test_a_run_without_the_picture_stands_below_the_answer(workspace: Workspace) -> None:
    month = Month(workspace)
    for n in (0, 2):
        question = month.questions[n]
        blind = factory.answer(26100001 + n, question, f"blind/{LLAVA}", text="The Aurora, I guess")
        month.judged(blind, gpt=1, claude=2, qwen=2)
    board = month.write()
    said = article(board, LLAVA)
    assert "Without the picture it earned 2 of 10. It said: The Aurora, I guess" in said
    assert f"{LLAVA} 8 of 10" in said
    assert "Without the picture" not in article(board, LLAVA, 1)
    assert "blind/" not in text(board / "questions" / "26100001.html")
    assert "20.0 on 2 questions: seeing the picture gains it +60.0" in text(
        model_page(board, LLAVA)
    )
    assert "It was not asked without the picture." in text(model_page(board, GPT))


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("refused", "It refused to answer, which earns 0."),
        ("empty", "It gave an empty answer, which earns 0."),
        ("truncated", "Its answer was truncated at the limit of its length, and is judged as it"),
    ],
)
def test_how_an_answer_ended_is_said_in_words(
    workspace: Workspace, outcome: str, told: str
) -> None:
    month = Month(workspace)
    changes = {"outcome": outcome, "detail": "the provider said so"}
    month.answers[LLAVA, 0] = month.answers[LLAVA, 0].model_copy(update=changes)
    board = month.write()
    said = article(board, LLAVA)
    assert told in said and "the provider said so" in said
    assert f"11 answered, 1 {outcome}" in text(model_page(board, LLAVA))


def test_an_answer_that_never_came_is_unanswered(workspace: Workspace) -> None:
    month = Month(workspace)
    del month.answers[LLAVA, 0]
    assert "Unanswered: no answer came after all retries." in article(month.write(), LLAVA)


def test_how_it_was_asked_and_what_it_saw_and_took_is_shown(workspace: Workspace) -> None:
    month = Month(workspace)
    seen = Seen(
        original=(1280, 2400), sent=(640, 1200), seen=(600, 1125), tiles=6, tile=(512, 512),
        known="documented",
    )  # fmt: skip
    made_by = Provenance(
        model=GPT, declared=GPT, revision="gpt-5-2026-08-07", parameters={"temperature": 0},
        usage=Usage(input_tokens=1800, output_tokens=90), pictures=(seen,),
        reply_key=life.bought(workspace.store, "asked", 0.0125, "answer"),
    )  # fmt: skip
    month.answers[GPT, 0] = month.answers[GPT, 0].model_copy(update={"made_by": made_by})
    board = month.write()
    said = article(board, GPT)
    for part in (
        "gpt-5-2026-08-07", "temperature: 0", "1,800 in, 90 out", "$0.0125, 0.0 s",
        "1280 × 2400 px, scaled to 640 × 1200 px before it was sent",
        "the provider makes 600 × 1125 px of it, by its documentation",
        "in 6 pieces of 512 × 512 px",
    ):  # fmt: skip
        assert part in said, part
    assert "How it was asked" not in article(board, READER)


def test_where_a_candidate_loses_comes_first_and_few_questions_last(workspace: Workspace) -> None:
    def rate(model: str, n: int, judge: str) -> int:
        return 2 if model == LLAVA and n % 2 else 8

    board = Month(workspace, rate).write()
    found = parts(board, LLAVA, "Language of the page")
    assert list(found) == ["de", "en"]
    assert found["de"][:2] == ["20.0 20.0 to 20.0", "−40.0 −40.0 to −40.0"]
    assert found["en"] == ["80.0 80.0 to 80.0", "+0.0 +0.0 to +0.0", "6"]
    assert parts(board, GPT, "Language of the page")["de"][1].startswith("+20.0")
    formats = parts(board, GPT, "Format")
    assert formats["open"][1].startswith("+10.9") and formats["table"][1].startswith("+0.0")
    assert list(formats) == ["open", "table"] and "fewer than 5" in formats["table"][-1]
    assert "one page: no interval" in formats["table"][0]
    subjects = parts(board, LLAVA, "Subject of the site")
    assert subjects["sports"][-1] == "6" and subjects["world"][-1] == "12", "sites have several"
    said = text(model_page(board, LLAVA))
    assert "subtask (all Basic Understanding)" in said
    assert "site (the same groups as by language of the page)" in said


def test_the_questions_it_fell_behind_on_and_those_nobody_solved_are_linked(
    workspace: Workspace,
) -> None:
    def rate(model: str, n: int, judge: str) -> int:
        return {3: 1, 5: 4 if model == LLAVA else 9}.get(n, 8)

    board = Month(workspace, rate).write()
    page = soup(model_page(board, LLAVA))
    behind, unsolved = page.select("ol.lost")
    assert [a["href"] for a in behind.select("a")] == ["../questions/26100006.html"]
    assert "4 of 10, the others 9" in text(behind)
    assert [a["href"] for a in unsolved.select("a")] == ["../questions/26100004.html"]
    assert "On 1 of 12 questions no candidate earned 5 of 10" in text(model_page(board, LLAVA))
    assert "no question on which the others did better" in text(model_page(board, GPT))


def test_whom_it_is_told_apart_from_is_said_both_ways(workspace: Workspace) -> None:
    def rate(model: str, n: int, judge: str) -> int:
        return {GPT: 9, LLAVA: 9 - n % 2}.get(model, 1)

    board = Month(workspace, rate, rows=16, pages=16).write()
    better, worse = (text(model_page(board, name)) for name in (GPT, READER))
    assert f"better than {READER} +80.0 +80.0 to +80.0" in better
    assert f"worse than {GPT} −80.0 −80.0 to −80.0" in worse
    assert f"Not told apart from {LLAVA} (+5.0)" in better or "worse than" not in better


def test_a_withheld_model_has_a_page_that_says_so(workspace: Workspace) -> None:
    board = Month(workspace, lambda model, n, judge: None if model == LLAVA else 8).write()
    said = text(model_page(board, LLAVA))
    assert "withheld 12 of 12 questions are unscored or unanswered" in said
    assert "It could not be compared: its mean is withheld." in said
    assert parts(board, LLAVA, "Format")["open"][:2] == ["withheld", "not compared"]


def test_a_month_without_any_rating_still_has_all_pages(workspace: Workspace) -> None:
    board = Month(workspace, lambda model, n, judge: None).write()
    assert len(list((board / "models").iterdir())) == 3
    for path in (board / "models").iterdir():
        assert "withheld" in text(path)


def test_one_candidate_is_set_beside_nobody(workspace: Workspace) -> None:
    board = Month(workspace, candidates=(LLAVA,)).write()
    said = text(model_page(board, LLAVA))
    assert "There is no other candidate to set it beside." in said
    assert "Beside all candidates" not in said and "fell furthest behind" not in said
    assert "Whom it is told apart from There is no other candidate." in said


def test_questions_of_one_page_have_no_interval(workspace: Workspace) -> None:
    board = Month(workspace, pages=1, rows=6).write()
    said = text(model_page(board, LLAVA))
    assert "all questions are about one page, so there is no interval" in said
    assert "all questions are about one page" in said and "It could not be compared" in said


def test_what_speaks_against_a_score_is_said_on_the_models_page(workspace: Workspace) -> None:
    """Pages that it may have seen, and other parts that it had in the month."""
    models = [{"name": "m", "model": GPT, "knowledge_cutoff": "2026-10-14"}]
    month = Month(workspace, models=models, candidates=("m", LLAVA), judge=("m", PANEL[1]))
    writer = {"made_by": Provenance(model="m")}
    month.questions = [q.model_copy(update=writer) for q in month.questions[:3]] + month.questions[
        3:
    ]
    board = month.write()
    said = text(model_page(board, "m"))
    assert "12 of 12 questions are about pages that were published by then" in said
    assert "It judges answers of this month." in said and "It wrote 3 of the 12 questions." in said
    said = text(model_page(board, LLAVA))
    assert "Knowledge cutoff not declared" in said and "Also a" not in said


def test_no_candidate_makes_no_page(workspace: Workspace) -> None:
    board = Month(workspace, candidates=()).write()
    assert not list((board / "models").iterdir())


def test_a_month_is_written_anew_when_an_earlier_one_was_scored_anew(workspace: Workspace) -> None:
    month = Month(workspace)
    earlier = workspace.release("2026-09") / "scoreboard.json"
    earlier.parent.mkdir(parents=True)
    board = Scoreboard.model_validate({"month": "2026-09", "models": ()})
    earlier.write_text(board.model_dump_json())
    month.write()
    first = write_release(month.workspace, month.release)
    assert [each.month for each in first.trend] == ["2026-09", "2026-10"]
    assert first.trend[1].changed == (
        "judge: not recorded for 2026-09", "taxonomy: not recorded for 2026-09"
    )  # fmt: skip
    assert [each.name for each in first.judges] == list(PANEL)
    again = first.model_copy(update={"month": "2026-09", "trend": ()})
    earlier.write_text(again.model_dump_json())
    second = write_release(month.workspace, month.release)
    assert set(second.trend[0].scores) == {GPT, LLAVA, READER}
    assert second.trend[1].changed == ("taxonomy: not recorded for 2026-09",)
    earlier.write_text("{")
    assert write_release(month.workspace, month.release).notes[-1].endswith("cannot be read.")


def test_every_link_of_every_page_resolves(workspace: Workspace) -> None:
    board = Month(workspace).write()
    checked = 0
    for path in board.rglob("*.html"):
        for element in soup(path).select("[src], [href]"):
            link = str(element.get("src") or element.get("href"))
            file, _, anchor = link.partition("#")
            if link.startswith("http"):
                assert "external" in (element.get("rel") or [])
                continue
            found = (path.parent / file).resolve() if file else path
            assert found.is_file(), (path, link)
            assert not anchor or soup(found).find(id=anchor), (path, link)
            checked += 1
    assert checked > 100


def test_every_answers_name_leads_to_its_models_page(workspace: Workspace) -> None:
    board = Month(workspace).write()
    page = soup(board / "questions" / "26100001.html")
    links = [a["href"] for a in page.select("article.answer h3 a")]
    assert sorted(links) == sorted(f"../models/{slug(m)}.html" for m in (GPT, LLAVA, READER))


def test_hostile_text_becomes_no_markup_on_any_page(workspace: Workspace) -> None:
    """Of pages, models, judges, people, servers and gates."""
    month = Month(
        workspace,
        models=[{"name": EVIL, "model": "openai/evil"}],
        candidates=(EVIL, LLAVA),
        rows=2,
        pages=1,
    )
    evil = {"title": EVIL, "byline": EVIL, "section": EVIL, "language": EVIL, "browser": EVIL}
    evil |= {"cleaned": (EVIL,), "evidence": (Evidence(source=EVIL, value=EVIL),)}
    (page,) = month.pages
    month.pages = [page.model_copy(update=evil)]
    grades = Grades(
        authenticity=1, coherence=1, clarity=1, reason=EVIL, made_by=Provenance(model=EVIL)
    )
    words = {"question": EVIL, "answer": EVIL, "subtask": EVIL, "language": EVIL}
    words |= {"criteria": (Criterion(points=10, text=EVIL),), "grades": grades}
    month.questions = [q.model_copy(update=words) for q in month.questions]
    served = {"revision": EVIL, "declared": EVIL, "parameters": {EVIL: EVIL}}
    for key, answer in month.answers.items():
        made_by = answer.made_by.model_copy(update=served)
        month.answers[key] = answer.model_copy(
            update={"text": EVIL, "detail": EVIL, "made_by": made_by, "outcome": "truncated"}
        )
    month.verdicts = {k: v.model_copy(update={"reason": EVIL}) for k, v in month.verdicts.items()}
    said = {"verdict": EVIL, "answer": EVIL, "reason": EVIL}
    by = Provenance(model=EVIL, revision=EVIL)
    question = month.questions[0]
    fields = {"month": MONTH, "question_id": question.id, "version": 1}
    solver = {"model": EVIL, "answer": EVIL, "rating": 1}
    evidence = {"facts": [{"fact": EVIL, "kind": EVIL, "where": EVIL}], "solvers": [solver]}
    evidence |= {"limit": 5, "judge": EVIL, "nsfw": {EVIL: EVIL}}
    workspace.store.add(
        Step(month=MONTH, step="check", subject=question.id, said=said, made_by=by),
        Finding(**fields, gate="answerable", outcome="held", reason=EVIL, evidence=evidence),
        Decision(**fields, verdict="accept", reviewer=EVIL, at=life.AT),
    )
    gates = {"answerable": "on", "new": "off"}
    rows = [row.model_copy(update={"reviewed_by": EVIL}) for row in month.release.rows]
    month.release = month.release.model_copy(update={"gates": gates, "rows": tuple(rows)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("live.publish.release.categories", lambda name: {EVIL: EVIL})
        board = month.write()
    for path in (*board.rglob("models/*.html"), *board.rglob("questions/*.html")):
        shown = soup(path)
        assert "alert(" in shown.get_text() and not shown.select("[onerror], img[src=x]")
        assert not any("alert" in script.get_text() for script in shown.find_all("script"))
        assert re.fullmatch(r"[a-z0-9-]+", path.stem)


@pytest.mark.browser
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_each_page_whole_in_silence_and_asks_nobody(
    workspace: Workspace, width: int, colours: str
) -> None:
    board = Month(workspace, lambda model, n, judge: 9 if n % 2 else 2).write()
    pages = [model_page(board, LLAVA), board / "questions" / "26100001.html"]
    heard: list[str] = []
    asked: list[str] = []
    with sync_playwright() as driver:
        program = find_chromium(driver.chromium.executable_path)
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if colours == "dark" else "light",
        )
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        for page in pages:
            tab.goto(page.as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            dark = tab.evaluate("getComputedStyle(document.body).color") == "rgb(233, 231, 226)"
            assert dark == (colours == "dark")
        browser.close()
    assert heard == [] and asked
    assert all(url.startswith(board.as_uri()) for url in asked)
