"""live.yaml -> Config. Reads that one file; every mistake is one line with its path.

`live.yaml: sites.3.url: what is wrong. What to write.`
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from live.errors import ConfigError
from live.records import BLIND, PERSON, Format, Month, Site
from live.yaml_file import load_yaml

PROVIDERS = ("openai", "anthropic", "hf", "embedded")
READERS = ("embedded/ocr-reader", "embedded/ocr-tesseract", "embedded/blind")
EMBEDDED_WRITER = "embedded/templates"
EMBEDDED_JUDGE = "embedded/rules"
MAKERS = {
    "gpt": "gpt o chatgpt codex davinci",
    "claude": "claude",
    "gemini": "gemini gemma paligemma learnlm",
    "llama": "llama",
    "mistral": "mistral mixtral pixtral magistral ministral codestral",
    "qwen": "qwen qvq qwq",
    "glm": "glm chatglm cogvlm",
    "deepseek": "deepseek janus",
    "internlm": "internlm internvl",
    "olmo": "olmo molmo",
    "command": "command aya",
}
"""Words of models' names, by the best known one of those who make them."""
KIN = {word: maker for maker, words in MAKERS.items() for word in words.split()}
ADDRESS = re.compile(r"\w+://\S+|\$\S+")
"""An address of a notice, or the name of the variable that holds one."""
YAML = (".yaml", ".yml")
"""How the name of a taxonomy ends that is a file."""
Switch = Literal["on", "off"]
A_MODEL = "a name from `models`, or provider/model"
ModelName = Annotated[str, Field(min_length=1, description=A_MODEL)]


Pixels = Annotated[int, Field(ge=200, le=10000)]


class Section(BaseModel):
    """The base of all parts of live.yaml: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Price(Section):
    """What a model costs, in USD a million tokens."""

    input: float = Field(ge=0, description="USD a million tokens")
    output: float = Field(ge=0, description="USD a million tokens")


class Model(Section):
    """A model that live may call, under the name that live.yaml gives it."""

    name: str = Field(min_length=1, description="the name that roles use")
    model: str = Field(
        pattern=r"^(openai|anthropic|hf|embedded)/\S+$",
        description="openai/…, anthropic/…, hf/… or embedded/…",
    )
    base_url: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="a URL, http(s)://host/v1"
    )
    api_key_env: str | None = Field(
        default=None, description="the environment variable that holds the key"
    )
    price: Price | None = Field(default=None, description="input and output, USD a million tokens")
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="what the provider takes, such as temperature: 0"
    )
    max_tokens: int = Field(default=4096, gt=0, description="tokens of a reply, above 0")
    timeout_seconds: float = Field(default=120, gt=0, description="seconds, above 0")
    concurrency: int = Field(default=8, gt=0, le=1024, description="calls at once, 1 to 1024")
    requests_per_minute: int | None = Field(
        default=None,
        gt=0,
        description="calls a minute, above 0; without it, only what the provider tells",
    )
    tokens_per_minute: int | None = Field(
        default=None,
        gt=0,
        description="tokens a minute, read and written, above 0; without it, only what the "
        "provider tells",
    )
    max_picture_px: int | None = Field(
        default=None,
        ge=64,
        description="the longest edge that is sent, px, 64 or more; without it Claude gets what it "
        "takes unscaled, others all there is",
    )
    revision: str | None = Field(
        default=None,
        min_length=1,
        description="what it must be served as, such as gpt-5-2026-08-07; any other is an error",
    )
    maker: str | None = Field(
        default=None,
        min_length=1,
        description="whose model it is, such as openai: no judge counts on answers of its own "
        "maker's models; without it, the first word of the model's name",
    )
    open_weights: bool | None = Field(default=None, description="true or false")
    knowledge_cutoff: date | None = Field(default=None, description="a day such as 2026-06-01")

    @property
    def provider(self) -> str:
        """The part of `model` before the slash."""
        return self.model.partition("/")[0]

    @property
    def served_name(self) -> str:
        """The part of `model` after the slash: what the provider calls it."""
        return self.model.partition("/")[2]

    @property
    def family(self) -> str:
        """Whose model it is: `maker`, else what a word of its name tells, else the first word."""
        if self.maker:
            return self.maker.casefold()
        words = re.findall("[a-z]+", self.served_name.casefold())
        known = (KIN[word] for word in words if word in KIN)
        own = re.findall("[a-z]+", self.served_name.rpartition("/")[2].casefold())
        return next(known, own[0] if own else self.served_name)


class Declared(BaseModel):
    """Of a YAML file, such as live.yaml, the models that it declares; the rest is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    models: tuple[Model, ...] = Field(default=(), description="a list of models: name and model")


