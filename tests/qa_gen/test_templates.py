"""Every template kind asks what the pixels show, gives nothing away, and repeats itself exactly."""

import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.judge.rules import FORM, rate
from live.qa_gen.taxonomies import load
from live.qa_gen.templates.choose import all_drafts, choose, compose
from live.qa_gen.templates.draft import Draft, Kind
from live.qa_gen.templates.facts import number
from live.qa_gen.templates.sentences import sentences_in
from live.records import Page

Paged = Callable[..., Page]


def of(kind: str, drafts: list[Draft]) -> dict[str, str]:
    return {draft.question: draft.answer for draft in drafts if draft.kind == kind}


def test_the_story_of_these_tests_has_something_for_every_kind(story: str, paged: Paged) -> None:
    assert {draft.kind for draft in all_drafts(story, paged(story))} == set(get_args(Kind))


@pytest.mark.parametrize(
    ("kind", "question", "answer"),
    [
        (
            "chart_value",
            'What value does the chart "Boxes a quarter" show for "Q2", in thousand boxes?',
            "1,040.5",
        ),
        (
            "chart_extreme",
            'Which entry of the chart "Boxes a quarter" has the highest value, and what is that '
            "value, in thousand boxes?",
            "Q2: 1,040.5",
        ),
        (
            "chart_extreme",
            'Which entry of the chart "Boxes a quarter" has the lowest value, and what is that '
            "value, in thousand boxes?",
            "Q3: 28",
        ),
        (
            "chart_difference",
            "How large is the difference between the highest and the lowest value in the chart "
            '"Boxes a quarter", in thousand boxes?',
            "1012.5",
        ),
        (
            "table_cell",
            'What does the table "Night crews" give under "Lifts" for "Old Basin"?',
            "27",
        ),
        (
            "table_extreme",
            'Which "Crew" has the highest value under "Lifts" in the table "Night crews"?',
            "Tar Lane",
        ),
        (
            "table_row",
            'Which "Crew" stands in the first row of the table "Night crews"?',
            "North Quay",
        ),
        (
            "quote",
            'Who is quoted as saying "A harbour is a patient thing.", and how is that person '
            "described?",
            "Hester Vane, chair",
        ),
        (
            "quote",
            'Who is quoted as saying "Some of these boxes are only visitors here"?',
            "Colm Aveley",
        ),
        (
            "order",
            'In the list "Most read", which headline stands directly below "Quiet harbour counts '
            'its boxes"?',
            "Baker wins race",
        ),
        (
            "order",
            'Which three entries stand at the top of the list "Next week", from first to third?',
            "1. Crane inspection; 2. Fish market; 3. Tide talk",
        ),
        (
            "number",
            'Which number fills the gap in this sentence of the article? "The board hired ____ '
            'people in the spring, mostly for the night shift on the quay."',
            "140",
        ),
        (
            "credit",
            'Which credit or source is given with the caption "What passed the gate in each of the '
            'last three quarters."?',
            "Graphic: Herald, figures: Harbour Board",
        ),
        (
            "caption",
            'What does the caption of the graphic in the article "Quiet harbour counts its boxes" '
            "say?",
            "What passed the gate in each of the last three quarters.",
        ),
        ("byline", 'Who wrote the article "Quiet harbour counts its boxes"?', "Mara Quill"),
        (
            "date",
            "What date of publication is printed with the article "
            '"Quiet harbour counts its boxes"?',
            "14 October 2026",
        ),
        (
            "section",
            'In which section of the site does the article "Quiet harbour counts its boxes" '
            "appear?",
            "Economy",
        ),
        (
            "headline",
            "What is the headline of the article by Mara Quill?",
            "Quiet harbour counts its boxes",
        ),
    ],
)
def test_each_kind_asks_in_plain_english_and_knows_the_answer(
    story: str, paged: Paged, kind: str, question: str, answer: str
) -> None:
    assert of(kind, all_drafts(story, paged(story)))[question] == answer


def test_a_rank_column_is_not_asked_for_its_highest(story: str, paged: Paged) -> None:
    assert not any('"Place"' in q for q in of("table_extreme", all_drafts(story, paged(story))))


