"""`make mirrors`: a mirror still equals the source after 10,000 random edits and two loads of other seeds.

python -m bench.mirrors [EDITS] [SEED]
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from loaders.loading.load import load
from loaders.seeds import read_seeds
from model.program_files import PROGRAM
from store.tables import tables
from store.tables.engine import make_engine, reading
from tests.changing import ChangingClient
from tests.mirroring import PRIVATE, Mirror, People, dump_of, other

_LOOKS = 20
_UNHURRIED = {"KENSE_CORRECTIONS_PER_HOUR": "1000000", "KENSE_REQUEST_DEADLINE_S": "120"}


def main(edits: int = 10_000, seed: int = 1) -> int:
    """Print the edits and the sizes.

    Returns 1 if the mirror differs, has private texts, or took more than one dump.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    small = read_seeds(PROGRAM / "tests" / "seeds_small")
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(make_url(f"sqlite:///{Path(folder)}/kense.sqlite3"))
        load(engine, small)
        client = ChangingClient(engine, _UNHURRIED)
        with client.http:
            client.sign_in("*")
            mirror, people = Mirror(client), People(client, seed)
            wrongs, began = 0, time.monotonic()
            for look in range(_LOOKS):
                for _ in range(edits // _LOOKS):
                    people.act()
                if look in (_LOOKS // 3, _LOOKS // 2):
                    load(engine, other(small) if look == _LOOKS // 3 else small)
                    client.reception.catch_up()
                wrongs += mirror.follow() != dump_of(engine)
            seconds = time.monotonic() - began
        everything = b"".join(mirror.seen).decode()
        wrongs += sum(word in everything for word in PRIVATE)
        with reading(engine) as connection:
            size = connection.scalar(select(func.sum(func.length(tables.public_change.c.lines)))) or 0
        print(f"{edits:,} edits tried in {seconds:.0f} s, carried out: {dict(people.done)}")
        blocks = len(client.edition.change_log.blocks)
        print(f"edition {client.edition.number}: {blocks:,} blocks, {size:,} bytes")
        print(f"the mirror asked {dict(mirror.taken)}; wrongs {wrongs}", flush=True)
        engine.dispose()
    return int(wrongs > 0 or mirror.taken["/changes/start"] != 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
