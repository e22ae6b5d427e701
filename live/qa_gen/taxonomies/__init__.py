"""Taxonomies of subtasks: what may be asked about a page, each label spelled once, in YAML.

Reads the YAML files beside it, and one that a maintainer put beside live.yaml.
"""

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from live.config import EMBEDDED_WRITER, YAML, Config
from live.errors import ConfigError
from live.yaml_file import load_yaml

HERE = Path(__file__).parent
BY_TEMPLATE = ("Basic", "Contextual")
"""The categories that templates can honestly write: single facts, and facts put together."""
MODEL, TOTAL = "Model Name", "Total"
"""The first two columns of the published table; those of the labels follow."""
Category = Literal["Basic", "Contextual", "Implication", "Insight", "Application"]


class Example(BaseModel):
    """A question of a kind, about some page, as a writer is shown it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(min_length=1, description="a question, as it could be asked")
    answer: str = Field(min_length=1, description="its gold answer")


class Label(BaseModel):
    """A subtask."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, description="as published, letter by letter")
    category: Category = Field(
        description=f"what it shares with labels elsewhere: {', '.join(get_args(Category))}"
    )
    definition: str = Field(min_length=1, description="what is asked for")
    good_criterion: str = Field(min_length=1, description="what a line of its rubric looks like")
    examples: tuple[Example, ...] = Field(
        min_length=2, description="a list of two at least, each with question and answer"
    )

    @field_validator("name")
    @classmethod
    def _name_is_no_other_column(cls, name: str) -> str:
        """Also to who reads columns in small letters."""
        if name.casefold() in (MODEL.casefold(), TOTAL.casefold()):
            raise ValueError(
                f"{name!r} is what a column of the published table is called. Call the label "
                "otherwise"
            )
        return name


class Taxonomy(BaseModel):
    """The subtasks of a split."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, description="the name that live.yaml uses")
    labels: tuple[Label, ...] = Field(min_length=1, description="a list of labels")

    @field_validator("labels")
    @classmethod
    def _labels_are_distinct(cls, labels: tuple[Label, ...]) -> tuple[Label, ...]:
        """Also to a model that writes them in capitals."""
        names = [label.name.casefold() for label in labels]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"duplicate label {name!r}. Write each once")
        return labels

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' names, in the order of the file."""
        return tuple(label.name for label in self.labels)


def known() -> list[str]:
    """Gives the names of all taxonomies."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


@cache
def load(name: str) -> Taxonomy:
    """Reads a taxonomy. Raises ConfigError where there is none of that name, or it has mistakes.

    name: one of `known`, or the path of a YAML file; `load_config` makes it absolute.
    """
    path = Path(name) if name.endswith(YAML) else HERE / f"{name}.yaml"
    if not path.is_file():
        raise ConfigError([_unknown(name)])
    return load_yaml(path, Taxonomy)


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
    taxonomy = load(config.write.taxonomy)
    names = taxonomy.names
    lines = [
        f"live.yaml: write.subtasks.{n}: {subtask!r} is not in taxonomy {taxonomy.name}. "
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
    if name.endswith(YAML):
        path = Path(name)
        return (
            f"live.yaml: write.taxonomy: {path.name!r} is no file in {path.parent}. Put it there, "
            f"or write one of: {', '.join(known())}, in quotes."
        )
    return (
        f"live.yaml: write.taxonomy: unknown taxonomy {name!r}. Write one of: "
        f"{', '.join(known())}, in quotes."
    )
