"""Question -> how surely it asks what may not be asked: of a face, private data, sex, an opinion.

A ridge classifier over vectors of the question, of its answer and of the sentence of the page that
speaks of both, and a few plain signs. Its weights (unfit.npz) lie beside this file and are made by
tools/learn_unfit.py from tests/qa_gen/asked and labelled. Pure; the vectors are those by which
twins are found, in the sixteen languages of their encoder, and near them in others.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from live.qa_gen.gates.instructions import as_read
from live.qa_gen.gates.shown import whole
from live.qa_gen.gates.signatures import UNSPACED, embed
from live.qa_gen.gates.words import NOTHING_SAID, bare, fold, words
from live.records import Page, Question

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from live.qa_gen.gates.signatures import Vectors

WEIGHTS = Path(__file__).with_name("unfit.npz")
KINDS = ("political_opinion", "identity_from_face", "personal_data", "sexual_remark")
ASKED, BESIDE, SENTENCE, SHOWN = 600, 300, 1000, 30_000
"""Characters that are read of a question or an answer, of the sentence beside it, of any sentence
and of a page."""
STEM = 5
"""Letters by which a word is known in all its forms."""
CAPTIONED = 300
"""Characters that a line with a caption has at most."""
STARTS = 80
"""Characters of an answer that say whether it takes a side; reasons are about the page."""
START = re.compile("[.:;。：；]")
CUT = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？])|\n+")
CAPTION = re.compile(
    r"\b(?:photo\w*|pictured?|image|caption|sketch|f[oó]to\w*|fot|bild(?:en)?|imagen|imagem|"
    r"immagine|zdj[eę]ci\w+|фото\w*)\b|写真|图片|照片|摄影|사진|صورة|تصوير|ภาพ|[(,（]\s*"
    r"(?:\w+ ){0,2}?(?:left|right|cent(?:er|re)|middle|links|rechts|gauche|droite|izquierda|"
    r"derecha|sinistra|destra|esquerda|direita|[左右中]央?)\b",
    re.I,
)
REACHED = re.compile(r"\S@\w|(?<![\d.,])\+?\(?\d{2,5}\)?(?:[\s/-]?\d){4,14}(?![\d.,]\d)")
"""A telephone number or an e-mail address."""
STREET = re.compile(
    r"\b\d{1,5}[a-z]?,? (?:[^\W\d_]+ ){1,3}(?:street|road|lane|avenue|drive|close|court|way|place|"
    r"square|terrace|crescent|row|hill|rise)\b|(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|straat|"
    r"laan) \d|\b\d{1,4},? (?:rue|avenue|boulevard|place|chemin|allée|impasse|quai)\b|\b(?:calle|"
    r"avenida|plaza|via|viale|piazza|rua|ul\.|ulic\w|улиц\w)\W+(?:[\w'’.-]+\W+){1,5}?\d|"
    r"\d(?:丁目|番地|番|号|號)|[가-힣]로 \d|شارع \w+ \d",
    re.I,
)

REPORTED = re.compile(
    r"\b(?:according to|(?:in|from) the (?:view|eyes|opinion|words) of|in \w+['’]s (?:view|eyes|"
    r"opinion)|laut|zufolge|nach (?:\w+ )?(?:ansicht|meinung|angaben)|selon|d['’]après|según|"
    r"secondo|a detta|segundo|de acordo com|na opinião|volgens|według|zdaniem|"
    r"по (?:мнению|словам)|göre)\b(?! (?:you|dir|ihnen|vous|toi|tú|usted|te|você|jou|u|ciebie)\b)|"
    r"によ(?:ると|れば)|认为|에 따르면|بحسب|وفق",
    re.I,
)
"""Asks for what another one says."""


class Unfit(NamedTuple):
    """What a question most likely asks for that it may not, how surely (1: as what was learned
    from), and the sentence of the page that it was read with."""

    kind: str
    score: float
    beside: str


def unfit(question: Question, page: Page) -> Unfit:
    """Gives the likeliest of KINDS and its score."""
    asked, answer = as_read(question.question, ASKED), as_read(question.answer, ASKED)
    seen = bare(whole(page)[:SHOWN])
    weights, bias = _weights()
    vectors, beside = described([(asked, answer, seen)])
    scores = vectors[0] @ weights + bias
    best = int(scores.argmax())
    return Unfit(KINDS[best], float(scores[best]), beside[0])


def described(rows: Sequence[tuple[str, str, str]]) -> "tuple[Vectors, list[str]]":
    """Turns questions, each with its answer and page, into what is weighed, a row each.

    A question counts three times: by itself, by how far a caption has what it is answered with,
    and by how far the page has it. Opinions stand on no page, names of strangers in no caption.
    """
    import numpy as np

    signs = [_signs(*row) for row in rows]
    asked, answers, beside = (
        embed([text or "." for text in texts])
        for texts in (
            [asked for asked, _, _ in rows],
            [START.split(answer, maxsplit=1)[0][:STARTS] for _, answer, _ in rows],
            [beside for _, beside in signs],
        )
    )
    plain = np.array([values for values, _ in signs], np.float32)
    told, tied = plain[:, :1], plain[:, 1:2]
    parts = [asked, asked * tied, 0.7 * asked * told, 0.7 * answers, 0.7 * beside, 0.5 * plain]
    return np.hstack(parts), [beside for _, beside in signs]


def _signs(asked: str, answer: str, seen: str) -> tuple[list[float], str]:
    """Gives plain signs of a question, and the sentence of the page that speaks of it most."""
    said, given = _stems(asked), _stems(answer)
    own = given - said
    read = _read(seen)

    def weight(stems: frozenset[str]) -> float:
        return sum(
            read.weights[stem] * ((stem in given) + 0.5 * (stem in said))
            for stem in stems & (given | said)
        )

    best = max(range(len(read.stems)), key=lambda n: weight(read.stems[n]))
    beside = read.stems[best] if weight(read.stems[best]) else frozenset()
    values = [
        _share(own, frozenset(read.weights), 1.0),
        max((_share(own, caption, 0.0) for caption in read.captions), default=0.0),
        max((_share(said, caption, 0.0) for caption in read.captions), default=0.0),
        _share(own, beside, 1.0),
        _share(said, read.stems[0], 0.0),
        float(bool(REACHED.search(answer))),
        float(bool(STREET.search(answer))),
        float(not own),
        2.0 * bool(REPORTED.search(asked)),
    ]
    return values, read.sentences[best][:BESIDE] if beside else ""


class _Read(NamedTuple):
    """The sentences of a page, the stems of each and of its captions, and how rare a stem is."""

    sentences: list[str]
    stems: list[frozenset[str]]
    captions: list[frozenset[str]]
    weights: dict[str, float]


@lru_cache(maxsize=16)
def _read(seen: str) -> _Read:
    sentences = [part[:SENTENCE] for part in CUT.split(seen) if part.strip()] or [""]
    stems = [_stems(sentence) for sentence in sentences]
    counts = Counter(stem for each in stems for stem in each)
    captions = [line for line in seen.split("\n")[1:] if len(line) < CAPTIONED]
    return _Read(
        sentences,
        stems,
        [_stems(line) for line in captions if CAPTION.search(line)],
        {stem: log(1 + len(stems) / count) for stem, count in counts.items()},
    )


def _stems(text: str) -> frozenset[str]:
    """Gives the beginnings of words that tell, or pairs of letters where words are not apart."""
    found: set[str] = set()
    for word in words(text):
        if UNSPACED.search(word):
            found.update(word[n : n + 2] for n in range(max(1, len(word) - 1)))
        elif word not in NOTHING_SAID:
            found.add(fold(word)[:STEM])
    return frozenset(found)


def _share(of: frozenset[str], there: frozenset[str], none: float) -> float:
    return len(of & there) / len(of) if of else none


@cache
def _weights() -> "tuple[Vectors, npt.NDArray[np.float32]]":
    import numpy as np

    with np.load(WEIGHTS) as stored:
        return stored["weights"].astype(np.float32), stored["bias"].astype(np.float32)
