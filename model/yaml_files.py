"""Reads YAML with the parser of libyaml: seeds hold some fifty files, and each start reads them all."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
MOST_NESTED = 32
"""Lists and mappings inside each other, in a text of strangers."""


def parse_yaml(text: str) -> Any:
    """What the text says: plain mappings, lists and values alone. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones


def check_yaml(text: str) -> None:
    """Refuse a text of strangers that would take its reader down or unfold without end.

    The parser of libyaml falls over lists inside lists by the thousand. Raises ValueError and yaml.YAMLError.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("aliases such as *name are not read: write the value itself")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_NESTED:
            raise ValueError(f"it is nested deeper than {MOST_NESTED} levels")
