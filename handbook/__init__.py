"""The documentation as a site: checks the pages, makes the reference from the code, builds all of it."""
