"""The effects of a schema change on clients: `python -m tests.schema_changes [REVISION]`.

Prints each breaking and each dangerous change of `tests/schema.graphql` since a revision of git (HEAD~1).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from graphql import build_schema
from graphql.utilities import find_breaking_changes, find_dangerous_changes

KEPT = Path(__file__).parent / "schema.graphql"


def changes(before: str, after: str) -> Iterator[str]:
    """A line for each change that may break a client; both are printed schemas."""
    old, new = build_schema(before), build_schema(after)
    for change in find_breaking_changes(old, new):
        yield f"breaking: {change.type.name}: {change.description}"
    for risk in find_dangerous_changes(old, new):
        yield f"dangerous: {risk.type.name}: {risk.description}"


def main() -> None:
    """Print the changes."""
    revision = sys.argv[1] if len(sys.argv) > 1 else "HEAD~1"
    shown = subprocess.run(
        ["git", "show", f"{revision}:tests/{KEPT.name}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=KEPT.parents[1],
    )
    if shown.returncode != 0:
        print(f"{revision} keeps no schema: nothing to compare with")  # noqa: T201
        return
    for line in changes(shown.stdout, KEPT.read_text("utf-8")):
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
