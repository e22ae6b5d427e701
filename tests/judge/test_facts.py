"""Facts are compared by value, not by spelling."""

import pytest

from live.judge.facts import names


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("It was published on 14 October 2026.", "October 14, 2026"),
        ("2026-10-14", "14. Oktober 2026"),
        ("14/10/2026", "14 October 2026"),
        ("Oct. 14th, 2026", "14.10.2026"),
        ("about 412,000 people", "412,000 passengers"),
        ("412.000", "412,000"),
        ("412 thousand", "412,000"),
        ("1.5 million euros", "1,500,000"),
        ("1,5 Mio", "1.5 million"),
        ("318 thousand containers", "318"),
        ("3.7 per cent", "3,7 %"),
        ("three", "3"),
        ("Sixty-three vessels", "63"),
        ("nineteen", "19"),
        ("mara  quill", "Mara Quill"),
        ("By MARA QUILL, Harbour reporter", "Mara Quill"),
        ("Müller", "Mu\u0308ller"),
        ("the ‘old’ pier", "The “Old” Pier"),
        ("BridgeOpens After Storm", "Bridge opens after storm"),
        ("Council votes to keep the last ferry on the northern route open until spring",
         "Council votes to keep the last ferry on the northem route open until spring"),
    ],
)  # fmt: skip
def test_the_same_fact_in_another_notation_is_named(answer: str, fact: str) -> None:
    assert names(answer, fact) is not None


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("15 October 2026", "14 October 2026"),
        ("October 2026", "14 October 2026"),
        ("142,000", "412,000"),
        ("14 and 12", "412"),
        ("41.2", "412"),
        ("Mara Quince", "Mara Quill"),
        ("", "Mara Quill"),
        ("art", "ar"),
        ("I cannot tell from the picture.", "Politics"),
        ("1.5 thousand", "1.5 million"),
        ("127 km", "12.7 km"),
        ("1412", "412"),
        ("Q12 2025", "Q1 2025 total"),
    ],
)
def test_another_fact_is_not_named(answer: str, fact: str) -> None:
    assert names(answer, fact) is None


@pytest.mark.parametrize(
    "items",
    [
        ("Ada Brook", "14 October 2026", "37 boats"),
        ("Q2 2026", "Q1 2026", "Q2 2025"),
        ("2 Harbour Road", "Ünal & Søn", "12.7 km"),
    ],
)
def test_offsets_grow_along_the_answer(items: tuple[str, ...]) -> None:
    """Whatever kinds of facts stand side by side, with accents and punctuation between them."""
    answer = "Först – " + "; … ".join(items) + "."
    assert [names(answer, item) for item in items] == [answer.index(item) for item in items]
