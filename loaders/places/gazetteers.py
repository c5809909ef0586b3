"""Reads gazetteers into one form: the project's own folder, GeoNames, Who's On First, the KATO classifier."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shapely import Point

from geo.gazetteer.gazetteer import BadGazetteerError, read_gazetteer
from loaders.places.whosonfirst import read_whosonfirst
from loaders.territory.kato import read_kato
from model.enums import PlaceKind
from model.languages import is_kazakh
from store.reading.gazetteers import KeptPlace

Report = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and of how much (0: unknown)."""

_GEONAMES_COLUMNS = 19
_GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})
"""Feature codes of places that are no longer populated: historical, abandoned, destroyed."""
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-z]")
_KATO_HEADER = "code,parent_code,name_ru"


@dataclass(frozen=True, slots=True)
class GazetteerRead:
    """Places of one or more sources, and messages about what was left out."""

    places: tuple[KeptPlace, ...]
    left_out: tuple[str, ...] = ()


def read_places(path: Path, report: Report) -> GazetteerRead:
    """Read a gazetteer; its kind is detected from the content.

    It is a folder with localities.csv (see geo.gazetteer), a folder of Who's On First features, a country
    dump of GeoNames (.txt, or a .zip with it), or the KATO classifier. Raises BadGazetteerError with file and
    line.
    """
    if path.is_dir():
        if (path / "localities.csv").is_file():
            return _read_folder(path, report)
        features = sorted(path.rglob("*.geojson"))
        if features:
            places, left_out = read_whosonfirst(features, report)
            return GazetteerRead(tuple(places), tuple(left_out))
        raise BadGazetteerError(f"{path}: holds neither localities.csv nor features of Who's On First")
    if not path.is_file():
        raise BadGazetteerError(f"{path}: there is no such file or folder")
    if path.suffix == ".zip":
        return _read_geonames_zip(path, report)
    with path.open(encoding="utf-8-sig") as file:
        try:
            first = file.readline().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise BadGazetteerError(f"{path.name}: is not UTF-8") from error
    if first == _KATO_HEADER:
        return GazetteerRead(tuple(_read_classifier(path)))
    if first.count("\t") == _GEONAMES_COLUMNS - 1:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read_geonames(file, path.name, report)
    raise BadGazetteerError(
        f"{path.name}: is neither a GeoNames dump (19 columns by tabs) "
        f"nor the KATO classifier ({_KATO_HEADER})"
    )


def _read_folder(path: Path, report: Report) -> GazetteerRead:
    """The places, shapes and aliases of a folder, and its classifier if it has a classifier.

    Raises BadGazetteerError.
    """
    report("reading the folder", 0, 0)
    known = read_gazetteer(path)
    places = [
        KeptPlace(
            source="gazetteer",
            source_id=locality.id,
            kind=PlaceKind.LOCALITY,
            names_ru=locality.names_ru,
            names_kk=locality.names_kk,
            names_other=locality.names_other,
            shape=Point(locality.lon, locality.lat),
            population=locality.population,
            district=locality.district,
            region="",
            geonames=locality.geonames,
        )
        for locality in known.localities.values()
    ]
    for kind, shapes in ((PlaceKind.REGION, known.regions), (PlaceKind.DISTRICT, known.districts)):
        places += [
            KeptPlace(
                source="gazetteer",
                source_id=shape.id,
                kind=kind,
                names_ru=(shape.name_ru,),
                names_kk=(shape.name_kk,),
                names_other=(shape.kind,),
                shape=shape.boundary,
                population=None,
                district="",
                region=shape.region_iso,
                geonames="",
                wikidata=shape.wikidata,
            )
            for shape in shapes.values()
        ]
    places += [
        KeptPlace(
            source="gazetteer",
            source_id=f"alias-{number:04}",
            kind=PlaceKind.ALIAS,
            names_ru=(alias.name_ru,),
            names_kk=(alias.name_kk,),
            names_other=(alias.kind, alias.locality, *alias.variants),
            shape=None,
            population=None,
            district=alias.shape,
            region=alias.region_iso,
        )
        for number, alias in enumerate(known.aliases)
    ]
    classifier = path / "kato.csv"
    if classifier.is_file():
        places += _read_classifier(classifier)
    return GazetteerRead(tuple(places))


