"""That the service holds under load and in mishap."""
