"""What people changed: the log of revisions, proposals, and the next edition."""
