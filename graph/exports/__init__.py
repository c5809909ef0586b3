"""The registry over plain HTTP in the standards of others; what is written is made in `geo.exports`."""
