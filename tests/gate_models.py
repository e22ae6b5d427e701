"""A workspace whose solvers and judge are scripted models, asked through the real SDKs."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import factory
from PIL import Image
from scripted_models import Asked, ScriptedServer

from live.lmm.models import Models
from live.outcomes import Done, Outcome
from live.qa_gen.gates.run import gate, regate
from live.records import Finding, Question, Shot
from live.workspace import Workspace

GOLD = "Mara Quill"
SOLVERS = {"blind": ["guesser", "parrot"], "sighted": ["eye", "lens", "glass"], "judge": "judge"}


class Script:
    """What each model says, and what the judge gives for it.

    answers: by model, a text, or texts by sample in the order of asking. points: by a text that an
    answer holds; 0 for the rest. same: pairs of texts that say the same. judge: what the judge
    says instead.
    """

    def __init__(self, **answers: Any) -> None:
        self.answers: dict[str, Any] = answers
        self.points: dict[str, int] = {GOLD: 10}
        self.same: list[set[str]] = []
        self.judge: Any = None
        self._asked: dict[str, int] = {}

    def __call__(self, asked: Asked) -> Any:
        if asked.model != "judge":
            said = self.answers.get(asked.model, f"Somebody, says {asked.model}")
            if isinstance(said, list):
                n = self._asked[asked.model] = self._asked.get(asked.model, -1) + 1
                said = said[n % len(said)]
            return said
        if "same" in str(asked.schema):
            two = fenced(asked, "first answer"), fenced(asked, "second answer")
            return {"same": set(two) in self.same, "reason": "r"}
        if self.judge is not None:
            return self.judge
        said = fenced(asked, "answer")
        points = next((each for text, each in self.points.items() if text in said), 0)
        return {"points": [points], "total": points, "reason": f"{points} for {said}"}


def fenced(asked: Asked, label: str) -> str:
    """What stands in a prompt's fence of that label."""
    _, _, rest = asked.prompt.partition(f"<<< {label} ")
    return rest.split("\n")[1] if rest else ""


def with_models(
    configured: Callable[..., Workspace], server: ScriptedServer, gates: Any, **parts: Any
) -> Workspace:
    """A workspace with one page and one checked question, and scripted solvers."""
    names = ["guesser", "parrot", "judge"]
    models = [
        {"name": name, "model": f"openai/{name}", "base_url": server.openai_url} for name in names
    ] + [
        {"name": name, "model": f"anthropic/{name}", "base_url": server.url}
        for name in ("eye", "lens", "glass")
    ]
    workspace = configured(models=models, gates=gates, **{"solvers": SOLVERS} | parts)
    add(workspace, factory.question())
    return workspace


def add(workspace: Workspace, *questions: Question) -> None:
    """Stores a page with a real picture, and questions about it that were checked."""
    shot = picture_of(workspace, Image.new("RGB", (40, 30), "steelblue"))
    workspace.store.add(factory.page(shots=(shot,)), *questions)
    for question in questions:
        workspace.store.save(factory.MONTH, "check", question.id, Done())


def picture_of(workspace: Workspace, image: Image.Image) -> Shot:
    """Stores a picture as a page's shot."""
    out = BytesIO()
    image.save(out, "PNG")
    sha256 = workspace.blobs.put(out.getvalue())
    return Shot(kind="full_page", sha256=sha256, width=image.width, height=image.height)


async def run(workspace: Workspace, *, again: bool = False, only: str | None = None) -> int:
    """Puts the month's questions through the gates, and tells how many calls were sent."""
    store, month = workspace.store, factory.MONTH
    async with Models(workspace.config, store, workspace.blobs, month, None) as models:
        if again or only:
            await regate(workspace, month, models, only=only)
        else:
            await gate(workspace, month, models)
        return models.sent


def outcome(workspace: Workspace, question: Question | None = None) -> Outcome:
    """How a question stands at the gates."""
    item = (question or factory.question()).id
    (found,) = [o for o in workspace.store.outcomes(factory.MONTH, "gates") if o.item == item]
    return found


def found(workspace: Workspace, gate: str, question: Question | None = None) -> Finding:
    """What a gate found of a question."""
    asked = question or factory.question()
    all_ = workspace.store.all(Finding, factory.MONTH, parent=asked.id)
    (finding,) = [each for each in all_ if each.gate == gate]
    return finding
