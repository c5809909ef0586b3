"""Small wrong changes to the rules, to see whether the tests of their room notice them."""
