"""What goes out to a spreadsheet comes back as it was, or as what was changed, or not at all."""

import csv
import io
import json

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewed import MONTH, reviewed

from live.errors import UsageError
from live.publish.cut import cut
from live.records import Criterion, Decision, Question
from live.review.auditing import audit
from live.review.decisions import decide, edit
from live.review.exchange import COLUMNS, export, take_in
from live.review.remarks import note, remarks_of
from live.review.spreadsheet import Line, read_csv, read_jsonl, write_csv, write_jsonl
from live.review.undo import undo
from live.workspace import Workspace

ONE, TWO, THREE = (factory.question(n) for n in (1, 2, 3))


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path, 4, dropped=4) as opened:
        yield opened
        assert audit(opened).faults == []


def lines(month: Workspace, how: str = "csv", **changes: dict[str, str]) -> list[Line]:
    """What kim exports and gives back, with cells changed: q1={"answer": …}."""
    rows = export(month, MONTH, "kim")
    text = write_csv(rows, COLUMNS) if how == "csv" else write_jsonl(rows)
    read = read_csv(text) if how == "csv" else read_jsonl(text)
    changed = {factory.question(int(q[1:])).id: cells for q, cells in changes.items()}
    return [Line(n, row | changed.get(row["id"], {})) for n, row in read]


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_any_text_comes_back_from_a_spreadsheet_and_none_is_a_formula(cells: list[str]) -> None:
    names = [f"c{n}" for n in range(len(cells))]
    text = write_csv([dict(zip(names, cells, strict=True))], names)
    for cell in next(csv.DictReader(io.StringIO(text, newline=""))).values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    back = read_csv(text)
    assert [row for _, row in back] == [dict(zip(names, cells, strict=True))] * bool(any(cells))
    same = read_jsonl(write_jsonl([dict(zip(names, cells, strict=True))]))
    assert [row for _, row in same] == [dict(zip(names, cells, strict=True))]


@pytest.mark.parametrize("how", ["csv", "jsonl"])
def test_what_comes_back_unchanged_changes_nothing(month: Workspace, how: str) -> None:
    decide(month, ONE, "reject", "kim", "=1+1, wrong", act="a")
    note(month, TWO, "kim", "- see the caption")
    before = month.store.audit.head()[0]
    taken = take_in(month, MONTH, lines(month, how), "kim", "import 1")
    assert taken == (0, 0, 0, {})
    entry = month.store.audit.entries()[-1]
    assert (month.store.audit.head()[0], entry.what, entry.item) == (before + 1, "import", MONTH)


@pytest.mark.parametrize("how", ["csv", "jsonl"])
def test_a_changed_text_is_an_edit_a_verdict_a_decision_and_a_note_a_note(
    month: Workspace, how: str
) -> None:
    given = lines(
        month,
        how,
        q1={"answer": "Ben Cole", "criteria": "4 points: names Ben\n6 points: names Cole"},
        q2={"verdict": "Accept"},
        q3={"verdict": "reject", "reason": "dull", "note": "see the caption"},
    )
    taken = take_in(month, MONTH, given, "kim", "import 1")
    assert taken == (1, 2, 1, {ONE.id: ("answer", "criteria")})
    newest = month.store.versions(Question, ONE.id)[-1]
    assert (newest.version, newest.answer, newest.edited_by) == (2, "Ben Cole", "kim")
    assert newest.criteria == (
        Criterion(points=4, text="names Ben"), Criterion(points=6, text="names Cole"),
    )  # fmt: skip
    made = {d.question_id: (d.verdict, d.reason) for d in month.store.all(Decision, MONTH)}
    assert made == {ONE.id: ("edit", ""), TWO.id: ("accept", ""), THREE.id: ("reject", "dull")}
    assert [each.text for each in remarks_of(month, THREE)] == ["see the caption"]
    head = month.store.audit.head()
    assert take_in(month, MONTH, given, "kim", "import 1") == (0, 0, 0, {})
    assert month.store.audit.head() == head
    assert set(undo(month, MONTH, "kim")) == {ONE.id, TWO.id, THREE.id}
    assert month.store.versions(Question, ONE.id)[-1].answer == ONE.answer


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"id": "nothing"}, "is no question of this month"),
        ({"version": "7"}, "is of version 7, and 1 is the newest"),
        ({"version": ""}, "no version"),
        ({"verdict": "maybe"}, "'maybe' is no verdict. Write accept or reject"),
        ({"verdict": "reject"}, "rejected without a reason"),
        ({"criteria": "9 points: names X"}, "criteria of 9 points"),
        ({"criteria": "names X"}, "criteria of 0 points"),
        ({"answer": " "}, "answer of .* is empty"),
        ({"subtask": "Nope"}, "'Nope' is none of"),
        ({"answer": "Ben", "verdict": "accept"}, "An edit is decided after the gates"),
        ({"note": "x" * 10_001}, "10,001 characters"),
    ],
)
def test_where_a_line_is_wrong_nothing_is_taken_and_the_line_is_told(
    month: Workspace, cells: dict[str, str], why: str
) -> None:
    given = lines(month, q1={"verdict": "accept"}, q2=cells)
    (number,) = [number for number, row in given if row["question"] == TWO.question]
    with pytest.raises(UsageError, match=f"line {number}: .*{why}"):
        take_in(month, MONTH, given, "kim", "import 1")
    assert month.store.all(Decision, MONTH) == [] == month.store.audit.entries()


