"""The store -> signatures: a month's own, and what the months before it asked.

Each is computed once. Touches the store, and the blobs for pictures that were not signed yet.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from live.blobs import Blobs
from live.errors import LiveError
from live.qa_gen.gates.signatures import ANSWER, MEANING, PICTURE, sign, sign_picture
from live.records import Page, Question
from live.store import Store

if TYPE_CHECKING:
    from live.qa_gen.gates.signatures import Bits

AT_ONCE = 500
"""Questions or pages that are signed, and stored, together."""


@dataclass(frozen=True)
class Known:
    """What earlier months asked. Only what passed the gates there, or is held, is known.

    ids, bits: of the questions, and their signatures. pages, hashes: of each shot the page's id,
    and its signature. read, read_pages: give by id those questions and pages that count.
    """

    ids: Sequence[str] = ()
    bits: "Bits | None" = None
    pages: Sequence[str] = ()
    hashes: "Bits | None" = None
    read: Callable[[Iterable[str]], Mapping[str, Question]] = field(default=lambda ids: {})
    read_pages: Callable[[Iterable[str]], Mapping[str, Page]] = field(default=lambda ids: {})


NOTHING = Known()
"""What is known in the first month."""


def known(store: Store, blobs: Blobs, month: str) -> Known:
    """Loads what the months before this one asked."""
    signatures = store.signatures

    def read(ids: Iterable[str]) -> Mapping[str, Question]:
        return signatures.read(Question, ids)

    def read_pages(ids: Iterable[str]) -> Mapping[str, Page]:
        return signatures.read(Page, signatures.asked_about(ids))

    def sign_questions(ids: Iterable[str]) -> Mapping[str, bytes]:
        return signed(store, list(read(ids).values()))

    def sign_pages(ids: Iterable[str]) -> Mapping[str, bytes]:
        return signed_pages(store, blobs, signatures.read(Page, ids).values())

    ids, bits = _load(store, month, Question, MEANING + ANSWER, sign_questions)
    pages, hashes = _load(store, month, Page, PICTURE, sign_pages)
    return Known(ids, bits, pages, hashes, read, read_pages)


def signed(store: Store, questions: Sequence[Question]) -> dict[str, bytes]:
    """Gives the signatures of stored questions by id, and stores those that were not yet."""
    found = store.signatures.of(Question, [question.id for question in questions])
    new = [question for question in questions if question.id not in found]
    for at in range(0, len(new), AT_ONCE):
        some = new[at : at + AT_ONCE]
        made = {q.id: bytes(row) for q, row in zip(some, sign(some), strict=True)}
        store.signatures.add(Question, made)
        found |= made
    return found


def signed_pages(store: Store, blobs: Blobs, pages: Iterable[Page]) -> dict[str, bytes]:
    """Gives the signatures of stored pages' shots by the page's id, and stores new ones.

    A page has none whose pictures are not in the blobs; what needs them says so.
    """
    by_id = {page.id: page for page in pages}
    found = store.signatures.of(Page, by_id)
    made = {}
    for id in by_id.keys() - found.keys():
        try:
            made[id] = sign_page(blobs, by_id[id])
        except LiveError:  # kept elsewhere, or lost: the questions are compared by their words
            continue
    store.signatures.add(Page, made)
    return found | made


def sign_page(blobs: Blobs, page: Page) -> bytes:
    """Signs a page's shots, one after the other; b'' where one shows too little to be known by.

    Raises LiveError where a picture is missing from the blobs or damaged.
    """
    shots = [sign_picture(blobs.get(shot.sha256)) for shot in page.shots]
    return b"".join(shots) if all(shots) else b""


def _load(
    store: Store,
    month: str,
    kind: type[Any],
    width: int,
    sign_these: Callable[[Sequence[str]], Mapping[str, bytes]],
) -> tuple[list[str], "Bits"]:
    """Whose each signature of earlier months is, and the signatures, `width` bytes each."""
    import numpy as np

    kept = store.signatures.kept(month, kind)
    owners: list[str] = []
    joined = bytearray()

    def take(rows: Sequence[tuple[str, bytes]]) -> None:
        known = [row for row in rows if row[0] in kept]
        owners.extend([id for id, bits in known for _ in range(len(bits) // width)])
        joined.extend(b"".join([bits for _, bits in known]))
        kept.difference_update([id for id, _ in known])

    for rows in store.signatures.all(kind):
        take(rows)
    missing = sorted(kept)
    for at in range(0, len(missing), AT_ONCE):
        take(list(sign_these(missing[at : at + AT_ONCE]).items()))
    return owners, np.frombuffer(joined, np.uint8).reshape(-1, width)
