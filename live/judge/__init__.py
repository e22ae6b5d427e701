"""Frozen rows in, answers, verdicts and a scoreboard out."""