def _read_classifier(path: Path) -> list[KeptPlace]:
    kato = read_kato(path)
    return [
        KeptPlace(
            source="kato",
            source_id=unit.code,
            kind=PlaceKind.CODE,
            names_ru=(unit.printed,),
            district=unit.parent,
            region=unit.code[:2],
        )
        for unit in kato.units.values()
    ]


def _read_geonames_zip(path: Path, report: Report) -> GazetteerRead:
    """The places of the only country file in a ZIP. Raises BadGazetteerError."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if re.fullmatch(r"[A-Z]{2}\.txt", name)]
            if len(names) != 1:
                raise BadGazetteerError(f"{path.name}: holds no one country file such as KZ.txt")
            with archive.open(names[0]) as raw:
                text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
                return _read_geonames(text, names[0], report)
    except zipfile.BadZipFile as error:
        raise BadGazetteerError(f"{path.name}: is not a zip file") from error


def _read_geonames(lines: io.TextIOBase | io.TextIOWrapper, name: str, report: Report) -> GazetteerRead:
    """The inhabited places of a GeoNames dump; others are counted and left out. Raises BadGazetteerError."""
    places: dict[str, KeptPlace] = {}
    others = gone = 0
    for number, line in enumerate(_lines(lines, name), start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _GEONAMES_COLUMNS:
            raise BadGazetteerError(f"{name}:{number}: {len(cells)} columns, not {_GEONAMES_COLUMNS}")
        if number % 1_000 == 0:
            report("reading GeoNames", number, 0)
        if cells[6] != "P":
            others += 1
        elif cells[7] in _GONE:
            gone += 1
        else:
            place = _geonames_place(cells, f"{name}:{number}")
            places[place.source_id] = place
    left_out = []
    if others:
        left_out.append(f"{name}: {others} features that are not inhabited places")
    if gone:
        left_out.append(f"{name}: {gone} places where nobody lives any more")
    return GazetteerRead(tuple(places.values()), tuple(left_out))


def _lines(lines: io.TextIOBase | io.TextIOWrapper, name: str) -> Iterator[str]:
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise BadGazetteerError(f"{name}: is not UTF-8") from error


def _geonames_place(cells: list[str], where: str) -> KeptPlace:
    """The place of a line. Raises BadGazetteerError for a coordinate or population that is not valid."""
    try:
        lat, lon, people = float(cells[4]), float(cells[5]), int(cells[14] or 0)
    except ValueError as error:
        raise BadGazetteerError(f"{where}: latitude, longitude or population is not a number") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadGazetteerError(f"{where}: latitude {lat} or longitude {lon} is not WGS84")
    names = list(dict.fromkeys(name.strip() for name in (cells[1], cells[2], *cells[3].split(","))))
    russian, kazakh, other = sort_names(names)
    return KeptPlace(
        source="geonames",
        source_id=cells[0],
        kind=PlaceKind.LOCALITY,
        names_ru=russian,
        names_kk=kazakh,
        names_other=other,
        shape=Point(lon, lat),
        population=people or None,
        geonames=cells[0],
    )


def sort_names(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Split names of unknown language into Russian, Kazakh and Latin ones, by words and letters.

    A Cyrillic name without Kazakh words or letters counts as Russian. Names in other scripts are left out.
    """
    cyrillic = [name for name in names if _CYRILLIC.search(name)]
    return (
        tuple(name for name in cyrillic if not is_kazakh(name)),
        tuple(name for name in cyrillic if is_kazakh(name)),
        tuple(name for name in names if _LATIN.search(name) and not _CYRILLIC.search(name)),
    )
