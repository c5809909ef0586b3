"""The questions that `geo` answers, as SQL functions of PostGIS."""
