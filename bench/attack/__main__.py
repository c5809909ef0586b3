"""`make attack`: runs attacks on real servers, prints the cost of each, writes it to var/attack.json.

    python -m bench.attack [--only NAME] [--deep] [--out FILE]

`--only` runs the attacks whose name contains the text; `--deep` adds those that take minutes.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from bench.attack.enrolled import attacks
from bench.attack.ground import loaded_store
from bench.attack.rows import heading, played, written
from loaders.seeds import read_seeds


def main() -> int:
    """Run the selected attacks.

    Returns 0 if all of them ran, whatever their result, and 2 if none has that name.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__.split(":")[1])
    parser.add_argument("--only", default="", help="text in the names of the attacks to play")
    parser.add_argument("--deep", action="store_true", help="play those that take minutes, too")
    parser.add_argument(
        "--out", type=Path, default=Path("var/attack.json"), help="where the rows are written"
    )
    asked = parser.parse_args()
    chosen = [one for one in attacks(deep=asked.deep or bool(asked.only)) if asked.only in one.name]
    if not chosen:
        print(f"no attack has {asked.only!r} in its name", file=sys.stderr)
        return 2
    # Servers run in process groups of their own and end with their contexts.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows = []
    with tempfile.TemporaryDirectory(prefix="kense-attack-") as name:
        folder = Path(name)
        loaded = loaded_store(folder, read_seeds())
        print(heading(), flush=True)
        for number, attack in enumerate(chosen):
            rows.append(played(attack, loaded, folder / str(number)))
            print(rows[-1], flush=True)
    written(rows, asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
