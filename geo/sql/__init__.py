"""The same questions, asked of PostGIS."""
