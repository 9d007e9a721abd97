"""Tests of the commands that have a file of their own."""
