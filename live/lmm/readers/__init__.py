"""Readers that answer from pixels: pictures -> lines -> a page's parts -> a short answer.

They know how news pages look, and nothing of how the questions were written.
"""
