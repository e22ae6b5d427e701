"""People accept, reject and edit what was written."""
