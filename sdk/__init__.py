"""Client packages that are generated from the schema, for JavaScript and for Python."""
