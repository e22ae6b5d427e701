"""Links of many sites -> those to open next, spread over subjects and sites. Pure."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from live.records import Link, Page, Site, window


def spread(
    links: Sequence[Link], sites: Mapping[str, Site], pages: Iterable[Page] = ()
) -> list[Link]:
    """Orders links so that any number of them from the front is spread as evenly as can be.

    Next comes a link of the subject that has the fewest, counting the month's `pages`, and of that
    the site that has the fewest. Within a site the order stays what it was. A site without subjects
    is a subject of its own. Links of sites that are not in `sites` come last.
    """
    waiting: dict[str, deque[Link]] = defaultdict(deque)
    for link in links:
        waiting[link.site].append(link)
    of_site = Counter(page.site for page in pages)
    of_subject: Counter[str] = Counter()
    for name, count in of_site.items():
        of_subject.update(dict.fromkeys(_subjects(sites.get(name), name), count))

    def load(name: str) -> tuple[bool, int, int]:
        subjects = _subjects(sites.get(name), name)
        return name not in sites, min(of_subject[subject] for subject in subjects), of_site[name]

    ordered = []
    while waiting:
        name = min(waiting, key=load)
        ordered.append(waiting[name].popleft())
        if not waiting[name]:
            del waiting[name]
        of_site[name] += 1
        of_subject.update(_subjects(sites.get(name), name))
    return ordered


def needed(most: int, taken: int, month: str, at: datetime) -> int:
    """Gives how many pages to take now, so that a month's `most` are spread over its days.

    By the end of a day its share of all days is due; all of it once the month is over. Run again on
    the same day, nothing is.
    """
    start, end = window(month)
    days = (end - start) / timedelta(days=1)
    day = math.ceil((at - start) / timedelta(days=1) + 1e-9)
    return max(math.ceil(most * min(max(day, 0) / days, 1)) - taken, 0)


def _subjects(site: Site | None, name: str) -> tuple[str, ...]:
    return (site.subjects if site else ()) or (f"site {name}",)
