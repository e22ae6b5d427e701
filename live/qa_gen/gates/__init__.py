"""Questions in, accepted or not out: gates in a row, one module each, cheapest first."""
