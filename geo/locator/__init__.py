"""From a text, an id, a code or a point to the places that may be meant."""
