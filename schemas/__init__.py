"""The wire and file shapes: what callers send and receive, and what the seed files must look like."""
