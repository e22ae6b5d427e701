"""Selection: shares kept, sites and pages balanced, the better first, nobody lost."""

import random
from collections import Counter
from typing import Any

import factory
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.config import Config, Select, Site, Solvers, Write
from live.errors import ConfigError
from live.publish.quotas import check_quotas
from live.publish.select import hardness, select
from live.records import Finding, Grades, Page, Provenance, Question

LABELS = ("Basic Understanding", "Contextual Analysis", "Further Insights")
SITES = ("Herald", "Lantern", "Bote", "Courier")
NUMBERS = (*"zero one two three four five six seven eight nine".split(),)
Month = tuple[list[Question], dict[str, Page]]


def config(questions: int = 20, seed: int = 0, **quotas: float) -> Config:
    """A month of three subtasks. quotas: by the first letter of the label."""
    return Config(
        sites=tuple(
            Site(name=name, url=f"http://{name.lower()}.example/", subjects=("news", name))
            for name in SITES
        ),
        write=Write(subtasks=LABELS),
        select=Select(
            questions=questions,
            seed=seed,
            quotas={label: quotas[label[0]] for label in LABELS if label[0] in quotas},
        ),
    )


def graded(total: int) -> Grades:
    authenticity, coherence = min(total, 5), min(max(total - 5, 0), 3)
    return Grades(
        authenticity=authenticity,
        coherence=coherence,
        clarity=total - authenticity - coherence,
        reason="because",
        made_by=Provenance(model="scorer"),
    )


def tried(question: Question, *ratings: int | None) -> Finding:
    solvers = [{"model": f"s{n}", "answer": "x", "rating": r} for n, r in enumerate(ratings)]
    return Finding(
        month=question.month,
        question_id=question.id,
        version=question.version,
        gate="answerable",
        outcome="passed",
        evidence={"solvers": solvers},
    )


def month(per_page: int = 3, pages_per_site: int = 4, **fields: Any) -> Month:
    """Pages of each site, and `per_page` questions of each subtask about each, none alike."""
    pages = [
        factory.page(n, site=site, url=f"http://{site.lower()}.example/{n}")
        for site in SITES
        for n in range(pages_per_site)
    ]
    questions = []
    for page in pages:
        for label in LABELS:
            for k in range(per_page):
                n = len(questions)
                words = " ".join(NUMBERS[int(digit)] + str(n) for digit in str(n))
                text = {"question": f"What of {words}?", "answer": f"It is {words}."}
                questions.append(factory.question(n, page.id, subtask=label, **text, **fields))
                assert k < per_page
    return questions, {page.id: page for page in pages}


def labels(questions: list[Question]) -> dict[str, int]:
    return dict(Counter(question.subtask for question in questions))


def sites(questions: list[Question], pages: dict[str, Page]) -> Counter[str]:
    return Counter(pages[question.page_id].site for question in questions)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 200), st.integers(0, 3), st.sampled_from(({}, {"B": 0.5}, {"B": 1, "C": 0})))
def test_every_accepted_question_is_chosen_or_left_out_with_a_reason(
    most: int, seed: int, quotas: dict[str, float]
) -> None:
    questions, pages = month()
    chosen, selection = select(questions, pages, [], config(most, seed, **quotas))
    ids = {question.id for question in chosen}
    assert ids.isdisjoint(selection.left_out)
    assert ids | set(selection.left_out) == {question.id for question in questions}
    assert len(chosen) + len(selection.left_out) == selection.accepted == len(questions)
    assert len(ids) == len(chosen) == sum(selection.taken.values()) <= most
    assert all(each.detail for each in selection.left_out.values())


def test_the_seed_decides_and_the_order_does_not() -> None:
    questions, pages = month()
    first, selection = select(questions, pages, [], config(20, 7))
    shuffled = questions[:]
    random.Random(1).shuffle(shuffled)
    assert select(shuffled, dict(reversed(pages.items())), [], config(20, 7)) == (first, selection)
    other, _ = select(questions, pages, [], config(20, 8))
    assert {q.id for q in other} != {q.id for q in first}


@pytest.mark.parametrize(
    ("quotas", "taken"),
    [
        ({}, (7, 7, 6)),
        ({"B": 0.5, "C": 0.25, "F": 0.25}, (10, 5, 5)),
        ({"B": 0.7}, (14, 3, 3)),
        ({"B": 1.0}, (20, 0, 0)),
        ({"C": 0.0}, (10, 0, 10)),
        ({"B": 0.33, "C": 0.33, "F": 0.33}, (7, 7, 6)),
    ],
)
def test_subtasks_get_their_shares(quotas: dict[str, float], taken: tuple[int, ...]) -> None:
    questions, pages = month()
    chosen, selection = select(questions, pages, [], config(20, **quotas))
    counts = labels(chosen)
    assert tuple(counts.get(label, 0) for label in LABELS) == taken
    assert selection.short == {}


def test_what_a_subtask_cannot_fill_goes_to_the_others_and_is_told() -> None:
    questions, pages = month()
    few = [q for q in questions if q.subtask != LABELS[0]]
    few += [q for q in questions if q.subtask == LABELS[0]][:3]
    chosen, selection = select(few, pages, [], config(20, B=0.5, C=0.25, F=0.25))
    assert selection.short == {LABELS[0]: 7}
    assert sorted(labels(chosen).values()) == [3, 8, 9]


