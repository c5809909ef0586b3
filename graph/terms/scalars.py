"""Scalars and enumerations of the schema, under the names and descriptions that clients see."""

import re
from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from graphql import value_from_ast_untyped

from changes import authority, problems, proposals
from changes.import_outcomes import ImportOutcome, MatchedBy
from geo.asking.vocabulary import NamedBy
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.explanations.place_texts import Doubt
from geo.jurisdiction.freshness import AgeClass
from graph.libraries.strawberry_schema import ScalarDefinition
from model import act_jobs, act_results, enums
from model.agreement import LanguageAgreement
from model.errors import UsageError
from model.values import calendar

GeoJSONGeometry = NewType("GeoJSONGeometry", object)
"""A GeoJSON geometry object as plain dictionaries and lists."""


class UnreadableScalarError(UsageError):
    """A date, a time or a geometry has a form that cannot be read."""


_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""Years of moments that a client may send: time zones and forecasts stay within Python's calendar."""

_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    _FULL_DATE.pattern + r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def read_date(value: object) -> date:
    """A calendar date from RFC 3339 full-date text. Raises UnreadableScalarError on anything else."""
    if not isinstance(value, str) or not _FULL_DATE.fullmatch(value):
        raise UnreadableScalarError(f"Date is written YYYY-MM-DD, for example 2012-08-31; got {value!r}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UnreadableScalarError(f"Date is a day of the calendar; {value!r} is none") from None


def read_instant(value: object) -> datetime:
    """A moment from RFC 3339 date-time text with an offset, in the years 1900 to 2200.

    Raises UnreadableScalarError for anything else.
    """
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise UnreadableScalarError(
            f"DateTime is written with an offset, for example 2012-08-31T09:00:00+06:00; got {value!r}"
        )
    try:
        instant = datetime.fromisoformat(value.upper())
    except ValueError:
        raise UnreadableScalarError(
            f"DateTime is a moment of the calendar and of a clock without leap seconds; {value!r} is none"
        ) from None
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise UnreadableScalarError(
            f"DateTime is a moment of the years {_FIRST_YEAR} to {_LAST_YEAR}; got {value!r}"
        )
    return instant


def read_geometry(value: object) -> GeoJSONGeometry:
    """A GeoJSON geometry object; its coordinates are not checked here.

    Raises UnreadableScalarError if it is no object with a `type`.
    """
    if isinstance(value, dict) and isinstance(value.get("type"), str):
        return GeoJSONGeometry(value)
    raise UnreadableScalarError("a GeoJSON geometry is an object with a type and coordinates")


def write_instant(value: datetime) -> str:
    """RFC 3339 text of a moment. Its offset is `Z` for UTC."""
    return value.isoformat().replace("+00:00", "Z") if value.tzinfo is UTC else value.isoformat()


def _geometry_literal(node: Any, variables: dict[str, Any] | None = None) -> GeoJSONGeometry:
    # A literal in the document has no GeoJSON type, so it is converted to plain values first.
    return read_geometry(value_from_ast_untyped(node, variables))


SCALARS: dict[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Date",
        description="A calendar date (RFC 3339 full-date), in Kazakhstan civil time.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
        serialize=date.isoformat,
        parse_value=read_date,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant (RFC 3339 date-time with offset); one that a client sends lies in the years "
        f"{_FIRST_YEAR} to {_LAST_YEAR}.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        serialize=write_instant,
        parse_value=read_instant,
    ),
    GeoJSONGeometry: strawberry.scalar(
        name="GeoJSONGeometry",
        description="A GeoJSON geometry object (RFC 7946, WGS 84, longitude before latitude).",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc7946#section-3.1",
        serialize=lambda value: value,
        parse_value=read_geometry,
        parse_literal=_geometry_literal,
    ),
}

