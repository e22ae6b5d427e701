"""Questions in, accepted or not out: gates in a row, one module each, cheapest first."""

from live.qa_gen.gates.run import gate

__all__ = ["gate"]