def test_a_column_is_known_however_its_letters_are_written(month: Workspace) -> None:
    given = [
        Line(n, {name.title(): cell for name, cell in row.items()} | {"": ""})
        for n, row in lines(month, q1={"verdict": "reject", "reason": "dull"})
    ]
    assert take_in(month, MONTH, given, "kim", "import 1").decided == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"verdikt": "accept"}, "'verdikt' is no column. Known are id, version, state"),
        ({"": "accept"}, "'' is no column"),
        ({"Verdict": "accept"}, "column verdict is there twice"),
    ],
)
def test_a_column_that_is_not_known_is_refused_by_its_name(
    month: Workspace, change: dict[str, str], why: str
) -> None:
    given = [Line(n, row | change) for n, row in lines(month)]
    with pytest.raises(UsageError, match=f"line {given[0].number}: {why}"):
        take_in(month, MONTH, given, "kim", "import 1")
    assert month.store.audit.entries() == []


@pytest.mark.parametrize("text", ["", "\n", "id,version,verdict\n"])
def test_a_file_without_lines_is_refused(month: Workspace, text: str) -> None:
    with pytest.raises(UsageError, match="no line with a question"):
        take_in(month, MONTH, read_csv(text), "kim", "import 1")


def test_a_question_that_is_in_the_file_twice_is_not_taken(month: Workspace) -> None:
    given = lines(month, q2={"verdict": "accept"})
    with pytest.raises(UsageError, match="line 99: .* is in the file twice"):
        take_in(month, MONTH, [*given, Line(99, given[0].row)], "kim", "import 1")
    assert month.store.all(Decision, MONTH) == []


def test_what_a_gate_dropped_is_not_accepted_and_what_is_newer_not_written_over(
    month: Workspace,
) -> None:
    given = lines(month, q1={"answer": "Ben"}, q4={"verdict": "accept"})
    edit(month, ONE, "lee", {"answer": "B. Cole"})
    with pytest.raises(UsageError) as error:
        take_in(month, MONTH, given, "kim", "import 1")
    assert "2 is the newest" in str(error.value) and "cannot be accepted" in str(error.value)
    assert month.store.versions(Question, ONE.id)[-1].answer == "B. Cole"


def test_a_subtask_that_is_no_more_known_may_stay(month: Workspace) -> None:
    month.store.add(ONE.model_copy(update={"subtask": "Of Last Year"}))
    given = lines(month, q1={"answer": "Ben Cole"})
    assert take_in(month, MONTH, given, "kim", "import 1").edited == 1
    assert month.store.versions(Question, ONE.id)[-1].subtask == "Of Last Year"


def test_a_frozen_month_takes_nothing_in(month: Workspace) -> None:
    given = lines(month, q1={"verdict": "reject", "reason": "dull"})
    for question in (ONE, TWO, THREE):
        decide(month, question, "accept", "kim")
    cut(month, MONTH)
    with pytest.raises(UsageError, match="is frozen"):
        take_in(month, MONTH, given, "kim", "import 1")


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_what_stands_between_cells_is_seen_from_the_names(between: str) -> None:
    text = f'id{between}note\r\n1{between}"two{between}\nlines"\r\n\r\n2{between}x\r\n'
    assert read_csv(text) == [
        Line(2, {"id": "1", "note": f"two{between}\nlines"}),
        Line(5, {"id": "2", "note": "x"}),
    ]


@pytest.mark.parametrize(
    ("read", "text", "why"),
    [
        (read_csv, "id,note\n1,2,3\n", "line 2: 3 cells under 2 names"),
        (read_csv, "id,note,note\n1,2,3\n", "line 1: column note is there twice"),
        (read_jsonl, '{"id": 1}\n{"id"', "line 2: no JSON"),
        (read_jsonl, "[1]", "line 1: no object"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(read, text: str, why: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match=why):
        read(text)


def test_no_name_goes_out(month: Workspace) -> None:
    from datetime import timedelta

    invited, _ = month.store.reviewers.invite("Kim Lee", "review", timedelta(days=1))
    month.store.reviewers.choose_handle(invited.id, "kim")
    month.store.audit.add("maintainer", "invite", invited.id)
    month.store.audit.add("kim", "handle", invited.id, None, {"handle": "kim"})
    decide(month, ONE, "reject", "kim", "dull")
    rows = export(month, MONTH, "")
    assert "Kim Lee" not in json.dumps(rows) and "kim: reject (dull)" in json.dumps(rows)
