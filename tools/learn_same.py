"""Learns live/qa_gen/gates/same.yaml: what tells how much whether two questions are one.

From tests/qa_gen/labelled: `repeats.txt`, and each question of `questions.jsonl` with those before
it on its story. Prints what each fold would get right whose stories were left out, question by
question as the gate sees them.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import factory  # noqa: E402

from live.qa_gen.gates.same import Vectors, compared  # noqa: E402
from live.qa_gen.gates.spoken import claimed_language  # noqa: E402
from live.qa_gen.gates.stories import sketched, stories  # noqa: E402
from live.qa_gen.gates.traits import beyond_facts, traits  # noqa: E402
from live.records import Question  # noqa: E402

LABELLED, TARGET = ROOT / "tests/qa_gen/labelled", ROOT / "live/qa_gen/gates/same.yaml"
FOLDS, ROUNDS, FREEDOM = 10, 3, 0.3
"""FREEDOM: the inverse of how much large weights cost."""
WANTED = 0.93
"""The least precision and recall, by question, that a limit is chosen for."""
TRAPS = 2.0
"""How much more a pair counts of different questions that have one answer by chance."""


@dataclass(frozen=True)
class Asked:
    """A question as it is learned from. of: the question that it repeats; several may be known."""

    question: Question
    story: str
    label: str
    of: str = ""


def main() -> None:
    """Learns, prints what the folds got right, and writes the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list what the folds got wrong")
    options = parser.parse_args()
    asked = [*written(LABELLED / "repeats.txt"), *labelled(LABELLED)]
    pairs = pairs_of(asked)
    names, table = tabled(pairs)
    labels, weights, sums = rounds(pairs, table, table[:, names.index("equal answers")])
    least = limit(pairs, sums)
    for name in sorted({new.story.split(":")[0] for new, _ in pairs}):
        report(name, [(p, s) for p, s in zip(pairs, sums, strict=True)
                      if p[0].story.startswith(name + ":")], least)  # fmt: skip
    report("all", list(zip(pairs, sums, strict=True)), least, show=options.show)
    sys.stdout.write(f"{len(pairs)} pairs, {int(labels.sum())} of them one question\n")
    bias = weights[-1]
    found = {
        "least": round(float(least - bias), 3),
        "weights": {n: round(float(w), 3) for n, w in zip(names, weights[:-1], strict=True)},
    }
    head = "# Made by tools/learn_same.py. Two questions are one from a sum of `least`.\n"
    TARGET.write_text(head + yaml.safe_dump(found, sort_keys=False), encoding="utf-8")


def written(file: Path) -> Iterator[Asked]:
    """Reads questions that were written to learn from, as the file's head says."""
    for n, block in enumerate(re.split(r"^== ", file.read_text(encoding="utf-8"), flags=re.M)[1:]):
        language, _, body = block.partition("\n")
        page = factory.page(n).id
        for group in body.strip().split("\n\n"):
            first = ""
            for line in group.split("\n"):
                text, answer = line.removeprefix("! ").split(" | ")
                one = factory.question(
                    0, page, question=text, answer=answer,
                    language=claimed_language(text, language),
                    subtask=min(beyond_facts()) if line.startswith("! ") else "Basic Understanding",
                )  # fmt: skip
                one = one.model_copy(update={"id": f"{n}-{text}"})
                yield Asked(one, f"written:{n}", "new" if first else "good", first)
                first = first or one.id


def labelled(folder: Path) -> Iterator[Asked]:
    """Reads the labelled questions that may be learned from: those of `test` measure it.

    Which one it is that a repetition repeats, they do not say.
    """
    pages = [*lines(folder / "pages.jsonl")]
    made = {
        page["url"]: factory.page(n, text=page["text"], url=page["url"])
        for n, page in enumerate(pages)
    }
    language = {page["url"]: page["language"] for page in pages}
    of = stories({page.id: sketched(page) for page in made.values()})
    for row in lines(folder / "questions.jsonl"):
        if row["split"] != "dev":
            continue
        url = row["url"]
        one = factory.question(
            0, made[url].id, question=row["question"], answer=row["answer"],
            subtask=row["subtask"], language=claimed_language(row["question"], language[url]),
        )  # fmt: skip
        one = one.model_copy(update={"id": str(row["id"])})
        yield Asked(one, f"{folder.name}:{of[made[url].id]}", row["label"])


def lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def pairs_of(asked: Sequence[Asked]) -> list[tuple[Asked, Asked]]:
    """Gives each question with each before it about its story."""
    before: dict[str, list[Asked]] = defaultdict(list)
    pairs = []
    for one in asked:
        pairs += [(one, earlier) for earlier in before[one.story]]
        before[one.story].append(one)
    return pairs


def tabled(pairs: Sequence[tuple[Asked, Asked]]) -> tuple[list[str], Any]:
    """Gives the names of the traits, and a row of them for each pair."""
    vectors = Vectors()
    vectors.learn(text for a, b in pairs for text in compared(a.question, b.question))
    rows = [traits(a.question, b.question, vectors.cosine) for a, b in pairs]
    return list(rows[0]), np.array([list(row.values()) for row in rows])


