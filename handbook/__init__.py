"""The documentation as a site: its pages checked, its reference made from the code, and all of it built."""
