"""The audit finds whatever was changed of ratings past the log."""

import re
from collections.abc import Callable

import factory
import pytest
from rated import answered, judged, panelled, questions

from live.records import Answer, Verdict
from live.review.auditing import audit
from live.review.rating import given_by, rate, take_back
from live.store_audit import GUARDS
from live.workspace import Workspace

MONTH = factory.MONTH
Change = Callable[[Workspace, Answer], None]


def rated(workspace: Workspace) -> tuple[Workspace, Answer]:
    """A month in which an answer was rated twice, and another one's rating was taken back."""
    month = panelled(workspace)
    first, second, *_ = answered(month, questions(2))
    judged(month, first, 9, 1, 5)

    def give(answer: Answer, who: str, points: tuple[int, int], act: str) -> None:
        rate(month, answer, who, points, "so", seconds=10, act=act, drawn=True)

    give(first, "kim", (4, 3), "a")
    give(second, "kim", (4, 6), "b")
    take_back(month, MONTH, "kim", "c")
    give(first, "kim", (1, 3), "d")
    give(first, "lee", (0, 3), "e")
    return month, first


def sql(*statements: str) -> Change:
    def change(month: Workspace, _: Answer) -> None:
        with month.store._begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    return change


def kims(change: str) -> Change:
    of = "WHERE json_extract(body, '$.judge') = 'human/kim' AND json_extract(body, '$.rating') = 4"
    return sql(f"UPDATE verdicts SET body = json_set(body, {change}) {of}")


def forged(month: Workspace, answer: Answer) -> None:
    month.store.add(factory.verdict(answer, 10, judge="human/eve"))


def replaced(month: Workspace, answer: Answer) -> None:
    verdict = given_by(month, answer, "kim")
    assert verdict
    month.store.add(verdict.model_copy(update={"rating": 10, "points": (4, 6)}))


def test_what_was_rated_and_taken_back_at_the_desk_fits(workspace: Workspace) -> None:
    month, _ = rated(workspace)
    assert audit(month).faults == []
    assert len([v for v in month.store.all(Verdict, MONTH) if v.by_person]) == 3


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (replaced, "what kim gave is not what entry 4 says"),
        (kims("'$.rating', 10"), "what kim gave is not what entry 4 says"),
        (kims("'$.points', json('[3,1]')"), "what kim gave is not what entry 4 says"),
        (kims("'$.reason', 'other words'"), "what kim gave is not what entry 4 says"),
        (kims("'$.made_by.parameters.seconds', 1"), "what kim gave is not what entry 4 says"),
        (kims("'$.judge', 'human/sam'"), "rated by sam, which is not in the log"),
        (kims("'$.judge', 'openai/judge-one'"), "rated by kim in the log, and not stored"),
        (kims("'$.model', 'openai/other'"), "not stored as the answer that kim rated, by entry 4"),
        (kims("'$.rating', 'ten'"), "rated by kim in the log, and not stored"),
        (forged, "rated by eve, which is not in the log"),
        (
            sql("DELETE FROM verdicts WHERE json_extract(body, '$.judge') = 'human/lee'"),
            "rated by lee in the log, and not stored",
        ),
        (
            sql("UPDATE verdicts SET body = json_set(body, '$.rating', 9)"
                " WHERE json_extract(body, '$.reason') = 'Taken back.'"),
            "what kim gave is not what entry 3 says",
        ),
        (
            sql("UPDATE answers SET body = json_set(body, '$.text', 'Better words')"),
            "its text is not what lee rated, by entry 5",
        ),
        (
            sql("UPDATE questions SET body = json_set(body, '$.answer', 'Other gold')"),
            "version 1 is not what entry 1 says",
        ),
        (sql("DELETE FROM answers"), "not stored as the answer that lee rated, by entry 5"),
        (
            sql(*(f"DROP TRIGGER {name}" for name in GUARDS),
                "UPDATE audit SET after = '{}' WHERE seq = 4", *GUARDS.values()),
            "entry 4: says nothing that can be read",
        ),
    ],
)  # fmt: skip
def test_whatever_is_changed_of_a_rating_is_found(
    workspace: Workspace, change: Change, fault: str
) -> None:
    month, first = rated(workspace)
    change(month, first)
    faults = audit(month).faults
    assert any(re.search(fault, each) for each in faults), faults


def test_what_a_judge_gave_is_no_matter_of_the_log(workspace: Workspace) -> None:
    month, first = rated(workspace)
    judged(month, first, 3, None, 3)
    assert audit(month).faults == []
