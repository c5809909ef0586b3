"""A stream of places to locate: JSON lines in, JSON lines out, one answer for each line, in order.

Memory stays constant however long the stream is. A line that cannot be read gets an answer that says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec
import orjson

from geo.locator.candidates import Candidate, LocateQuery
from geo.locator.locator import Locator

NONE = "NONE"
"""Precision of an answer without a place."""
LONGEST_LINE = 1_000_000
"""Bytes; a longer line is refused without reading it."""


class Asked(msgspec.Struct, forbid_unknown_fields=False):
    """One line of the input: a text, and names of its known surroundings."""

    text: str
    district: str | None = None
    region: str | None = None
    office: str | None = None


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream.

    Of a line above 1 000 000 bytes only the beginning, with enough bytes to show that.
    """
    while line := stream.readline(LONGEST_LINE + 2):
        end = line
        while len(end) > LONGEST_LINE and not end.endswith(b"\n"):
            end = stream.readline(LONGEST_LINE + 2) or b"\n"
        yield line


def locate_lines(locator: Locator, lines: Iterable[bytes]) -> Iterator[bytes]:
    """The answer to each line as JSON, without a line end.

    Empty and unreadable lines get an answer with an `error`.
    """
    decoder = msgspec.json.Decoder(Asked)
    for line in lines:
        yield _answered(locator, decoder, line)


def _answered(locator: Locator, decoder: msgspec.json.Decoder[Asked], line: bytes) -> bytes:
    """The answer to one line. For a line that is too long or is no such object, the answer has an `error`."""
    if len(line) > LONGEST_LINE:
        return _refused(f"the line has more than {LONGEST_LINE} bytes")
    try:
        asked = decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _refused(f"not an object with a text: {error}")
    query = LocateQuery(asked.text, asked.district, asked.region, asked.office)
    answer = locator.answer(query)
    found = {"text": asked.text, **_told(answer.best)}
    return _encoded({**found, "candidates": [_told(candidate) for candidate in answer.candidates]})


def _told(candidate: Candidate | None) -> dict[str, Any]:
    if candidate is None:
        return {
            "lat": None, "lon": None, "precision": NONE, "confidence": 0.0, "stage": None,
            "unit": None, "source_id": None,
        }  # fmt: skip
    return {
        "lat": round(candidate.point.lat, 5),
        "lon": round(candidate.point.lon, 5),
        "precision": candidate.precision.value,
        "confidence": candidate.confidence,
        "stage": candidate.stage.value,
        "unit": candidate.unit.id if candidate.unit is not None else None,
        "source_id": candidate.source_id,
    }


def _refused(why: str) -> bytes:
    return orjson.dumps({"error": why, "precision": NONE})


def _encoded(answer: dict[str, Any]) -> bytes:
    return orjson.dumps(answer)
