"""`live demo`: a whole month on real pages, with no key and no network."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
MONTH = "2026-10"
PLANNED = {"stale": 1, "undated": 1, "timeout": 1, "http_500": 1}


def test_it_ends_well_and_prints_the_scoreboard_and_the_two_paths_last(demo: Any) -> None:
    assert demo.ended.returncode == 0, demo.ended.stderr
    *table, split, board = demo.ended.stdout.splitlines()
    assert any("embedded/ocr-reader" in line for line in table)
    assert split.split() == ["split", str(demo.hub)]
    assert board.split()[1].endswith("leaderboard/index.html")
    assert Path(board.split()[1]).is_file()


def test_the_split_has_at_least_30_rows_with_unique_int_ids(demo: Any, rows: Any) -> None:
    split = rows(demo.hub)
    ids = [row["id"] for row in split]
    assert len(split) >= 30
    assert ids == list(range(26100001, 26100001 + len(split)))
    assert all(row["images"] and row["question"] and row["answer"] for row in split)


def test_only_what_was_planned_is_dropped_at_the_crawl(demo: Any) -> None:
    month = demo.status()
    assert month["dropped"]["crawl"] == PLANNED
    assert month["failed"] == {}
    assert month["waiting"] == month["held"] == 0


def test_every_question_is_accounted_for(demo: Any) -> None:
    month = demo.status()
    dropped = sum(n for s in ("gates", "review") for n in month["dropped"].get(s, {}).values())
    assert month["accepted"] + dropped == month["questions"]
    assert all(n == month["accepted"] for n in month["answers"].values())
    for verdicts in month["verdicts"].values():
        assert verdicts == {"scored": month["accepted"], "unscored": 0}


def test_seeing_beats_guessing_and_the_intervals_do_not_touch(demo: Any) -> None:
    board = json.loads((demo.folder / "releases" / MONTH / "scoreboard.json").read_text())
    scores = {score["model"]: score for score in board["models"]}
    assert scores["embedded/ocr-reader"]["low"] > scores["embedded/blind"]["high"] + 20


def test_the_port_of_the_newspaper_enters_no_record(demo: Any) -> None:
    database = sqlite3.connect(demo.folder / "live.db")
    for table in ("links", "pages", "questions", "outcomes"):
        for row in database.execute(f"SELECT * FROM {table}"):
            assert "127.0.0.1" not in str(row) and "localhost" not in str(row)
    database.close()


def test_every_page_was_published_in_the_month_and_says_who_said_so(demo: Any, rows: Any) -> None:
    for row in rows(demo.hub):
        assert row["published_at"].startswith(MONTH)
        assert json.loads(row["evidence"])


def test_three_outlets_and_two_languages_are_in_it(demo: Any) -> None:
    database = sqlite3.connect(demo.folder / "live.db")
    pages = [json.loads(body) for (body,) in database.execute("SELECT body FROM pages")]
    database.close()
    assert len({page["site"] for page in pages}) >= 3
    assert len({page["language"] for page in pages}) >= 2
    assert len({shot["kind"] for page in pages for shot in page["shots"]}) == 3


def test_a_rerun_of_a_finished_month_calls_no_model_and_changes_nothing(
    demo: Any, live: Any
) -> None:
    def stand() -> Any:
        database = sqlite3.connect(demo.folder / "live.db")
        calls = database.execute("SELECT key, sent_at FROM calls ORDER BY key").fetchall()
        database.close()
        files = {p: p.stat().st_mtime_ns for p in demo.hub.rglob("*") if p.is_file()}
        return calls, files, demo.status()

    before = stand()
    again = live("-C", demo.folder, "run", "--month", MONTH)
    assert again.returncode == 0, again.stderr
    assert again.stdout == demo.ended.stdout
    assert stand() == before
    assert live("demo", "--workspace", demo.folder).stdout == demo.ended.stdout


def test_the_log_shows_requests_and_replies_in_full(demo: Any, live: Any) -> None:
    shown = live("-C", demo.folder, "log", "embedded/ocr-reader", "--month", MONTH, "--json")
    calls = json.loads(shown.stdout)
    assert len(calls) == demo.status()["accepted"]
    assert all(c["request"]["prompt"] and c["reply"]["outcome"] == "ok" for c in calls)
    text = live("-C", demo.folder, "log", "embedded/ocr-reader", "--month", MONTH).stdout
    assert calls[0]["request"]["prompt"] in text and calls[0]["reply"]["text"] in text
