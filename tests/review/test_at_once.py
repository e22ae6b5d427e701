"""Several reviewers at once: nothing is lost, and each keeps a queue that is up to date."""

from concurrent.futures import ThreadPoolExecutor

import factory
from reviewed import MONTH, reviewed

from live.errors import UsageError
from live.records import Decision, Question
from live.review.auditing import audit
from live.review.decisions import decide, edit
from live.review.queue import Queue
from live.review.undo import undo
from live.workspace import Workspace

PEOPLE = [f"r{n}" for n in range(8)]
Q = [factory.question(n) for n in range(1, 13)]


def test_of_many_decisions_at_once_none_is_lost(workspace: Workspace) -> None:
    with reviewed(workspace.path, len(Q)) as month:
        queue = Queue(month, MONTH)

        def session(who: str) -> None:
            for question in Q:
                queue.follow()
                decide(month, question, "accept", who, act=f"{who} {question.id}")
                queue.refresh(question.id)
                assert len(queue.entries(viewer=who)) == len(Q)
            undo(month, MONTH, who)

        with ThreadPoolExecutor(len(PEOPLE)) as pool:
            list(pool.map(session, PEOPLE))
        made = month.store.all(Decision, MONTH)
        assert len(made) == len(PEOPLE) * (len(Q) + 1)
        assert {(each.reviewer, each.question_id) for each in made} == {
            (who, question.id) for who in PEOPLE for question in Q
        }
        queue.follow()
        assert queue.entries() == Queue(month, MONTH).entries()
        assert audit(month).faults == []


def test_of_two_who_edit_one_version_the_second_is_told_and_loses_nothing_to_the_first(
    workspace: Workspace,
) -> None:
    with reviewed(workspace.path) as month:

        def change(who: str) -> str:
            try:
                return edit(month, Q[0], who, {"answer": f"by {who}"}).answer
            except UsageError as error:
                return str(error)

        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(change, ("kim", "lee")))
        assert "has made version 2" in told[0] and told[1].startswith("by ")
        versions = month.store.versions(Question, Q[0].id)
        assert [each.answer for each in versions] == [Q[0].answer, told[1]]
