"""The same questions as SQL functions of PostGIS."""
