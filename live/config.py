"""live.yaml -> Config. Reads that one file; every mistake is one line with its path.

`live.yaml: sites.3.url: what is wrong. What to write.`
"""

import difflib
import types
import typing
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from live.errors import ConfigError
from live.records import Month, ShotKind, Site

PROVIDERS = ("openai", "anthropic", "hf", "embedded")
READERS = ("embedded/ocr-reader", "embedded/ocr-tesseract", "embedded/blind")
EMBEDDED_WRITER = "embedded/templates"
EMBEDDED_JUDGE = "embedded/rules"
Switch = Literal["on", "off"]
ModelName = Annotated[
    str, Field(min_length=1, description="a name from `models`, or provider/model")
]


class Section(BaseModel):
    """The base of all parts of live.yaml: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(Section):
    """What a model costs, in USD a million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class Model(Section):
    """A model that live may call, under the name that live.yaml gives it."""

    name: str = Field(min_length=1)
    model: str = Field(
        pattern=r"^(openai|anthropic|hf|embedded)/\S+$", description="provider/model"
    )
    base_url: str | None = Field(default=None, pattern=r"^https?://\S+$", description="http(s)://…")
    api_key_env: str | None = Field(default=None, description="the variable that holds the key")
    price: Price | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    max_tokens: int = Field(default=4096, gt=0)
    timeout_seconds: float = Field(default=120, gt=0)
    concurrency: int = Field(default=8, gt=0, le=1024)
    max_picture_px: int | None = Field(default=None, ge=64, description="longest edge sent, px")
    open_weights: bool | None = None
    knowledge_cutoff: date | None = None

    @property
    def provider(self) -> str:
        return self.model.partition("/")[0]

    @property
    def served_name(self) -> str:
        return self.model.partition("/")[2]


class Crawl(Section):
    """How sites are visited."""

    screen: tuple[int, int] = Field(default=(1280, 800), description="viewport, px, width x height")
    shots: ShotKind | None = Field(default=None, description="for all sites, over their own")
    concurrency: int = Field(default=4, gt=0, le=32)
    pages_per_site: int = Field(default=20, gt=0)
    timeout_seconds: float = Field(default=30, gt=0)
    max_height: int = Field(default=8000, ge=800, description="px of a page that are photographed")


class Write(Section):
    """Who writes the questions, and which."""

    writer: ModelName = "openai/gpt-5"
    checker: ModelName | None = Field(default=None, description="of another family than the writer")
    taxonomy: str = "2406"
    subtasks: tuple[str, ...] = Field(default=(), description="empty: all of the taxonomy")
    questions_per_page: int = Field(default=5, gt=0, le=50)


class Gates(Section):
    """Gates that may be declared off. Manifest and card then say so."""

    well_formed: Switch = "on"
    fresh: Switch = "on"
    new: Switch = "on"
    answerable: Switch = "on"


class Limits(Section):
    """When a run counts as done with too much lost (exit 3)."""

    max_dropped: float = Field(default=0.5, ge=0, le=1, description="share of a stage's items")


