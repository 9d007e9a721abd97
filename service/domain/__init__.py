"""The pure core: what a control is and how a question about it is decided. No clock, SQL or HTTP."""
