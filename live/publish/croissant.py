"""The manifests of a repository in, its Croissant metadata out, as JSON-LD. Pure.

Croissant is what machines read that look for data sets (https://docs.mlcommons.org/croissant). The
Hub writes some of its own, of columns alone: this one also tells how the data were collected, and
what they are not good for (RAI, https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from live.publish.manifest import form_of
from live.publish.results import RESULTS, results_config, table_config
from live.publish.rows import COLUMNS
from live.qa_gen.taxonomies import MODEL, TOTAL

CROISSANT = "croissant.json"
WRITER = "live-benchmark"
"""Who publishes the metadata, by which a file is known as ours."""
CONFORMS = ("http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0")
TERMS = (
    "citeAs column conformsTo:dct equivalentProperty extract field fileObject fileProperty fileSet "
    "format includes isLiveDataset jsonPath key md5 parentField path recordSet references regex "
    "repeated replace samplingRate separator source subField transform"
).split()
TYPES = {
    "string": "sc:Text",
    "strings": "sc:Text",
    "int32": "cr:Int32",
    "float32": "cr:Float32",
    "float64": "cr:Float64",
    "images": "sc:ImageObject",
}
"""By the kind of a column; `strings` and `images` are lists."""
CITE = (
    "@article{zhang2024lmmseval, title={LMMs-Eval: Reality Check on the Evaluation of Large "
    "Multimodal Models}, author={Zhang, Kaichen and others}, journal={arXiv preprint "
    "arXiv:2407.12772}, year={2024}}"
)
LIMITS = (
    "Questions are about news pages of one month and the sites named in the manifest; scores of "
    "different months are not of the same questions. What gates were declared off, and whether a "
    "person reviewed the questions, is in the manifest and the card."
)


def croissant(manifests: Mapping[str, dict[str, Any] | None], home: str = "") -> str:
    """Writes croissant.json for a repository that holds these months.

    manifests: month -> manifest, one at least; of a month that has none, None, nothing is said.
    home: the `org/name` that it is in; without it, what the newest manifest has for it, if any.
    """
    known = [found for month in sorted(manifests, reverse=True) if (found := manifests[month])]
    configs = [each for manifest in known for each in _configs(manifest)]
    newest = known[0]
    home = home or newest["home"]
    url = f"https://huggingface.co/datasets/{home}" if home else "."
    data = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS),
        "name": newest["title"],
        "description": (
            "A live multimodal benchmark: questions about screenshots of news pages, new every "
            "month, with gold answers and rubrics of 10 points; and what models made of them."
        ),
        "url": url,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "usageInfo": "The licence is that of questions, answers and rubrics. All rights in the "
        f"screenshots stay with their publishers; {_pictures(known)}.",
        "citeAs": CITE,
        "creator": {"@type": "sc:Organization", "name": home.partition("/")[0]} if home else None,
        "sdPublisher": {
            "@type": "sc:Organization",
            "name": WRITER,
            "description": "This file is written anew with every month; one without `sdPublisher` "
            "is kept.",
        },
        "datePublished": newest["cut_at"],
        "version": _version(newest),
        "inLanguage": sorted({code for manifest in known for code in manifest["languages"]}),
        "isLiveDataset": True,
        "rai:dataCollection": "Sites that are named in the manifest were crawled in the month, and "
        "pages whose publication in it could be proven were photographed in a browser. Models "
        "wrote questions about the photographs, which went through gates and, where the manifest "
        "says so, review by people. Candidates answered from the pixels; judges rated by rubric.",
        "rai:dataCollectionType": ["Web Scraping", "Machine Annotation"],
        "rai:dataLimitations": LIMITS,
        "rai:dataUseCases": "Evaluation of models that see. Not for training: each row carries "
        "its month's canary string.",
        "rai:personalSensitiveInformation": "News pages name people, and may show them.",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": "repo",
                "name": "repo",
                "description": "The repository, at the newest commit.",
                "contentUrl": url,
                "encodingFormat": "git+https",
                "sha256": "https://github.com/mlcommons/croissant/issues/80",
            },
            *({key: value for key, value in each.items() if key != "kinds"} for each in configs),
        ],
        "recordSet": [_records(each["name"], each["kinds"]) for each in configs],
    }
    said = {name: value for name, value in data.items() if value is not None}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _pictures(known: list[dict[str, Any]]) -> str:
    """Where the screenshots are that the months are about."""
    forms = {form_of(manifest) for manifest in known}
    if forms == {"by_reference"}:
        return "they are not here, but named by address, time and sha256"
    some = " of some months, and of others only named" if len(forms) > 1 else ""
    return f"they are here{some} for research and evaluation only"


def is_ours(content: bytes) -> bool:
    """Says whether live wrote a croissant.json; what people or other tools wrote is not ours."""
    try:
        return bool(json.loads(content)["sdPublisher"]["name"] == WRITER)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


def _version(manifest: dict[str, Any]) -> str:
    """Three numbers, as Croissant wants them: year, month, revision."""
    year, number = manifest["month"].split("-")
    return f"{year}.{int(number)}.{manifest['revision']}"


def _configs(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The files of each config of a month, and under `kinds` their columns."""
    month = manifest["month"]
    yield _files(month, f"data/{month}/*.parquet", COLUMNS)
    if manifest.get("results"):
        table = {MODEL: "string", TOTAL: "float64"} | dict.fromkeys(manifest["subtasks"], "float64")
        yield _files(results_config(month), f"results/{month}/*.parquet", RESULTS)
        yield _files(table_config(month), f"leaderboard/{month}/*.parquet", table)


def _files(name: str, includes: str, kinds: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"files-{name}",
        "name": name,
        "containedIn": {"@id": "repo"},
        "encodingFormat": "application/x-parquet",
        "includes": includes,
        "kinds": kinds,
    }


def _records(name: str, kinds: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/" + re.sub(r"\s", "_", column),
                "name": column,
                "dataType": TYPES[kind],
                "source": {
                    "fileSet": {"@id": f"files-{name}"},
                    "extract": {"column": column},
                }
                | ({"transform": {"jsonPath": "bytes"}} if kind == "images" else {}),
            }
            | ({"repeated": True} if kind in ("strings", "images") else {})
            for column, kind in kinds.items()
        ],
    }


def _context() -> dict[str, Any]:
    """The terms of Croissant, which readers want in the file."""
    prefixes = {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
    }
    terms = {
        term: f"{prefix or 'cr'}:{term}"
        for term, _, prefix in (each.partition(":") for each in TERMS)
    }
    return {
        **prefixes,
        **terms,
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
    }
