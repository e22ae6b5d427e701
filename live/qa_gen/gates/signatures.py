"""A question, or a picture -> a few bytes, by which those nearly like it are found among millions.

Two are as near as few of their bits differ (Hamming distance). Pure; nothing is downloaded: the
word vectors lie in the package wordllama.
"""

import logging
import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
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
PICTURE = 32
"""Bytes of a picture's signature."""
QUALITY = 50
"""PDQ, 0..100: below it a picture is so even that its hash says nothing (the authors' limit)."""
EDGE = 512
"""Edge that a picture is reduced to before it is hashed, px: a fifth of the time."""
TOKENS_A_WORD = 4
"""Above it, a text is known by its letters: 7 in Greek or Hindi, 3 in Russian, 2 in German."""
SEED = 1
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""A letter of a script that puts no spaces between words."""


def sign(questions: Sequence[Question]) -> "Bits":
    """Signs questions with their answers: uint8, one row of MEANING + ANSWER bytes each.

    The first part is the sign of each dimension of the question's vector, the second the lowest
    bit of each of 256 places of the answer's MinHash (Li and König 2010, b-bit minwise hashing):
    of answers without a common word about half of the bits differ.
    """
    import numpy as np

    if not questions:
        return np.zeros((0, MEANING + ANSWER), np.uint8)
    asked = np.packbits(embed([question.question for question in questions]) > 0, axis=1)
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
    """Gives the vectors of texts, float32, n x 256, each of length 1: the mean of their words'."""
    import numpy as np

    # a text without a word has no direction; a full stop gives it one
    said = [text.casefold() if text.strip() else "." for text in texts]
    vectors = _word_vectors().embed(said, norm=True)
    return np.asarray(vectors, np.float32)


def is_spelled(text: str) -> bool:
    """Tells whether the word vectors know a text letter by letter only, as in Georgian or Thai."""
    tokens = _word_vectors().tokenizer.encode(text.casefold(), add_special_tokens=False).tokens
    return bool(len(tokens) > TOKENS_A_WORD * len(words(text)))


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
def _word_vectors() -> Any:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    import wordllama

    root.handlers[:], root.level = handlers, level  # its import turns on everybody's log
    # as it is shipped: without both arguments it looks for newer weights on the Hub
    folder = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
