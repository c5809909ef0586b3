"""Everything that this program assumes of Strawberry and graphql-core beyond their documentation.

Each name of this room says what it assumes, and `tests/graph/test_libraries_*.py` has a test for it: an
upgrade that breaks an assumption fails there. No other file of `graph` imports a private module of the two
libraries or touches a private attribute (`tests/graph/test_private_parts.py`).
"""
