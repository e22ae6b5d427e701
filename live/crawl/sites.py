"""sites.yaml -> the outlets that live knows, by name or by what they are. Reads that one file."""

import difflib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError, field_validator

from live.records import Record, Site
from live.yaml_file import load_yaml

FILE = Path(__file__).with_name("sites.yaml")


@cache
def load_sites(file: Path = FILE) -> tuple[Site, ...]:
    """Reads the outlets, as they stand in the file.

    Raises ConfigError, with a line for every mistake, as for live.yaml.
    """
    try:
        return _Outlets.model_validate(yaml.load(file.read_bytes(), yaml.CSafeLoader)).sites
    except (yaml.YAMLError, ValidationError):
        # the reader of live.yaml takes ten times as long, knows YAML 1.2 (Norway's `no` is a word),
        # and says what is wrong
        return load_yaml(file, _Outlets).sites


def select(
    sites: Iterable[Site], *, country: str = "", language: str = "", subject: str = ""
) -> tuple[Site, ...]:
    """Keeps the sites of a country, a language and a subject; an empty one keeps all."""
    return tuple(
        site
        for site in sites
        if country in ("", site.country)
        and language in ("", site.language)
        and (not subject or subject in site.subjects)
    )


def named(name: str, own: Iterable[Site] = ()) -> Site:
    """Gives the outlet of a name. own: a workspace's, which come before those of sites.yaml.

    Raises ValueError that names the nearest outlet, as a line without its full stop.
    """
    known = {site.name: site for site in (*load_sites(), *own)}
    if name not in known:
        hint = f", such as {near!r}" if (near := _nearest(name, known)) else ""
        raise ValueError(
            f"unknown outlet {name!r}. Write a name from `live sites list`{hint}"
        ) from None
    return known[name]


class _Outlets(Record):
    """sites.yaml as a whole."""

    sites: tuple[Site, ...]

    @field_validator("sites")
    @classmethod
    def _are_distinct(cls, sites: tuple[Site, ...]) -> tuple[Site, ...]:
        for values in ([site.name for site in sites], [site.url.rstrip("/") for site in sites]):
            for value in set(values):
                if values.count(value) > 1:
                    raise ValueError(f"duplicate outlet {value!r}. Write each once")
        return sites


def _nearest(name: str, known: Iterable[str]) -> str:
    by_letters = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), by_letters, n=1)
    return by_letters[near[0]] if near else ""
