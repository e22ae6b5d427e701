"""Measures how well writing and gating a month keeps 64 calls in flight, against the ideal.

A local server takes 2 s a reply. The ideal is the number of calls that were sent, times 2 s, over
64; reaching it means that nothing of ours ever kept a call waiting. Inform, write, check, finalize,
score, then all gates with two blind and two sighted solvers and a judge. At least 95% of it.
"""

import argparse
import asyncio
import io
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from live.clock import current_month
from live.pipeline import write_and_gate
from live.workspace import Workspace, open_workspace

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from depots import depots, page, told
from model_server import model_server

DELAY, IN_FLIGHT, LEAST, A_PAGE = 2.0, 64, 0.95, 5
SIZE = (1280, 1600)
CONFIG = """\
sites: [{{name: Herald, url: http://herald.example/}}]
models:
- &model
  name: writer
  model: openai/writer
  base_url: {url}
  concurrency: {in_flight}
- {{<<: *model, name: checker, model: openai/checker}}
- {{<<: *model, name: blind-1, model: openai/blind-1}}
- {{<<: *model, name: blind-2, model: openai/blind-2}}
- {{<<: *model, name: sees-1, model: openai/sees-1}}
- {{<<: *model, name: sees-2, model: openai/sees-2}}
- {{<<: *model, name: judge, model: openai/judge}}
write: {{writer: writer, checker: checker, subtasks: [Basic Understanding]}}
solvers: {{blind: [blind-1, blind-2], sighted: [sees-1, sees-2]}}
review: none
judge: judge
"""


def main() -> None:
    """Writes and gates a month, and prints its time beside the ideal; exits with 1 below 95%."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, model_server(DELAY, IN_FLIGHT) as url:
        Path(folder, "live.yaml").write_text(CONFIG.format(url=url, in_flight=IN_FLIGHT))
        with open_workspace(Path(folder)) as workspace:
            _lay_out(workspace, asked.questions // A_PAGE)
            started = time.monotonic()
            asyncio.run(write_and_gate(workspace, current_month()))
            seconds = time.monotonic() - started
            calls = workspace.store.calls.of(current_month())
            accepted = workspace.store.ended(current_month(), "review", ["done"])
            ended = workspace.store.outcomes(current_month())
    ideal = len(calls) * DELAY / IN_FLIGHT
    lost = {f"{each.stage} {each.reason}" for each in ended if each.state != "done"}
    sys.stdout.write(
        f"{len(accepted)} of {asked.questions} questions accepted {' '.join(sorted(lost))}\n"
        f"{len(calls)} calls in {seconds:.0f} s, ideal {ideal:.0f} s: {ideal / seconds:.0%}, "
        f"at least {LEAST:.0%}\n"
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB\n"
    )
    sys.exit(0 if ideal / seconds >= LEAST and len(accepted) == asked.questions else 1)


def _lay_out(workspace: Workspace, pages: int) -> None:
    """Stores pages, each with a picture and five depots."""
    dice, names = np.random.default_rng(0), depots(pages * A_PAGE)
    for n in range(pages):
        some = names[n * A_PAGE : (n + 1) * A_PAGE]
        text = "\n".join(told(name) for name in some)
        workspace.store.add(page(n, text, workspace.blobs.put(_picture(dice)), SIZE))


def _picture(dice: np.random.Generator) -> bytes:
    """A JPEG that is like no other."""
    coarse = dice.integers(0, 256, (12, 10, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


if __name__ == "__main__":
    main()
