"""The queue finds what is asked for, what is doubted most first, and follows what is written."""

import time

import factory
import pytest
from reviewed import MONTH, finding, reviewed

from live.outcomes import Done, Failed
from live.publish.cut import cut
from live.records import Grades, Provenance, Question
from live.review.decisions import decide, edit, settle
from live.review.queue import Entry, Filters, Queue
from live.review.remarks import flag, unflag
from live.store import Store
from live.workspace import Workspace

Q = [factory.question(n) for n in range(7)]


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path, held=3, dropped=4) as opened:
        yield opened


def ids(entries: list[Entry]) -> list[int]:
    return [int(each.id, 16) for each in entries]


def graded(n: int, authenticity: int, **fields: object) -> Question:
    made_by = Provenance(model="scorer")
    grades = Grades(authenticity=authenticity, coherence=0, clarity=0, reason="", made_by=made_by)
    return factory.question(n, grades=grades, **fields)


def test_a_question_stands_as_people_and_gates_left_it(month: Workspace) -> None:
    decide(month, Q[1], "accept", "kim")
    decide(month, Q[2], "reject", "kim", "dull")
    decide(month, Q[5], "accept", "kim")
    decide(month, Q[5], "reject", "lee", "wrong")
    month.store.save(MONTH, "gates", Q[6].id, Failed("offline", "ask again"))
    settle(month, MONTH)
    stand = {int(e.id, 16): e.state for e in Queue(month, MONTH).entries()}
    assert stand == {
        1: "accepted", 2: "rejected", 3: "held", 4: "dropped", 5: "conflict", 6: "waiting",
    }  # fmt: skip
    assert Queue(month, MONTH).counts().status == {state: 1 for state in stand.values()}


def test_what_a_viewer_is_to_decide_is_what_they_have_not(month: Workspace) -> None:
    decide(month, Q[1], "accept", "kim")
    decide(month, Q[5], "accept", "kim")
    decide(month, Q[5], "reject", "lee", "wrong")
    queue = Queue(month, MONTH)
    todo = Filters(status="todo")
    assert set(ids(queue.entries(todo, "kim"))) == {2, 3, 6}
    assert set(ids(queue.entries(todo, "sam"))) == {2, 3, 5, 6}
    assert queue.counts("sam").todo == 4 and queue.counts("sam").all == 6
    assert ids(queue.entries(Filters(mine=True), "lee")) == [5]


def test_where_nobody_needs_to_review_what_passed_is_accepted(workspace: Workspace) -> None:
    workspace.store.add(factory.page(), Q[1])
    workspace.store.save(MONTH, "gates", Q[1].id, Done())
    settle(workspace, MONTH)
    (entry,) = Queue(workspace, MONTH).entries()
    assert (entry.state, entry.todo) == ("accepted", False)


def test_what_is_most_to_be_doubted_comes_first(month: Workspace) -> None:
    month.store.add(graded(1, 5), graded(2, 1), graded(6, 5))
    solvers = [{"rating": rating} for rating in (10, 0, None)]
    month.store.add(finding(Q[6], "answerable", evidence={"solvers": solvers}))
    decide(month, Q[5], "accept", "kim")
    decide(month, Q[5], "reject", "lee", "wrong")
    queue = Queue(month, MONTH)
    assert ids(queue.entries(viewer="sam")) == [3, 5, 6, 2, 1, 4]
    assert ids(queue.entries(viewer="sam")) == ids(Queue(month, MONTH).entries(viewer="sam"))
    assert ids(queue.entries(viewer="sam", order="score")) == [2, 1, 6, 3, 4, 5]
    assert ids(queue.entries(viewer="sam", order="written")) == [1, 2, 3, 4, 5, 6]
    decide(month, Q[3], "accept", "sam")
    queue.follow()
    assert ids(queue.entries(viewer="sam"))[-1] == 4 and ids(queue.entries(viewer="sam"))[0] == 5


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(subtask="Data Analysis"), [1]),
        (Filters(language="de"), [2]),
        (Filters(site="Herald"), [1, 2, 3, 4, 5, 6]),
        (Filters(site="Post"), []),
        (Filters(gate="grounded"), [3, 4]),
        (Filters(gate="grounded", status="held"), [3]),
        (Filters(least=3), [1]),
        (Filters(most=2), [2]),
        (Filters(least=0, most=10), [1, 2]),
        (Filters(status="dropped"), [4]),
        (Filters(flagged=True), [5]),
        (Filters(search="STORY 6"), [6]),
        (Filters(search="straße quill"), [2]),
        (Filters(search="wrote missing"), []),
    ],
)
def test_filters_and_words_find_what_they_say(
    month: Workspace, filters: Filters, found: list[int]
) -> None:
    month.store.add(
        graded(1, 4, subtask="Data Analysis"), graded(2, 1, language="de", question="Wo? Straße")
    )
    flag(month, Q[5], "kim")
    assert sorted(ids(Queue(month, MONTH).entries(filters, "sam"))) == found


