"""A store of Akkol district with a gazetteer, in which some places and houses are not located yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely
from sqlalchemy import Engine

from changes.location_run import location_run
from changes.location_search import Finding
from geo.locator.position_needs import needs_of, standing_of
from loaders.seeds import Seeds
from model.edition import Edition
from model.enums import PlaceKind, PositionState, PositionTrouble
from model.settings import Settings
from store.reading.editions import load_edition
from store.reading.gazetteers import KeptPlace, replace_sources
from store.tables.engine import writing
from tests.filled import fill

DISTRICT = "1108785617"
KYNA = (72.1, 52.05)
HOUSE = (70.9478, 51.9944)
"""In Akkol."""
EDUCATION = "akm-akkol-education"
PSC = "akm-akkol-psc"
KARASAI = "akm-akkol-karasai-akimat"


def place(source_id: str, name: str, at: tuple[float, float], district: str = DISTRICT) -> KeptPlace:
    """A place of GeoNames."""
    return KeptPlace(
        source="geonames",
        source_id=source_id,
        kind=PlaceKind.LOCALITY,
        names_ru=(name,),
        shape=shapely.Point(*at),
        district=district,
        geonames=source_id,
    )


OUTLINE = KeptPlace(
    source="whosonfirst",
    source_id=DISTRICT,
    kind=PlaceKind.DISTRICT,
    names_ru=("Аккольский район",),
    shape=shapely.box(69.9, 51.4, 72.6, 52.6),
    region="KZ-AKM",
)
PLACES = (OUTLINE, place("111", "Кына", KYNA), place("112", "Карасай", (72.0, 52.1)))


def store_with(engine: Engine, seeds: Seeds, places: tuple[KeptPlace, ...] = PLACES) -> Engine:
    """The seeds and the places in an empty store."""
    fill(engine, seeds)
    know(engine, places)
    return engine


def know(engine: Engine, places: tuple[KeptPlace, ...]) -> None:
    """Replace the places of the store's gazetteer."""
    with writing(engine) as connection:
        replace_sources(connection, places)


def settings(**more: str) -> Settings:
    """Settings without geocoders, unless `KENSE_GEOCODERS` is among them; requests to them have no pause."""
    quick = {"KENSE_GEOCODER_PAUSE_S": "0.001", "KENSE_GEOCODER_TIMEOUT_S": "2"}
    return Settings.from_environment({"KENSE_HOME": "var", **quick, **more})


def located(
    engine: Engine, environ: Mapping[str, str] | None = None, limit: int | None = None
) -> list[Finding]:
    """A whole run that writes what it finds."""
    found: list[Finding] = []
    with location_run(engine, settings(**(environ or {}))) as run:
        for batch in run.batches(limit):
            found += batch
            run.write(batch)
    return found


def changed(found: list[Finding]) -> dict[str, str]:
    """Subject to the outcome for its position, for the changed ones."""
    return {one.need.subject: one.kind for one in found if one.kind != "same"}


def states(edition: Edition) -> dict[str, tuple[PositionState, PositionTrouble | None]]:
    """Subject to the state of its position."""
    found = ((need, standing_of(edition, need)) for need in needs_of(edition))
    return {need.subject: (standing.state, standing.trouble) for need, standing in found}


def shown(engine: Engine, office: str) -> dict[str, Any]:
    """The position of an office in the newest edition."""
    at = load_edition(engine).offices[office].position
    assert at is not None
    return {"at": (at.lon, at.lat), "precision": at.precision.value, "method": at.method, "source": at.source}
