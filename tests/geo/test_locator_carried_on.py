"""A locator that is carried on to a later edition answers alike and keeps nothing of the earlier one."""

import gc
import weakref
from dataclasses import replace
from datetime import UTC, datetime

from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas, AtlasStep
from model.edition import Edition, Overlay


def later_than(edition: Edition) -> Edition:
    """An edition later, in which one office has another version."""
    office = next(iter(edition.offices.values()))
    provisions = edition.provisions_of_office.get(office.id, ())
    return edition.carried_on(
        Overlay(
            number=edition.number + 1,
            published_at=datetime.now(UTC),
            office_ids=frozenset({office.id}),
            offices={office.id: replace(office, version=office.version + 1)},
            provisions={each: edition.provisions[each] for each in provisions},
            revisions={},
            earlier={},
            rekeyed=edition.rekeyed,
        )
    )


def test_it_answers_alike_and_the_earlier_atlas_goes(small_edition: Edition) -> None:
    atlas = Atlas.of(small_edition)
    locator = Locator(atlas)
    locator.prepare()
    query = LocateQuery("Карасайский сельский округ, Аккольский район")
    before = [each.id for each in locator.locate(query)]
    step = AtlasStep.of(atlas, later_than(small_edition))
    assert step is not None
    carried = locator.carried_on(step)
    gone = weakref.ref(atlas)
    del atlas, locator, step
    gc.collect()
    assert gone() is None
    assert [each.id for each in carried.locate(query)] == before != []
