"""The lookup service for mineral export controls: domain, store, build, HTTP and command line."""
