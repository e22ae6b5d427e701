"""live.yaml: every mistake is one line with its path, what is wrong and what to write."""

from pathlib import Path

import pytest

from live.config import load_config
from live.errors import ConfigError

GOOD = "sites:\n- {name: Herald, url: http://herald.example/}\n"
MISTAKES = [
    ("unknown key", GOOD + "langauge: en\n", "langauge: unknown key. Write one of: title"),
    ("misspelt key", GOOD + "crawl: {concurency: 3}\n", "crawl.concurency: unknown key. Did you"),
    ("bad url", "sites:\n- {name: A, url: 'htp:/x'}\n", "sites.0.url: 'htp:/x' cannot be used."),
    ("bad month", GOOD + "month: 2026-13\n", "month: '2026-13' cannot be used. Write a month"),
    ("negative budget", GOOD + "max_usd: -1\n", "max_usd: -1 cannot be used. Write USD"),
    ("unknown model", GOOD + "judge: gpt\n", "judge: unknown model 'gpt'. Write a name from"),
    ("candidate", GOOD + "candidates: [x/y]\n", "candidates.0: unknown model 'x/y'."),
    ("reader as judge", GOOD + "judge: embedded/blind\n", "judge: unknown model 'embedded/blind'"),
    ("duplicate site", GOOD + GOOD[7:], "sites: duplicate site name 'Herald'. Write each once."),
    ("duplicate key", GOOD + GOOD, "line 3: not YAML (found duplicate key"),
    ("missing name", "sites:\n- {url: http://a.example/}\n", "sites.0.name: missing. Write the"),
    (
        "shots of a site",
        GOOD[:-2] + ", shots: fullpage}\n",
        "sites.0.shots: 'fullpage' cannot be used. Write single_screen, rolling_screen, full_page, "
        "element or human for 'Herald'.",
    ),
    ("no site", "sites: []\n", "sites: [] cannot be used. Write at least one site"),
    ("wrong word", GOOD + "gates: {fresh: no}\n", "gates.fresh: 'no' cannot be used. Write on"),
    ("wrong shape", GOOD + "models: 3\n", "models: 3 cannot be used. Write a list of models"),
    ("out of range", GOOD + "limits: {max_dropped: 2}\n", "limits.max_dropped: 2 cannot be used."),
    ("not YAML", "sites: [\n", "line 2: not YAML"),
    ("not a mapping", "- 1\n", "the file: not a mapping."),
    ("empty", "", "the file: not a mapping."),
    ("provider", GOOD + "models: [{name: m, model: gpt}]\n", "models.0.model: 'gpt' cannot be"),
    ("reader", GOOD + "models: [{name: m, model: embedded/x}]\n", "models.0.model: unknown reader"),
    ("screen", GOOD + "crawl: {screen: [0, 800]}\n", "crawl.screen.0: 0 cannot be used. Write the"),
    ("infinite", GOOD + "crawl: {timeout_seconds: .inf}\n", "crawl.timeout_seconds: inf cannot"),
    (
        "feed",
        "sites:\n- {name: A, url: 'http://a.b/', feeds: [x]}\n",
        "sites.0.feeds.0: 'x' cannot",
    ),
    ("port", "sites:\n- {name: A, url: 'http://a.b:99999/'}\n", "sites.0.url: 'http://a.b:99999/'"),
    (
        "shots of all",
        GOOD + "crawl: {shots: human}\n",
        "crawl.shots: 'human' cannot be used. Write single_screen, rolling_screen, full_page or",
    ),
    (
        "pictures",
        "sites:\n- {name: A, url: 'http://a.b/', shots: human}\n",
        "sites.0: `shots: human`",
    ),
    ("title", GOOD + 'title: "a\\nb"\n', "title: 'a\\nb' cannot be used. Write the benchmark's"),
    (
        "a person's name",
        GOOD + "models: [{name: human/kim, model: hf/a}]\n",
        "models: name 'human/kim' cannot be a model's. Write one that begins otherwise.",
    ),
    (
        "a judge that rates by rules only",
        GOOD + "judge: embedded/rules\ncompare: {rows: 5}\n",
        "compare.rows: 5, but embedded/rules rates by rules and cannot compare. Name a model",
    ),
    (
        "rules that compare",
        GOOD + "compare: {judge: embedded/rules}\n",
        "compare.judge: embedded/rules rates by rules and cannot compare. Write a model.",
    ),
    ("who compares", GOOD + "compare: {judge: gpt}\n", "compare.judge: unknown model 'gpt'."),
    ("duplicate model", GOOD + "candidates: [hf/a, hf/a]\n", "candidates: duplicate candidate"),
]


@pytest.mark.parametrize(("text", "line"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_one_line_with_path_fact_and_next_step(
    tmp_path: Path, text: str, line: str
) -> None:
    (tmp_path / "live.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "live.yaml")
    assert caught.value.exit_code == 2
    assert len(caught.value.lines) == 1
    assert caught.value.lines[0].startswith(f"live.yaml: {line}")
    assert "\n" not in caught.value.lines[0]


def test_a_list_of_ads_that_is_not_there_is_told_before_any_crawl(tmp_path: Path) -> None:
    lists = "gone.txt, there.txt, 'https://lists.example/easy.txt'"
    (tmp_path / "live.yaml").write_text(GOOD + f"crawl: {{ad_lists: [{lists}]}}\n")
    (tmp_path / "there.txt").write_text("||ads.example^")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "live.yaml")
    (line,) = caught.value.lines
    where = tmp_path.absolute()
    assert line.startswith(f"live.yaml: crawl.ad_lists.0: 'gone.txt' is no file in {where}. Put")
    assert line.endswith(". Put the list there, write its URL, or take it out.")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(GOOD + "month: x\nmax_usd: -1\nnonsense: 1\n")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "live.yaml")
    assert len(caught.value.lines) == 3


def test_a_missing_or_unreadable_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file. Write one"):
        load_config(tmp_path / "live.yaml")
    (tmp_path / "live.yaml").write_bytes(b"sites: \xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "live.yaml")


def test_the_country_norway_is_not_a_truth_value(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(
        "sites:\n- {name: A, url: http://a.example/, country: no, language: no}\n"
    )
    assert load_config(tmp_path / "live.yaml").sites[0].country == "no"


def test_a_role_may_name_a_declared_model_or_a_provider_and_model(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(
        GOOD + "models: [{name: local, model: openai/qwen, base_url: 'http://localhost:1/v1'}]\n"
        "candidates: [local, anthropic/claude-x, embedded/blind]\njudge: embedded/rules\n"
    )
    config = load_config(tmp_path / "live.yaml")
    assert config.model("local").served_name == "qwen"
    assert config.model("anthropic/claude-x").provider == "anthropic"