def test_what_is_counted_is_what_the_filters_find_in_each_status(month: Workspace) -> None:
    decide(month, Q[1], "accept", "kim")
    queue = Queue(month, MONTH)
    for filters in (Filters(mine=True), Filters(search="story 3"), Filters(gate="grounded")):
        counts = queue.counts("kim", filters._replace(status="held"))
        assert counts.all == len(queue.entries(filters, "kim"))
        assert counts.todo == len(queue.entries(filters._replace(status="todo"), "kim"))
        for state in ("open", "held", "dropped", "accepted"):
            of_it = queue.entries(filters._replace(status=state), "kim")
            assert counts.status.get(state, 0) == len(of_it)


def test_a_queue_that_is_kept_is_as_one_that_is_made_anew(month: Workspace) -> None:
    kept, other = Queue(month, MONTH), Store(month.store.url)
    assert kept.follow() is False

    def same() -> bool:
        assert kept.follow() is True and kept.follow() is False
        new = Queue(month, MONTH)
        return all(
            kept.entries(viewer=who) == new.entries(viewer=who)
            and kept.counts(who) == new.counts(who)
            for who in ("", "kim", "sam")
        )

    decide(month, Q[1], "accept", "kim")
    assert same()
    edit(month, Q[2], "kim", {"answer": "Ben Cole"})
    assert same()
    flag(month, Q[5], "kim")
    assert same()
    unflag(month, Q[5], "kim")
    assert same()
    other.add(factory.page(9, site="Post"), factory.question(9, factory.page(9).id))
    assert same()
    other.save(MONTH, "gates", Q[6].id, Failed("offline", "ask again"))
    assert same()
    many = {factory.question(n).id: Done((factory.question(n),)) for n in range(100, 300)}
    other.save_all(MONTH, "check", many)
    assert same()
    other.close()
    cut(month, MONTH, partial=True)
    assert same()
    assert kept.counts("sam").todo == 0


def test_a_refreshed_question_is_as_it_is_stored(month: Workspace) -> None:
    queue = Queue(month, MONTH)
    decide(month, Q[1], "accept", "kim")
    queue.refresh(Q[1].id)
    entry = queue.get(Q[1].id, "kim")
    assert entry and (entry.state, entry.mine, entry.decided_by) == ("accepted", "accept", ("kim",))
    assert queue.get("nothing", "kim") is None


def test_what_others_say_of_a_question_that_was_just_refreshed_is_taken_in(
    month: Workspace,
) -> None:
    queue = Queue(month, MONTH)
    with month.store.together():
        decide(month, Q[1], "accept", "kim")
        queue.refresh(Q[1].id)
    decide(month, Q[1], "reject", "lee", "wrong")
    assert queue.follow() is True
    found = queue.get(Q[1].id)
    assert found is not None and found.decided_by == ("kim", "lee")


def test_a_month_of_five_thousand_is_read_in_a_second_or_two_and_asked_in_a_blink(
    workspace: Workspace,
) -> None:
    pages = [factory.page(n) for n in range(1000)]
    questions = [factory.question(n, pages[n // 5].id) for n in range(5000)]
    workspace.store.add(*pages)
    workspace.store.add_new(Question, questions)
    for stage in ("check", "gates"):
        workspace.store.save_all(MONTH, stage, {each.id: Done() for each in questions})
    settle(workspace, MONTH)
    began = time.perf_counter()
    queue = Queue(workspace, MONTH)
    built = time.perf_counter()
    for _ in range(10):
        assert len(queue.entries(viewer="kim")) == 5000
        queue.follow()
    asked = (time.perf_counter() - built) / 10
    assert built - began < 5 and asked < 0.5  # of 0.7 and 0.007 on two free cores