# The registry's own enumerations become GraphQL enums: clients write the names of members.
for _kind, _name, _description in (
    (enums.Language, "LanguageCode", "BCP 47 languages the registry holds text in."),
    (
        enums.TextOrigin,
        "TextOrigin",
        "Origin of a text in its language: ORIGINAL is printed in a source, TRANSLITERATED is "
        "in Latin letters by rule, TRANSLATED is by Kense, COMPOSED is made by rule from the "
        "names of its parts.",
    ),
    (enums.Level, "AdministrativeLevel", "Rung of the administrative ladder."),
    (enums.OfficeKind, "OfficeKind", "What an office is."),
    (enums.LifecycleStatus, "LifecycleStatus", "Life-cycle state on the date asked for."),
    (
        enums.Precision,
        "CoordinatePrecision",
        "How exactly a coordinate is known (cf. Pelias accuracy, BAN type).",
    ),
    (enums.Role, "ProvisionRole", "What the office does in the chain that delivers a service."),
    (
        enums.ResolutionOutcome,
        "ResolutionOutcome",
        "Outcome of asking who serves a place; every outcome is an answer, not an error.",
    ),
    (enums.PlaceBasis, "PlaceBasis", "How a place was understood."),
    (enums.CorrectionStatus, "CorrectionStatus", "State of a proposed correction."),
    (problems.UserErrorCode, "UserErrorCode", "Machine-readable reason a mutation did nothing."),
    (proposals.Decision, "ReviewDecision", "A reviewer's decision."),
    (enums.RecordKind, "RecordKind", "What a change of a public record is about."),
    (enums.PositionState, "PositionState", "Whether a position is as exact as the texts allow."),
    (enums.PositionTrouble, "PositionTrouble", "Why something could not be located."),
    (enums.OfficeFault, "OfficeFault", "What is missing or doubted of an office."),
    (authority.Right, "AccountRight", "What an account may do within its territories."),
    (enums.ChangeKind, "UnitChangeKind", "What happened to a unit of territory."),
    (enums.ActStatus, "ActStatus", "Legal force of an act on the date asked for."),
    (enums.ContactKind, "ContactKind", "Medium of a contact."),
    (
        calendar.OpenStateKind,
        "OpenStateKind",
        "UNKNOWN is a real answer and is not CLOSED.",
    ),
    (enums.SchedulePurpose, "SchedulePurpose", "Which hours these are."),
    (enums.ScheduleBasis, "ScheduleBasis", "Whose hours a schedule states."),
    (enums.Channel, "ServiceChannel", "How the service can be asked for (CPSV-AP Channel)."),
    (enums.TermUnit, "TermUnit", "Unit of a term."),
    (Doubt, "PlaceDoubt", "Reasons why a place may not be the one in the text."),
    (AskedFor, "QuestionKind", "What kind of question a typed line is."),
    (AskDoubt, "AskDoubt", "Reasons against the reading of a typed line."),
    (NamedBy, "ServiceNamedBy", "By what kind of name a service was recognised."),
    (AgeClass, "AgeClass", "How old the newest act behind an answer is."),
    (ImportOutcome, "ImportOutcome", "The outcome of a line of an import."),
    (MatchedBy, "MatchedBy", "How a line of an import was matched to its office."),
    (act_jobs.JobKind, "ActJobKind", "A step in publishing an act."),
    (act_jobs.JobState, "ActJobState", "Progress of a job."),
    (act_jobs.JobErrorCode, "ActJobErrorCode", "Why a job failed."),
    (act_results.LineOf, "ActLineKind", "What a line of an act is."),
    (act_results.RunOutcome, "ActRunOutcome", "How lines that look like a table were handled."),
    (act_results.Effect, "ActEffect", "What publishing an act does to something."),
    (act_results.Subject, "ActSubject", "What begins, changes or ends."),
    (act_results.NoticeKind, "ActNoticeKind", "What to know before an act is published."),
    (LanguageAgreement, "LanguageAgreement", "Whether the Kazakh and Russian texts say the same."),
):
    strawberry.enum(_kind, name=_name, description=_description)
