"""`make mutants`: makes small wrong changes to the rules, prints those that no test of the room notices.

Own code and not mutmut or cosmic-ray: neither draws a seeded sample room by room, and the second changes the
files of the checkout itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from tests.mutation.drawing import Equal, draw, read_equal
from tests.mutation.mutants import Mutant
from tests.mutation.rooms import ROOMS, mutants_by_room
from tests.mutation.running import BrokenError, Copy, copied


@dataclass(slots=True)
class Tally:
    """The results of the changes drawn for a room."""

    noticed: int = 0
    survived: list[Mutant] = field(default_factory=list)
    equal: int = 0
    untried: int = 0

    def __str__(self) -> str:
        tried = self.noticed + len(self.survived)
        share = f"{100 * self.noticed / tried:5.1f} %" if tried else "    - "
        counted = f"{self.noticed:5} of {tried:4} noticed {share}"
        return f"{counted}   {self.equal:3} equal   {self.untried:3} not tried"


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """The options of the command."""
    parser = argparse.ArgumentParser(prog="make mutants", description="How well do the tests hold the rules?")
    parser.add_argument("--count", type=int, default=84, help="how many changes to try (84)")
    parser.add_argument("--seed", type=int, default=1, help="what the sample is drawn by (1)")
    parser.add_argument(
        "--minutes", type=float, default=60, help="begin no change after so many minutes (60)"
    )
    parser.add_argument("--room", choices=ROOMS, action="append", help="of this room alone; may be repeated")
    return parser.parse_args(words)


def try_room(copy: Copy, name: str, mutants: Sequence[Mutant], equal: Sequence[Equal], until: float) -> Tally:
    """Try the changes of one room until a point of the monotonic clock. Raises BrokenError."""
    room, tally = ROOMS[name], Tally()
    usual_s = copy.seconds_unchanged(room)
    for mutant in mutants:
        if any(entry.is_of(mutant) for entry in equal):
            tally.equal += 1
        elif monotonic() > until:
            tally.untried += 1
        elif copy.notices(room, mutant, usual_s):
            tally.noticed += 1
        else:
            tally.survived.append(mutant)
            say(f"  survived: {mutant}")
    return tally


def say(line: str) -> None:
    """Print a line at once, without a buffer."""
    print(line, flush=True)  # noqa: T201


def report(tallies: Mapping[str, Tally]) -> None:
    """Print the figures of each room, those of all, and the survivors."""
    total = Tally()
    for name, tally in tallies.items():
        say(f"{name:13}{tally}")
        total.noticed += tally.noticed
        total.survived += tally.survived
        total.equal += tally.equal
        total.untried += tally.untried
    say(f"{'all':13}{total}")
    say(f"{len(total.survived)} survivors")
    for mutant in total.survived:
        say(f"  {mutant}")


def main(words: Sequence[str]) -> int:
    """Try a sample; returns 0 whatever survives, 1 where the tests of a room fail without any change."""
    options = parsed(words)
    by_room = mutants_by_room({name: ROOMS[name] for name in options.room or ROOMS})
    equal = read_equal()
    drawn = draw(by_room, options.count, options.seed)
    known, count = (sum(map(len, rooms.values())) for rooms in (by_room, drawn))
    say(f"{count} of {known} known changes, drawn by seed {options.seed}")
    until = monotonic() + options.minutes * 60
    tallies: dict[str, Tally] = {}
    with copied() as copy:
        for name, mutants in drawn.items():
            say(f"{name}: {len(mutants)} of {len(by_room[name])}")
            for mutant in mutants:
                say(f"  drawn: {mutant}")
            try:
                tallies[name] = try_room(copy, name, mutants, equal, until)
            except BrokenError as error:
                say(f"broken: {error}")
                return 1
    report(tallies)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
