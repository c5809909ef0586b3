"""The cost of locating a place name with its district, in the process, on the shipped units."""

from __future__ import annotations

import os
import random
from pathlib import Path

from bench.timing import timing_of
from geo.gazetteer.gazetteer import read_gazetteer
from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.enums import Level


def print_locating(edition: Edition) -> None:
    """Print the time to locate villages, alone and with their district.

    Also with a gazetteer if KENSE_GAZETTEER names one.
    """
    atlas = Atlas.of(edition)
    asked = []
    for unit in edition.units.values():
        if unit.level is Level.SETTLEMENT and unit.names:
            around = edition.units.get(unit.id.rsplit("-", 2)[0])
            asked.append((unit.names[0].value, around.names[0].value if around and around.names else None))
    random.Random(0).shuffle(asked)
    folder = os.environ.get("KENSE_GAZETTEER")
    gazetteers = {"": None, " and gazetteer": read_gazetteer(Path(folder))} if folder else {"": None}
    for also, gazetteer in gazetteers.items():
        locator = Locator(atlas, gazetteer)
        for what, with_district in (("locate a village", False), ("locate it in its district", True)):

            def ask(i: int, locator: Locator = locator, with_district: bool = with_district) -> None:
                text, district = asked[i % len(asked)]
                locator.answer(LocateQuery(text, district if with_district else None))

            print(f"{what + also:44} {timing_of(ask, 1_000)}")
