"""A number and a thing -> words, such as `1 page` and `2 pages`. Pure."""


def counted(n: int, thing: str) -> str:
    """Says how many there are of a thing whose plural takes an s."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def people(n: int) -> str:
    """Says how many people there are."""
    return "1 person" if n == 1 else f"{n} people"
