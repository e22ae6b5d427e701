"""The way to the web: connections, one bounded GET, and what sites allow."""
