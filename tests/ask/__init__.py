"""The reading of plain-English questions."""