def test_only_the_navigation_has_a_list_that_nobody_asks_about(story: str, paged: Paged) -> None:
    asked = " ".join(of("order", all_drafts(story, paged(story))))
    assert "Most read" in asked and "Next week" in asked and "Sections" not in asked


@pytest.mark.parametrize("kind", get_args(Kind))
def test_no_question_is_asked_whose_gold_the_pictures_do_not_show(
    story: str, paged: Paged, kind: str
) -> None:
    page = paged(story)
    for draft in (d for d in all_drafts(story, page) if d.kind == kind):
        for part in {*draft.needs, *(fact.x for fact in draft.facts)} - {""}:
            if kind == "chart_difference" and part == draft.facts[0].x:
                continue
            words = r"\s+".join(map(re.escape, part.split()))
            text = " ".join(page.shots[0].text.split())
            unseen = paged(story, re.sub(rf"(?i){words}", "▒▒", text))
            assert draft.question not in {d.question for d in all_drafts(story, unseen)}, part


def test_a_page_of_which_the_pictures_show_nothing_is_asked_nothing(
    story: str, paged: Paged
) -> None:
    assert all_drafts(story, paged(story, seen="")) == []


def test_a_number_inside_a_longer_one_does_not_count_as_seen(paged: Paged) -> None:
    html = (
        "<h1>A story of the sea</h1><p>In all the crew brought home 140 boxes before the tide.</p>"
    )
    hidden = "A story of the sea In all the crew brought home 1,140 boxes before the tide."
    assert of("number", all_drafts(html, paged(html))) != {}
    assert of("number", all_drafts(html, paged(html, seen=hidden))) == {}


@pytest.mark.parametrize("instead", ["1,38", "1.38", "380", "38.5", "38,5", "Q38"])
def test_a_cell_is_not_asked_for_when_its_digits_stand_in_another_number_only(
    story: str, paged: Paged, instead: str
) -> None:
    asked = 'What does the table "Night crews" give under "Lifts" for "North Quay"?'
    page = paged(story)
    seen = page.shots[0].text.replace("38", instead)
    assert asked in of("table_cell", all_drafts(story, page))
    assert asked not in of("table_cell", all_drafts(story, paged(story, seen=seen)))


def test_capital_letters_and_line_breaks_of_the_layout_do_not_matter(paged: Paged) -> None:
    html = "<h1>A story of the sea</h1>"
    seen = "A STORY OF\nTHE SEA by mara\nquill"
    assert of("byline", all_drafts(html, paged(html, seen=seen))) != {}


def test_no_question_holds_what_earns_its_points(story: str, paged: Paged) -> None:
    for draft in all_drafts(story, paged(story)):
        for fact in draft.facts:
            assert not re.search(rf"(?<!\w){re.escape(fact.x)}(?!\w)", draft.question), draft


def test_a_headline_that_names_its_author_is_not_used_to_ask_for_the_author(paged: Paged) -> None:
    html = "<h1>Mara Quill wins the prize</h1>"
    assert of("byline", all_drafts(html, paged(html))) == {}


def test_points_sum_to_10_and_the_rule_judge_gives_the_gold_all_and_nothing_none(
    story: str, paged: Paged
) -> None:
    taxonomy = load("2406")
    for question in compose(story, paged(story), taxonomy, taxonomy.names, 50):
        assert sum(criterion.points for criterion in question.criteria) == 10
        for criterion in question.criteria:
            text = criterion.text.removesuffix(" Anything else earns 0 points.")
            form = FORM.match(text)
            assert form and form.end() == len(text) - 1
        points, reason = rate(question, question.answer)
        assert points is not None and sum(points) == 10, (question, reason)
        assert sum(rate(question, "I do not know.")[0] or ()) == 0


def test_questions_of_a_page_are_distinct_and_never_ask_for_one_gold_twice(
    story: str, paged: Paged
) -> None:
    page = paged(story)
    chosen = choose(all_drafts(story, page), page)
    assert len({draft.question for draft in chosen}) == len(chosen)
    golds = Counter(fact.x for draft in chosen for fact in {f.x: f for f in draft.facts}.values())
    assert set(golds.values()) == {1}


