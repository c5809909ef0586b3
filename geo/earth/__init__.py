"""Points, boxes and shapes on WGS84, and the trees that find them."""
