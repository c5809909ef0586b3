"""Answers of remote geocoders kept in the store, so that nobody is asked the same twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from store.tables import tables
from store.tables.engine import reading, writing

Answer = list[dict[str, str | float]]
"""What a geocoder answered, one flat row a place; empty where it knows none."""

FRESH = timedelta(days=180)
"""How long an answer is taken without asking again."""


class GeocoderCache:
    """The answers in one store. Every method raises StoreError where the store cannot be used."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def answer(self, geocoder: str, question: str, now: datetime | None = None) -> Answer | None:
        """The answer kept, None where the geocoder was never asked that, or too long ago."""
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
        """Keep an answer in the stead of an older one."""
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
