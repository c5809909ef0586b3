"""Rows of acts drawn at random for a reader: so many of every shape of table in every act.

The draw is repeated from the seeds: the same seed and counts give the same rows.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from loaders.acts.profiles import shipped_profiles
from loaders.seeds import Seeds, split_values

Row = tuple[str, int]
"""Act and line."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw: its seed, and how many rows of each `(act, reading)` it takes."""

    seed: int
    counts: Mapping[tuple[str, str], int]


FIRST = Draw(
    31081119,
    {
        ("alm-2012-420", "employment_departments"): 3,
        ("alm-2012-420", "okrug_akimats"): 12,
        ("gov-2010-76", "appeal_desks"): 10,
        ("gov-2010-76", "housing_departments"): 12,
        ("gov-2010-76", "psc_branches"): 12,
        ("gov-2011-283", "district_akimats"): 12,
        ("gov-2011-283", "psc_branches"): 3,
        ("gov-2012-1119", "control_departments"): 2,
        ("gov-2012-1119", "district_akimats"): 10,
        ("gov-2012-1119", "education_departments"): 14,
        ("gov-2012-1119", "education_managements"): 3,
        ("gov-2012-1119", "extracurricular_organisations"): 20,
        ("gov-2012-1119", "oblast_akimats"): 3,
        ("gov-2012-1119", "officials"): 3,
        ("gov-2012-1119", "okrug_akimats"): 160,
        ("gov-2012-1119", "psc_branches"): 14,
        ("krg-2008-35-01", "education_departments"): 6,
        ("krg-2008-35-01", "okrug_akimats"): 12,
        ("krg-2008-35-01", "psc_branches"): 5,
        ("krg-2008-35-01", "reception_timetables"): 4,
    },
)

HELD_OUT = Draw(
    17122010,
    {
        ("alm-2012-420", "employment_departments"): 2,
        ("alm-2012-420", "okrug_akimats"): 8,
        ("gov-2010-76", "appeal_desks"): 6,
        ("gov-2010-76", "housing_departments"): 7,
        ("gov-2010-76", "psc_branches"): 7,
        ("gov-2011-283", "district_akimats"): 7,
        ("gov-2011-283", "psc_branches"): 2,
        ("gov-2012-1119", "control_departments"): 1,
        ("gov-2012-1119", "district_akimats"): 6,
        ("gov-2012-1119", "education_departments"): 8,
        ("gov-2012-1119", "education_managements"): 2,
        ("gov-2012-1119", "extracurricular_organisations"): 14,
        ("gov-2012-1119", "oblast_akimats"): 2,
        ("gov-2012-1119", "officials"): 2,
        ("gov-2012-1119", "okrug_akimats"): 80,
        ("gov-2012-1119", "psc_branches"): 8,
        ("krg-2008-35-01", "education_departments"): 4,
        ("krg-2008-35-01", "okrug_akimats"): 7,
        ("krg-2008-35-01", "psc_branches"): 3,
        ("krg-2008-35-01", "reception_timetables"): 2,
    },
)


def drawn_rows(seeds: Seeds, draw: Draw, but_not: Collection[Row] = ()) -> frozenset[Row]:
    """The rows of a draw; none that is in `but_not` or prints the same as one of those."""
    frame: dict[tuple[str, str], list[Row]] = defaultdict(list)
    print_of: dict[Row, tuple[str, ...]] = {}
    readings = {
        (profile.id, table.standard, table.annex): table.reading
        for profile in shipped_profiles()
        for table in profile.tables
    }
    for key, rows in seeds.entries.items():
        reading = readings.get((key.act, key.standard, key.annex))
        if reading is None:
            continue  # bodies that paragraphs name: no table
        for row in rows:
            frame[key.act, reading].append((key.act, row.line))
            print_of[key.act, row.line] = split_values(row.cells)[1:]
    known = {print_of[row] for row in but_not}
    chance = random.Random(draw.seed)  # not a secret
    drawn: list[Row] = []
    for stratum, count in sorted(draw.counts.items()):
        left = sorted(row for row in frame[stratum] if print_of[row] not in known)
        drawn += chance.sample(left, count)
    return frozenset(drawn)
