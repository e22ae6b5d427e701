"""A month that a panel judged and people rate: what the tests of rating begin with."""

from collections.abc import Iterable

import factory

from live.records import Answer, Criterion, Question, Shot
from live.workspace import Workspace

MONTH = factory.MONTH
JUDGES = ("openai/judge-one", "anthropic/judge-two", "hf/judge-three")
CANDIDATES = ("openai/first-secret", "anthropic/second-secret")
CONFIG = factory.CONFIG.replace("[embedded/blind]", f"[{', '.join(CANDIDATES)}]").replace(
    "judge: embedded/rules", f"judge: [{', '.join(JUDGES)}]"
)
CRITERIA = (
    Criterion(points=4, text="Rubric words one"),
    Criterion(points=6, text="Rubric words two"),
)
SHOT = Shot(kind="full_page", sha256="ab" * 32, width=1280, height=1600)


def panelled(workspace: Workspace, rated_by_people: int = 0) -> Workspace:
    """The same workspace with three judges and two candidates."""
    (workspace.path / "live.yaml").write_text(f"{CONFIG}rated_by_people: {rated_by_people}\n")
    from live.config import load_config

    config = load_config(workspace.path / "live.yaml")
    return Workspace(workspace.path, config, workspace.store, workspace.blobs)


def questions(count: int, **fields: object) -> list[Question]:
    """Questions of two criteria, each about a page of its own."""
    values = {"criteria": CRITERIA, "answer": "Gold words"} | fields
    return [
        factory.question(n, factory.page(n, shots=(SHOT,)).id, **values)
        for n in range(1, count + 1)
    ]


def answered(
    workspace: Workspace, asked: list[Question], models: Iterable[str] = CANDIDATES
) -> list[Answer]:
    """Freezes the questions, and stores an answer of each model to each."""
    pages = [factory.page(n, shots=(SHOT,)) for n in range(1, len(asked) + 1)]
    given = [
        factory.answer(26100001 + n, question, model, text=f"Answer {n} {len(model)}")
        for n, question in enumerate(asked)
        for model in models
    ]
    workspace.store.add(*pages, *asked, factory.release(asked), *given)
    return given


def judged(workspace: Workspace, answer: Answer, *ratings: int | None) -> None:
    """Stores what the judges in turn give an answer."""
    for judge, rating in zip(JUDGES, ratings, strict=False):
        words = f"Reason of {judge}"
        workspace.store.add(factory.verdict(answer, rating, judge=judge, reason=words))
