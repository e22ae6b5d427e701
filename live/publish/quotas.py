"""`select.quotas` of live.yaml in, each subtask's share of the split out. Pure."""

import math
from collections.abc import Mapping

from live.config import EMBEDDED_WRITER, Config
from live.errors import ConfigError
from live.qa_gen.taxonomies import asked, need_lmm


def shares_of(config: Config) -> dict[str, float]:
    """Gives the share of each subtask that can be written: as declared, or even of the rest."""
    quotas, labels = config.select.quotas, asked(config)
    if config.write.writer == EMBEDDED_WRITER:
        labels = tuple(label for label in labels if label not in need_lmm(config))
    others = [label for label in labels if label not in quotas]
    left = max(1 - sum(quotas.values()), 0)
    return dict(quotas) | {label: left / len(others) for label in others}


def rows_of_shares(shares: Mapping[str, float], size: int) -> dict[str, int]:
    """Gives shares of so many rows as whole numbers, by largest remainder."""
    exact = {label: share * size for label, share in shares.items()}
    whole = {label: math.floor(n + 1e-9) for label, n in exact.items()}
    missing = round(sum(exact.values())) - sum(whole.values())
    for label in sorted(exact, key=lambda label: whole[label] - exact[label])[:missing]:
        whole[label] += 1
    return whole


def check_quotas(config: Config) -> None:
    """Raises ConfigError for quotas of subtasks that are not asked for, or that are no shares."""
    quotas, labels = config.select.quotas, asked(config)
    lines = [
        f"live.yaml: select.quotas: {label!r} is no subtask of this month. "
        f"Write one of: {', '.join(labels)}."
        for label in quotas
        if label not in labels
    ]
    lines += [
        f"live.yaml: select.quotas.{label}: {share:g} is no share. Write 0 to 1."
        for label, share in quotas.items()
        if not 0 <= share <= 1
    ]
    if not lines and (total := sum(quotas.values())) > 1 + 1e-9:
        lines = [f"live.yaml: select.quotas: they sum to {total:g}. Write shares of 1 in all."]
    if lines:
        raise ConfigError(lines)
