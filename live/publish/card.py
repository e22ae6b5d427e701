"""The manifests of a repository in, its dataset card out. Touches nothing but its own template.

The YAML at its top is what load_dataset goes by: a config a month, `latest` and `all`, and two more
of a month that has results.
"""

import re
from collections.abc import Mapping
from typing import Any

from live.publish.filled import filled
from live.publish.handwritten import marked
from live.publish.manifest import form_of
from live.publish.results import results_config, results_path, table_config, table_path
from live.publish.tags import tag_of

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card(manifests: Mapping[str, dict[str, Any] | None], home: str = "") -> str:
    """Writes README.md for a repository that holds these months, at least one.

    manifests: month -> manifest; None for a month that has none in the repository.
    home: the `org/name` that it is in; without it, what the newest manifest has for it, if any.
    """
    months = sorted(manifests, reverse=True)
    known = [manifest for month in months if (manifest := manifests[month])]
    newest = known[0]
    home = home or newest["home"]
    values = {
        "newest": newest,
        "known": known,
        "unknown": [month for month in months if not manifests[month]],
        "without": [each["month"] for each in known if form_of(each) == "by_reference"],
        "home": home,
        "named": sum(bool(row.get("reviewed_by")) for row in newest["rows"]),
        "tag": tag_of(newest["month"], newest["revision"]),
        "key": _key(home or newest["title"], newest["month"]),
    }
    body = filled("card.md.j2", values)
    return f"---\n{_yaml(months, known)}\n---\n\n{marked(body)}"


def _key(name: str, month: str) -> str:
    """Gives the key of a citation: `org-name-2026-10`."""
    return "-".join(re.findall(r"[0-9a-z]+", f"{name} {month}".lower()))


def _yaml(months: list[str], known: list[dict[str, Any]]) -> str:
    """months, known: newest first."""
    from huggingface_hub import DatasetCardData

    rows = sum(len(manifest["rows"]) for manifest in known)
    data = DatasetCardData(
        pretty_name=known[0]["title"],
        license="other",
        language=sorted({code for manifest in known for code in manifest["languages"]}),
        task_categories=["visual-question-answering"],
        size_categories=[next((name for limit, name in SIZES if rows < limit), "n>1M")],
        tags=["benchmark", "live-benchmark", "news", "screenshots", "lmms-eval"],
        configs=_configs(months, known),
        license_name="questions-cc-by-4.0-screenshots-all-rights-of-their-publishers",
        canary=[manifest["canary"] for manifest in known],
    )
    return str(data.to_yaml()).strip()


def _configs(months: list[str], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = "data/{}/test-*.parquet".format
    configs = [
        _config("latest", {"test": rows(months[0])}) | {"default": True},
        _config("all", {"test": rows("*")}),
        *(_config(month, {"test": rows(month)}) for month in months),
    ]
    for manifest in known:
        if splits := [each["split"] for each in manifest.get("results", ())]:
            month = manifest["month"]
            files = {split: results_path(month, split) for split in splits}
            configs += [
                _config(results_config(month), files),
                _config(table_config(month), {"test": table_path(month)}),
            ]
    return configs


def _config(name: str, files: Mapping[str, str]) -> dict[str, Any]:
    """files: by split."""
    listed = [{"split": split, "path": path} for split, path in files.items()]
    return {"config_name": name, "data_files": listed}
