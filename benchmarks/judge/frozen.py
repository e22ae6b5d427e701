"""A folder -> a workspace with a frozen month, whose questions nobody has answered yet. Writes it.

The questions are such as `model_server.py` answers. The pictures are as a browser takes them, text
and a photo, 1280x1600 px: JPEG, and PNG on every tenth page. A few are drawn; each page has one of
them with its own number behind the end, so that no two are the same to the store.
"""

import io
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from live import __version__
from live.clock import current_month
from live.outcomes import Done
from live.qa_gen.taxonomies import load
from live.records import Criterion, Page, Provenance, Question, Release, Row, content_id
from live.workspace import Workspace, open_workspace

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from depots import depots, page, told
from model_server import ASKED, fact

SIZE, A_PAGE, DRAWN, LETTERS = (1280, 1600), 5, 20, 5000
CONFIG = """\
month: {month}
sites: [{{name: Herald, url: http://herald.example/}}]
models:
- &model
  name: {candidate}
  model: openai/{candidate}
  base_url: {url}
  concurrency: {in_flight}
  price: {{input: 2, output: 8}}
- {{<<: *model, name: judge, model: openai/judge}}
write: {{taxonomy: "2409"}}
review: none
candidates: [{candidate}]
judge: judge
"""


def freeze(
    folder: Path, url: str, pages: int, in_flight: int, candidate: str = "candidate"
) -> None:
    """Makes the workspace: so many pages, five questions each. url: of the model server."""
    month = current_month()
    config = CONFIG.format(month=month, url=url, in_flight=in_flight, candidate=candidate)
    (folder / "live.yaml").write_text(config)
    with open_workspace(folder) as workspace:
        _lay_out(workspace, month, pages)


def _lay_out(workspace: Workspace, month: str, pages: int) -> None:
    store, dice, names = workspace.store, random.Random(0), depots(pages * A_PAGE)
    drawn, labels = list(_pictures(dice)), load("2409").names
    found = [_page(workspace, n, names[n * A_PAGE :][:A_PAGE], drawn, dice) for n in range(pages)]
    questions = [
        _question(month, found[n // A_PAGE].id, name, labels[n % len(labels)])
        for n, name in enumerate(names)
    ]
    first = int(month[2:4] + month[5:]) * 10000 + 1
    rows = (
        Row(row_id=first + n, question_id=each.id, version=1, page_id=each.page_id)
        for n, each in enumerate(questions)
    )
    with store.together():
        store.add_new(Page, found)
        store.add_new(Question, questions)
        for stage in ("check", "gates", "review"):
            store.save_all(month, stage, {each.id: Done() for each in questions})
        store.add(
            Release(
                month=month,
                rows=tuple(rows),
                cut_at=datetime.now(UTC),
                review="none",
                gates=workspace.config.gates.model_dump(),
                canary="none",
                version=__version__,
            )
        )


def _page(
    workspace: Workspace,
    n: int,
    names: list[str],
    drawn: list[dict[str, bytes]],
    dice: random.Random,
) -> Page:
    kind = "png" if n % 10 == 9 else "jpeg"
    content = drawn[n % len(drawn)][kind] + f"page {n}".encode()
    said = [*map(told, names), _words(dice, LETTERS // 6)]
    each = page(n, "\n\n".join(said), workspace.blobs.put(content), SIZE)
    shot = each.shots[0].model_copy(update={"media_type": f"image/{kind}"})
    return each.model_copy(update={"shots": (shot,)})


def _question(month: str, page_id: str, name: str, subtask: str) -> Question:
    answer = fact(name)
    return Question(
        id=content_id("question", name),
        month=month,
        page_id=page_id,
        subtask=subtask,
        question=ASKED[0].format(name=name, good=answer.split()[1]),
        answer=answer,
        criteria=(Criterion(points=10, text=f"the answer says {answer}."),),
        made_by=Provenance(model="writer"),
    )


def _pictures(dice: random.Random) -> Iterator[dict[str, bytes]]:
    """Pictures as JPEG and as PNG."""
    font, width, height = ImageFont.load_default(20), *SIZE
    for _ in range(DRAWN):
        picture = Image.new("RGB", SIZE, "white")
        draw = ImageDraw.Draw(picture)
        draw.text((80, 60), _words(dice, 5), "black", ImageFont.load_default(44))
        coarse = Image.frombytes("RGB", (160, 80), dice.randbytes(160 * 80 * 3))
        picture.paste(coarse.resize((width - 160, 560), Image.Resampling.BICUBIC), (80, 140))
        for top in range(740, height - 40, 34):
            draw.text((80, top), _words(dice, 18), "#222222", font)
        yield {kind: _encoded(picture, kind) for kind in ("jpeg", "png")}


def _encoded(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 90} if kind == "jpeg" else {}))
    return out.getvalue()


def _words(dice: random.Random, count: int) -> str:
    letters = "abcdeefghiiklmnoprsttuv"
    return " ".join("".join(dice.choices(letters, k=dice.randint(2, 9))) for _ in range(count))
