"""What the questions of a script are answered with: frozen values, without a reference to the edition.

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
    """Degrees east of the point that stands for the unit."""
    lat: float | None
    """Degrees north of it."""
    error_m: float | None
    """Metres within which the true place is expected."""


class UnitAtPoint(Struct, frozen=True, kw_only=True):
    """A unit that contains a point, and how that is known."""

    unit: UnitAnswer
    basis: PlaceBasis
    """POLYGON: its boundary holds the point. NEAREST_SETTLEMENT: it holds the nearest settlement."""
    distance_m: float | None
    """Metres from the point to that settlement."""


class OfficeAnswer(Struct, frozen=True, kw_only=True):
    """An office, with what people need to go there."""

    id: str
    name: str
    address: str | None
    phones: tuple[str, ...]
    """In E.164 where the printed number could be read in full, else as printed."""
    lon: float | None
    lat: float | None
    precision: Precision | None
    """What the point stands for: SETTLEMENT is the middle of a town, not a front door."""
    error_m: float | None
    """Metres within which the true place is expected."""


class ServingOffice(Struct, frozen=True, kw_only=True):
    """An office that takes part in a service for a place."""

    office: OfficeAnswer
    roles: tuple[Role, ...]
    sources: tuple[str, ...]
    """The rows and paragraphs of acts that say so, such as `row 2 of annex 2 of standard 1 of act 1119`."""


class NearOffice(Struct, frozen=True, kw_only=True):
    """An office and how far it is from a point."""

    office: OfficeAnswer
    distance_m: float
    """Metres along the ground (geodesic, WGS84)."""
    error_m: float
    """Metres by which `distance_m` may be off, since the position of the office is no more exact."""


class ServiceAnswer(Struct, frozen=True, kw_only=True):
    """A public service."""

    id: str
    name: str


class WhoServes(Struct, frozen=True, kw_only=True):
    """Which offices serve a place for a service. Every `outcome` is an answer, also one without offices."""

    outcome: ResolutionOutcome
    service: ServiceAnswer
    law_status: ActStatus
    """Whether the law behind the answer is in force on the day asked for."""
    place: UnitAnswer | None
    """The place that was understood; None where none or several may be meant."""
    candidates: tuple[UnitAnswer, ...]
    """The places that may be meant where `place` is None, the most important first."""
    offices: tuple[ServingOffice, ...]
    """The nearest territory first; offices that only hear complaints last."""
    alternatives: tuple[NearOffice, ...]
    """Service centres that accept the application as well, nearest first."""
    explanation: tuple[str, ...]
    """The reasoning as sentences, from the place to the conclusion."""


class LocatedPlace(Struct, frozen=True, kw_only=True):
    """A place that a text may mean."""

    unit: UnitAnswer | None
    """None for a place that only a gazetteer knows."""
    lon: float
    lat: float
    precision: Precision
    error_m: float
    """Metres within which the true place is expected."""
    confidence: float
    """From 0 to 1: the measured share of right answers of the rule that found it."""
    is_certain: bool
    """Whether it may be taken for what the text means."""
    stage: Stage
    """The rule that found it: from an exact name to a resemblance."""
    doubts: tuple[Doubt, ...]
    left_out: tuple[str, ...]
    """Parts of the text that were not understood."""
    explanation: str


class NamedService(Struct, frozen=True, kw_only=True):
    """A service that a typed line may mean, and by which of its names it was recognised."""

    service: ServiceAnswer
    named_by: NamedBy
    name: str


class LineOffice(Struct, frozen=True, kw_only=True):
    """An office that answers a typed line."""

    office: OfficeAnswer
    service_id: str | None
    """The service it gives, where the line asks who serves."""
    distance_m: float | None
    """Metres, where the line asks for the nearest."""


class LineAnswer(Struct, frozen=True, kw_only=True):
    """What a typed line means, and the offices that answer it."""

    question: AskedFor
    is_certain: bool
    """Whether the line proves one service and one place, with each word understood."""
    doubts: tuple[AskDoubt, ...]
    services: tuple[NamedService, ...]
    """The services that may be meant, the likeliest first."""
    places: tuple[UnitAnswer, ...]
    """The places that may be meant, the most important first."""
    offices: tuple[LineOffice, ...]
    """The best first, at most ten."""
    left_out: tuple[str, ...]
    """Words that were not understood."""
    did_you_mean: str | None
    """The line with its misspelt words mended; None where none is."""
    explanation: str
