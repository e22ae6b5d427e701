"""A row that is wrong after the cut: a new revision says so, and the older one stays as it was."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import factory
import pytest
from hub_double import HubDouble
from leaderboard_month import Month, shot, soup, text
from test_cli import live as command

from live.errors import LiveError, UsageError
from live.explain import explain
from live.funnel import funnel
from live.judge.answer import to_come, wanted
from live.judge.design import design
from live.judge.scoreboard import scoreboard
from live.pipeline import answer_all, judge_all
from live.publish import local
from live.publish.cut import frozen
from live.publish.errata import correct, withdraw
from live.publish.hub import publish as push
from live.publish.publish import publish
from live.publish.release import write_release
from live.publish.tags import missing_tags
from live.records import Answer, Criterion, Question, Release, Verdict
from live.review.auditing import audit
from live.review.people import keep
from live.workspace import Workspace

# The client itself passes `data=` where httpx2 wants `content=`.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

MONTH, TO, WRONG = factory.MONTH, "hub:press/live", "The ferry sails at ten."
RUBRIC = (
    Criterion(points=4, text='the answer names "Quill".'),
    Criterion(points=6, text='the answer names "Mara".'),
)


@pytest.fixture
def month(workspace: Workspace) -> Workspace:
    """A month of three rows about two pages, answered and judged by the embedded models."""
    pages = [factory.page(n, shots=(shot(workspace, n),)) for n in (1, 2)]
    asked = [factory.question(n, pages[n % 2].id) for n in (1, 2, 3)]
    release = factory.release(asked)
    workspace.store.add(*pages, *asked, release)
    scored(workspace, release)
    return workspace


def scored(workspace: Workspace, release: Release) -> Any:
    asyncio.run(answer_all(workspace, release))
    return asyncio.run(judge_all(workspace, release))


def hub_folder(workspace: Workspace) -> Path:
    return workspace.release(MONTH) / "hub"


def manifest(workspace: Workspace) -> Any:
    return json.loads((hub_folder(workspace) / "manifest" / f"{MONTH}.json").read_text())


def without(workspace: Workspace, row: int = 26100002) -> Release:
    return withdraw(workspace, MONTH, row, "kim", WRONG)


def mended(workspace: Workspace, row: int = 26100002, **changes: Any) -> Release:
    return correct(workspace, MONTH, row, "kim", WRONG, changes)


def tables(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


# Withdrawn


def test_scores_after_a_withdrawal_are_those_of_a_month_without_the_row(
    workspace: Workspace,
) -> None:
    """And no model is asked: those of this live.yaml could not be."""
    made = Month(workspace, lambda model, n, judge: (len(model) + 3 * n) % 11)
    made.write()
    release = withdraw(made.workspace, MONTH, 26100003, "kim", WRONG)
    board = write_release(made.workspace, release)
    left = [q for n, q in enumerate(made.questions) if n != 2]
    rows = tuple(row for row in made.release.rows if row.row_id != 26100003)
    ratings = {a.id: float(made.verdicts[m, n, "openai/qwen3-vl"].rating or 0)
               for (m, n), a in made.answers.items()}  # fmt: skip
    expected = scoreboard(
        made.release.model_copy(update={"rows": rows}),
        left,
        list(made.answers.values()),
        ratings,
        made.workspace.config.candidates,
    )
    assert [(s.model, s.mean, s.low, s.high, s.n) for s in board.models] == [
        (s.model, s.mean, s.low, s.high, s.n) for s in expected.models
    ]
    assert board.pairs == expected.pairs
    assert {note.verdicts % 11 for note in board.judges} == {0}, "none is of the row"


def test_the_older_revision_stays_and_no_row_gets_another_number(month: Workspace) -> None:
    first = frozen(month, MONTH)
    second = without(month)
    third = without(month, 26100001)
    kept = month.store.all(Release, MONTH)
    assert [each.revision for each in kept] == [1, 2, 3]
    assert kept[0] == first
    assert [[row.row_id % 100 for row in each.rows] for each in kept] == [[1, 2, 3], [1, 3], [3]]
    assert frozen(month, MONTH) == third
    assert second.errata == third.errata[:1]


def test_what_was_drawn_among_the_rows_stays_drawn(workspace: Workspace) -> None:
    """Else a withdrawal would have to ask models about rows that were not drawn before."""
    made = Month(workspace, blind_rows=4, compare={"rows": 6, "pairs_per_row": 1})
    made.write()
    config = made.workspace.config

    def drawn(release: Release) -> tuple[set[Any], set[Any]]:
        asked = {(row.row_id, name) for row, name in wanted(config, release)}
        return asked, {(m.row.row_id, m.a, m.b, m.first) for m in design(config, release).meetings}

    asked, met = drawn(made.release)
    for row in made.release.rows:
        rows = tuple(each for each in made.release.rows if each != row)
        erratum = {"revision": 2, "row_id": row.row_id, "question_id": row.question_id}
        erratum |= {"version": 1, "what": "withdrawn", "reason": "r", "by": "kim"}
        errata = ({**erratum, "at": made.release.cut_at},)
        fewer = Release.model_validate(
            made.release.model_dump() | {"revision": 2, "rows": rows, "errata": errata}
        )
        left, meets = drawn(fewer)
        assert left == {each for each in asked if each[0] != row.row_id}
        assert meets == {each for each in met if each[0] != row.row_id}


def test_manifest_card_leaderboard_and_explain_tell_it(month: Workspace) -> None:
    write_release(month, without(month))
    told = manifest(month)
    (erratum,) = told["errata"]
    assert (told["revision"], [row["id"] for row in told["rows"]]) == (2, [26100001, 26100003])
    assert (erratum["id"], erratum["what"], erratum["why"]) == (26100002, "withdrawn", WRONG)
    assert erratum["by"] == "kim" and erratum["at"].endswith("Z")
    card = (hub_folder(month) / "README.md").read_text()
    assert f"| {MONTH} | 2 | 26100002 | withdrawn | {WRONG} | kim |" in card
    assert "3 chosen" in card and "1 of these withdrawn since" in card
    counts = funnel(month, MONTH)
    assert (counts["chosen"], counts["withdrawn"]) == (3, 1)
    index = month.release(MONTH) / "leaderboard" / "index.html"
    assert "Revision 2: 1 row withdrawn." in text(index)
    (listed,) = soup(index).select("section[aria-labelledby=errata] li")
    assert WRONG in text(listed)
    assert not (index.parent / "questions" / "26100002.html").exists()
    fate = explain(month, "26100002")["fate"]
    assert (fate["state"], fate["reason"]) == ("out", "withdrawn") and WRONG in fate["detail"]


# Corrected


def test_another_rubric_has_the_same_answers_judged_again(month: Workspace) -> None:
    before = {a.id: a for a in month.store.all(Answer, MONTH)}
    release = mended(month, criteria=RUBRIC)
    assert not to_come(month, release).total(), "no candidate is asked"
    write_release(month, release)
    with pytest.raises(
        LiveError, match="1 verdicts are missing. Run `live judge --month 2026-10` first"
    ):
        publish(month, release, str(month.path / "out"))
    scored(month, release)
    after = {a.id: a for a in month.store.all(Answer, MONTH)}
    (new,) = after.keys() - before.keys()
    old = next(a for a in before.values() if a.row_id == 26100002)
    assert (after[new].text, after[new].made_by) == (old.text, old.made_by)
    assert (after[new].version, after[new].carried_from) == (2, 1)
    assert {id: after[id] for id in before} == before
    judged = {v.answer_id: v for v in month.store.all(Verdict, MONTH)}
    assert len(judged[new].points) == 2 and old.id in judged, "the older verdict is not lost"
    row = next(row for row in manifest(month)["rows"] if row["id"] == 26100002)
    assert (row["version"], row["edited_by"], row["reviewed_by"]) == (2, "kim", "kim")
    page = month.release(MONTH) / "leaderboard" / "questions" / "26100002.html"
    assert "Corrected (criteria) in revision 2, by kim on" in text(page)
    assert (
        "Corrected (criteria) in revision 2 by kim" in explain(month, "26100002")["fate"]["detail"]
    )


def test_another_question_is_answered_anew(month: Workspace) -> None:
    release = mended(month, question="Which town does the second story name?")
    assert to_come(month, release) == {"not begun": 1}
    board = scored(month, release)
    assert (board.models[0].n, board.models[0].unscored) == (3, 0)
    answers = [a for a in month.store.all(Answer, MONTH) if a.row_id == 26100002]
    assert [(a.version, a.carried_from) for a in answers] == [(1, None), (2, None)]


def test_a_row_can_be_corrected_twice(month: Workspace) -> None:
    scored(month, mended(month, criteria=RUBRIC))
    release = mended(month, answer="Mara Quill of the Herald")
    assert (release.revision, release.rows[1].version) == (3, 3)
    assert [each.fields for each in release.errata] == [("criteria",), ("answer",)]
    scored(month, release)
    newest = [a for a in month.store.all(Answer, MONTH) if a.row_id == 26100002][-1]
    assert (newest.version, newest.carried_from) == (3, 1)


def test_the_log_fits_what_is_stored_with_peoples_answers_too(month: Workspace) -> None:
    keep(month, MONTH, 26100002, "ana", "Mara Quill", seconds=9.0, act="a")
    scored(month, mended(month, criteria=RUBRIC))
    without(month, 26100001)
    assert audit(month).faults == []
    (question,) = month.store.versions(Question, factory.question(2).id)[1:]
    month.store.add(question.model_copy(update={"answer": "Ben Cole"}))
    assert any("version 2 is not what entry" in fault for fault in audit(month).faults)


def test_who_corrected_a_question_does_not_answer_it(month: Workspace) -> None:
    mended(month, criteria=RUBRIC)
    with pytest.raises(UsageError, match="kim reviewed its question"):
        keep(month, MONTH, 26100002, "kim", "Mara Quill", seconds=9.0, act="a")


@pytest.mark.parametrize(
    ("row", "changes", "said"),
    [
        (26100009, {"answer": "x"}, "2026-10 has none of that number. Its rows are 26100001 to"),
        (26100002, {}, "nothing changes. Write --question, --answer or --criteria"),
        (26100002, {"answer": "Mara Quill"}, "nothing changes"),
        (26100002, {"answer": ""}, "it cannot be asked so. The answer has 0 characters"),
        (26100002, {"criteria": RUBRIC[:1]}, "1 criteria sum to 4 points, not to 10"),
        (26100002, {"question": "Who is it, Mara Quill?"}, "The question holds its answer"),
    ],
)
def test_what_cannot_be_corrected_so_changes_nothing(
    month: Workspace, row: int, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        mended(month, row, **changes)
    assert "\n" not in str(refused.value)
    assert len(month.store.all(Release, MONTH)) == 1
    assert month.store.audit.entries() == []


def test_what_cannot_be_withdrawn_is_one_line(month: Workspace) -> None:
    without(month)
    with pytest.raises(UsageError, match=f"row 26100002: Withdrawn in revision 2 by kim.*{WRONG}"):
        without(month)
    without(month, 26100001)
    with pytest.raises(UsageError, match="it is the only one of 2026-10"):
        without(month, 26100003)
    with pytest.raises(UsageError, match="2026-09 is not cut yet"):
        withdraw(month, "2026-09", 26090001, "kim", WRONG)


# The command line


def test_the_verbs_revise_score_and_say_what_is_next(month: Workspace) -> None:
    place = ["-C", month.path]
    options = ["--month", MONTH, "--row", "26100002", "--by", "kim", "--reason"]
    ended = command(
        *place, "correct", *options, WRONG, "--criteria", '4 points: "Quill"\n6: a town'
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("2026-10, revision 2: 1 row corrected; 3 rows.")
    ended = command(*place, "withdraw", *options, WRONG)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("2026-10, revision 3: 1 row withdrawn, 1 row corrected; 2 rows.")
    assert "Publish it: `live publish --month 2026-10 --to …`." in ended.stdout
    for verb, words, said in (
        ("withdraw", ["  "], "--reason: empty."),
        ("correct", [WRONG, "--criteria", "11: y"], "--criteria: '11: y' is none. Write lines"),
        ("correct", [WRONG, "--criteria", "4 points: a\n6 pts: x"], "'6 pts: x' is none"),
        ("correct", [WRONG, "--criteria", "-4 points: a\n6: b"], "'-4 points: a' is none"),
        ("correct", [WRONG, "--criteria", "names it"], "'names it' is none"),
        ("withdraw", [WRONG], "Withdrawn in revision 3"),
    ):
        ended = command(*place, verb, *options, *words)
        (line,) = ended.stderr.splitlines()
        assert ended.returncode == 2 and said in line


# Published


@pytest.fixture
def out(month: Workspace, hub: HubDouble) -> HubDouble:
    """A Hub on which the month is out in its first revision."""
    assert to_hub(month, hub).endswith(f"tag {MONTH}.")
    return hub


def to_hub(month: Workspace, hub: HubDouble) -> str:
    return push(hub_folder(month), TO, MONTH, endpoint=hub.url, pauses=(0.0, 0.0)).said


def test_a_revision_is_one_commit_with_a_tag_of_its_own_and_no_tag_moves(
    month: Workspace, out: HubDouble
) -> None:
    repo = out.repos["press/live"]
    first = repo.head
    before = {path: first.files[path] for path in tables(hub_folder(month))}
    write_release(month, without(month))
    out.asked.clear()
    assert to_hub(month, out).endswith(f"tag {MONTH}.r2.")
    assert sum("/tag/" in asked for asked in out.asked) == 1, "no other tag is touched"
    titles = [commit.title for commit in repo.commits]
    assert titles == ["initial commit", f"Publish {MONTH}", f"Publish {MONTH}, revision 2"]
    assert repo.tags == {MONTH: first.oid, f"{MONTH}.r1": first.oid, f"{MONTH}.r2": repo.head.oid}
    assert {path: first.files[path] for path in before} == before
    of_all = {"README.md", "croissant.json"}  # they name the repository
    here = tables(hub_folder(month))
    assert {path: repo.head.files[path] for path in before.keys() - of_all} == {
        path: here[path] for path in here.keys() - of_all
    }
    assert "no change" in to_hub(month, out)
    assert len(repo.commits) == 3
    del repo.tags[f"{MONTH}.r2"], repo.tags[f"{MONTH}.r1"]
    to_hub(month, out)
    assert repo.tags == {MONTH: first.oid, f"{MONTH}.r1": first.oid, f"{MONTH}.r2": repo.head.oid}


def test_the_months_own_tag_is_of_the_first_revision_that_came() -> None:
    own, second = "2026-10", "2026-10.r2"
    commits = [("Publish 2026-10, revision 2", "b"), ("initial commit", "a")]
    came = missing_tags(own, 2, commits, {})
    assert came == {own: "b", second: "b"}
    assert missing_tags(own, 2, commits, came) == {}
    assert missing_tags(own, 1, [("squashed", "z")], {}) == {own: "z", "2026-10.r1": "z"}
    assert missing_tags(own, 2, commits, {own: "o"}) == {"2026-10.r1": "o", second: "b"}


def test_load_dataset_gives_the_new_rows_by_month_and_the_old_ones_by_tag(
    month: Workspace, out: HubDouble, tmp_path: Path
) -> None:
    write_release(month, without(month))
    to_hub(month, out)
    script = (
        "import json, datasets\n"
        "load = lambda config, **k: [row % 100 for row in datasets.load_dataset("
        "'press/live', config, split='test', **k)['id']]\n"
        f"tags = ['{MONTH}', '{MONTH}.r1', '{MONTH}.r2']\n"
        f"print(json.dumps([load('{MONTH}'), load('latest'), load('all'),\n"
        f"                  *(load('{MONTH}', revision=tag) for tag in tags)]))\n"
    )
    environment = os.environ | {
        "HF_ENDPOINT": out.url,
        "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    new, old = [1, 3], [1, 2, 3]
    assert json.loads(done.stdout) == [new, new, new, old, old, new]


def test_a_workspace_that_lacks_the_newer_revision_does_not_publish_over_it(
    month: Workspace, out: HubDouble
) -> None:
    first = frozen(month, MONTH)
    assert first
    write_release(month, without(month))
    to_hub(month, out)
    before = list(out.repos["press/live"].commits)
    (month.release(MONTH) / ".built").unlink()
    write_release(month, first)
    with pytest.raises(LiveError, match="published in revision 2, and revision 1 is the newest"):
        to_hub(month, out)
    assert out.repos["press/live"].commits == before


def test_a_file_that_a_revision_has_no_more_is_deleted(month: Workspace, out: HubDouble) -> None:
    stray = f"scoreboard/{MONTH}-comparisons.jsonl"
    repo = out.repos["press/live"]
    repo.add("compared", {stray: b"{}\n"})
    with pytest.raises(LiveError, match=f"differs in {stray}"):
        to_hub(month, out)
    write_release(month, without(month))
    to_hub(month, out)
    assert stray not in repo.head.files


@pytest.mark.parametrize("nth", range(1, 6))
def test_in_a_folder_a_killed_revision_is_finished_by_the_same_again(
    month: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    target = tmp_path / "out"
    push(hub_folder(month), str(target), MONTH)
    write_release(month, without(month))
    put, count = local._put, iter(range(1, 99))

    def killed(path: Path, content: bytes) -> None:
        if next(count) == nth:
            raise KeyboardInterrupt
        put(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(local, "_put", killed)
        with pytest.raises(KeyboardInterrupt):
            push(hub_folder(month), str(target), MONTH)
    push(hub_folder(month), str(target), MONTH)
    assert tables(target) == tables(hub_folder(month))
