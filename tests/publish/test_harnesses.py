"""What was published, asked by lmms-eval, inspect_ai and `live evaluate`: their own code, and ours.

Each runs in a process, the two others in virtual environments of their own, which are made once and
kept (`benchmarks/shared/rivals.py`). The Hub is the double; the models are scripted.
"""

import base64
import contextlib
import dataclasses
import hashlib
import io
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from filelock import FileLock
from hub_double import HubDouble
from PIL import Image
from scripted_models import Asked, ScriptedServer

from live.blobs import Blobs
from live.publish.edition import Edition
from live.publish.folder import build
from live.publish.hub import publish
from live.qa_gen.taxonomies import categories, load

sys.path.append(str(Path(__file__).parents[2] / "benchmarks" / "shared"))
from rivals import CACHE, python_with

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning"),
]
# lmms-eval wants a torchvision that no CPU build of torch goes with, and does without.
LMMS_EVAL = ("lmms-eval==0.7.3", "torch==2.13.0", "filelock<4")
INSPECT_AI = ("inspect_ai==0.3.285", "openai==3.57.0", "datasets==5.2.0", "pillow==13.0.0")
SPLIT = "hub:press/live"
Build = Callable[[str], Path]
Run = Callable[..., subprocess.CompletedProcess[str]]


def made(*packages: str, **how: str) -> str:
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / "lock"), contextlib.redirect_stdout(io.StringIO()) as said:
        python = python_with(*packages, **how)
    return python or pytest.skip(said.getvalue())


@pytest.fixture(scope="module")
def lmms_eval() -> str:
    """The Python that has lmms-eval."""
    return made(*LMMS_EVAL, without="torchvision")


@pytest.fixture(scope="module")
def inspect_ai() -> str:
    """The Python that has inspect_ai, and what the task needs."""
    return made(*INSPECT_AI, named="inspect_ai-datasets")


@pytest.fixture
def run(hub: HubDouble, scripted: ScriptedServer, finished: Build, tmp_path: Path) -> Run:
    """Publishes two months to the double; runs a Python with arguments, in a folder of its own,
    where the Hub and the models are the doubles."""
    for month in ("2026-10", "2026-11"):
        publish(finished(month), SPLIT, month, endpoint=hub.url, pauses=())
    given = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"}
    for name in ("OPENAI", "LIVE"):
        given |= {f"{name}_BASE_URL": scripted.openai_url, f"{name}_API_KEY": "none"}

    def run(python: str, *words: object) -> subprocess.CompletedProcess[str]:
        command = [python, *map(str, words)]
        return subprocess.run(
            command, cwd=tmp_path, env=os.environ | given, capture_output=True, text=True
        )

    return run