class Config(Section):
    """live.yaml as a whole."""

    title: str = "A live multimodal benchmark"
    contact: str = Field(
        default="",
        pattern=r"^(\S+@\S+|https?://\S+)?$",
        description="URL or address for site owners",
    )
    month: Month | None = Field(
        default=None, description="of verbs that name none; else this month"
    )
    sites: tuple[Site, ...] = Field(min_length=1)
    crawl: Crawl = Crawl()
    models: tuple[Model, ...] = ()
    write: Write = Write()
    gates: Gates = Gates()
    review: Literal["required", "none"] = "required"
    cut_day: int = Field(default=3, ge=1, le=28, description="of the month after")
    candidates: tuple[ModelName, ...] = ()
    judge: ModelName = "openai/gpt-5"
    max_usd: float | None = Field(default=None, ge=0, description="a month's replies, in all")
    limits: Limits = Limits()
    publish_to: str | None = Field(
        default=None, pattern=r"^hub:[\w.-]+/[\w.-]+$", description="hub:org/name"
    )
    database: str | None = Field(default=None, description="SQLAlchemy URL; default: live.db here")
    blobs: str | None = Field(default=None, description="fsspec URL; default: blobs/ here")

    @field_validator("sites")
    @classmethod
    def _sites_are_distinct(cls, sites: tuple[Site, ...]) -> tuple[Site, ...]:
        _distinct("site name", [site.name for site in sites])
        _distinct("site url", [site.url.rstrip("/") for site in sites])
        return sites

    @field_validator("models")
    @classmethod
    def _models_are_distinct(cls, models: tuple[Model, ...]) -> tuple[Model, ...]:
        _distinct("model name", [model.name for model in models])
        return models

    @field_validator("candidates")
    @classmethod
    def _candidates_are_distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        _distinct("candidate", list(names))
        return names

    @model_validator(mode="after")
    def _roles_name_known_models(self) -> Self:
        roles = {"write.writer": self.write.writer, "judge": self.judge}
        roles |= {f"candidates.{n}": name for n, name in enumerate(self.candidates)}
        if self.write.checker:
            roles["write.checker"] = self.write.checker
        for path, name in roles.items():
            self._require_model(path, name)
        return self

    def _require_model(self, path: str, name: str) -> None:
        extra = {"write.writer": [EMBEDDED_WRITER], "judge": [EMBEDDED_JUDGE]}.get(path, [])
        declared = [model.name for model in self.models]
        provider, slash, served = name.partition("/")
        if name in declared or name in extra or (path.startswith("cand") and name in READERS):
            return
        if provider in PROVIDERS and provider != "embedded" and slash and served:
            return
        known = declared + extra + (list(READERS) if path.startswith("cand") else [])
        raise ValueError(
            f"@{path}: unknown model {name!r}. Write a name from `models`"
            f"{' (' + ', '.join(known) + ')' if known else ''}, or openai/…, anthropic/…, hf/…"
        )

    def model(self, name: str) -> Model:
        """Gives the declaration of a model; `provider/model` declares itself with defaults."""
        for model in self.models:
            if model.name == name:
                return model
        return Model(name=name, model=name)


def load_config(path: Path) -> Config:
    """Reads live.yaml.

    Raises ConfigError, with a line for every mistake found.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            [f"{path}: no such file. Write one, or see the README for an example to start from."]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: cannot be read ({error}). Write it as UTF-8 text."]) from None
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the file"
        problem = " ".join((getattr(error, "problem", "") or str(error)).split())
        raise ConfigError([f"{path.name}: {where}: not YAML ({problem}). Mend it there."]) from None
    if not isinstance(data, dict):
        raise ConfigError([f"{path.name}: the file: not a mapping. Write keys such as `sites:`."])
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        raise ConfigError([_line(path.name, mistake) for mistake in error.errors()]) from None


def _distinct(what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"duplicate {what} {value!r}. Write each once")


def _line(name: str, mistake: Any) -> str:
    """One mistake of pydantic's as `live.yaml: path: fact. Next step.`"""
    path = ".".join(str(part) for part in mistake["loc"])
    fact = mistake["msg"].removeprefix("Value error, ")
    if fact.startswith("@"):
        path, _, fact = fact[1:].partition(": ")
        return f"{name}: {path}: {fact}."
    if mistake["type"] == "extra_forbidden":
        key = str(mistake["loc"][-1])
        known = _keys_at(mistake["loc"][:-1])
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Write one of: {', '.join(known)}."
        return f"{name}: {path}: unknown key. {hint}"
    if mistake["type"] == "missing":
        return f"{name}: {path}: missing. Write it{_expected(mistake['loc'])}."
    if mistake["type"] == "value_error":
        return f"{name}: {path}: {fact}."
    given = repr(mistake["input"])
    given = given if len(given) < 80 else given[:77] + "..."
    return f"{name}: {path}: {given} is wrong: {fact}. Write{_expected(mistake['loc'])} there."


def _expected(loc: tuple[int | str, ...]) -> str:
    """What a field's declaration says should stand there, with a leading space."""
    *parents, last = loc
    model = _model_at(tuple(parents))
    field = model.model_fields.get(str(last)) if model else None
    return f" {field.description}" if field and field.description else " what it asks for"


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    model = _model_at(loc)
    return list(model.model_fields) if model else []


def _model_at(loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The pydantic model that declares the mapping at `loc`, or None inside free-form values."""
    model: type[BaseModel] | None = Config
    for part in loc:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part) if model else None
        model = _model_in(field.annotation) if field else None
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (tuple, list, typing.Union, types.UnionType):
        found = (_model_in(part) for part in typing.get_args(annotation))
        return next((model for model in found if model), None)
    return None
