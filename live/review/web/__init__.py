"""The reviewers' desk in a browser: requests into pages, by the functions of `live/review`."""
