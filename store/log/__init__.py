"""The log of what people changed: revisions, corrections, and the next edition."""
