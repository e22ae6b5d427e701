"""Measures the memory of `live write` and the gates while 5,000 pages pass through them.

The peak of this process's resident set (RSS), from start to end, with models at a local server: at
most 600 MB. Each page has 5 KB of text and five questions. All but 500 pages have ended before, as
in a run that was stopped, and are loaded all the same; of the others a fifth question is written,
checked and gated. Some pages on end, more than are in flight, show pictures of 1.2 MB; the rest a
small one, for it is not the network that is measured. Exits with 1 where it takes more.
"""

import argparse
import asyncio
import io
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from earlier import Asked, asked
from flight import CONFIG
from PIL import Image

from live.clock import current_month
from live.config import Model
from live.pipeline import write_and_gate
from live.qa_gen.gates.one import GATES
from live.records import Finding, Grades, Page, Provenance, Question, Record, Usage
from live.store import Store
from live.tables import RECORDS, outcomes
from live.workspace import Workspace, open_workspace

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from depots import depots, page, told
from model_server import model_server

MEGABYTES, PAGES, PASSING, A_PAGE = 600, 5000, 500, 5
LETTERS, AT_ONCE = 5000, 250
LARGE, LARGE_SIZE, LARGE_BYTES = 256, (1280, 3900), 1_200_000
SMALL_SIZE = (320, 400)
IN_FLIGHT = Model.model_fields["concurrency"].default
"""Calls of each model: what live.yaml says where it says nothing."""
FEW = """\
write: {questions_per_page: 1, writer: writer, checker: checker, subtasks: [Basic Understanding]}
solvers: {blind: [blind-1, blind-2], sighted: [sees-1], samples: 1}
"""
"""Fewer calls than a month makes: what one leaves behind would show after tens of thousands."""
BY = Provenance(
    model="writer",
    declared="openai/writer",
    revision="writer",
    prompt_sha256="0" * 64,
    parameters={"max_tokens": 4096},
    usage=Usage(input_tokens=1000, output_tokens=100),
)


def main() -> None:
    """Writes and gates a month, and prints its peak beside the limit; exits with 1 above it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, model_server(0) as url:
        kept = CONFIG.format(url=url, in_flight=IN_FLIGHT).splitlines(keepends=True)
        few = [line for line in kept if not line.startswith(("write:", "solvers:"))]
        Path(folder, "live.yaml").write_text("".join(few) + FEW)
        with open_workspace(Path(folder)) as workspace:
            _lay_out(workspace, given.pages)
            before, started = psutil.Process().memory_info().rss / 2**20, time.monotonic()
            asyncio.run(write_and_gate(workspace, current_month()))
            seconds = time.monotonic() - started
            accepted = workspace.store.ended(current_month(), "review", ["done"])
            calls = len(workspace.store.calls.of(current_month()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    sys.stdout.write(
        f"{given.pages} pages, {calls} calls in {seconds:.0f} s\n"
        f"{len(accepted)} of {given.pages * A_PAGE} questions accepted\n"
        f"memory before {before:.0f} MB, at its peak {peak:.0f} MB (RSS), at most {MEGABYTES}\n"
    )
    sys.exit(0 if peak <= MEGABYTES and len(accepted) == given.pages * A_PAGE else 1)


def _lay_out(workspace: Workspace, pages: int) -> None:
    """Stores the pages, and of each the questions that have ended."""
    names, dice = depots(pages), random.Random(0)
    small = workspace.blobs.put(_flat(SMALL_SIZE))
    large = [
        workspace.blobs.put(_flat(LARGE_SIZE) + dice.randbytes(LARGE_BYTES)) for _ in range(64)
    ]
    photo = workspace.blobs.put(_photo())
    for first in range(0, pages, AT_ONCE):
        found: list[Record] = []
        for n in range(first, min(first + AT_ONCE, pages)):
            others = [asked(dice) for _ in range(A_PAGE - (n < PASSING))]
            text = _text(names[n], others, dice)
            is_large = n < LARGE
            shown = large[n % len(large)] if is_large else small
            size = LARGE_SIZE if is_large else SMALL_SIZE
            if n == LARGE:  # a photo, or the model that looks at photos would not be loaded
                shown, size = photo, LARGE_SIZE
            each = page(n, text, shown, size)
            found.append(each)
            for other in others:
                found += _ended(other.written(current_month(), each.id))
        _store(workspace.store, found, first >= PASSING)


def _text(depot: str, others: list[Asked], dice: random.Random) -> str:
    """What a page says: of a depot, what others ask, and words of its own."""
    said = [told(depot), *(f"{each.written(current_month(), '').answer}." for each in others)]
    while sum(map(len, said)) < LETTERS:
        words = ["".join(dice.choices("abdegiklmnoprstu", k=dice.randint(2, 9))) for _ in range(12)]
        said.append(" ".join(words).capitalize() + ".")
    return "\n\n".join(said)


def _ended(draft: Question) -> list[Record]:
    """A question that was checked and gated, and what each gate found of it."""
    made_by = BY.model_copy(update={"reply_key": f"{draft.id:0>64}"})
    grades = Grades(authenticity=5, coherence=3, clarity=2, reason="It is plain.", made_by=made_by)
    update = {"version": 2, "made_by": made_by, "checked_by": made_by, "grades": grades}
    question, answer = draft.model_copy(update=update), draft.answer
    tried = {"model": "sees-1", "sample": 0, "answer": answer * 20, "rating": 10, "reason": "So."}
    solvers = {"limit": 5, "gold": answer, "solvers": [tried] * 6}
    findings = [
        Finding(
            month=question.month,
            question_id=question.id,
            version=2,
            gate=gate,
            outcome="passed",
            evidence=solvers if gate in ("needs_picture", "answerable") else {"at": answer},
        )
        for gate in GATES
    ]
    return [question, *findings]


def _store(store: Store, records: list[Record], written: bool) -> None:
    """Stores records and how they ended: a month's in seconds, past what `save` does for each.

    written: the pages have ended too.
    """
    month = current_month()
    with store._begin() as connection:
        for kind in {type(record) for record in records}:
            rows = [
                {
                    "id": record.id,
                    "version": getattr(record, "version", 1) if kind is Question else 1,
                    "month": month,
                    "parent": record.parent,
                    "body": record.model_dump(mode="json"),
                }
                for record in records
                if type(record) is kind
            ]
            connection.execute(RECORDS[kind].insert(), rows)
        ends = {"month": month, "state": "done", "reason": "", "detail": ""}
        stages = {Question: ("check", "gates"), Page: ("write",) if written else ()}
        done = [
            {**ends, "stage": stage, "item": record.id}
            for record in records
            for stage in stages.get(type(record), ())
        ]
        connection.execute(outcomes.insert(), done)


def _flat(size: tuple[int, int]) -> bytes:
    """A JPEG of one colour: it is quick to look at, and no picture is known by it."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    return out.getvalue()


def _photo() -> bytes:
    out = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (*reversed(LARGE_SIZE), 3), dtype=np.uint8)
    Image.fromarray(noise).save(out, "JPEG", quality=30)
    return out.getvalue()


if __name__ == "__main__":
    main()
