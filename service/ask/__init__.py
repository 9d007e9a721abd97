"""Questions in plain English, read by a small written grammar into the same question as a route's."""
