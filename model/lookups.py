"""Reads `seeds/lookups/*.yaml`: aliases, abbreviations, codes and misprints that are data, not code."""

from functools import cache
from typing import Any

from model.errors import StoreError
from model.program_files import shipped_seeds
from model.yaml_files import parse_yaml


@cache
def read_lookup(name: str) -> dict[str, Any]:
    """The mapping in `seeds/lookups/<name>.yaml`; raises StoreError when the file is absent or no mapping."""
    path = shipped_seeds() / "lookups" / f"{name}.yaml"
    try:
        content = parse_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise StoreError(f"the lookup {path} is missing: reinstall kense or check out seeds/") from error
    if not isinstance(content, dict):
        raise StoreError(f"the lookup {path} does not hold a mapping")
    return content