def test_figures_and_quotes_come_before_what_frames_a_story(story: str, paged: Paged) -> None:
    for n in range(8):
        page = paged(story, n=n)
        kinds = [draft.kind for draft in choose(all_drafts(story, page), page)]
        assert kinds[0].startswith(("chart", "table")) and kinds[1] in ("quote", "order")
        assert not {"section", "headline"} & set(kinds[:8])


def test_the_same_page_gets_the_same_questions(story: str, paged: Paged) -> None:
    page, taxonomy = paged(story), load("2406")
    first = compose(story, page, taxonomy, taxonomy.names, 6)
    assert len(first) == 6
    assert first == compose(story, page, taxonomy, reversed(taxonomy.names), 6)
    drafts = all_drafts(story, page)
    random.Random(1).shuffle(drafts)
    assert choose(drafts, page) == choose(all_drafts(story, page), page)


def test_templates_write_the_two_subtasks_they_can_and_no_other(story: str, paged: Paged) -> None:
    first, second = load("2406"), load("2409")
    page = paged(story)
    assert {q.subtask for q in compose(story, page, first, first.names, 50)} == {
        "Basic Understanding",
        "Contextual Analysis",
    }
    assert {q.subtask for q in compose(story, page, second, second.names, 50)} == {
        "Concrete Recognition",
        "Analytical Questions",
    }
    assert compose(story, page, first, ["Further Insights"], 50) == []
    basic = compose(story, page, first, ["Basic Understanding"], 50)
    assert {q.subtask for q in basic} == {"Basic Understanding"}


def test_a_german_page_is_asked_in_english_and_answered_as_it_is_printed(paged: Paged) -> None:
    html = """<h1>Das Wasser sinkt weiter</h1><svg role="img" aria-label="Pegel im Herbst">
    <text>Pegel im Herbst</text> Meter <g role="img" aria-label="Mai, 7,9 Meter.">7,9</g> Mai
    <g role="img" aria-label="Juni, 1.207,1 Meter.">1.207,1</g> Juni
    <g role="img" aria-label="Juli, 6,6 Meter.">6,6</g> Juli </svg>
    <p>Von Mara Quill <time>Mittwoch, 14. Oktober 2026</time></p>"""
    drafts = all_drafts(html, paged(html, language="de"))
    asked = (
        'Which entry of the chart "Pegel im Herbst" has the highest value, and what is that value, '
        'in "Meter"?'
    )
    assert of("chart_extreme", drafts)[asked] == "Juni: 1.207,1"
    assert list(of("chart_difference", drafts).values()) == ["1200.5"]
    assert list(of("date", drafts).values()) == ["14. Oktober 2026"]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,040.5", "en", "1040.5"),
        ("1.040,5", "de", "1040.5"),
        ("1.234", "de", "1234"),
        ("1.234", "en", "1.234"),
        ("0,31 mm", "de", "0.31"),
        ("−3", "en", "-3"),
        ("15-8", "en", None),
        ("02:40", "en", None),
        ("3,14", "en", None),
        ("–", "en", None),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(
    text: str, language: str, value: str | None
) -> None:
    assert number(text, language) == (None if value is None else Decimal(value))


def test_sentences_are_not_cut_at_a_day_or_a_title() -> None:
    text = "Ab dem 1. Februar fährt sie. Dr. Aldorf misst es. “Gut so. Weiter”, sagt sie."
    whole = ["Ab dem 1. Februar fährt sie.", "Dr. Aldorf misst es."]
    assert list(sentences_in(text, "de")) == whole
    assert list(sentences_in("It closes on May 26. Then it goes.", "en")) == [
        "It closes on May 26.",
        "Then it goes.",
    ]


def test_one_number_of_a_sentence_is_asked_for_and_no_year_or_small_count(paged: Paged) -> None:
    html = """<h1>A story of the sea</h1><p>In 2017 the 3 crews brought home 140 boxes and 2,150
    barrels before the tide.</p><p>In 2018 the same 3 crews brought nothing at all home.</p>"""
    assert list(of("number", all_drafts(html, paged(html))).values()) == ["2,150"]


@given(st.text(max_size=400))
def test_any_markup_is_read_without_a_mistake(markup: str) -> None:
    import factory

    for html in (
        markup,
        f"<table><tr><th>{markup}<ol><li>",
        f'<svg role=img aria-label="{markup}">',
    ):
        all_drafts(html, factory.page(title=markup[:40]))
