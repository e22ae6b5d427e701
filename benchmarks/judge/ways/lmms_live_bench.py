"""lmms-eval: its `simple_evaluate` on the published folder of the month, judged by its live_bench.

Its chat model `openai` answers; `process_results` and the aggregation are those of its own task,
unchanged, at a server that the SDK finds in its environment variable. They know one judge's name.
The seconds of judging are those that its own log tells.
"""

import os
import re
from pathlib import Path
from typing import Any

from way import run

TASK = """\
include: {template}
task: live_month
dataset_path: {hub}
dataset_name: "{month}"
dataset_kwargs: {{token: False}}
"""
JUDGED = re.compile(r"Postprocessed (\d+) docs .* in ([\d.]+)s")


def ready(plan: dict[str, Any]) -> None:
    """Says where the server is, before lmms-eval is imported, and declares the task."""
    os.environ |= {
        "OPENAI_BASE_URL": plan["url"],
        "OPENAI_API_KEY": "none",
        "HF_HOME": f"{plan['folder']}/hf",
        "HF_HUB_OFFLINE": "1",
    }
    import lmms_eval.models.chat.openai  # noqa: F401
    from lmms_eval.tasks import TaskManager, live_bench

    template = Path(live_bench.__path__[0], "live_bench_template_yaml_v2")
    declared = Path(plan["folder"], "tasks")
    declared.mkdir(exist_ok=True)
    text = TASK.format(template=template, hub=plan["hub"], month=plan["month"])
    (declared / "live_month.yaml").write_text(text)
    plan["tasks"] = TaskManager("ERROR", include_path=str(declared))


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Answers and judges all rows, or the first `most`."""
    from lmms_eval.evaluator import simple_evaluate
    from loguru import logger

    said: list[str] = []
    logger.add(said.append, level="INFO")
    found = simple_evaluate(
        model="openai",
        model_args="model={candidate},base_url={url},num_concurrent={in_flight}".format(**plan),
        tasks=["live_month"],
        task_manager=plan["tasks"],
        limit=plan["most"],
        process_docs_parallel=plan["judged_at_once"],
    )
    ((count, seconds),) = JUDGED.findall("".join(said))
    samples = [each["gpt4_eval_score"] for each in found["samples"]["live_month"]]
    return {
        "answers": int(count),
        "judging": float(seconds),
        "scored": sum(sample["rating"] >= 0 for sample in samples),
        "mean": found["results"]["live_month"]["gpt4_eval_score,none"],
    }


if __name__ == "__main__":
    run(work, ready)
