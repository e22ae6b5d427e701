"""The verbs about people: who may come, who did what, how far they agree and have come."""

import json
from pathlib import Path

import factory
import pytest
from click.testing import CliRunner, Result
from reviewed import MONTH, reviewed

from live.cli import live
from live.publish.cut import cut
from live.review.decisions import decide, withdraw
from live.workspace import Workspace, open_workspace

ONE, TWO = factory.question(1), factory.question(2)


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    config = workspace.path / "live.yaml"
    config.write_text(f"{config.read_text()}month: {MONTH}\n")
    with reviewed(workspace.path) as opened:
        yield opened


def run(month: Workspace, *words: object) -> Result:
    return CliRunner().invoke(live, ["-C", str(month.path), "review", *map(str, words)])


def said(month: Workspace, *words: object) -> str:
    ended = run(month, *words)
    assert ended.exit_code == 0, ended.output or ended.exception
    return ended.stdout


def wrong(month: Workspace, *words: object) -> str:
    ended = run(month, *words)
    assert ended.exit_code != 0 and ended.exception
    return str(ended.exception)


def test_an_invitation_prints_a_link_that_lets_in_and_is_revoked(month: Workspace) -> None:
    store = month.store
    path = said(month, "invite", "Kim Lee", "--days", 3).strip()
    reviewer = store.reviewers.by_token(path.removeprefix("/join/"))
    assert reviewer and reviewer.may_enter and reviewer.role == "review"
    again = said(month, "invite", "Kim Lee").strip()
    assert store.reviewers.by_token(path.removeprefix("/join/")) is None
    said(month, "invite", "Pat", "--answer")
    listed = json.loads(said(month, "reviewers", "--json"))
    assert [(each["name"], each["role"], each["may_enter"]) for each in listed] == [
        ("Kim Lee", "review", True), ("Pat", "answer", True),
    ]  # fmt: skip
    assert "invited to review" in wrong(month, "invite", "Kim Lee", "--answer")
    said(month, "revoke", "Kim Lee")
    revoked = store.reviewers.by_token(again.removeprefix("/join/"))
    assert revoked and not revoked.may_enter
    assert "revoked" in said(month, "reviewers") and "nobody of that name" in wrong(
        month, "revoke", "Eve"
    )
    assert "The log fits" in said(month, "audit")
    whats = [each.what for each in store.audit.entries()]
    assert whats == ["invite", "invite", "invite", "revoke"]
    assert path not in (month.path / "live.db").read_bytes().decode("latin1")


def test_the_log_is_checked_printed_by_question_and_its_faults_end_with_1(
    month: Workspace,
) -> None:
    said(month, "reject", ONE.id, "--by", "kim", "--reason", "wrong gold")
    said(month, "note", ONE.id, "see the caption", "--by", "kim")
    assert f"2 entries, head {month.store.audit.head()[1]}" in said(month, "audit")
    of_one = said(month, "audit", ONE.id)
    assert "kim: reject" in of_one and "wrong gold" in of_one and "see the caption" in of_one
    assert json.loads(said(month, "audit", ONE.id, "--json"))[0]["who"] == "kim"
    assert "nobody has done anything" in wrong(month, "audit", TWO.id)
    month.store.forget(MONTH, "review", ONE.id)
    ended = run(month, "audit", "--json")
    assert ended.exit_code == 1
    assert "not settled" in json.loads(ended.stdout)["faults"][0]


def test_a_head_that_was_noted_is_looked_for_in_the_log(month: Workspace) -> None:
    said(month, "note", ONE.id, "see the caption", "--by", "kim")
    noted = month.store.audit.head()[1]
    said(month, "note", TWO.id, "see the caption", "--by", "kim")
    assert "The log fits" in said(month, "audit", "--head", noted.upper())
    ended = run(month, "audit", "--head", "ab" * 32)
    assert ended.exit_code == 1 and f"head {'ab' * 32}: noted, and not in the log" in ended.stdout
    assert "no head" in wrong(month, "audit", "--head", noted[:12])
    assert "Leave ITEM out" in wrong(month, "audit", ONE.id, "--head", noted)


def test_entries_are_printed_of_one_question_only(month: Workspace) -> None:
    for id in (one := ["aaaa1", "aaaa2", "aaaa22", "bbbb1"]):
        month.store.audit.add("kim", "note", id)
    assert "3 items begin like that. Write more of the id." in wrong(month, "audit", "aaaa")
    assert "too short" in wrong(month, "audit", "b")
    for given, meant in {"aaaa2": one[1], "bbbb": one[3]}.items():
        entries = json.loads(said(month, "audit", given, "--json"))
        assert [each["item"] for each in entries] == [meant]


