"""From the reviewed text in seed_data to one SQLite file."""
