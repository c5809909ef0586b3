"""Cache of remote geocoders' answers in the store, so that no question is sent twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from store.tables import tables
from store.tables.engine import reading, writing

Answer = list[dict[str, str | float]]
"""A geocoder's answer, one flat row for each place; empty where it knows none."""

FRESH = timedelta(days=180)
"""How long an answer is valid without asking again."""


class GeocoderCache:
    """The answers of geocoders in one store. Every method raises StoreError if the store cannot be used."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def answer(self, geocoder: str, question: str, now: datetime | None = None) -> Answer | None:
        """The stored answer; None if the geocoder was not asked that in the last 180 days.

        An empty answer means that the geocoder knows no such place.
        """
        table = tables.geocoder_answer
        asked = select(table.c.answer, table.c.asked_at).where(
            table.c.geocoder == geocoder, table.c.question == question
        )
        with reading(self._engine) as connection:
            row = connection.execute(asked).one_or_none()
        if row is None or (now or datetime.now(UTC)) - row.asked_at > FRESH:
            return None
        found: Answer = row.answer
        return found

    def keep(self, geocoder: str, question: str, answer: Answer, now: datetime | None = None) -> None:
        """Store an answer, replacing an older answer."""
        table = tables.geocoder_answer
        with writing(self._engine) as connection:
            connection.execute(
                delete(table).where(table.c.geocoder == geocoder, table.c.question == question)
            )
            row = {
                "geocoder": geocoder,
                "question": question,
                "answer": answer,
                "asked_at": now or datetime.now(UTC),
            }
            connection.execute(insert(table), row)
