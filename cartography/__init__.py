"""Cuts the base map that Kense ships out of packages with maps of the world."""
