"""A card as live writes it and the card of the repository in, one card with both out. Pure.

Live's part stands between two marks. What people wrote around them, and the keys that they added to
the YAML at the top, stay as they are; of a card without marks, all of its text is theirs.
"""

import re
from typing import Any

from live.errors import LiveError

BEGIN = "<!-- live begin: written anew with every month. Write your own text above or below. -->"
END = "<!-- live end -->"
BEGINS = re.compile(r"<!-- live begin\b.*?-->", re.DOTALL)
ENDS = re.compile(r"<!-- live end\b.*?-->", re.DOTALL)
FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)^---[ \t]*\r?(?:\n|\Z)", re.DOTALL | re.MULTILINE)
OURS = re.compile(r"^(latest|all|20\d\d-\d\d)(-.*)?$")
"""Names of configs that live writes."""


def marked(body: str) -> str:
    """Puts the marks around what live writes below the YAML."""
    return f"{BEGIN}\n{body.rstrip()}\n\n{END}\n"


def with_theirs(ours: str, theirs: bytes) -> str:
    """Gives our card with the parts of theirs that people wrote.

    Raises LiveError where it cannot be told which those are.
    """
    try:
        text = theirs.decode("utf-8-sig")
        front, body = _parts(text)
    except ValueError as error:
        raise _unreadable(" ".join(str(error).split())) from None
    our_front, our_body = _parts(ours)
    above, below = _around(body)
    if not above.strip() and not below.strip() and _merged(our_front, front) == our_front:
        return ours
    section = our_body.strip()
    above = f"{above.strip()}\n\n" if above.strip() else ""
    below = f"\n\n{below.strip()}\n" if below.strip() else "\n"
    return f"---\n{_yaml(_merged(our_front, front))}\n---\n\n{above}{section}{below}"


def _parts(card: str) -> tuple[dict[str, Any], str]:
    """The data of a card's front matter, and the text below it. Raises ValueError."""
    import yaml

    match = FRONT.match(card)
    if not match:
        return {}, card
    try:
        data = yaml.safe_load(match[1]) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"its front matter is not YAML: {error}") from None
    if not isinstance(data, dict):
        raise ValueError("its front matter is not a mapping")
    return data, card[match.end() :]


def _around(body: str) -> tuple[str, str]:
    """What stands above and below our part."""
    begins, ends = list(BEGINS.finditer(body)), list(ENDS.finditer(body))
    if not begins and not ends:
        return "", body
    if len(begins) != 1 or len(ends) != 1 or begins[0].end() > ends[0].start():
        raise _unreadable(
            "the marks `<!-- live begin … -->` and `<!-- live end -->` are not a pair"
        )
    return body[: begins[0].start()], body[ends[0].end() :]


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Our keys, then theirs that we do not write; of tags and configs, theirs behind ours."""
    merged = ours | {key: value for key, value in theirs.items() if key not in ours}
    tags, configs = theirs.get("tags"), theirs.get("configs")
    if isinstance(tags, list) and "tags" in ours:
        merged["tags"] = ours["tags"] + [tag for tag in tags if tag not in ours["tags"]]
    if isinstance(configs, list) and "configs" in ours:
        merged["configs"] = ours["configs"] + [each for each in configs if _is_theirs(each)]
    return merged


def _is_theirs(config: Any) -> bool:
    return isinstance(config, dict) and not OURS.match(str(config.get("config_name")))


def _yaml(data: dict[str, Any]) -> str:
    from huggingface_hub.utils._fixes import yaml_dump

    return str(yaml_dump(data, sort_keys=False)).strip()


def _unreadable(fact: str) -> LiveError:
    return LiveError(
        f"README.md in the repository: {fact}. Mend it there and publish again; "
        "what people wrote in it is kept, so it is not overwritten."
    )
