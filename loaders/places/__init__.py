"""Positions and boundaries: gazetteers, `kense place`, `kense locate`, boundaries from GeoJSON."""