def ours(run: Run, *words: object) -> str:
    done = run(sys.executable, "-m", "live", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def evaluated(run: Run, server: ScriptedServer, folder: Path) -> list[dict[str, Any]]:
    """Has `live evaluate` score the candidate, and gives the rows of its results."""
    models = [
        {"name": n, "model": f"openai/{n}", "base_url": server.openai_url}
        for n in ("candidate", "judge")
    ]
    (folder / "models.yaml").write_text(yaml.safe_dump({"models": models}))
    words = ["--split", SPLIT, "--judge", "judge", "--models", "models.yaml", "--log", "ours"]
    ours(run, "evaluate", "candidate", *words)
    return [json.loads(line) for line in (folder / "ours/results.jsonl").read_text().splitlines()]


def inspected(run: Run, python: str, folder: Path, *more: str) -> dict[str, Any]:
    """Has inspect_ai score the candidate by the exported task, and gives its log."""
    command = ours(run, "export", "inspect", "inspect", "--split", SPLIT).split()[1:]
    names = {"MODEL": "openai-api/live/candidate", "grader=JUDGE": "grader=openai-api/live/judge"}
    words = [names.get(word, word) for word in command]
    told = ["--display", "none", "--log-dir", "logs", "--log-format", "json", *more]
    done = run(python, "-m", "inspect_ai", *words, *told)
    assert done.returncode == 0, done.stdout + done.stderr
    newest = max((folder / "logs").glob("*.json"), key=lambda path: path.stat().st_mtime)
    return json.loads(newest.read_text())


def lmms_evaluated(
    run: Run, server: ScriptedServer, python: str, folder: Path, split: str = SPLIT
) -> tuple[list[dict[str, Any]], float]:
    """Has lmms-eval score the candidate by the exported task; gives its samples and its mean."""
    command = ours(run, "export", "lmms-eval", "lmms", "--split", split).split()[1:]
    words = [{"MODEL": "openai"}.get(word, word) for word in command]
    words += ["--model_args", f"model=candidate,base_url={server.openai_url}"]
    done = run(python, *words, "--batch_size", "1", "--log_samples", "--output_path", "out")
    assert done.returncode == 0, done.stderr
    (samples,) = (folder / "out").rglob("*_samples_*.jsonl")
    (results,) = (folder / "out").rglob("*_results.json")
    found = json.loads(results.read_text())["results"]["live_2026_11"]["gpt4_eval_score,none"]
    return [json.loads(line) for line in samples.read_text().splitlines()], found


def says(asked: Asked) -> Any:
    """A candidate that always says the same, and judges to whom it is right of each page's first
    question: ours, and the one that live_bench asks for."""
    right = "Line 0" in asked.prompt.replace("Line 0 is what I read", "")
    if asked.model == "judge":
        return {"points": [10 * right], "total": 10 * right, "reason": "read"}
    if asked.model == "gpt-4o":
        return {"Explanation": "read", "Rating": 10 * right}
    return "Line 0 is what I read"


def shown(asked: Asked) -> tuple[str, ...]:
    """The pictures of a request, by their pixels: lmms-eval encodes them anew."""
    found = []
    for part in asked.parts:
        if part["type"] == "image_url":
            content = base64.b64decode(part["image_url"]["url"].partition(",")[2])
            with Image.open(io.BytesIO(content)) as picture:
                found.append(hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest())
    return tuple(found)


def test_all_three_ask_the_same_questions_of_the_newest_month_by_the_repositorys_name(
    run: Run, scripted: ScriptedServer, lmms_eval: str, inspect_ai: str, tmp_path: Path
) -> None:
    """And give the same mean, where their judges are of one opinion."""
    scripted.answer = says
    told = (
        "import json, live\n"
        "for row in live.load('press/live'): print(json.dumps([row.id, row.question]))"
    )
    loaded = [json.loads(line) for line in run(sys.executable, "-c", told).stdout.splitlines()]
    assert [id for id, _ in loaded] == list(range(26110001, 26110007))

    asked: list[list[tuple[str, tuple[str, ...]]]] = []

    def next_asked() -> None:
        """Notes what the candidate was asked since; a prompt's last line is the question."""
        of_candidate = [each for each in scripted.requests if each.model == "candidate"]
        asked.append(
            sorted((each.prompt.strip().splitlines()[-1], shown(each)) for each in of_candidate)
        )
        scripted.requests.clear()

    rows = evaluated(run, scripted, tmp_path)
    next_asked()
    log = inspected(run, inspect_ai, tmp_path)
    next_asked()
    samples, mean = lmms_evaluated(run, scripted, lmms_eval, tmp_path)
    next_asked()

    assert asked[0] == asked[1] == asked[2]
    assert all(len(pictures) == 2 for _, pictures in asked[0])
    assert [[row["id"], row["question"]] for row in rows] == loaded
    assert [[s["id"], s["metadata"]["question"]] for s in log["samples"]] == loaded
    assert [[s["gpt4_eval_score"]["id"], s["input"]] for s in samples] == loaded
    (board,) = json.loads((tmp_path / "ours/scoreboard.json").read_text())["models"]
    (scores,) = log["results"]["scores"]
    means = [board["mean"], scores["metrics"]["all"]["value"], mean]
    assert means == pytest.approx([100 / 3] * 3, abs=0.05)


def test_the_task_for_lmms_eval_is_live_benchs_own_but_for_its_rows(
    run: Run, lmms_eval: str, tmp_path: Path
) -> None:
    """Its settings are its template's, its functions the same objects, its labels ours."""
    ours(run, "export", "lmms-eval", "lmms", "--split", SPLIT)
    code = (
        "import json\n"
        "from pathlib import Path\n"
        "from lmms_eval.tasks import live_bench\n"
        "from lmms_eval.tasks.live_bench import utils, utils_v2\n"
        "from lmms_eval.utils import load_yaml_config\n"
        "text = lambda v: f'{v.__module__}.{v.__name__}'.split('.', 99)[-1] if callable(v) else v\n"
        "theirs = load_yaml_config(Path(live_bench.__path__[0], 'live_bench_template_yaml'))\n"
        "task = load_yaml_config('lmms/live_2026_11.yaml')\n"
        "for each in (theirs, task): each['metric_list'][0]['aggregation'] = text("
        "each['metric_list'][0]['aggregation'])\n"
        "told = [{k: text(v) for k, v in each.items()} for each in (theirs, task)]\n"
        "print(json.dumps([*told, list(utils.SUBTASKS), list(utils_v2.SUBTASKS)]))\n"
    )
    done = run(lmms_eval, "-c", code)
    assert done.returncode == 0, done.stderr
    theirs, task, *labels = json.loads(done.stdout.splitlines()[-1])
    differing = {name for name in theirs | task if theirs.get(name) != task.get(name)}
    assert differing == {"task", "dataset_path", "dataset_name", "dataset_kwargs"}
    assert labels == [list(load(name).names) for name in ("2406", "2409")]


def test_lmms_eval_scores_the_newer_taxonomy_too_and_a_folder(
    run: Run,
    scripted: ScriptedServer,
    lmms_eval: str,
    edition: Callable[[str], Edition],
    blobs: Blobs,
    tmp_path: Path,
) -> None:
    """A label that its code did not know would be no error, but a run without a score."""
    scripted.answer = says
    month, names = edition("2026-11"), load("2409").names
    questions = {
        key: each.model_copy(update={"subtask": names[n % len(names)]})
        for n, (key, each) in enumerate(month.questions.items())
    }
    month = dataclasses.replace(month, questions=questions, categories=categories("2409"))
    build(month, blobs, tmp_path / "month")
    samples, mean = lmms_evaluated(run, scripted, lmms_eval, tmp_path, "month")
    given = [each["gpt4_eval_score"] for each in samples]
    assert [each["subtask"] for each in given] == [*names, *names[:2]]
    assert [each["rating"] for each in given] == [10, 0, 0] * 2 and mean == pytest.approx(100 / 3)


def test_what_inspect_ai_leaves_unscored_is_what_we_leave_unscored(
    run: Run, scripted: ScriptedServer, inspect_ai: str, tmp_path: Path
) -> None:
    """A verdict that comes at the second try counts, also fenced; a wrong sum does not, and is no
    0; an empty answer is."""
    verdict, met = {"points": [10], "total": 10, "reason": "read"}, set()

    def judge(asked: Asked) -> Any:
        if asked.model == "candidate":
            return "" if "line 2" in asked.prompt else "It says so."
        if "does line 1 say" in asked.prompt:  # JSON's own faults name a line too
            return verdict | {"total": 9}
        page, before = shown(asked), len(met)
        met.add(page)
        return "no JSON" if len(met) > before else f"```json\n{json.dumps(verdict)}\n```"

    scripted.answer = judge
    rows = evaluated(run, scripted, tmp_path)
    met.clear()
    log = inspected(run, inspect_ai, tmp_path)
    (scores,) = log["results"]["scores"]
    given = [float(sample["scores"]["rubric"]["value"]) for sample in log["samples"]]
    theirs = [None if math.isnan(value) else value / 10 for value in given]
    assert [row["score"] for row in rows] == theirs == [10, None, 0] * 2
    assert (scores["scored_samples"], scores["unscored_samples"]) == (4, 2)
    after = inspected(run, inspect_ai, tmp_path, "-T", "published_after=2026-11-06")
    assert [sample["id"] for sample in after["samples"]] == [26110004, 26110005, 26110006]


def test_inspect_ai_never_lets_a_candidate_grade_itself_unasked(
    run: Run, scripted: ScriptedServer, inspect_ai: str, tmp_path: Path
) -> None:
    scripted.answer = says
    ours(run, "export", "inspect", "inspect", "--split", SPLIT)
    words = ["eval", "inspect/live_benchmark.py", "--model", "openai-api/live/candidate"]
    done = run(inspect_ai, "-m", "inspect_ai", *words, "--display", "plain", "--log-dir", "logs")
    assert "grader" in done.stdout + done.stderr
    (log,) = (tmp_path / "logs").glob("*.eval")
    code = (
        "import sys; from inspect_ai.log import read_eval_log\n"
        "print(read_eval_log(sys.argv[1], header_only=True).status)"
    )
    assert run(inspect_ai, "-c", code, log).stdout.strip() == "error"
