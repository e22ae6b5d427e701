"""What a visitor may not, or cannot, do now -> a page that says so."""


class Refused(Exception):
    """Ends a request with a page. headline: what is so; text: what to do."""

    def __init__(self, status: int, headline: str, text: str) -> None:
        super().__init__(headline)
        self.status = status
        self.headline = headline
        self.text = text
