"""A month with LMMs in every role: a workspace of people's pictures, and scripted models."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from scripted_models import Asked, ScriptedServer

MONTH = "2026-10"
PAGES = 3
ASKED = {
    "Basic Understanding": "Which colour fills the picture of {}?",
    "Further Insights": "How might readers at breakfast take the news in {}, and why?",
}
SUBTASKS = tuple(ASKED)


def model(asked: Asked) -> Any:
    """A writer, a checker that agrees, a good and a bad candidate, and a judge, by their names."""
    if asked.model == "writer":
        return _written(asked)
    if asked.model == "checker":
        if "authenticity" in str(asked.schema):
            return {"authenticity": 4, "coherence": 3, "clarity": 2, "reason": "plain"}
        return {"can_answer": True, "answer": "A blue field.", "reason": "it is in the picture"}
    if asked.model == "judge":
        good = "splendid" in asked.prompt
        return {"points": [7, 3] if good else [0, 0], "total": 10 if good else 0, "reason": "r"}
    return "a splendid blue field" if asked.model == "good" else "a red field"


def _written(asked: Asked) -> Any:
    """What the writer says as informer, as writer and as finalizer."""
    criteria = [{"points": 7, "text": "the colour"}, {"points": 3, "text": "the shape"}]
    if "earns_nothing" in str(asked.schema):
        return {"criteria": criteria, "earns_nothing": "Red earns 0 points."}
    if "questions" not in str(asked.schema):
        return {"pictures": ["a blue field"], "page": ["The field is blue."], "new": ["the hue"]}
    page = next(line for line in asked.prompt.splitlines() if line.startswith("Title: "))[7:]
    return {
        "questions": [
            {
                "subtask": subtask,
                "format": "open",
                "question": text.format(page),
                "items": [],
                "answer": "a blue field",
                "criteria": criteria,
            }
            for subtask, text in ASKED.items()
        ]
    }


def make_workspace(folder: Path, server: ScriptedServer, **changes: str) -> Path:
    """A workspace of one site whose pictures people took, with priced models on the server."""
    shots = folder / "shots"
    shots.mkdir()
    entries = []
    for n in range(PAGES):
        Image.new("RGB", (640, 400), (0, 0, 200 + n)).save(shots / f"{n}.png")
        entries.append(
            f"- {{file: {n}.png, url: 'http://herald.example/{n}', title: Story {n},\n"
            f"   published_at: '2026-10-1{n}T08:00:00Z', text: The field of story {n} is blue.}}"
        )
    (shots / "index.yaml").write_text("\n".join(entries))
    price = "price: {input: 1, output: 2}"
    openai = f"base_url: '{server.openai_url}', {price}"
    config = {
        "sites": "[{name: Herald, url: 'http://herald.example/', shots: human, pictures: shots}]",
        "models": "\n"
        f"- {{name: writer, model: openai/writer, {openai}}}\n"
        f"- {{name: checker, model: anthropic/checker, base_url: '{server.url}', {price}}}\n"
        f"- {{name: good, model: openai/good, {openai}}}\n"
        f"- {{name: bad, model: anthropic/bad, base_url: '{server.url}', {price}}}\n"
        f"- {{name: judge, model: openai/judge, {openai}}}",
        "write": f"{{writer: writer, checker: checker, questions_per_page: {len(SUBTASKS)}, "
        f"subtasks: [{', '.join(SUBTASKS)}]}}",
        "gates": "{needs_picture: off, answerable: off}",
        "candidates": "[good, bad]",
        "judge": "judge",
        "review": "none",
    } | changes
    text = "\n".join(f"{key}: {value}" for key, value in config.items())
    (folder / "live.yaml").write_text(text + "\n")
    server.answer = model
    return folder


def run(folder: Path, *options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "live", "-C", str(folder), "run", "--month", MONTH]
    return subprocess.run(
        [*command, *map(str, options)], capture_output=True, text=True, check=False, env=environ()
    )


def environ() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if "API_KEY" not in k and "ANTHROPIC" not in k}
