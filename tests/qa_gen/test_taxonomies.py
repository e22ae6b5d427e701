"""Each label is spelled once, as the original splits spell it; a mistake is one line."""

from collections.abc import Callable
from pathlib import Path

import pytest

import live
from live.errors import ConfigError
from live.qa_gen.taxonomies import asked, categories, check_taxonomy, known, load, need_lmm
from live.workspace import Workspace

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
