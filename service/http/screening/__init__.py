"""A parts list read, understood and answered line by line: everything of a screening below its route."""
