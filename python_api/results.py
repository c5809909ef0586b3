"""What the methods of a Registry return: frozen values without a reference to the edition.

Every coordinate is WGS84 in degrees, every distance and error is in metres. None means "not known", never
"no". `msgspec.to_builtins` and `msgspec.structs.asdict` turn a result into plain values, as for a table.
"""

from __future__ import annotations

from msgspec import Struct

from geo.asking.vocabulary import NamedBy
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.explanations.place_texts import Doubt
from geo.names.ladder import Stage
from model.enums import ActStatus, Level, PlaceBasis, Precision, ResolutionOutcome, Role


class UnitAnswer(Struct, frozen=True, kw_only=True):
    """A unit of territory: a region, a district, a rural okrug or a settlement."""

    id: str
    name: str
    level: Level
    lon: float | None
    """Longitude of the point that represents the unit, in degrees."""
    lat: float | None
    """Latitude of that point, in degrees."""
    error_m: float | None
    """Radius in metres within which the true place lies."""


class UnitAtPoint(Struct, frozen=True, kw_only=True):
    """A unit that contains a point, and how this was decided."""

    unit: UnitAnswer
    basis: PlaceBasis
    """POLYGON: its boundary contains the point. NEAREST_SETTLEMENT: it contains the nearest settlement."""
    distance_m: float | None
    """Metres from the point to that settlement."""


class OfficeAnswer(Struct, frozen=True, kw_only=True):
    """An office with what people need to visit it."""

    id: str
    name: str
    address: str | None
    phones: tuple[str, ...]
    """E.164 where the printed number could be parsed completely, else the printed text."""
    lon: float | None
    lat: float | None
    precision: Precision | None
    """What the point represents: SETTLEMENT is the middle of a town, not a front door."""
    error_m: float | None
    """Radius in metres within which the true place lies."""


class ServingOffice(Struct, frozen=True, kw_only=True):
    """An office that takes part in giving a service to a place."""

    office: OfficeAnswer
    roles: tuple[Role, ...]
    sources: tuple[str, ...]
    """The rows and paragraphs of acts that state it, such as `row 2 of annex 2 of standard 1 of act 1119`."""


class NearOffice(Struct, frozen=True, kw_only=True):
    """An office and its distance from a point."""

    office: OfficeAnswer
    distance_m: float
    """Metres along the ground (geodesic, WGS84)."""
    error_m: float
    """Metres by which `distance_m` may be wrong, because the position of the office is not more exact."""


class ServiceAnswer(Struct, frozen=True, kw_only=True):
    """A public service."""

    id: str
    name: str


class WhoServes(Struct, frozen=True, kw_only=True):
    """The offices that serve a place for a service. Every `outcome` is an answer, even without offices."""

    outcome: ResolutionOutcome
    service: ServiceAnswer
    law_status: ActStatus
    """Whether the law behind the answer is in force on the requested day."""
    place: UnitAnswer | None
    """The place that was recognised; None where none was, or several are possible."""
    candidates: tuple[UnitAnswer, ...]
    """The possible places where `place` is None, the most important first."""
    offices: tuple[ServingOffice, ...]
    """The nearest territory first; offices that only hear complaints last."""
    alternatives: tuple[NearOffice, ...]
    """Public service centres that also accept the application, nearest first."""
    explanation: tuple[str, ...]
    """The reasons as sentences, from the place to the conclusion."""


class LocatedPlace(Struct, frozen=True, kw_only=True):
    """A place that a text may mean."""

    unit: UnitAnswer | None
    """None for a place that is only in a gazetteer."""
    lon: float
    lat: float
    precision: Precision
    error_m: float
    """Radius in metres within which the true place lies."""
    confidence: float
    """From 0 to 1: how often the rule that found the place was right, as measured."""
    is_certain: bool
    """Whether the text means this place with enough certainty to use it without asking."""
    stage: Stage
    """The rule that found it: from an exact name to a resemblance."""
    doubts: tuple[Doubt, ...]
    left_out: tuple[str, ...]
    """Parts of the text that were not recognised."""
    explanation: str


class NamedService(Struct, frozen=True, kw_only=True):
    """A service that a typed line may mean, and the name by which it was recognised in the line."""

    service: ServiceAnswer
    named_by: NamedBy
    name: str


class LineOffice(Struct, frozen=True, kw_only=True):
    """An office that answers a typed line."""

    office: OfficeAnswer
    service_id: str | None
    """The service it gives, where the line asks which office serves."""
    distance_m: float | None
    """Distance in metres, where the line asks for the nearest office."""


class LineAnswer(Struct, frozen=True, kw_only=True):
    """How a typed line was understood, and the offices that answer it."""

    question: AskedFor
    is_certain: bool
    """Whether the line identifies one service and one place, and every word was recognised."""
    doubts: tuple[AskDoubt, ...]
    services: tuple[NamedService, ...]
    """The possible services, the likeliest first."""
    places: tuple[UnitAnswer, ...]
    """The possible places, the most important first."""
    offices: tuple[LineOffice, ...]
    """At most ten offices, the best first."""
    left_out: tuple[str, ...]
    """Words that were not recognised."""
    did_you_mean: str | None
    """The line with its spelling corrected; None where nothing was misspelt."""
    explanation: str
