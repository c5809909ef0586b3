"""Whole layers as files for other programs: GeoPackage, FlatGeobuf, GeoParquet, PMTiles.

They need packages of the extra `bulk`, which no other module imports.
"""
