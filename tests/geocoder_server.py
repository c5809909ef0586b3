"""A small HTTP server that answers as Nominatim, Photon and Pelias document it, or wrongly, as configured."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Reply:
    """An answer: a body and a status after a delay; without a body the connection is cut.

    With `drip_s` the bytes come one by one, so many seconds apart.
    """

    body: str | None
    status: int = 200
    delay_s: float = 0.0
    drip_s: float = 0.0


def nominatim(name: str, lon: float, lat: float, rank: int = 19, around: str = "") -> dict[str, Any]:
    """https://nominatim.org/release-docs/latest/api/Output/: JSON, numbers as text."""
    return {
        "place_id": 1,
        "osm_type": "node",
        "osm_id": 42,
        "lat": f"{lat}",
        "lon": f"{lon}",
        "class": "place",
        "type": "village",
        "place_rank": rank,
        "importance": 0.3,
        "addresstype": "village",
        "name": name,
        "display_name": f"{name}{around}, Қазақстан",
        "boundingbox": ["0", "1", "0", "1"],
    }


def photon(name: str, lon: float, lat: float, kind: str = "city") -> dict[str, Any]:
    """https://github.com/komoot/photon#search: a GeoJSON feature."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "osm_type": "N", "osm_id": 43, "osm_key": "place", "osm_value": "village", "type": kind,
            "name": name, "country": "Қазақстан", "countrycode": "KZ",
        },
    }  # fmt: skip


def pelias(name: str, lon: float, lat: float, layer: str = "locality") -> dict[str, Any]:
    """https://github.com/pelias/documentation/blob/master/response.md: a GeoJSON feature."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "id": "44", "gid": f"whosonfirst:{layer}:44", "layer": layer, "source": "whosonfirst",
            "name": name, "label": f"{name}, Kazakhstan", "confidence": 0.9, "match_type": "exact",
            "accuracy": "centroid",
        },
    }  # fmt: skip


def body(*places: dict[str, Any]) -> str:
    """A whole answer: Nominatim's is a list, the others' a FeatureCollection."""
    if places and places[0].get("type") == "Feature":
        return json.dumps({"type": "FeatureCollection", "features": places})
    return json.dumps(places)


@dataclass
class GeocoderServer:
    """The answers to give, of which the last repeats, and the requests received."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[float, str, dict[str, list[str]]]] = field(default_factory=list)
    known: dict[str, Reply] = field(default_factory=dict)
    """Part of a question to the answer; all other questions get the replies."""

    @property
    def questions(self) -> list[str]:
        """The texts of the requests."""
        return [(query.get("q") or query.get("text") or [""])[0] for _, _, query in self.asked]

    def tell(self, *replies: Reply) -> None:
        """Set the answers from now on."""
        self.replies = list(replies)

    def next(self, path: str) -> Reply:
        """Record a request and return its answer."""
        split = urlsplit(path)
        self.asked.append((time.monotonic(), split.path, parse_qs(split.query)))
        for part, reply in self.known.items():
            if part in self.questions[-1]:
                return reply
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def geocoder_server() -> Iterator[GeocoderServer]:
    """A server on a free port of this machine until the end of the block."""
    told = GeocoderServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = told.next(self.path)
            time.sleep(reply.delay_s)
            if reply.body is None:
                self.connection.close()
                return
            content = reply.body.encode()
            try:
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if not reply.drip_s:
                    self.wfile.write(content)
                    return
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    time.sleep(reply.drip_s)
            except OSError:
                pass  # the client did not wait

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
