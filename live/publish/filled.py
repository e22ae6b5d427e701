"""A template of Markdown, YAML or Python and its values in, the text out. Reads the template."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from live.counted import counted

TEMPLATES = Path(__file__).parent / "templates"


def filled(template: str, values: Mapping[str, Any]) -> str:
    """Fills a file of templates/; nothing in it is escaped but by its own filters."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["counted"] = counted
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    made.filters["tex"] = _tex
    return made


def _tex(text: str) -> str:
    """Gives one line that BibTeX takes as it is meant."""
    escaped = {"\\": "{\\textbackslash}", "~": "{\\textasciitilde}", "^": "{\\textasciicircum}"}
    escaped |= {each: f"\\{each}" for each in "&%$#_{}"}
    return "".join(escaped.get(each, each) for each in " ".join(text.split()))
