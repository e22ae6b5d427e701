"""The only door to the clock."""

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Gives the time, aware, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def current_month() -> str:
    """Gives the month that it is in UTC, `YYYY-MM`."""
    return now().strftime("%Y-%m")


def previous_month() -> str:
    """Gives the month before, `YYYY-MM`."""
    return (now().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
