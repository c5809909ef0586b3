"""Reads YAML with the parser of libyaml, for speed: each start reads the fifty or so files of seeds."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
MOST_NESTED = 32
"""Deepest nesting of lists and mappings in an untrusted text."""


def parse_yaml(text: str) -> Any:
    """The content of the text: plain mappings, lists and values only. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones


def check_yaml(text: str) -> None:
    """Check an untrusted text that could crash the parser or expand without end.

    libyaml crashes on thousands of nested lists. Raises ValueError for aliases and for more than 32 levels,
    and yaml.YAMLError.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("aliases such as *name are not read: write the value itself")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_NESTED:
            raise ValueError(f"it is nested deeper than {MOST_NESTED} levels")
