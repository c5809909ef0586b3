"""The documentation as a site: checks its pages, makes the reference from the code, and builds the site."""
