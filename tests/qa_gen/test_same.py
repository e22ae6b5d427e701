"""Two questions about one story are one when their answers agree and nothing tells them apart."""

import factory
import pytest

from live.qa_gen.gates.opposites import negated, opposed, sides
from live.qa_gen.gates.same import learned, same
from live.qa_gen.gates.stories import sketched, stories
from live.qa_gen.gates.told import names_apart, strength, told, values_apart
from live.qa_gen.gates.traits import traits
from live.records import Page, Question

HERE, THERE = "a" * 16, "b" * 16


def asked(n: int, text: str, answer: str, language: str = "en", page_id: str = HERE) -> Question:
    return factory.question(n, page_id, question=text, answer=answer, language=language)


def repeats(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether both, as (language, question, answer), ask the same on one page."""
    first, second = (
        asked(n, text, answer, language) for n, (language, text, answer) in enumerate((one, other))
    )
    return same([(first, second)]) != [None]


REWORDED = [
    ("en", "How many goals did the visitors score?", "Four",
     "What number of goals did the away team get?", "4"),
    ("en", "What does the company make?", "Wooden toys",
     "Which products are manufactured by the company?", "Toys made of wood"),
    ("en", "How much of the grant is left?", "$340,000 of the $900,000",
     "What part of the grant has not been spent?", "340,000 dollars"),
    ("en", "Why do the farmers object to the dam?", "It would flood their best fields",
     "What is the farmers' objection to the dam?", "That their best fields would be flooded"),
    ("en", "What percentage of the budget goes to schools?", "About 17% (8.4 of 48.6 billion)",
     "Schools receive which share of the whole budget?", "Roughly 17.3 percent"),
    ("en", "Who led the study?", "Yusra Halloun of the University of Lisse",
     "Who was in charge of the research?", "Dr Yusra Halloun"),
    ("de", "Wie viele Menschen wurden bei dem Brand verletzt?", "14",
     "Wie hoch war die Zahl der Verletzten bei dem Feuer?", "14 Personen"),
    ("de", "Um wie viel Prozent stieg der Umsatz?", "Um 7,4 Prozent",
     "Wie groß war das Wachstum des Umsatzes in Prozent?", "7,4 %"),
    ("fr", "Combien de jours le musée sera-t-il fermé ?", "12 jours, du 3 au 14 novembre",
     "Pendant combien de jours ne pourra-t-on pas visiter le musée ?", "Douze jours"),
    ("es", "¿Por qué se suspendió el concierto?", "Por la lluvia",
     "¿Cuál fue el motivo de la suspensión del concierto?", "La lluvia"),
    ("it", "Chi ha vinto il premio?", "Carla Bindi",
     "A chi è stato assegnato il premio?", "A Carla Bindi"),
    ("pt", "Quantos alunos frequentam a escola?", "842",
     "Qual é o número de alunos da escola?", "842 alunos"),
    ("ru", "Сколько человек пострадало при пожаре?", "14",
     "Каково число пострадавших в пожаре?", "14 человек"),
    ("ja", "橋の長さは何メートルですか。", "320メートル",
     "橋はどのくらいの長さがありますか。", "320メートル"),
    ("zh", "谁获得了一等奖？", "王丽", "一等奖的获得者是谁？", "王丽"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "one", "first", "other", "second"), REWORDED)
def test_a_question_in_other_words_is_one(
    language: str, one: str, first: str, other: str, second: str
) -> None:
    assert repeats((language, one, first), (language, other, second))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "How many people were injured in the fire?", "14"),
         ("de", "Wie viele Menschen wurden bei dem Brand verletzt?", "14")),
        (("en", "What colour is the lighthouse?", "Red and white"),
         ("de", "Welche Farbe hat der Leuchtturm?", "Rot und weiß")),
        (("fr", "Combien la réparation a-t-elle coûté ?", "2,7 millions d'euros"),
         ("en", "How much did the repair cost?", "2.7 million euros")),
        (("en", "When does the pool open again?", "On 2 June 2027"),
         ("fr", "Quand la piscine rouvrira-t-elle ?", "Le 2 juin 2027")),
        (("en", "Who won the race?", "Lucía Ferrer"),
         ("es", "¿Quién ganó la carrera?", "Lucía Ferrer")),
        (("ja", "この祭りには何人が訪れましたか。", "約12万人"),
         ("en", "How many people visited the festival?", "About 120,000")),
    ],
)  # fmt: skip
def test_a_translated_question_is_one(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert repeats(one, other)


def test_every_trait_has_a_weight_and_every_weight_a_trait() -> None:
    one, other = asked(1, "Who won?", "Lund"), asked(2, "Who lost?", "Kehl")
    assert traits(one, other, lambda a, b: 0.5).keys() == learned().weights.keys()


def test_what_asks_a_part_of_an_earlier_question_repeats_it() -> None:
    short = asked(1, "How long is the new pier?", "340 metres")
    long = asked(
        2,
        "How long is the new pier, and what did it cost?",
        "340 metres; 7.2 million francs",
    )
    assert same([(short, long)]) != [None]


def test_what_goes_further_than_the_facts_repeats_none_that_asks_for_them() -> None:
    fact = asked(1, "By how much did the price of oil rise?", "From 7.60 to 9.10 euros a litre")
    further = factory.question(
        2,
        HERE,
        question="What could the price of oil mean for the mill in the years to come?",
        answer="Buyers may turn to cheaper oil, since a litre costs 9.10 euros instead of 7.60.",
        subtask="Broader Implications",
    )
    assert same([(further, fact)]) == [None]


SHARES = [
    ("en", "What share of the passengers were children?", "One in seven: 31 of 226",
     "Children made up what share of the passengers?", "About 14 percent"),
    ("en", "How large a part of the bridges is unsafe?", "Three out of five",
     "What share of the bridges is unsafe?", "60%"),
    ("de", "Welcher Anteil der Befragten ist dafür?", "3 von 4",
     "Wie groß ist der Anteil der Befragten, die dafür sind?", "75 Prozent"),
    ("fr", "Quelle part des élèves mange à la cantine ?", "Un sur cinq",
     "Quelle est la part des élèves qui mangent à la cantine ?", "20 %"),
    ("es", "¿Qué parte de los vecinos votó?", "12 de 48",
     "¿Cuál fue el porcentaje de vecinos que votaron?", "El 25 %"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "one", "first", "other", "second"), SHARES)
def test_a_part_of_a_whole_is_its_percentage(
    language: str, one: str, first: str, other: str, second: str
) -> None:
    assert repeats((language, one, first), (language, other, second))
    assert not repeats((language, one, first), (language, other, "90 %"))


def test_another_word_in_one_place_tells_apart_unless_the_answer_has_many_digits() -> None:
    one, other = "What share of the homes was damaged?", "What percentage of the homes was damaged?"
    assert repeats(("en", one, "37.4%"), ("en", other, "37.4 percent"))
    one, other = "How many cars did the plant build?", "How many trucks did the plant build?"
    assert not repeats(("en", one, "40"), ("en", other, "40"))


def test_answers_of_many_words_that_agree_need_questions_less_alike_than_short_ones() -> None:
    one, other = (
        "How did Eudora know that it was her tortoise?",
        "Which features of the shell told the owner that the animal was hers?",
    )
    first, second = "The initials in white paint on its shell", "White paint: initials on the shell"
    assert repeats(("en", one, first), ("en", other, second))
    assert not repeats(("en", one, "Paint"), ("en", other, "Paint"))


BY_CHANCE = [
    ("en", "Three", "How many trams does the city own?", "How many bridges were closed?"),
    ("en", "Yes", "Did the mayor sign the letter?", "Did the council approve the budget?"),
    ("en", "Yes", "Did prices rise in June?", "Did prices rise in July?"),
    ("en", "Mara Quill", "Who wrote the article?", "Who took the photograph?"),
    ("en", "7 euros", "What does an adult pay?", "What does a child pay?"),
    ("en", "41 km", "How long is the channel?", "How long is the bridge?"),
    ("en", "12 October", "When will the schools open?", "When was the ferry sold?"),
    ("en", "38,200", "How many tickets were sold in 2025?", "How many tickets were sold in 2026?"),
    ("en", "1,200", "How many exported cars were electric?",
     "How many imported cars were electric?"),
    ("en", "214", "How many men took part?", "How many women took part?"),
    ("en", "A lamp", "What is to the left of the door?", "What is to the right of the door?"),
    ("en", "400", "How many homes had no power on Monday?",
     "How many homes had no power on Tuesday?"),
    ("de", "23", "Wie viele Stimmen erhielt Lund?", "Wie viele Stimmen erhielt Kehl?"),
    ("de", "2,40 Euro", "Wie hoch ist der Preis vor der Erhöhung?",
     "Wie hoch ist der Preis nach der Erhöhung?"),
    ("fr", "Toutes les 15 minutes", "À quelle fréquence circule la ligne B ?",
     "À quelle fréquence circule la ligne D ?"),
    ("es", "31", "¿Cuántos barcos salieron?", "¿Cuántos barcos volvieron?"),
    ("ja", "300万円", "2025年の売り上げはいくらでしたか。", "2024年の売り上げはいくらでしたか。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "answer", "one", "other"), BY_CHANCE)
def test_one_answer_by_chance_does_not_make_two_questions_one(
    language: str, answer: str, one: str, other: str
) -> None:
    assert not repeats((language, one, answer), (language, other, answer))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "How many votes did Lund get?", "23"),
         ("de", "Wie viele Stimmen erhielt Kehl?", "23")),
        (("en", "Who won the race?", "Lucía Ferrer"),
         ("es", "¿Quién diseñó el cartel?", "Lucía Ferrer")),
        (("en", "How many bridges were closed?", "Three"),
         ("de", "Wie viele Kinder nahmen an der Fahrt teil?", "Drei")),
    ],
)  # fmt: skip
def test_nor_in_two_languages(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert not repeats(one, other)


def test_the_order_of_words_alone_makes_no_other_question_but_another_answer_does() -> None:
    first, second = "Did Lund beat Kehl?", "Did Kehl beat Lund?"
    assert not repeats(("en", first, "Yes"), ("en", second, "No"))
    assert repeats(
        ("en", "In 2028, how many tonnes of flour is the mill to make?", "34 tonnes"),
        ("en", "How many tonnes of flour is the mill to make in 2028?", "34"),
    )


@pytest.mark.parametrize(
    ("one", "other", "digits"),
    [
        ("535", "535 runners", 3),
        ("Nine points (16 to 7)", "9", 1),
        ("2:38:11", "2 hours, 38 minutes and 11 seconds", 2),
        ("63", "Sixty-three", 2),
        ("For four and a half hours, from 6.10 to 10.40", "4.5 hours", 2),
        ("13 Nov. 2026", "13 November", 2),
        ("At half past eleven", "11:30", 2),
        ("81%", "80.7 percent", 2),
        ("40 (120 bees from three hives)", "3", None),
        ("13 November 2026", "13 November 2027", None),
        ("8", "8.4", None),
        ("A quarter past seven", "Half past seven", None),
        ("A bicycle bell", "A green bell", 0),
    ],
)
def test_answers_agree_by_the_value_that_they_begin_with(
    one: str, other: str, digits: int | None
) -> None:
    first, second = (told(text, "en", question=False) for text in (one, other))
    assert strength(first, second) == strength(second, first) == digits


def test_what_a_question_leaves_out_is_not_what_another_one_says_instead() -> None:
    short, long, other = (
        told(text, "en", question=True)
        for text in (
            "How many were hurt?",
            "How many were hurt in Lyon in 2025?",
            "How many were hurt in Nice in 2026?",
        )
    )
    none = told("14", "en", question=False)
    assert values_apart((short, long), (none, none)) == (False, True)
    assert names_apart((short, long), (none, none)) == (False, True)
    assert values_apart((long, other), (none, none)) == (True, True)
    assert names_apart((long, other), (none, none)) == (True, True)
    says = told("14, in Nice, in 2026", "en", question=False)
    assert names_apart((other, short), (none, says)) == (False, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the highest price", "der niedrigste Preis"),
        ("avant la hausse", "after the rise"),
        ("las mujeres", "los hombres"),
        ("最大の町", "最小の町"),
    ],
)
def test_opposites_are_known_across_languages(one: str, other: str) -> None:
    first, second = sides(one.split()), sides(other.split())
    assert opposed(first, second) and opposed(second, first)
    assert not opposed(first, first) and not opposed(first, first | second)


def test_a_word_denies_in_its_own_language_only() -> None:
    assert negated(["no", "firmó"], "es") and not negated(["no", "jardim"], "pt")


def told_by(n: int, *paragraphs: str) -> Page:
    return factory.page(n, text="\n\n".join(paragraphs))


STORY = [
    f"Paragraph {n} tells of the {thing} that was seen on the quay by {who}."
    for n, (thing, who) in enumerate(
        (("crane", "Ada Bell"), ("barge", "Tom Lund"), ("whale", "Ute Kern"), ("kite", "Jo Fell"))
    )
]


def test_a_copy_with_another_masthead_or_without_its_end_tells_the_same_story() -> None:
    whole, copy = told_by(1, "The Herald", *STORY), told_by(2, "Zephyr Wire", *STORY)
    half, other = told_by(3, *STORY[:2]), told_by(4, "The council met on Monday about the drains.")
    pages = [whole, copy, half, other, told_by(5)]
    found = stories({page.id: sketched(page) for page in pages})
    assert found[copy.id] == found[half.id] == found[whole.id] == whole.id
    assert found[other.id] == other.id and len(set(found.values())) == 3


def test_questions_about_copies_are_compared_as_if_they_were_about_one_page() -> None:
    one = asked(1, "By how many points did the share of the trained bees fall?", "By 13 points")
    other = asked(2, "How many points did the trained bees' share fall by?", "13", "en", THERE)
    assert same([(one, other)], {HERE: HERE, THERE: HERE}) != [None]
    again = asked(3, one.question, "By 4 points", "en", THERE)
    assert same([(one, again)], {HERE: HERE, THERE: HERE}) == [None]
