"""One Alembic history for PostGIS and SQLite."""
