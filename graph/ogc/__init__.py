"""The registry as OGC API - Features: collections, items, filters, and the description of all REST routes."""
