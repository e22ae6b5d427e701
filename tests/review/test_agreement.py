"""Agreement counts what two people said blind, and its interval is the one of the literature."""

import warnings

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewed import MONTH, reviewed
from statsmodels.stats.inter_rater import cohens_kappa

from live.records import Decision
from live.review.agreement import LEAST, agree, agreement, blind_pair
from live.review.bulk import decide_all
from live.review.decisions import decide, withdraw
from live.terminal_review import agreement_lines
from live.workspace import Workspace

Q = [factory.question(n) for n in range(7)]
VERDICTS = ("accept", "reject")


@given(st.lists(st.tuples(*[st.sampled_from(VERDICTS)] * 2), min_size=LEAST, max_size=60))
def test_kappa_and_its_interval_are_those_of_statsmodels(pairs: list[tuple[str, str]]) -> None:
    table = [[pairs.count((one, other)) for other in VERDICTS] for one in VERDICTS]
    ours = agree(pairs)
    assert ours.n == len(pairs)
    assert ours.raw == pytest.approx((table[0][0] + table[1][1]) / len(pairs))
    if ours.kappa is None:
        assert len(set(pairs)) == 1 and pairs[0][0] == pairs[0][1]
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a spread of 0
        theirs = cohens_kappa(table)
    assert ours.kappa == pytest.approx(theirs.kappa, abs=1e-9)
    if theirs.var_kappa > 1e-12:
        assert ours.low == pytest.approx(max(theirs.kappa_low, -1), abs=1e-6)
        assert ours.high == pytest.approx(min(theirs.kappa_upp, 1), abs=1e-6)


def test_without_decisions_nothing_is_claimed() -> None:
    assert agree([]) == (0, None, None, None, None)
    assert agree([("accept", "accept")] * 20) == (20, 1.0, None, None, None)


def test_of_few_pairs_no_kappa_is_claimed(workspace: Workspace) -> None:
    """Of two, its standard error is 0 and its interval -1.00 to -1.00."""
    pairs = [("accept", "reject"), ("reject", "accept")]
    assert agree(pairs) == (2, 0.0, None, None, None)
    assert agree(pairs * 4)[2:] == (None, None, None) and agree(pairs * 5).kappa == -1
    with reviewed(workspace.path, twice=True) as month:
        told = agreement(month, MONTH)
    assert "Kappa and its interval: of 10 questions or more." in agreement_lines(told)
    full = agree(pairs * 5)._asdict()
    lines = agreement_lines(told | {"overall": full, "subtasks": {"x": full}, "gates": {}})
    assert not any("or more" in line for line in lines) and "-1.00" in lines[2]


def made(said: str) -> list[Decision]:
    """Decisions, each as `who+verdict`: `ka` is kim's accept, `Ka` from the command line.

    `ka*` was said of several questions at once.
    """
    verdicts = {"a": "accept", "r": "reject", "w": "withdraw", "e": "edit"}
    return [
        Decision(
            month=MONTH,
            question_id=Q[1].id,
            version=1,
            verdict=verdicts[each[1]],  # type: ignore[arg-type]
            reviewer=each[0].lower(),
            at="2026-10-20T10:00:00Z",  # type: ignore[arg-type]
            act="" if each[0].isupper() else "several" if each.endswith("*") else "an act",
        )
        for each in said.split()
    ]


@pytest.mark.parametrize(
    ("said", "pair"),
    [
        ("ka", None),
        ("ka kr", None),
        ("ka la", ("accept", "accept")),
        ("ka lr", ("accept", "reject")),
        ("ka kr la", ("reject", "accept")),
        ("ka lr sa", ("accept", "reject")),
        ("ka lr la", ("accept", "reject")),
        ("ka kw la sr", ("accept", "reject")),
        ("ka lr lw la", ("accept", "reject")),
        ("ke la", None),
        ("Ka lr", ("accept", "reject")),
        ("ka Lr", None),
        ("ka lr*", None),
        ("ka* lr", None),
        ("ka* kr la", ("reject", "accept")),
        ("ka lr* la", None),
    ],
)
def test_what_counts_is_what_two_first_said_before_they_knew(
    said: str, pair: tuple[str, str] | None
) -> None:
    assert blind_pair(made(said), {"several"}) == pair


def test_what_was_said_of_all_at_once_was_read_by_nobody(workspace: Workspace) -> None:
    with reviewed(workspace.path, twice=True) as month:
        for question in Q[1:4]:
            decide(month, question, "accept", "kim", act=f"k{question.id}")
        decide_all(month, Q[1:3], "accept", "lee", act="all")
        decide(month, Q[3], "accept", "lee", act="one")
        assert agreement(month, MONTH)["overall"]["n"] == 1


def test_agreement_is_told_in_all_by_subtask_and_by_gate(workspace: Workspace) -> None:
    with reviewed(workspace.path, twice=True, held=3) as month:
        month.store.add(Q[2].model_copy(update={"subtask": "Data Analysis"}))
        for question, first, second in (
            (Q[1], "accept", "accept"), (Q[2], "accept", "reject"), (Q[3], "reject", "reject"),
        ):  # fmt: skip
            decide(month, question, first, "kim", "so", act=f"k{question.id}")
            decide(month, question, second, "lee", "so", act=f"l{question.id}")
        decide(month, Q[5], "accept", "kim", act="alone")
        told = agreement(month, MONTH)
        assert (told["overall"]["n"], told["overall"]["raw"]) == (3, pytest.approx(2 / 3))
        assert {name: each["n"] for name, each in told["subtasks"].items()} == {
            "Basic Understanding": 2, "Data Analysis": 1,
        }  # fmt: skip
        assert {name: each["n"] for name, each in told["gates"].items()} == {
            "grounded": 1, "none": 2,
        }  # fmt: skip
        withdraw(month, Q[2], "lee", act="w")
        assert agreement(month, MONTH) == told


def test_what_one_person_is_to_decide_was_not_decided_blind(workspace: Workspace) -> None:
    with reviewed(workspace.path) as month:
        for who in ("kim", "lee"):
            decide(month, Q[1], "accept", who, act=who)
        assert agreement(month, MONTH)["overall"]["n"] == 0