def test_a_subtask_without_a_place_has_none_even_where_rows_are_left() -> None:
    questions, pages = month(pages_per_site=1, per_page=1)
    chosen, selection = select(questions, pages, [], config(20, C=0))
    assert LABELS[1] not in labels(chosen) and len(chosen) == 8
    assert {each.reason for each in selection.left_out.values()} == {"no_place"}


def test_questions_that_are_worth_the_same_are_spread_evenly() -> None:
    questions, pages = month()
    uneven = [q for q in questions if pages[q.page_id].site != "Herald" or q.id[-1] in "0123"]
    chosen, selection = select(uneven, pages, [], config(24))
    assert set(sites(chosen, pages).values()) == {6}
    told = {each.reason: each.detail for each in selection.left_out.values()}
    assert told["outranked"].startswith("8 others of ")
    assert max(Counter(q.page_id for q in chosen).values()) <= 2, "24 of 16 pages: two of each"
    german = [
        q.model_copy(update={"language": "de"}) if int(q.id, 16) % 8 == 0 else q for q in questions
    ]
    chosen, _ = select(german, pages, [], config(24))
    count = Counter(q.language for q in chosen)["de"]
    assert count >= 8, "an eighth of those accepted, near half of those chosen"


def test_a_page_gives_its_share_while_others_are_at_hand() -> None:
    questions, pages = month()
    best = questions[0].page_id
    loud = [
        q.model_copy(update={"grades": graded(10 if q.page_id == best else 0)}) for q in questions
    ]
    chosen, selection = select(loud, pages, [], config(16))
    assert Counter(q.page_id for q in chosen)[best] == 1
    assert "page_share" in {each.reason for each in selection.left_out.values()}
    alone = [q for q in loud if q.page_id == best]
    assert len(select(alone, pages, [], config(16))[0]) == len(alone) == 9


def test_of_two_alike_of_a_page_one_stays_while_others_are_at_hand() -> None:
    questions, pages = month(per_page=2, pages_per_site=1)
    twins = [
        questions[0],
        questions[1].model_copy(update={"question": questions[0].question + " "}),
    ]
    twins[1] = twins[1].model_copy(update={"answer": questions[0].answer})
    rest = [q for q in questions[2:] if q.subtask == LABELS[0]]
    for seed in range(5):
        chosen, selection = select([*twins, *rest], pages, [], config(7, seed, B=1))
        assert len({q.id for q in twins} & {q.id for q in chosen}) == 1
        (why,) = selection.left_out.values()
        assert why.detail.startswith("Too much like question 000000000000000")
    assert len(select([*twins, *rest], pages, [], config(8, B=1))[0]) == 8


def test_the_better_scored_and_the_harder_come_first() -> None:
    questions, pages = month(pages_per_site=1, per_page=4)
    basic = [q for q in questions if q.subtask == LABELS[0] and pages[q.page_id].site == "Herald"]
    one, two, three, four = basic
    scored = [
        q.model_copy(update={"grades": graded(n)}) for q, n in zip(basic, (4, 9, 2, 6), strict=True)
    ]
    assert [q.id for q in select(scored, pages, [], config(2))[0]] == [two.id, four.id]
    far = [basic[0], *(q for q in questions if q.id in (f"{12:016x}", f"{24:016x}"))]
    apart = [
        q.model_copy(update={"grades": graded(n)}) for q, n in zip(far, (4, 2, 9), strict=True)
    ]
    assert [q.id for q in select(apart, pages, [], config(1))[0]] == [far[2].id]
    found = [tried(one, 10, 10), tried(two, 10, 8), tried(three, 9, 1), tried(four, 2, 2)]
    chosen, selection = select(basic, pages, found, config(1))
    assert [q.id for q in chosen] == [three.id], "what nobody solved is not hard, it is unknown"
    assert selection.left_out[one.id].detail == "Its page gave its share of the split, 1."
    stale = [finding.model_copy(update={"version": 2}) for finding in found]
    assert select(basic, pages, stale, config(1)) == select(basic, pages, [], config(1))


def test_hardness_falls_with_the_rating_and_needs_one_who_solved_it() -> None:
    question, limit = factory.question(), Solvers().sighted_limit
    easy, hard = tried(question, 10, 10), tried(question, 10, 0)
    assert hardness(easy, limit) == 0.0 and hardness(hard, limit) == 0.5
    for unknown in (tried(question), tried(question, None), tried(question, 4, 0)):
        assert hardness(unknown, limit) is None


@pytest.mark.parametrize(
    ("quotas", "line"),
    [
        (
            {"Basic": 0.5},
            "live.yaml: select.quotas: 'Basic' is no subtask of this month. Write one",
        ),
        ({LABELS[0]: 1.5}, "live.yaml: select.quotas.Basic Understanding: 1.5 is no share."),
        ({LABELS[0]: 0.7, LABELS[1]: 0.7}, "live.yaml: select.quotas: they sum to 1.4."),
    ],
)
def test_wrong_quotas_are_told_by_their_path(quotas: dict[str, float], line: str) -> None:
    wrong = config().model_copy(update={"select": Select(quotas=quotas)})
    with pytest.raises(ConfigError) as caught:
        check_quotas(wrong)
    assert str(caught.value).startswith(line)
    check_quotas(config(B=0.5))
