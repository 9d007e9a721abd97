"""Reading the built database: every SELECT of the service."""
