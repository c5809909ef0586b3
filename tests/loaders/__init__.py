"""Tests of reading acts and making seeds."""
