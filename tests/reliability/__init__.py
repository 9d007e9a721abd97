"""The harm that is done to a running service, and what it then does."""
