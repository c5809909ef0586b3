"""Which tests run in one process, and which of them start first."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

_TOGETHER = {
    "test_positions.py": "places",
    "test_units.py": "places",
    "test_store.py": "shipped postgis",
    "test_spatial_sql_shipped.py": "shipped postgis",
}
"""Files whose tests share what is dear to make: they run in one process."""
_APART = {"test_documented_commands.py"}
"""Files with groups of tests that share nothing: each value of their first parameter is a group."""
_LONGEST = (
    "test_documented_commands.py wheel",
    "test_journeys.py",
    "conformance",
    "test_documented_commands.py clone",
    "shipped postgis",
    "test_staging.py",
    "test_attack.py",
    "test_stress.py",
    "test_staged_cases.py",
    "places",
    "test_documented_commands.py",
    "test_check.py",
    "test_locate_table_command.py",
    "test_seeding.py",
    "test_directory.py",
    "test_locate_command.py",
    "test_api_edges.py",
    "test_amending.py",
    "test_replaced_registries.py",
    "test_mutations.py",
    "test_quick.py",
    "test_listening.py",
    "test_spatial_sql.py",
    "test_real_reload.py",
)
"""Groups of tests that begin first, the longest before the others: none of them is alone at the end."""


def group_of(nodeid: str) -> str:
    """The group of a test; each group runs in one process."""
    file = PurePath(nodeid.partition("::")[0])
    if file.parent.name == "conformance":
        return "conformance"
    if file.name in _APART and nodeid.endswith("]"):
        return f"{file.name} {nodeid.rpartition('[')[2].removesuffix(']')}"
    return _TOGETHER.get(file.name, file.name)


class ByGroup(LoadFileScheduling):  # type: ignore[misc]  # xdist types it as Any
    """Gives a process one group of tests after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def longest_first(items: list[pytest.Item]) -> None:
    """Start the longest groups first; the others keep their order."""
    turns = {group: turn for turn, group in enumerate(_LONGEST)}
    items.sort(key=lambda item: turns.get(group_of(item.nodeid), len(turns)))


def named_files() -> set[str]:
    """Files and folders of tests that are named here, by the first word of their group."""
    groups = {group.split(" ")[0] for group in _LONGEST if group not in _TOGETHER.values()}
    return groups | set(_TOGETHER) | _APART
