"""Each label is spelled once, as the original splits spell it; a mistake is one line."""

from collections.abc import Callable
from pathlib import Path

import factory
import pytest

import live
from live.errors import ConfigError
from live.qa_gen.taxonomies import asked, categories, check_taxonomy, known, load, need_lmm
from live.workspace import Workspace, open_workspace

LABELS = {
    "2406": [
        "Basic Understanding",
        "Contextual Analysis",
        "Deeper Implications",
        "Broader Implications",
        "Further Insights",
    ],
    "2409": [
        "Concrete Recognition",
        "Analytical Questions",
        "Divergent Thinking",
        "Real-world Assistance",
    ],
}
Configured = Callable[..., Workspace]


@pytest.mark.parametrize("name", LABELS)
def test_labels_are_those_of_the_original_splits_letter_by_letter(name: str) -> None:
    assert list(load(name).names) == LABELS[name] == list(categories(name))


def test_labels_are_spelled_in_their_taxonomy_and_nowhere_else() -> None:
    house = Path(live.__file__).parent
    files = [path for path in house.rglob("*") if path.suffix in (".py", ".md", ".yaml", ".j2")]
    for name in known():
        for label in load(name).names:
            where = [path for path in files if label in path.read_text(encoding="utf-8")]
            assert [path.name for path in where] == [f"{name}.yaml"], label


@pytest.mark.parametrize("name", LABELS)
def test_every_label_has_two_examples_of_its_own_at_least(name: str) -> None:
    questions = [one.question for label in load(name).labels for one in label.examples]
    assert len(set(questions)) == len(questions) >= 2 * len(LABELS[name])


OWN = """\
name: harbour
labels:
- name: Tides
  category: Basic
  definition: Asks when the water is high.
  good_criterion: Names the hour.
  examples:
  - {question: When is high water?, answer: At nine.}
  - {question: When is low water?, answer: At three.}
- name: Trades
  category: Application
  definition: Asks for help at the quay.
  good_criterion: Names the quay.
  examples:
  - {question: Where do I land fish?, answer: At Fish Wharf.}
  - {question: Where do I buy rope?, answer: In Tar Lane.}
"""


def with_taxonomy(folder: Path, text: str | None, name: str = "mine.yaml", write: str = "") -> None:
    config = factory.CONFIG.replace("templates,", f"templates, taxonomy: {name}{write},")
    (folder / "live.yaml").write_text(config)
    if text is not None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("name", ["mine.yaml", "my labels/mine.yml"])
def test_a_maintainer_s_own_taxonomy_is_a_file_beside_live_yaml(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    with_taxonomy(tmp_path, OWN, name, ", subtasks: [Tides]")
    with open_workspace(tmp_path) as workspace:
        taxonomy = workspace.config.write.taxonomy
        assert load(taxonomy).names == ("Tides", "Trades")
        assert asked(workspace.config) == ("Tides",) and need_lmm(workspace.config) == ()
        assert categories(taxonomy) == {"Tides": "Basic", "Trades": "Application"}


@pytest.mark.parametrize(
    ("text", "write", "line"),
    [
        (None, "", "live.yaml: write.taxonomy: 'mine.yaml' is no file in FOLDER. Put it there, "
            "or write one of: 2406, 2409, in quotes."),
        (OWN, ", subtasks: [tides]", "live.yaml: write.subtasks.0: 'tides' is not in taxonomy "
            "harbour. Write one of: Tides, Trades."),
        (OWN.replace("  - {question: Where do I buy rope?, answer: In Tar Lane.}\n", ""), "",
            "mine.yaml: labels.1.examples: "),
        (OWN.replace("Trades", "TIDES"), "", "mine.yaml: labels: duplicate label 'tides'. Write"),
        (OWN.replace("Tides", "Total"), "", "mine.yaml: labels.0.name: 'Total' is what a "
            "column of the published table is called. Call the label otherwise."),
        (OWN.replace("Trades", "model name"), "", "mine.yaml: labels.1.name: 'model name' is "),
        (OWN.replace("Application", "Other"), "", "mine.yaml: labels.1.category: 'Other' cannot"),
        (OWN + "colour: blue\n", "", "mine.yaml: colour: unknown key."),
        ("labels: [", "", "mine.yaml: line "),
    ],
)  # fmt: skip
def test_a_mistake_in_an_own_taxonomy_is_one_line(
    tmp_path: Path, text: str | None, write: str, line: str
) -> None:
    with_taxonomy(tmp_path, text, write=write)
    with pytest.raises(ConfigError) as caught, open_workspace(tmp_path):
        pass
    (said,) = caught.value.lines
    assert said.startswith(line.replace("FOLDER", str(tmp_path)))


def test_without_subtasks_all_of_the_taxonomy_are_asked(configured: Configured) -> None:
    assert list(asked(configured().config)) == LABELS["2406"]


def test_templates_say_which_subtasks_need_an_lmm(configured: Configured) -> None:
    assert list(need_lmm(configured().config)) == LABELS["2406"][2:]
    only = {"writer": "embedded/templates", "subtasks": ["Basic Understanding"]}
    assert need_lmm(configured(write=only).config) == ()


@pytest.mark.parametrize(
    ("write", "line"),
    [
        (
            {"taxonomy": "2410"},
            "live.yaml: write.taxonomy: unknown taxonomy '2410'. Write one of: 2406, 2409, in "
            "quotes.",
        ),
        (
            {"subtasks": ["Basic Understanding", "basic"]},
            "live.yaml: write.subtasks.1: 'basic' is not in taxonomy 2406. Write one of: "
            f"{', '.join(LABELS['2406'])}.",
        ),
        (
            {"writer": "embedded/templates", "subtasks": ["Further Insights"]},
            "live.yaml: write.subtasks: embedded/templates cannot write 'Further Insights', which "
            "needs an LMM. Leave it out, or set write.writer to a model.",
        ),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_write(
    configured: Configured, write: dict[str, object], line: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        check_taxonomy(configured(write=write).config)
    assert caught.value.lines == [line]


@pytest.mark.parametrize("name", LABELS)
def test_what_live_yaml_may_ask_for_is_accepted(configured: Configured, name: str) -> None:
    check_taxonomy(configured(write={"taxonomy": name, "subtasks": LABELS[name]}).config)