class Crawl(Section):
    """How sites are visited and photographed.

    `shots` is what is photographed of a page: a `single_screen`, the viewport; a `rolling_screen`,
    viewports that overlap; the `full_page`, down to `max_height`; an `element`, the article's lead
    figure. Written here it counts for all sites; a site may say it for itself, and there `human`
    too: pictures that people take (docs/sites.md).
    """

    screen: tuple[Pixels, Pixels] = Field(
        default=(1280, 800), description="the viewport, px: [width, height], each 200 to 10000"
    )
    shots: Literal["single_screen", "rolling_screen", "full_page", "element"] | None = Field(
        default=None,
        description="single_screen, rolling_screen, full_page or element; without it, each site's",
    )
    scale: float = Field(
        default=1, ge=0.5, le=4, description="device pixels for a pixel of the page, 0.5 to 4"
    )
    concurrency: int = Field(default=4, gt=0, le=32, description="pages at once, 1 to 32")
    pages: int = Field(default=500, gt=0, description="pages a month, a number above 0")
    pages_per_site: int = Field(default=20, gt=0, description="links a site a day, above 0")
    pages_per_host: int = Field(default=50, gt=0, description="pages a host a day, above 0")
    respect_ai_optout: bool = Field(
        default=True, description="true: what forbids itself to AI is left alone"
    )
    private_addresses: bool = Field(
        default=False, description="true only for sites on your own network"
    )
    ad_lists: tuple[str, ...] = Field(
        default=(), description="filter lists besides the one inside: files or URLs"
    )
    timeout_seconds: float = Field(
        default=30,
        gt=0,
        description="seconds for a page to load, above 0; all that is done with it, "
        "a second try too, ends within 3 times as many",
    )
    max_height: int = Field(
        default=8000, ge=800, description="px of a page that are photographed, 800 or more"
    )


class Write(Section):
    """Who writes and checks the questions, and which."""

    writer: ModelName = Field(default="openai/gpt-5", description=A_MODEL)
    informer: ModelName | None = Field(
        default=None, description="who tells first what a page shows; without it, the writer"
    )
    checker: ModelName | Literal["off"] | None = Field(
        default=None, description="a model of another family than the writer, or off"
    )
    finalizer: ModelName | None = Field(
        default=None, description="who writes the last criteria; without it, the writer"
    )
    scorer: ModelName | None = Field(
        default=None, description="who scores the questions; without it, the checker"
    )
    taxonomy: str = Field(
        default="2406", description="2406 or 2409, in quotes, or a YAML file beside live.yaml"
    )
    subtasks: tuple[str, ...] = Field(
        default=(), description="a list of the taxonomy's labels; without it, all"
    )
    formats: tuple[Format, ...] = Field(
        default=("open",), description="of open, ordering, table, multiple_choice, translation"
    )
    language: str = Field(
        default="en", description="of the questions: a code such as en, or `page` for the page's"
    )
    questions_per_page: int = Field(default=5, gt=0, le=50, description="1 to 50")


class Gates(Section):
    """Gates that may be declared off. Manifest and card then say so."""

    well_formed: Switch = Field(default="on", description="on or off")
    fresh: Switch = Field(default="on", description="on or off")
    grounded: Switch = Field(default="on", description="on or off")
    new: Switch = Field(default="on", description="on or off")
    safe: Switch = Field(default="on", description="on or off")
    needs_picture: Switch = Field(default="on", description="on or off")
    answerable: Switch = Field(default="on", description="on or off")


class Solvers(Section):
    """Who answers questions at the gates, to find out what they are worth."""

    blind: tuple[ModelName, ...] = Field(
        default=(), description="text-only models, two at least: none may reach blind_limit"
    )
    sighted: tuple[ModelName, ...] = Field(
        default=(), description="models that see: one at least must reach sighted_limit"
    )
    samples: int = Field(default=3, gt=0, le=10, description="answers of each blind one, 1 to 10")
    judge: ModelName | None = Field(
        default=None, description="who rates their answers; without it, the month's judge"
    )
    blind_limit: float = Field(default=5, ge=0, le=10, description="a rating, 0 to 10")
    sighted_limit: float = Field(default=5, ge=0, le=10, description="a rating, 0 to 10")


class Select(Section):
    """Which of the accepted questions become a split."""

    questions: int = Field(default=500, gt=0, lt=10000, description="at most, above 0")
    quotas: dict[str, float] = Field(
        default_factory=dict, description="subtask: share of the split, 0 to 1; without it, even"
    )
    seed: int = Field(default=0, description="a number; the same one chooses the same")


