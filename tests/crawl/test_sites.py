"""sites.yaml: whom it holds, that each says where it comes from, and names in live.yaml."""

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from live.config import load_config
from live.crawl import sites as outlets
from live.crawl.sites import FILE, load_sites, named, select
from live.errors import ConfigError
from live.yaml_file import load_yaml

CONTINENTS = {
    "africa": "cg eg et gh ke ma na ng tz za",
    "asia": "bd bt cn hk id il in jp kr lb lk mm my np ph pk qa sa sg th tl tr tw vn",
    "europe": "at be bg ch cz de dk es fr gb gr hr ie is it lt lu lv mk nl no pl ro rs ru se si sk "
    "ua",
    "north america": "ca cr gl mx us",
    "oceania": "au nz",
    "south america": "ar br cl co pe py uy",
}
CONTINENT = {country: name for name, codes in CONTINENTS.items() for country in codes.split()}
SUBJECTS = set(
    "general world national local politics economy technology science health environment sports "
    "culture entertainment lifestyle".split()
)
SITES = load_sites()


def test_there_are_outlets_of_all_inhabited_continents_of_many_languages_and_subjects() -> None:
    assert len(SITES) >= 80
    continents = Counter(CONTINENT[site.country] for site in SITES)
    assert len(continents) == 6
    assert min(continents.values()) >= 5
    assert len({site.language for site in SITES}) >= 15
    subjects = Counter(subject for site in SITES for subject in site.subjects)
    assert len(subjects) >= 8
    assert min(subjects.values()) >= 5


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_an_outlet_says_what_it_is_where_that_comes_from_and_who_looked(site) -> None:
    assert site.source
    assert site.last_checked == "never" or isinstance(site.last_checked, date)
    assert site.subjects
    assert set(site.subjects) <= SUBJECTS
    assert len(set(site.subjects)) == len(site.subjects)
    assert site.feeds or site.sitemaps or site.sections or "only its front page" in site.note
    places = [site.url, *site.sections, *site.feeds, *site.sitemaps]
    assert len(set(places)) == len(places)
    assert all(urlsplit(url).scheme in ("http", "https") for url in places)


def test_the_list_is_sorted_so_that_changes_are_easy_to_read() -> None:
    assert list(SITES) == sorted(SITES, key=lambda site: (site.country, site.name.casefold()))


def test_the_quick_reader_reads_what_the_strict_one_reads() -> None:
    assert load_yaml(FILE, outlets._Outlets).sites == SITES


def write(folder: Path, text: str) -> Path:
    file = folder / "sites.yaml"
    file.write_text(f"sites:\n{text}")
    return file


def test_five_lines_are_an_outlet_and_norway_is_a_country(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "- name: Avisa\n  url: https://avisa.example/\n  feeds: [https://avisa.example/rss]\n"
        "  language: no\n  country: no\n",
    )
    (site,) = load_sites(file)
    assert (site.country, site.language, site.last_checked) == ("no", "no", "never")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- {name: A, url: x}\n", "sites.0.url: 'x' cannot be used."),
        ("- {name: A, url: 'http://a.b/', feed: []}\n", "sites.0.feed: unknown key. Did you mean"),
        ("- {name: A, url: 'http://a.b/'}\n" * 2, "sites: duplicate outlet 'A'. Write each once."),
        ("- {name: A, url: 'http://a.b/', country: Chile}\n", "sites.0.country: 'Chile' cannot"),
        ("- {name: A\n", "line 3: not YAML"),
    ],
)
def test_a_mistake_is_one_line_as_in_live_yaml(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_sites(write(tmp_path, text))
    (told,) = caught.value.lines
    assert told.startswith(f"sites.yaml: {line}")


def test_sites_are_selected_by_country_language_and_subject() -> None:
    assert select(SITES) == SITES
    swiss = select(SITES, country="ch")
    assert {site.language for site in swiss} == {"de", "fr", "it"}
    assert all("sports" in site.subjects for site in select(swiss, subject="sports"))
    assert select(swiss, language="ja") == ()


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    assert named("Der Standard").country == "at"
    with pytest.raises(ValueError, match=r"unknown outlet 'der standrad'.*such as 'Der Standard'"):
        named("der standrad")
    with pytest.raises(ValueError, match=r"Write a name from `live sites list`$"):
        named("0000000000")


def test_live_yaml_may_name_outlets_and_declare_others(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(
        "sites:\n- Der Standard\n- {name: Herald, url: http://herald.example/}\n"
    )
    config = load_config(tmp_path / "live.yaml")
    assert config.sites[0] == named("Der Standard")
    assert config.sites[1].name == "Herald"


def test_a_wrong_name_in_live_yaml_is_one_line_beside_the_other_mistakes(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(
        "sites:\n- Der Standard\n- {name: A, url: x}\n- Der Standrad\nmonth: x\n"
    )
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "live.yaml")
    month, url, name = caught.value.lines
    assert url.startswith("live.yaml: sites.1.url: 'x' cannot be used. Write a URL")
    assert name == (
        "live.yaml: sites.2: unknown outlet 'Der Standrad'. "
        "Write a name from `live sites list`, such as 'Der Standard'."
    )
    assert month.startswith("live.yaml: month:")


def test_an_outlet_that_is_named_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text("sites: [Der Standard, Der Standard]\n")
    with pytest.raises(ConfigError, match="duplicate site name 'Der Standard'"):
        load_config(tmp_path / "live.yaml")


def test_sites_yaml_is_read_only_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text("sites:\n- {name: A, url: http://a.example/}\n")
    code = (
        "import sys; from pathlib import Path; from live.config import load_config; "
        f"load_config(Path({str(tmp_path / 'live.yaml')!r})); "
        "sys.exit('live.crawl.sites' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
