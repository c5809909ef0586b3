"""`make chaos`: causes faults in real servers and stores, prints their cost, writes it to var/chaos.json.

    python -m bench.chaos [--only TEXT] [--seconds N] [--out FILE]

The exit code is 1 where a goal was missed.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from bench.chaos.faults import FAULTS
from bench.chaos.rows import heading, played, written


def main() -> int:
    """Run the selected faults.

    Returns 0 if all goals were met, 1 if one was missed, and 2 if no fault has that name.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__.split(":")[1])
    parser.add_argument("--only", default="", help="text in the names of the faults to play")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long clients work around a fault")
    parser.add_argument("--out", type=Path, default=Path("var/chaos.json"), help="where the rows are written")
    asked = parser.parse_args()
    chosen = [one for one in FAULTS if asked.only in one.name]
    if not chosen:
        print(f"no fault has {asked.only!r} in its name", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # started processes end with their contexts
    rows = []
    print(heading(), flush=True)
    for fault in chosen:
        rows.append(played(fault, asked.seconds))
        print(rows[-1], flush=True)
    written(rows, asked.out)
    return 1 if any(row.misses for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
