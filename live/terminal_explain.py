"""What `live explain` and `live review show` know of a page or question -> lines of text. Pure."""

from typing import Any

import yaml

WIDTH = 96


def explain_lines(known: dict[str, Any]) -> list[str]:
    """Draws `live explain`."""
    return question_lines(known) if known.get("kind") == "question" else page_lines(known)


def question_lines(known: dict[str, Any]) -> list[str]:
    """Draws a question: its fate, what it asks, where it is from, and its life up to now."""
    question = known["question"]
    lines = [
        f"question {known['id']} v{known['version']}  {question['subtask']}, {known['month']}",
        f"  {_told(known['fate'])}",
        "",
        f"  Q     {question['question']}",
        f"  gold  {question['answer']}",
        *(f"  {each['points']:4}  {each['text']}" for each in question["criteria"]),
        *grade_lines(question["grades"]),
        "",
        *_source_lines(known["page"], question["page_id"]),
        "",
        *_life_lines(known),
        *gate_lines(known["gates"], known["version"]),
        *_version_lines(known["versions"]),
    ]
    if known["decisions"]:
        lines += ["decisions", *(f"  {decision_line(each)}" for each in known["decisions"]), ""]
    if known["remarks"]:
        lines += ["remarks", *(f"  {remark_line(each)}" for each in known["remarks"]), ""]
    if known["log"]:
        lines += ["log", *(f"  {log_line(each)}" for each in known["log"]), ""]
    cost = known["cost"]
    parts = ", ".join(f"{what} ${usd:.4f}" for what, usd in cost.items() if what != "usd")
    shared = "writing is shared by the page's questions"
    return [*lines, f"cost ${cost['usd']:.4f}: {parts} ({shared})"]


def gate_lines(gates: list[dict[str, Any]], version: int) -> list[str]:
    """Draws what gates found on a version of a question; on those before it, what ended them."""
    lines = []
    for each in gates:
        ended = each["outcome"] in ("dropped", "held") or each["reason"]
        if each["version"] != version and not ended:
            continue
        of = "" if each["version"] == version else f" (of version {each['version']})"
        outcome = each["outcome"].replace("_", " ")
        reason = f" ({each['reason']})" if each["reason"] else ""
        detail = f": {each['detail']}" if each["detail"] else ""
        lines.append(f"  {each['gate']:14}{of} {outcome}{reason}{detail}")
        lines += _tree(each["evidence"], 17)
    return ["gates", *lines, ""] if lines else []


def decision_line(made: dict[str, Any]) -> str:
    """Draws what a person decided, or took back."""
    why = f": {made['reason']}" if made["reason"] else ""
    return f"v{made['version']} {made['verdict']} by {made['reviewer']} at {made['at']}{why}"


def remark_line(made: dict[str, Any]) -> str:
    """Draws what a person noted, or that they flagged it."""
    text = f": {made['text']}" if made["text"] else ""
    return f"v{made['version']} {made['kind']} by {made['reviewer']} at {made['at']}{text}"


def log_line(entry: dict[str, Any]) -> str:
    """Draws an entry of the log; `live review audit` prints it whole."""
    return (
        f"{entry['seq']} {entry['what']} by {entry['who']} at {entry['at']}, {entry['hash'][:16]}"
    )


def _told(fate: dict[str, Any]) -> str:
    if fate["state"] == "in":
        return f"IN. {fate['detail']}"
    return f"{fate['state'].upper()} at {fate['stage']} ({fate['reason']}): {fate['detail']}"


def grade_lines(grades: dict[str, Any] | None) -> list[str]:
    """Draws what a scorer thinks of a question; nothing where nobody was asked."""
    if not grades:
        return []
    given = {name: grades[name] for name in ("authenticity", "coherence", "clarity")}
    parts = ", ".join(f"{name} {points}" for name, points in given.items())
    by = grades["made_by"]["model"]
    return [f"  graded {sum(given.values())} of 10 by {by} ({parts}): {grades['reason']}"]


def _source_lines(page: dict[str, Any] | None, page_id: str) -> list[str]:
    if page is None:
        return [f"page {page_id}: not stored any more"]
    head = [f"from page {page['id']}: {page['title']}", f"  {page['site']}, {page['url']}"]
    return [*head, *_dating_lines(page), *_picture_lines(page)]


def _life_lines(known: dict[str, Any]) -> list[str]:
    """What models said. Of what a writer wrote about a page, only this question."""
    if not known["steps"]:
        return [f"written by {known['question']['made_by']['model']}; no step is kept", ""]
    return [
        "steps",
        *_step_lines([each | {"said": _own(each, known)} for each in known["steps"]]),
        "",
    ]


def _step_lines(steps: list[dict[str, Any]]) -> list[str]:
    lines = []
    for each in steps:
        served = f", served as {each['revision']}" if each["revision"] else ""
        usd = "price unknown" if each["usd"] is None else f"${each['usd']:.6f}"
        lines.append(f"  {each['step']:9} {each['model']}{served}: {each['tokens']} tokens, {usd}")
        lines += _tree(each["said"], 12)
    return lines


