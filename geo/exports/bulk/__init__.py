"""Whole layers as files of other programs: GeoPackage, FlatGeobuf, GeoParquet, PMTiles.

They are made with packages of the extra `bulk`, which nothing else imports.
"""
