"""What differs between two editions of the record, as a page to read or a document for programs."""
