"""Taxonomies of subtasks: what may be asked about a page, each label spelled once, in YAML.

Reads the YAML files beside it.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from live.config import EMBEDDED_WRITER, Config
from live.errors import ConfigError
from live.yaml_file import load_yaml

HERE = Path(__file__).parent
BY_TEMPLATE = ("Basic", "Contextual")
"""The categories that templates can honestly write: single facts, and facts put together."""
Category = Literal["Basic", "Contextual", "Implication", "Insight", "Application"]


class Label(BaseModel):
    """A subtask."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, description="as published, letter by letter")
    category: Category = Field(description="what it shares with labels of other taxonomies")
    definition: str = Field(min_length=1, description="what is asked for")
    good_criterion: str = Field(min_length=1, description="what a line of its rubric looks like")


class Taxonomy(BaseModel):
    """The subtasks of a split."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, description="the name that live.yaml uses")
    labels: tuple[Label, ...] = Field(min_length=1, description="a list of labels")

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' names, in the order of the file."""
        return tuple(label.name for label in self.labels)


def known() -> list[str]:
    """Gives the names of all taxonomies."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


@cache
def load(name: str) -> Taxonomy:
    """Reads a taxonomy. Raises ConfigError where there is none of that name."""
    if name not in known():
        raise ConfigError([_unknown(name)])
    return load_yaml(HERE / f"{name}.yaml", Taxonomy)


def categories(name: str) -> dict[str, str]:
    """Gives the category of each label of a taxonomy."""
    return {label.name: label.category for label in load(name).labels}


def asked(config: Config) -> tuple[str, ...]:
    """Gives the subtasks that live.yaml asks for; all of the taxonomy where it names none."""
    return config.write.subtasks or load(config.write.taxonomy).names


def need_lmm(config: Config) -> tuple[str, ...]:
    """Gives those subtasks asked for that the embedded templates cannot write honestly."""
    known_as = categories(config.write.taxonomy)
    return tuple(name for name in asked(config) if known_as[name] not in BY_TEMPLATE)


def check_taxonomy(config: Config) -> None:
    """Raises ConfigError for a taxonomy or subtask that does not exist or nobody can write."""
    if config.write.taxonomy not in known():
        raise ConfigError([_unknown(config.write.taxonomy)])
    names = load(config.write.taxonomy).names
    lines = [
        f"live.yaml: write.subtasks.{n}: {subtask!r} is not in taxonomy {config.write.taxonomy}. "
        f"Write one of: {', '.join(names)}."
        for n, subtask in enumerate(config.write.subtasks)
        if subtask not in names
    ]
    if not lines and config.write.writer == EMBEDDED_WRITER and config.write.subtasks:
        lines = [
            f"live.yaml: write.subtasks: {EMBEDDED_WRITER} cannot write {subtask!r}, which needs "
            "an LMM. Leave it out, or set write.writer to a model."
            for subtask in need_lmm(config)
        ]
    if lines:
        raise ConfigError(lines)


def _unknown(name: str) -> str:
    return (
        f"live.yaml: write.taxonomy: unknown taxonomy {name!r}. Write one of: "
        f"{', '.join(known())}, in quotes."
    )
