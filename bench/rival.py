"""The tables for PostGraphile: plain tables with the values that answers contain, in the schema `bench`.

Every foreign key has an index, the words of names are in a sorted index, and statistics are up to date.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from geo.names.shown_name import name_in
from model.edition import Edition, Office
from model.enums import Language, Level

_TABLES = """
CREATE SCHEMA bench;
CREATE TABLE bench.office (slug text PRIMARY KEY, kind text NOT NULL, category text NOT NULL,
    shown text NOT NULL, shown_ru text NOT NULL, latitude float8, longitude float8, precision text);
CREATE TABLE bench.office_name (office_slug text NOT NULL REFERENCES bench.office, language text NOT NULL,
    value text NOT NULL, PRIMARY KEY (office_slug, language));
CREATE TABLE bench.contact (office_slug text NOT NULL REFERENCES bench.office, ordinal int NOT NULL,
    kind text NOT NULL, value text NOT NULL, PRIMARY KEY (office_slug, ordinal));
CREATE TABLE bench.service (slug text PRIMARY KEY, shown text NOT NULL);
CREATE TABLE bench.provision (slug text PRIMARY KEY, office_slug text NOT NULL REFERENCES bench.office,
    service_slug text NOT NULL REFERENCES bench.service, roles text[] NOT NULL);
CREATE TABLE bench.region (slug text PRIMARY KEY, shown text NOT NULL);
CREATE TABLE bench.district (slug text PRIMARY KEY, region_slug text NOT NULL REFERENCES bench.region,
    shown text NOT NULL);
CREATE TABLE bench.okrug (slug text PRIMARY KEY, district_slug text NOT NULL REFERENCES bench.district,
    shown text NOT NULL);
CREATE TABLE bench.named (slug text PRIMARY KEY, shown text NOT NULL);
CREATE TABLE bench.word (word text COLLATE "C" NOT NULL, named_slug text NOT NULL REFERENCES bench.named,
    PRIMARY KEY (word, named_slug));
"""
_INDEXES = """
CREATE INDEX ON bench.office (shown, slug);
CREATE INDEX ON bench.provision (office_slug);
CREATE INDEX ON bench.provision (service_slug);
CREATE INDEX ON bench.district (region_slug);
CREATE INDEX ON bench.okrug (district_slug);
CREATE INDEX ON bench.word (named_slug, word);
CREATE FUNCTION bench.who_serves(service text, unit text) RETURNS SETOF bench.office
LANGUAGE sql STABLE AS $$
    SELECT o.* FROM kense.office_for(service, unit) f JOIN bench.office o ON o.slug = f.office_id $$;
CREATE FUNCTION bench.nearest_centres(lon float8, lat float8) RETURNS SETOF bench.office
LANGUAGE sql STABLE AS $$
    SELECT o.* FROM kense.nearest_psc(lon, lat, 5) f JOIN bench.office o ON o.slug = f.office_id $$;
CREATE FUNCTION bench.offices_behind(name text, id text) RETURNS SETOF bench.office
LANGUAGE sql STABLE AS $$
    SELECT * FROM bench.office WHERE (shown, slug) > (name, id) ORDER BY shown, slug LIMIT 200 $$;
CREATE FUNCTION bench.offices_of(ids text[]) RETURNS SETOF bench.office
LANGUAGE sql STABLE AS $$ SELECT * FROM bench.office WHERE slug = ANY (ids) $$;
CREATE FUNCTION bench.found(term text) RETURNS SETOF bench.named
LANGUAGE sql STABLE AS $$
    WITH asked AS (SELECT w AS word, row_number() OVER (ORDER BY length(w) DESC) AS place
                   FROM regexp_split_to_table(lower(term), '[\\s-]+') w),
         hit AS (SELECT DISTINCT x.named_slug FROM asked a JOIN bench.word x
                 ON x.word >= a.word COLLATE "C" AND x.word < (a.word || chr(1114111)) COLLATE "C"
                 WHERE a.place = 1)
    SELECT s.* FROM hit JOIN bench.named s ON s.slug = hit.named_slug
    WHERE NOT EXISTS (SELECT 1 FROM asked a WHERE a.place > 1 AND NOT EXISTS (
        SELECT 1 FROM bench.word x WHERE x.named_slug = s.slug
        AND x.word >= a.word COLLATE "C" AND x.word < (a.word || chr(1114111)) COLLATE "C"))
    ORDER BY length(s.shown), s.slug LIMIT 10 $$;
ANALYZE;
"""
_BREAKS = re.compile(r"[\s/-]+")


def fill(engine: sa.Engine, edition: Edition) -> None:
    """Create the schema `bench`, which must not exist yet, and fill it from an edition."""
    with engine.begin() as connection:
        connection.exec_driver_sql(_TABLES)
        for table, rows in _rows(edition).items():
            marks = ", ".join(["%s"] * len(rows[0]))
            connection.exec_driver_sql(f"INSERT INTO bench.{table} VALUES ({marks})", rows)
        connection.exec_driver_sql(_INDEXES)


def _rows(edition: Edition) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table."""
    named = {
        slug: name_in(record.names, Language.RU, slug)
        for records in (edition.units, edition.offices, edition.services)
        for slug, record in records.items()
    }
    return {
        "office": [_office(one) for one in edition.offices.values()],
        "office_name": [
            (one.id, str(language), name_in(one.names, language, ""))
            for one in edition.offices.values()
            for language in Language
        ],
        "contact": [
            (one.id, ordinal, str(contact.kind), contact.value)
            for one in edition.offices.values()
            for ordinal, contact in enumerate(one.contacts)
        ],
        "service": [(one.id, name_in(one.names, Language.KK, "")) for one in edition.services.values()],
        "provision": [
            (one.id, one.office_id, one.service_id, [str(role) for role in one.roles])
            for one in edition.provisions.values()
        ],
        **_units(edition),
        "named": list(named.items()),
        "word": sorted(
            {(word, slug) for slug, text in named.items() for word in _BREAKS.split(text.lower()) if word}
        ),
    }


def _units(edition: Edition) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of regions, districts and rural okrugs."""

    def shown(slug: str) -> str:
        return name_in(edition.units[slug].names, Language.KK, "")

    def inside(slug: str, level: Level) -> list[str]:
        found: list[str] = []
        for child in edition.children.get(slug, ()):
            own = edition.units[child].level is level
            found += [child] if own else inside(child, level)
        return found

    regions = [slug for slug, unit in edition.units.items() if unit.level is Level.REGION]
    districts = {district: region for region in regions for district in inside(region, Level.DISTRICT)}
    okrugs = {okrug: district for district in districts for okrug in inside(district, Level.RURAL_OKRUG)}
    return {
        "region": [(slug, shown(slug)) for slug in regions],
        "district": [(slug, region, shown(slug)) for slug, region in districts.items()],
        "okrug": [(slug, district, shown(slug)) for slug, district in okrugs.items()],
    }


def _office(one: Office) -> tuple[Any, ...]:
    at = one.position
    shown, shown_ru = (name_in(one.names, language, "") for language in (Language.KK, Language.RU))
    place = (at.lat, at.lon, str(at.precision)) if at is not None else (None, None, None)
    return one.id, str(one.kind), one.category, shown, shown_ru, *place
