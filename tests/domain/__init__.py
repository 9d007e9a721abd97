"""Tests of the domain: no store, no HTTP, no clock."""
