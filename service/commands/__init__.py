"""Commands of the console script that have a file of their own."""
