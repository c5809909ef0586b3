"""Reads YAML with the parser of libyaml: seeds hold some fifty files, and each start reads them all."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def parse_yaml(text: str) -> Any:
    """What the text says: plain mappings, lists and values alone. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones
