"""The registry over plain HTTP in other standards; `geo.exports` makes the content."""
