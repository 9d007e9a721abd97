"""The published contract: what the code says of itself, corrected once, with recorded answers as examples."""
