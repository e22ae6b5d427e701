"""Makes live/qa_gen/gates/unfit.npz from labelled questions, and prints how well it tells them.

    python tools/learn_unfit.py [--split dev --split test] [FOLDER ...]

It learns from tests/qa_gen/asked, and from tests/qa_gen/labelled and any other FOLDER of that
format: of these only what is in a `--split` (dev unless others are given), for what is learned from
measures nothing any more. Every figure is of questions whose page was left out (ten folds by
page). A question that another gate must stop is as good as any here.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from live.qa_gen.gates.instructions import as_read
from live.qa_gen.gates.safe import LIMITS
from live.qa_gen.gates.unfit import ASKED, KINDS, WEIGHTS, described

TESTS = Path(__file__).parents[1] / "tests/qa_gen"
FOLDS, RIDGE, COUNTS = 10, 2.0, 2.0
"""RIDGE: how far weights are held back. COUNTS: how many good questions an unfit one counts as."""
NAMES = {"private": "personal_data", "sexual": "sexual_remark"}
WORDS = {
    "opinion": "political_opinion",
    "identity": "identity_from_face",
    "trait": "identity_from_face",
}
Row = dict[str, Any]


class Example(NamedTuple):
    """kind: the place of a kind in KINDS, or -1. usual: written as a question that may be kept."""

    asked: str
    answer: str
    seen: str
    kind: int
    page: str
    usual: bool


def main() -> None:
    """Trains on everything, after it has printed what was found of each page without it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--split", action="append", help="of labelled questions; dev")
    parser.add_argument("--show", action="store_true", help="also list what is told wrong")
    parser.add_argument("folders", nargs="*", type=Path)
    options = parser.parse_args()
    examples = asked(TESTS / "asked")
    for folder in (TESTS / "labelled", *options.folders):
        examples += labelled(folder, options.split or ["dev"])
    vectors, _ = described([(one.asked, one.answer, one.seen) for one in examples])
    wanted = np.array([[one.kind == n for n in range(len(KINDS))] for one in examples], np.float32)
    pages = {page: n % FOLDS for n, page in enumerate(_shuffled({one.page for one in examples}))}
    folds = np.array([pages[one.page] for one in examples])
    scores = np.zeros_like(wanted)
    for fold in range(FOLDS):
        out = folds == fold
        weights, bias = learned(vectors[~out], wanted[~out])
        scores[out] = vectors[out] @ weights + bias
    report(examples, scores, options.show)
    weights, bias = learned(vectors, wanted)
    np.savez_compressed(WEIGHTS, weights=weights.astype(np.float16), bias=bias.astype(np.float16))


def learned(vectors: Any, wanted: Any) -> tuple[Any, Any]:
    """Gives weights and bias by least squares with a penalty, of each kind against all else."""
    count = np.where(wanted.any(axis=1, keepdims=True), COUNTS, 1.0).astype(np.float32)
    middle, mean = ((count * each).sum(0) / count.sum() for each in (vectors, wanted))
    centred = vectors - middle
    squares = (centred * count).T @ centred + RIDGE * np.eye(vectors.shape[1], dtype=np.float32)
    weights = np.linalg.solve(squares, (centred * count).T @ (wanted - mean))
    return weights, mean - middle @ weights


def report(examples: list[Example], scores: Any, show: bool) -> None:
    """Prints precision and recall of each kind, and what becomes of questions to be kept."""
    best = scores.argmax(axis=1)
    top = scores.max(axis=1)
    held, dropped = (top >= np.array([LIMITS[KINDS[n]][which] for n in best]) for which in (0, 1))
    kinds = np.array([one.kind for one in examples])
    for n, name in enumerate((*KINDS, "all")):
        own = kinds == n if n < len(KINDS) else kinds >= 0
        found = best == n if n < len(KINDS) else best >= 0
        right, wrong = (found & dropped & side for side in (kinds >= 0, kinds < 0))
        sys.stdout.write(
            f"{name:18} of {own.sum():4}: dropped {(own & dropped).sum():4}, "
            f"held {(own & held & ~dropped).sum():3}, passed {(own & ~held).sum():3}; "
            f"precision {right.sum() / max(right.sum() + wrong.sum(), 1):.3f}  "
            f"recall {(own & held).sum() / own.sum():.3f}\n"
        )
    usual = np.array([one.usual for one in examples]) & (kinds < 0)
    sys.stdout.write(
        f"of {usual.sum()} labelled questions that may be asked {(usual & dropped).sum()} dropped, "
        f"{(usual & held & ~dropped).sum()} held\n"
    )
    for one, score, kind, hit in zip(examples, top, best, held, strict=True):
        if show and hit != (one.kind >= 0):
            sys.stdout.write(
                f"  {KINDS[kind]} {score:.2f} {one.page}: {one.asked} -> {one.answer}\n"
            )


def asked(folder: Path) -> list[Example]:
    """Reads questions that were written to be told apart."""
    pages = {page["page"]: page for page in lines(folder / "pages.jsonl")}
    return [
        _example(row, pages[row["page"]], row["reason"], f"asked/{row['page']}", usual=False)
        for row in lines(folder / "questions.jsonl")
        if row["reason"] in ("", *KINDS)
    ]


def labelled(folder: Path, splits: list[str]) -> list[Example]:
    """Reads labelled questions; what other gates must stop counts as good."""
    pages = {page["url"]: page for page in lines(folder / "pages.jsonl")}
    return [
        _example(row, pages[row["url"]], reason, row["url"], usual=True)
        for row in lines(folder / "questions.jsonl")
        if row["split"] in splits
        and row["label"] != "well_formed"
        and (reason := _reason(row)) is not None
    ]


def _reason(row: Row) -> str | None:
    """Gives the reason of a label; None where it is no matter of this model."""
    if row["label"] != "safe":
        return ""
    start = row["kind"].split("_")[0]
    named = [reason for word, reason in WORDS.items() if word in row["kind"]]
    return named[0] if named else NAMES.get(start)


def _example(row: Row, page: Row, reason: str, name: str, *, usual: bool) -> Example:
    return Example(
        as_read(row["question"], ASKED),
        as_read(row["answer"], ASKED),
        f"{page['title']}\n{page['text']}",
        KINDS.index(reason) if reason else -1,
        name,
        usual,
    )


def lines(file: Path) -> list[Row]:
    """Reads a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def _shuffled(pages: set[str]) -> list[str]:
    order = sorted(pages)
    np.random.default_rng(0).shuffle(order)
    return order


if __name__ == "__main__":
    main()
