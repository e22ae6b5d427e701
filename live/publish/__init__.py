"""Accepted questions in, a frozen split and its repository out."""