def _own(step: dict[str, Any], known: dict[str, Any]) -> Any:
    drafts = step["said"].get("questions") if step["step"] == "write" else None
    first = known["versions"][0]["question"].split("\n\n")[0]  # without options or items
    if isinstance(drafts, list):
        for each in drafts:
            if isinstance(each, dict) and str(each.get("question", "")).strip() == first:
                return each
    return step["said"]


def _version_lines(versions: list[dict[str, Any]]) -> list[str]:
    if len(versions) < 2:
        return []
    lines = ["versions"]
    for each in versions[1:]:
        changed = each["changed"]
        lines.append(f"  v{each['version']} by {each['by']}: {', '.join(changed) or 'unchanged'}")
        for before, after in changed.values():
            old, new = before.splitlines(), after.splitlines()
            lines += [f"    - {line}" for line in old if line not in new]
            lines += [f"    + {line}" for line in new if line not in old]
    return [*lines, ""]


def _tree(value: Any, indent: int) -> list[str]:
    """Draws JSON data as YAML, which people read more easily; nothing of what is empty."""
    if not value:
        return []
    text = yaml.safe_dump(_without_keys(value), allow_unicode=True, sort_keys=False, width=WIDTH)
    return [f"{'':{indent}}{line}" for line in text.splitlines()]


def _without_keys(value: Any) -> Any:
    """JSON data less the keys of replies in the ledger, which are for programs."""
    if isinstance(value, dict):
        return {name: _without_keys(each) for name, each in value.items() if name != "replies"}
    return [_without_keys(each) for each in value] if isinstance(value, list) else value


def page_lines(known: dict[str, Any]) -> list[str]:
    """Draws a page, a link that became none, or a site."""
    ended, page, dating = known["ended"], known["page"], known["dating"]
    how = f" ({ended['reason']}): {ended['detail']}" if ended["reason"] else ""
    lines = [known["url"], f"  {known['site']}, {known['month']}: {ended['state']}{how}"]
    if known["found_in"]:
        listed = f", listed with {known['listed_at']!r}" if known["listed_at"] else ""
        lines.append(f"  found in: {known['found_in']}{listed}")
    for visit in known["visits"]:
        lines.append(
            f"  visited {visit['at']}: {visit['seconds']:.1f} s, {visit['bytes'] / 1e6:.1f} MB, "
            f"tries: {visit['tries']}, {visit['state']} {visit['reason']}".rstrip()
        )
        if visit["final_url"] and not page:
            lines.append(f"    led to: {_way(visit)}")
        if visit["title"] and not page:
            lines.append(f"    title: {visit['title']}")
    for each in known["rulings"]:
        why = f": {each['reason']}" if each["reason"] else ""
        said = repr(each["value"]) if each["value"] else "none"
        lines.append(f"  {each['reviewer']} said at {each['at']} that {said} is right{why}")
    lines += ["", f"page {page['id']}: {page['title']}"] if page else []
    lines += _dating_lines(dating) if dating else []
    lines += _picture_lines(page) if page else []
    asked = known.get("questions", ())
    shown = {each["id"] for each in asked}
    for each in (one for one in known["later"] if one["item"] not in shown):
        lines.append(f"  {each['stage']} of {each['item']}: {each['state']} {each['detail']}")
    lines += _step_lines(known.get("steps", []))
    for each in asked:
        lines += [f"  question {each['id']}  {each['subtask']}: {_told(each['fate'])}"]
        lines += [f"    {each['question']}"]
    return lines


def _dating_lines(dating: dict[str, Any]) -> list[str]:
    """When it was published, and who says so. Of a stale page only the latest time is known."""
    by = "no later than " if dating["verdict"] == "stale" else ""
    when = f"{by}{dating['published_at']}" if dating["published_at"] else "at an unproven time"
    lines = [f"  published {when}: {dating['verdict']}; {dating['because']}"]
    for each in dating["evidence"]:
        read = each["at"] or "not understood"
        kind = "a day" if each["day_only"] else "zone named" if each["zoned"] else "no zone"
        lines.append(f"    {each['source']:9} {each['value']!r} -> {read}, {kind}")
    return lines


def _way(opened: dict[str, Any]) -> str:
    return " -> ".join([*opened["redirects"], opened["final_url"]])


def _picture_lines(page: dict[str, Any]) -> list[str]:
    lines = [
        f"    read again from the kept HTML: {page['html']['dates']}",
        f"  captured {page['captured_at']} by {page['browser']}",
        f"  address: {_way(page)}",
    ]
    lines += [f"    {name}: {value}" for name, value in page["headers"].items()]
    lines.append(f"  done to it: {'; '.join(page['cleaned']) or 'nothing'}")
    for shot in page["pictures"]:
        cut = ", cut: the page goes on below" if shot["cut"] else ""
        lines.append(
            f"  picture {shot['sha256'][:16]}: {shot['kind']} {shot['width']} x {shot['height']} "
            f"px at {shot['top']}{cut}, {shot['stored']}"
        )
    return lines