class Compare(Section):
    """Which answers of two candidates a judge puts side by side, to say which is better.

    A judge compares no answers of its own maker's models.
    """

    rows: int = Field(default=0, ge=0, description="rows whose answers are compared; 0: none")
    judge: ModelName | None = Field(
        default=None,
        description="who compares; without it, the first judge of another maker than both "
        "candidates",
    )
    pairs_per_row: int = Field(
        default=10,
        gt=0,
        description="pairs of candidates a row, each in both orders, above 0; who meets whom "
        "changes from row to row",
    )


def _outlet(given: Any) -> Any:
    """An entry of `sites:` that is a name -> the outlet of that name; others stay as they are."""
    if not isinstance(given, str):
        return given
    from live.crawl.sites import named  # sites.yaml is read only where it is named

    return named(given)


class Limits(Section):
    """When a run counts as done with too much lost (exit 3)."""

    max_dropped: float = Field(
        default=0.5, ge=0, le=1, description="the share of a stage's items, 0 to 1"
    )


class Config(Section):
    """live.yaml as a whole."""

    title: str = Field(
        default="A live multimodal benchmark",
        pattern=r"^[^\n<>]+$",
        description="the benchmark's name, one line without < and >",
    )
    contact: str = Field(
        default="",
        pattern=r"^(\S+@\S+|https?://\S+)?$",
        description="a URL or address for site owners",
    )
    month: Month | None = Field(default=None, description="a month such as 2026-10")
    sites: tuple[Annotated[Site, BeforeValidator(_outlet)], ...] = Field(
        min_length=1,
        description="at least one site: a name from `live sites list`, or name and url",
    )
    crawl: Crawl = Crawl()
    models: tuple[Model, ...] = Field(default=(), description="a list of models: name and model")
    write: Write = Write()
    gates: Gates = Gates()
    solvers: Solvers = Solvers()
    select: Select = Select()
    review: Literal["required", "none"] = Field(default="required", description="required or none")
    second_review: float = Field(
        default=0, ge=0, le=1, description="share of questions that two people decide, 0 to 1"
    )
    cut_day: int = Field(default=3, ge=1, le=28, description="a day of the month after, 1 to 28")
    candidates: tuple[ModelName, ...] = Field(
        default=(), description="a list of models, those that are measured"
    )
    blind_rows: int = Field(
        default=0,
        ge=0,
        description="rows that candidates answer without the picture too, for what they gain by "
        "seeing it; 0: none",
    )
    judge: ModelName | Annotated[tuple[ModelName, ...], Field(min_length=1)] = Field(
        default="openai/gpt-5",
        description=f"{A_MODEL}; or a list of them, a panel whose median counts",
    )
    anchors: int = Field(
        default=0,
        ge=0,
        description="answers of the oldest month that are judged again each month, to see whether "
        "the judge drifts; 0: none",
    )
    judge_revision: str = Field(
        default="first",
        min_length=1,
        description="what a judge must be served as: first, what it was first in the month; any; "
        "or, of one judge, a revision such as gpt-5-2026-08-07",
    )
    compare: Compare = Compare()
    rated_by_people: int = Field(
        default=50,
        ge=0,
        description="answers that people rate at the desk besides those that the panel is split "
        "over, drawn evenly over candidates and subtasks, to measure the judges by; 0: none",
    )
    max_usd: float | None = Field(
        default=None, ge=0, description="USD for a month's replies in all, 0 or more"
    )
    limits: Limits = Limits()
    publish_to: str | None = Field(
        default=None, pattern=r"^hub:[\w.-]+/[\w.-]+$", description="hub:org/name"
    )
    publish_pictures: Literal["embedded", "by_reference"] = Field(
        default="embedded",
        description="embedded, or by_reference: screenshots are named by address, time and hash, "
        "and not given away",
    )
    notify: tuple[str, ...] = Field(
        default=(),
        description="who is told of releases: a list of apprise's URLs, such as mailto://… or "
        "slack://$SLACK_TOKENS, `$NAME` being read from the environment",
    )
    database: str | None = Field(
        default=None, description="an SQLAlchemy URL; without it, live.db here"
    )
    blobs: str | None = Field(default=None, description="an fsspec URL; without it, blobs/ here")

    @field_validator("notify", mode="before")
    @classmethod
    def _notify_is_addresses(cls, given: Any) -> Any:
        """Refuses what is no list of addresses without repeating it, for they hold secrets."""
        if not isinstance(given, list | tuple):
            raise ValueError("not a list. Write a list of apprise's URLs")
        for n, address in enumerate(given):
            if not isinstance(address, str) or not ADDRESS.fullmatch(address):
                raise ValueError(f"entry {n} is no address. Write service://…, or $NAME")
        return given

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
        for model in models:
            if model.name.startswith((PERSON, BLIND)):
                raise ValueError(
                    f"name {model.name!r} cannot be a model's. Write one that begins otherwise"
                )
        return models

    @field_validator("candidates")
    @classmethod
    def _candidates_are_distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        _distinct("candidate", list(names))
        return names

    @model_validator(mode="after")
    def _embedded_models_are_readers(self) -> Self:
        for n, model in enumerate(self.models):
            if model.provider == "embedded" and model.model not in READERS:
                known = ", ".join(READERS)
                raise ValueError(
                    f"models.{n}.model: unknown reader {model.model!r}. Write one of: {known}"
                )
        return self

    @model_validator(mode="after")
    def _somebody_compares(self) -> Self:
        if EMBEDDED_JUDGE == self.compare.judge:
            raise ValueError(
                f"compare.judge: {EMBEDDED_JUDGE} rates by rules and cannot compare. Write a model"
            )
        if self.compare.rows and not self.comparing_judges:
            raise ValueError(
                f"compare.rows: {self.compare.rows}, but {EMBEDDED_JUDGE} rates by rules and "
                "cannot compare. Name a model as compare.judge, or write 0"
            )
        return self

    @model_validator(mode="after")
    def _roles_name_known_models(self) -> Self:
        for path, name in self.roles.items():
            self._require_model(path, name)
        return self

    @model_validator(mode="after")
    def _panel_is_plain(self) -> Self:
        _distinct("judge", list(self.judges))
        if len(self.judges) > 1 and self.judge_revision not in ("first", "any"):
            raise ValueError(
                f"judge_revision: {self.judge_revision!r} can be that of one judge only. Write "
                "first or any, and `revision` at each of `models`"
            )
        return self

    @property
    def comparing_judges(self) -> tuple[str, ...]:
        """Who may compare answers: the one that is named, or the judges that are models."""
        if self.compare.judge:
            return (self.compare.judge,)
        return tuple(name for name in self.judges if name != EMBEDDED_JUDGE)

    @property
    def judges(self) -> tuple[str, ...]:
        """The judges: one, or the panel."""
        return (self.judge,) if isinstance(self.judge, str) else self.judge

    @property
    def roles(self) -> dict[str, str]:
        """The models that this month calls, by where live.yaml names them."""
        write, solvers = self.write, self.solvers
        named = {
            "write.writer": write.writer,
            "write.informer": write.informer,
            "write.checker": None if write.checker == "off" else write.checker,
            "write.finalizer": write.finalizer,
            "write.scorer": write.scorer,
            "solvers.judge": solvers.judge,
            "compare.judge": self.compare.judge,
        }
        named |= {
            "judge" if isinstance(self.judge, str) else f"judge.{n}": name
            for n, name in enumerate(self.judges)
        }
        for place, names in (
            ("solvers.blind", solvers.blind),
            ("solvers.sighted", solvers.sighted),
            ("candidates", self.candidates),
        ):
            named |= {f"{place}.{n}": name for n, name in enumerate(names)}
        return {path: name for path, name in named.items() if name}

    def _require_model(self, path: str, name: str) -> None:
        own: tuple[str, ...] = ()
        if path == "write.writer":
            own = (EMBEDDED_WRITER,)
        elif path == "solvers.judge" or path.startswith("judge"):
            own = (EMBEDDED_JUDGE,)
        elif path.startswith(("candidates", "solvers")):
            own = READERS
        declared = [m.name for m in self.models if m.provider != "embedded" or m.model in own]
        provider, slash, served = name.partition("/")
        if name in (*declared, *own):
            return
        if provider in PROVIDERS and provider != "embedded" and slash and served:
            return
        known = ", ".join([*declared, *own])
        raise ValueError(
            f"{path}: unknown model {name!r}. Write a name from `models`"
            f"{f' ({known})' if known else ''}, or openai/…, anthropic/…, hf/…"
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
    config = load_yaml(path, Config)
    if lines := list(_absent_lists(path, config.crawl.ad_lists)):
        raise ConfigError(lines)
    return _with_own_taxonomy(path, config)


def _with_own_taxonomy(path: Path, config: Config) -> Config:
    """Names a taxonomy that is a file beside live.yaml by its whole path from here on."""
    if not config.write.taxonomy.endswith(YAML):
        return config
    place = str((path.parent / config.write.taxonomy).absolute())
    write = config.write.model_copy(update={"taxonomy": place})
    return config.model_copy(update={"write": write})


def _absent_lists(path: Path, lists: tuple[str, ...]) -> Iterator[str]:
    """A line for each list of ads that is no file: said now, and not when the pages are found."""
    for n, place in enumerate(lists):
        if not place.startswith(("http://", "https://")) and not (path.parent / place).is_file():
            where = path.parent.absolute()
            fact = f"{path.name}: crawl.ad_lists.{n}: {place!r} is no file in {where}"
            yield f"{fact}. Put the list there, write its URL, or take it out."


def _distinct(what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"duplicate {what} {value!r}. Write each once")
