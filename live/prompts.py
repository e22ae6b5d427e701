"""Prompts are Markdown files beside the code that uses them, with `$named` placeholders."""

from functools import cache
from pathlib import Path
from string import Template


@cache
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))


def render(path: Path, **values: str) -> str:
    """Fills a prompt file. Placeholders and values must be the same names, else ValueError."""
    template = _template(path)
    names = set(template.get_identifiers())
    if names != set(values):
        raise ValueError(f"{path.name} has placeholders {sorted(names)}, given {sorted(values)}")
    return template.substitute(values)
