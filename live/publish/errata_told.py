"""What revisions of a month changed -> words. Pure."""

from live.counted import counted
from live.records import Erratum, Release


def headline(release: Release) -> str:
    """Says what a month's revision is: `revision 2: 1 row withdrawn`; of the first, ''."""
    if not release.errata:
        return ""
    rows = {
        what: {each.row_id for each in release.errata if each.what == what}
        for what in ("withdrawn", "corrected")
    }
    told = [f"{counted(len(ids), 'row')} {what}" for what, ids in rows.items() if ids]
    return f"revision {release.revision}: {', '.join(told)}"


def erratum_line(erratum: Erratum) -> str:
    """Says an erratum in a sentence."""
    fields = f" ({', '.join(erratum.fields)})" if erratum.fields else ""
    return (
        f"{erratum.what.capitalize()}{fields} in revision {erratum.revision} by {erratum.by}, "
        f"{erratum.at:%Y-%m-%d}: {erratum.reason}"
    )
