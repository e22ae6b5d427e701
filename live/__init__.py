"""A live multimodal benchmark: this month's news, turned into questions no model can have seen."""

__version__ = "0.1.0"