def rounds(pairs: Sequence[tuple[Asked, Asked]], table: Any, equal: Any) -> tuple[Any, Any, Any]:
    """Gives the labels, the weights with what is added to the sum last, and each pair's sum.

    A sum is from a fold that left the pair's story out. Where nobody said which question one
    repeats, it is that which was likest in the round before; in the first by meaning alone.
    """
    sums = table[:, 0] + table[:, 1]
    names = sorted({new.story for new, _ in pairs})
    dealt = dict(zip(names, np.random.default_rng(1).permutation(len(names)), strict=True))
    folds = np.array([dealt[new.story] % FOLDS for new, _ in pairs])
    for _ in range(ROUNDS):
        labels, known = labels_of(pairs, sums)
        sums = np.zeros(len(pairs))
        for fold in range(FOLDS):
            inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            inside = inside[known[inside]]
            weights = fitted(table[inside], labels[inside], equal[inside])
            sums[outside] = table[outside] @ weights[:-1] + weights[-1]
    return labels, fitted(table[known], labels[known], equal[known]), sums


def fitted(table: Any, labels: Any, equal: Any) -> Any:
    """Gives a weight a trait, and what is added last: logistic regression."""
    from scipy.optimize import minimize

    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    scaled = np.column_stack([(table - mean) / spread, np.ones(len(table))])
    counts = np.where((labels == 0) & (equal == 1), TRAPS, 1.0)
    cost = np.append(np.full(table.shape[1], 1 / FREEDOM), 0)

    def loss(weights: Any) -> tuple[float, Any]:
        sums = scaled @ weights
        missed = counts * np.logaddexp(0, np.where(labels == 1, -sums, sums))
        slope = counts * (1 / (1 + np.exp(-sums)) - labels)
        return missed.sum() + (cost * weights**2).sum() / 2, scaled.T @ slope + cost * weights

    weights = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    return np.append(weights[:-1] / spread, weights[-1] - weights[:-1] @ (mean / spread))


def labels_of(pairs: Sequence[tuple[Asked, Asked]], sums: Any) -> tuple[Any, Any]:
    """Tells of each pair whether it is one question, and whether that is known."""
    likest: dict[str, tuple[float, str]] = {}
    for (new, earlier), found in zip(pairs, sums, strict=True):
        if new.label == "new" and not new.of and earlier.label == "good":
            best = likest.get(key(new))
            likest[key(new)] = max(best or (-99.0, ""), (float(found), earlier.question.id))
    first = {key(new): new.of or likest.get(key(new), (0, ""))[1] for new, _ in pairs}
    labels, known = np.zeros(len(pairs), int), np.ones(len(pairs), bool)
    for n, (new, earlier) in enumerate(pairs):
        if new.label == "new":
            labels[n] = earlier.question.id == first[key(new)]
            # of two that repeat a third, either may ask a part; what is flawed may repeat, too
            root = first.get(key(earlier), "") if earlier.label == "new" else ""
            known[n] = bool(labels[n]) or (
                earlier.label in ("good", "new") and root != first[key(new)]
            )
    return labels, known


def key(one: Asked) -> str:
    return f"{one.story} {one.question.id}"


Scored = Sequence[tuple[tuple[Asked, Asked], float]]


def counted(scored: Scored, least: float) -> tuple[list[Any], list[Any], list[Any]]:
    """Gives what was found, missed and wrongly dropped from a limit on, each with its likest."""
    by: dict[str, list[tuple[Asked, Asked, float]]] = defaultdict(list)
    for (new, earlier), found in scored:
        by[key(new)].append((new, earlier, found))
    dropped: set[str] = set()
    hits, missed, wrong = [], [], []
    for id, several in by.items():
        rest = [each for each in several if key(each[1]) not in dropped]
        best = max(rest, key=lambda each: each[2])
        if best[2] >= least:
            dropped.add(id)
        if best[0].label == "new":
            (hits if best[2] >= least else missed).append(best)
        elif best[0].label == "good" and best[2] >= least:
            wrong.append(best)
    return hits, missed, wrong


def figures(scored: Scored, least: float) -> tuple[float, float]:
    """Gives precision and recall."""
    hits, missed, wrong = map(len, counted(scored, least))
    return hits / max(1, hits + wrong), hits / max(1, hits + missed)


def limit(pairs: Sequence[tuple[Asked, Asked]], sums: Any) -> float:
    """Gives the limit at which the lesser of precision and recall is greatest.

    The middle of those about as good, by questions as pages bring them; those written to learn
    from are traps, most of them.
    """
    scored = [
        (pair, found) for pair, found in zip(pairs, sums, strict=True)
        if not pair[0].story.startswith("written:")
    ]  # fmt: skip
    tried = np.linspace(-4, 2, 61)
    best = [min(figures(scored, each)) for each in tried]
    good = [each for each, least in zip(tried, best, strict=True) if least >= max(best) - 0.005]
    return float(np.median(good))


def report(name: str, scored: Scored, least: float, show: bool = False) -> None:
    precision, recall = figures(scored, least)
    hits, missed, wrong = counted(scored, least)
    reached = "reached" if min(precision, recall) >= WANTED else "missed"
    sys.stdout.write(
        f"{name:9} precision {precision:.3f}  recall {recall:.3f}  of {len(hits) + len(missed)}, "
        f"{len(wrong)} good dropped   wanted >= {WANTED} {reached}\n"
    )
    for what, several in (("missed", missed), ("good", wrong)) if show else ():
        for new, earlier, found in several:
            asked = " || ".join(
                f"{each.question.question} -> {each.question.answer}" for each in (earlier, new)
            )
            sys.stdout.write(f"  {what} {found:.2f} {new.question.id[:14]}: {asked}\n")


if __name__ == "__main__":
    main()