def test_a_decision_that_cannot_be_read_is_a_fault_and_no_traceback(month: Workspace) -> None:
    said(month, "reject", ONE.id, "--by", "kim", "--reason", "wrong gold")
    with month.store._begin() as connection:
        connection.exec_driver_sql("UPDATE decisions SET body = 'no JSON'")
    ended = run(month, "audit")
    assert ended.exit_code == 1 and "stored as a decision, which it is not" in ended.stdout


def test_what_waits_for_people_says_where_they_decide(month: Workspace) -> None:
    ended = CliRunner().invoke(live, ["-C", str(month.path), "cut", "--early"])
    assert (
        "6 at review: waiting (unreviewed). Decide at the desk: `live review serve --month "
        in str(ended.exception)
    )


def test_flags_notes_and_undo_are_of_whom_they_name(month: Workspace) -> None:
    assert "flagged by kim" in said(month, "flag", ONE.id, "--by", "kim", "--reason", "odd")
    assert "no longer flagged" in said(month, "flag", ONE.id, "--by", "kim", "--off")
    said(month, "accept", TWO.id, "--by", "kim")
    assert said(month, "undo", "--by", "lee") == "Nothing to take back.\n"
    assert said(month, "undo", "--by", "kim") == f"{TWO.id}: taken back.\n"
    shown = said(month, "show", TWO.id)
    assert "withdraw by kim" in shown and "accept by kim" in shown and "log" in shown
    assert "flag by kim" in said(month, "show", ONE.id)


@pytest.mark.parametrize("by", ["Kim Lee", "k", "human", "kim;", "x" * 31])
def test_who_decides_is_named_by_a_handle(month: Workspace, by: str) -> None:
    assert "no handle" in (line := wrong(month, "accept", ONE.id, "--by", by)) or "stands" in line


def test_a_handle_of_somebody_invited_is_theirs_however_it_is_written(month: Workspace) -> None:
    said(month, "invite", "Kim Lee")
    invited = month.store.reviewers.by_name("Kim Lee")
    assert invited
    month.store.reviewers.choose_handle(invited.id, "Kim")
    assert "by Kim." in said(month, "accept", ONE.id, "--by", "kim")


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_is_exported_is_imported(month: Workspace, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"out.{ending}"
    assert said(month, "export", file, "--by", "kim") == f"6 questions in {file}.\n"
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("Who wrote story 1?", "Who told story 1?"), encoding="utf-8")
    assert said(month, "import", file, "--by", "kim") == (
        f"{ONE.id}: edited, question\n1 edited, 0 decided, 0 noted.\n"
    )
    assert "Export again" in wrong(month, "import", file, "--by", "kim")
    assert said(month, "undo", "--by", "kim") == f"{ONE.id}: taken back.\n"
    assert "The log fits" in said(month, "audit")


def test_a_file_that_is_none_is_one_line(month: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_bytes("id,version,note\n1,1,Straße\n".encode("latin1"))
    assert "not in UTF-8" in wrong(month, "import", file, "--by", "kim")
    file.write_text("")
    assert "no line with a question" in wrong(month, "import", file, "--by", "kim")
    for verb in ("export", "import"):
        assert "neither .csv nor .jsonl" in wrong(month, verb, tmp_path / "x.xlsx", "--by", "kim")


def test_agreement_and_progress_are_printed(month: Workspace) -> None:
    said(month, "accept", ONE.id, "--by", "kim")
    assert "1 of 6 questions decided, 5 decisions left" in said(month, "progress")
    assert json.loads(said(month, "progress", "--json"))["reviewers"][0]["handle"] == "kim"
    assert "decided blind by two 0" in (told := said(month, "agreement"))
    assert "Kappa and its interval: of 10 questions or more." in told
    assert json.loads(said(month, "agreement", "--json"))["overall"]["kappa"] is None


def test_of_a_published_row_it_is_read_who_decided_what_when_and_why(month: Workspace) -> None:
    decide(month, ONE, "reject", "kim", "the gold is wrong")
    withdraw(month, ONE, "kim")
    decide(month, ONE, "accept", "lee", "the caption says so")
    said(month, "note", ONE.id, "see the caption", "--by", "kim")
    with open_workspace(month.path) as opened:
        row = next(
            each for each in cut(opened, MONTH, partial=True).rows if each.question_id == ONE.id
        )
    told = CliRunner().invoke(live, ["-C", str(month.path), "explain", str(row.row_id)]).output
    for line in (
        "Accepted by lee.",
        "v1 reject by kim at 20",
        "v1 withdraw by kim at 20",
        ": the caption says so",
        "v1 note by kim at 20",
        "accept by lee at 20",
    ):
        assert line in told
