"""Notes and flags are kept with who made them, and logged."""

import factory
import pytest
from reviewed import MONTH, reviewed

from live.errors import UsageError
from live.review.remarks import flag, flagged, note, remarks_of, unflag
from live.workspace import Workspace

ONE = factory.question(1)


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path) as opened:
        yield opened


def test_a_note_is_kept_with_who_wrote_it_and_logged(month: Workspace) -> None:
    note(month, ONE, "kim", "  see the caption ", act="a")
    (kept,) = remarks_of(month, ONE)
    assert (kept.kind, kept.reviewer, kept.text) == ("note", "kim", "see the caption")
    (entry,) = month.store.audit.entries(item=ONE.id)
    assert (entry.who, entry.what, entry.after["text"]) == ("kim", "note", "see the caption")


@pytest.mark.parametrize(
    ("text", "why"), [(" \n", "empty"), ("x" * 10_001, "10,001 characters. Write 10,000 at most")]
)
def test_a_note_that_says_nothing_or_too_much_is_refused(
    month: Workspace, text: str, why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        note(month, ONE, "kim", text)
    assert remarks_of(month, ONE) == [] == month.store.audit.entries()


def test_a_note_sent_twice_counts_once(month: Workspace) -> None:
    for _ in range(2):
        note(month, ONE, "kim", "see the caption", act="a")
    assert len(remarks_of(month, ONE)) == 1 == len(month.store.audit.entries())


def test_a_question_is_flagged_while_somebodys_flag_stands(month: Workspace) -> None:
    flag(month, ONE, "kim", "why?")
    flag(month, ONE, "kim")
    flag(month, ONE, "lee")
    unflag(month, ONE, "kim")
    assert flagged(month, MONTH) == {ONE.id}
    unflag(month, ONE, "lee")
    unflag(month, ONE, "sam")
    assert flagged(month, MONTH) == set()
    kinds = [each.kind for each in remarks_of(month, ONE)]
    assert kinds == ["flag", "flag", "unflag", "unflag"]
