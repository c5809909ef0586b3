"""Tables for finding places, with data from elsewhere: gazetteers, answers of geocoders."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from model.enums import PlaceKind
from store.tables.columns import Instant, metadata, one_of
from store.tables.spatial import Spatial

gazetteer_place = Table(
    "gazetteer_place",
    metadata,
    Column("source", String, primary_key=True),
    Column("source_id", String, primary_key=True),
    Column("kind", String, nullable=False, index=True),
    Column("names_ru", JSON, nullable=False),
    Column("names_kk", JSON, nullable=False),
    Column("names_other", JSON, nullable=False),
    Column("shape", Spatial("GEOMETRY")),
    Column("population", Integer),
    # Ids within the same source, or the source's own text; no foreign key, as sources are incomplete.
    Column("district", String, nullable=False),
    Column("region", String, nullable=False),
    Column("geonames", String, nullable=False),
    Column("wikidata", String, nullable=False),
    one_of("kind", PlaceKind),
    comment="Places of gazetteers and classifiers as imported; a place without a shape has a name only.",
)
Index("ix_gazetteer_place_shape", gazetteer_place.c.shape, postgresql_using="gist").ddl_if(
    dialect="postgresql"
)

geocoder_answer = Table(
    "geocoder_answer",
    metadata,
    Column("geocoder", String, primary_key=True),
    Column("question", String, primary_key=True),
    Column("answer", JSON, nullable=False),
    Column("asked_at", Instant(), nullable=False),
    comment="What remote geocoders answered; an empty list is an answer, an error is not kept.",
)
