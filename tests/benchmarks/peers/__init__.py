"""Other servers of the same question: what a team would write with FastAPI, and what datasette gives for a query."""
