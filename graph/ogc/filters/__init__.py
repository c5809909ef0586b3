"""CQL2 (OGC 21-065r2): a small part of it, read strictly and with bounds, and compiled to functions."""
