"""What other people's tools make of the contract."""
