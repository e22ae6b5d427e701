"""Laws of what the leaderboard's first page says of judges, the arena, costs and cutoffs."""

import json
import re
from datetime import date

import board_month
import pytest
from bs4 import BeautifulSoup

from live.config import Model
from live.publish.entries import slug
from live.publish.leaderboard_index import cutoffs


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    """The first page of a made-up month that has everything; not to be changed."""
    target = tmp_path_factory.mktemp("board") / "leaderboard"
    board_month.build(target, candidates=10, questions=30)
    return BeautifulSoup((target / "index.html").read_text(), "lxml")


def said(page: BeautifulSoup, id: str) -> str:
    """The text of a section, by the id of its heading."""
    section = page.find(id=id).find_parent(["section", "header"])
    return " ".join(section.get_text(" ").split())


def test_a_judge_is_shown_with_its_agreement_with_people_or_as_uncalibrated(
    page: BeautifulSoup,
) -> None:
    first, second = page.select(".judges > div")
    known, unknown = (" ".join(each.get_text(" ").split()) for each in (first, second))
    for part in (
        "Served as openai/judge-large-2026-08",
        "people’s ratings of 120 answers",
        "kappa",
        "more than people do",
        "Drift: it rated 100 answers of June 2026 once more, and gave 0.21 points of 10 more",
        "no sign that it moved",
    ):
        assert part in known, part
    assert re.search(r"correlation 0\.\d\d \( ?0\.\d\d to 0\.\d\d", known)
    assert "uncalibrated" in unknown and "uncalibrated" not in known
    assert "how far they are to be believed is not known" in unknown
    assert "of 1 of the 2 judges were not held against people’s" in " ".join(page.text.split())


def test_a_panel_is_explained(page: BeautifulSoup) -> None:
    told = said(page, "judges")
    assert "the median of their ratings counts" in told and "its own maker’s model" in told
    assert "differ by more than 3 points, people are asked" in told


def test_the_arena_is_told_in_words_with_its_biases(page: BeautifulSoup) -> None:
    told = said(page, "arena")
    assert "rank correlation of 0.94 (0.88 to 0.98), over 10 candidates" in told
    assert re.search(r"shown first won \d\d% of \d+ comparisons", told)
    assert re.search(r"\d+% were ties", told) and "14 needed no judge" in told
    assert len(page.select("#arena")[0].find_parent("section").select("tbody tr")) == 10


def test_what_answers_took_stands_with_what_is_not_known(page: BeautifulSoup) -> None:
    heads = [th["data-key"] for th in page.select("#ends th[data-key]")]
    rows = {
        tr["data-model"]: dict(
            zip(
                heads,
                (" ".join(cell.get_text(" ").split()) for cell in tr.find_all(["th", "td"])),
                strict=True,
            )
        )
        for tr in page.select("#ends tbody tr")
    }
    assert sum(row["usd"] == "not known" for row in rows.values()) == 1
    assert sum(row["usd"] == "0" for row in rows.values()) == 2
    ended = ("answered", "truncated", "refused", "empty", "unanswered")
    assert all(sum(int(row[end]) for end in ended) == 30 for row in rows.values())
    gains = [row["gain"] for row in rows.values() if row["gain"] != "not asked"]
    assert len(gains) == 2 and all(re.match(r"[+−]\d+\.\d .*blind \d", gain) for gain in gains)


def test_who_is_not_drawn_for_want_of_a_price_is_named(page: BeautifulSoup) -> None:
    unpriced = [
        tr["data-model"] for tr in page.select("#ends tbody tr") if "not known" in tr.get_text()
    ]
    assert f"Not drawn, for their price is not known: {unpriced[0]}." in said(page, "charts")


def test_every_candidate_leads_to_its_page(page: BeautifulSoup) -> None:
    for row in page.select("#scores tr[data-model], #ends tr[data-model]"):
        assert row.a["href"] == f"models/{slug(row['data-model'])}.html"


def test_names_that_read_alike_have_files_apart_that_any_system_takes() -> None:
    names = ["a/b", "a-b", "A/B", "a//b", "é", "日本", "..", "", "con", "x" * 300, "a/b "]
    files = [slug(name) for name in names]
    assert len({file.casefold() for file in files}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{8,70}", file) for file in files)
    assert slug("openai/gpt-5.1").startswith("openai-gpt-5-1-")


def test_which_ratings_are_one_persons_is_not_in_the_data(page: BeautifulSoup) -> None:
    data = json.loads(page.find(id="ratings").string)
    assert set(data["people"]) == {"rows", "ratings"}
    assert data["people"]["rows"] == sorted(data["people"]["rows"])


def test_only_cutoffs_among_the_pages_days_are_choices() -> None:
    """A day before the first page leaves all of them, one after the last leaves none."""
    days = [date(2026, 10, 3), date(2026, 10, 20)]

    def declared(name: str, cutoff: date | None) -> Model:
        return Model(name=name, model=f"openai/{name}", knowledge_cutoff=cutoff)

    found = cutoffs(
        {
            "old": declared("old", date(2026, 10, 2)),
            "inside": declared("inside", date(2026, 10, 3)),
            "also": declared("also", date(2026, 10, 3)),
            "late": declared("late", date(2026, 10, 20)),
            "silent": declared("silent", None),
            "unknown": None,
        },
        days,
    )
    assert found["choices"] == [(date(2026, 10, 4), ["inside", "also"])]
    assert (found["before"], found["after"]) == (["old"], ["late"])
    assert found["unknown"] == ["silent", "unknown"]
