"""A text -> a short sketch of it, by which texts that are nearly the same are found. Pure.

A sketch is the MinHash of the text's shingles (Broder 1997, resemblance), of which the lowest byte
of each place is kept (Li and König 2010): texts that share a part p of their shingles agree in
about that part of the places, and texts that share nothing in 1 of 256.
"""

from collections.abc import Sequence

from rensa import RMinHash

ALIKE = 0.8
"""The share of equal places from which two texts are one story."""
SHINGLE, PLACES, SEED = 12, 128, 1


def sketch_of(text: str) -> str:
    """Sketches a text, 2 hexadecimal digits a place.

    Shingles are of letters, for not all scripts have spaces.
    """
    plain = " ".join(text.casefold().split())
    places = RMinHash(num_perm=PLACES, seed=SEED)
    places.update([plain[at : at + SHINGLE] for at in range(max(len(plain) - SHINGLE, 0) + 1)])
    return bytes(place & 0xFF for place in places.digest()).hex()


def alike(sketch: str, sketches: Sequence[bytes]) -> list[int]:
    """Gives where in these sketches, each as bytes, those of nearly the same text stand."""
    import numpy as np

    known = np.frombuffer(b"".join(sketches), np.uint8).reshape(-1, PLACES)
    one = np.frombuffer(bytes.fromhex(sketch), np.uint8)
    return [int(at) for at in np.flatnonzero((known == one).mean(axis=1) >= ALIKE)]
