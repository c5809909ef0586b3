"""The work of `kense locate`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from geo.gazetteer.gazetteer import Gazetteer, read_gazetteer
from geo.gazetteer.stored_gazetteer import stored_gazetteer
from geo.locator.candidates import Answer, Candidate, LocateQuery
from geo.locator.evidence import label, label_of_locality
from geo.locator.geocoders import RemoteGeocoder
from geo.locator.locate_stream import NONE, locate_lines, read_lines
from geo.locator.locator import Locator
from geo.locator.remote import RemoteStage
from geo.names.kept_folds import kept_folds
from geo.units.edition_index import Atlas
from loaders.seeds.units import read_seed_units
from model.edition import Edition
from model.enums import Language
from model.settings import Settings
from store.reading.edition_file import edition_file
from store.reading.geocoder_cache import GeocoderCache
from store.reading.kept_edition import read_kept_edition
from store.tables.engine import make_engine, reading
from store.tables.schema import migrate


def make_locator(settings: Settings, database: bool, gazetteer: Path | None) -> Locator:
    """The locator for a store (`database`) or the delivered seeds, with places of a gazetteer.

    The gazetteer is the given folder, else the folder of the settings; without both, the imported places of
    the store. Raises BadSeedError, StoreError and BadGazetteerError.
    """
    folder = gazetteer or settings.gazetteer
    places: Gazetteer | None = read_gazetteer(folder) if folder is not None else None
    if database:
        edition, imported = _stored(settings, with_places=places is None)
        with kept_folds(settings):
            atlas, places = Atlas.of(edition), places or imported
    else:
        atlas = Atlas.of(read_seed_units())
    return Locator(atlas, places, _remote_stage(settings, atlas))


def _remote_stage(settings: Settings, atlas: Atlas) -> RemoteStage | None:
    """The remote geocoders of the settings, with answers cached in the store; None if no geocoder is set.

    The tables of the store are upgraded for the cache.
    """
    if not settings.geocoders:
        return None
    engine = make_engine(settings.database_url)
    migrate(engine)
    pause_s, timeout_s = settings.geocoder_pause_s, settings.geocoder_timeout_s
    geocoders = [RemoteGeocoder(address, pause_s, timeout_s) for address in settings.geocoders]
    return RemoteStage(atlas, geocoders, GeocoderCache(engine))


def _stored(settings: Settings, with_places: bool) -> tuple[Edition, Gazetteer | None]:
    """The edition of the store, and with `with_places` its imported gazetteers, else None."""
    engine = make_engine(settings.database_url)
    try:
        with reading(engine) as connection:
            edition = read_kept_edition(connection, edition_file(settings))
            return edition, stored_gazetteer(connection, edition.units) if with_places else None
    finally:
        engine.dispose()


def run_locate(locator: Locator, query: LocateQuery, explain: bool, console: Console) -> bool:
    """Print the places that a text means; returns whether there is any. `explain` also prints the reasons."""
    answer = locator.answer(query)
    if answer.best is None and not answer.candidates:
        _print(console, f"{NONE}: {query.text[:80]!r} names no place of the registry")
        return False
    _print_places(locator, answer, console)
    if explain:
        _explain(answer, console)
    return True


def run_locate_lines(locator: Locator, lines: BinaryIO, output: BinaryIO) -> None:
    """Answer every line of a stream as soon as it is read. Ends without error when the output is closed."""
    try:
        for line in locate_lines(locator, read_lines(lines)):
            output.write(line + b"\n")
            output.flush()
    except BrokenPipeError:
        # The interpreter flushes again at its end: it must not meet the closed pipe then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())


def _print_places(locator: Locator, answer: Answer, console: Console) -> None:
    """Print two lines for each place; a star marks the place that is meant."""
    rows = list(answer.candidates)
    if answer.best is not None and answer.best not in rows:
        rows.insert(0, answer.best)
    for candidate in rows:
        mark = "*" if candidate is answer.best else " "
        ids = " ".join(each for each in (candidate.unit and candidate.unit.id, candidate.source_id) if each)
        where = f"{candidate.point.lat:.5f} {candidate.point.lon:.5f}"
        exact = f"{candidate.precision.value} ±{candidate.error_m / 1000:g} km"
        _print(console, f"{mark} {_label(locator, candidate)}")
        _print(console, f"  {where}  {exact}  {candidate.stage.value} {candidate.confidence:.2f}  {ids}")


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _label(locator: Locator, candidate: Candidate) -> str:
    if candidate.unit is not None:
        return label(locator.atlas, candidate.unit).text(Language.RU)
    if candidate.locality is None:
        return ""
    return label_of_locality(candidate.locality, None).text(Language.RU)


def _explain(answer: Answer, console: Console) -> None:
    """Print the reasons for the best place (else for all candidates) and for the rejected units."""
    for candidate in [answer.best] if answer.best is not None else answer.candidates:
        for language in (Language.KK, Language.RU):
            for sentence in candidate.evidence:
                _print(console, f"  {language.value}  {sentence.text(language)}")
        for rejected in candidate.rejected:
            name, why = rejected.name.text(Language.RU), rejected.why.text(Language.RU)
            _print(console, f"  -   {name} ({rejected.unit_id}): {why}")
