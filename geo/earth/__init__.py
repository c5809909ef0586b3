"""Points, boxes and shapes on WGS84, and search trees over them."""
