"""Enumerations that all layers use; a member's value is what seeds and the database contain."""

from enum import StrEnum


class Language(StrEnum):
    """BCP 47 language of a text. No act is in English: English texts are transliterated or translated."""

    KK = "kk"
    RU = "ru"
    EN = "en"


class Level(StrEnum):
    """Level of a unit in the administrative hierarchy, widest first."""

    REGION = "REGION"
    DISTRICT = "DISTRICT"
    RURAL_OKRUG = "RURAL_OKRUG"
    SETTLEMENT = "SETTLEMENT"


class TextOrigin(StrEnum):
    """Whether a text is printed in its language, transliterated, translated or composed."""

    ORIGINAL = "ORIGINAL"
    TRANSLITERATED = "TRANSLITERATED"
    TRANSLATED = "TRANSLATED"
    COMPOSED = "COMPOSED"


class NameStatus(StrEnum):
    """Status of a place name: the name to show, an older name, or a name that only a printed text has."""

    OFFICIAL = "OFFICIAL"
    FORMER = "FORMER"
    VARIANT = "VARIANT"
    MISPRINT = "MISPRINT"


class OfficeKind(StrEnum):
    """What kind of body an office is."""

    AKIMAT = "AKIMAT"
    DEPARTMENT = "DEPARTMENT"
    PSC_BRANCH = "PSC_BRANCH"
    TERRITORIAL_BODY = "TERRITORIAL_BODY"
    ORGANISATION = "ORGANISATION"
    MOBILE_UNIT = "MOBILE_UNIT"
    OTHER = "OTHER"


class Origin(StrEnum):
    """Whether acts or people first named an office."""

    ACTS = "ACTS"
    PEOPLE = "PEOPLE"


class LifecycleStatus(StrEnum):
    """Whether an office is planned, active, suspended or closed on a day."""

    PLANNED = "PLANNED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"


class Precision(StrEnum):
    """How exactly a coordinate is known, finest first."""

    BUILDING = "BUILDING"
    STREET = "STREET"
    SETTLEMENT = "SETTLEMENT"
    OKRUG = "OKRUG"
    DISTRICT = "DISTRICT"
    REGION = "REGION"

    @property
    def error_m(self) -> float:
        """Radius in metres within which the true place is expected."""
        return _ERROR_M[self]


_ERROR_M = {
    Precision.BUILDING: 50.0,
    Precision.STREET: 500.0,
    Precision.SETTLEMENT: 3_000.0,
    Precision.OKRUG: 15_000.0,
    Precision.DISTRICT: 60_000.0,
    Precision.REGION: 300_000.0,
}


class Role(StrEnum):
    """What an office does in delivering a service, in the order in which people meet it."""

    ACCEPTS_APPLICATIONS = "ACCEPTS_APPLICATIONS"
    DECIDES = "DECIDES"
    ISSUES_RESULT = "ISSUES_RESULT"
    HEARS_COMPLAINTS = "HEARS_COMPLAINTS"


class ContactKind(StrEnum):
    """How a contact is reached: by phone, fax, e-mail..."""

    PHONE = "PHONE"
    FAX = "FAX"
    EMAIL = "EMAIL"
    WEBSITE = "WEBSITE"
    MESSENGER = "MESSENGER"
    HOTLINE = "HOTLINE"


class SchedulePurpose(StrEnum):
    """What hours are for: the whole office, receiving the public, a leader's reception, or a duty service."""

    GENERAL = "GENERAL"
    PUBLIC_RECEPTION = "PUBLIC_RECEPTION"
    LEADER_RECEPTION = "LEADER_RECEPTION"
    DUTY = "DUTY"


class ScheduleBasis(StrEnum):
    """Where the hours of an office come from."""

    OFFICE = "OFFICE"
    """Printed for the office, or set by people."""
    STANDARD = "STANDARD"
    """Stated by the standard that lists the office, for all offices of its kind."""


class ActStatus(StrEnum):
    """Legal force of an act on a date."""

    NOT_YET_IN_FORCE = "NOT_YET_IN_FORCE"
    IN_FORCE = "IN_FORCE"
    PARTLY_IN_FORCE = "PARTLY_IN_FORCE"
    REPEALED = "REPEALED"
    UNKNOWN = "UNKNOWN"


class ChangeKind(StrEnum):
    """What happened to a unit of territory."""

    RENAMED = "RENAMED"
    MOVED = "MOVED"
    SPLIT = "SPLIT"
    MERGED = "MERGED"
    RAISED = "RAISED"
    LOWERED = "LOWERED"
    ABOLISHED = "ABOLISHED"


GIVING_ROLES = frozenset({Role.ACCEPTS_APPLICATIONS, Role.DECIDES, Role.ISSUES_RESULT})
"""Roles that give a service; an office that only hears complaints about it does not give it."""


class Channel(StrEnum):
    """How a service can be asked for (CPSV-AP Channel)."""

    AUTHORITY = "AUTHORITY"
    PSC = "PSC"
    PORTAL = "PORTAL"
    POST = "POST"
    PROXY = "PROXY"
    MOBILE_UNIT = "MOBILE_UNIT"


class TermUnit(StrEnum):
    """Unit of a time limit."""

    MINUTES = "MINUTES"
    HOURS = "HOURS"
    WORKING_DAYS = "WORKING_DAYS"
    CALENDAR_DAYS = "CALENDAR_DAYS"
    MONTHS = "MONTHS"
    FIXED_DATE = "FIXED_DATE"
    AT_ONCE = "AT_ONCE"


class PlaceBasis(StrEnum):
    """How the place of a question was identified: by name, code, polygon or the nearest settlement."""

    NAMED = "NAMED"
    CODE = "CODE"
    POLYGON = "POLYGON"
    NEAREST_SETTLEMENT = "NEAREST_SETTLEMENT"


class PlaceKind(StrEnum):
    """What a place of a gazetteer is."""

    LOCALITY = "LOCALITY"
    DISTRICT = "DISTRICT"
    REGION = "REGION"
    ALIAS = "ALIAS"
    """A name by which acts print a district."""
    CODE = "CODE"
    """An object of an official classifier, without coordinates."""


class ResolutionOutcome(StrEnum):
    """Outcome of asking who serves a place; every outcome is an answer, not an error."""

    RESOLVED = "RESOLVED"
    AMBIGUOUS_PLACE = "AMBIGUOUS_PLACE"
    SEVERAL_OFFICES = "SEVERAL_OFFICES"
    NATIONWIDE = "NATIONWIDE"
    NOT_PROVIDED_HERE = "NOT_PROVIDED_HERE"
    PROVIDER_NOT_LISTED = "PROVIDER_NOT_LISTED"
    NO_ACT_IN_FORCE = "NO_ACT_IN_FORCE"
    UNKNOWN_PLACE = "UNKNOWN_PLACE"
    ABROAD = "ABROAD"
    """A point outside the land of Kazakhstan: no office serves it."""


class CorrectionStatus(StrEnum):
    """State of a proposed correction."""

    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


class PositionState(StrEnum):
    """Whether a unit or an office has a position as exact as its texts allow."""

    NEEDS_GEOCODING = "NEEDS_GEOCODING"
    COULD_NOT_BE_LOCATED = "COULD_NOT_BE_LOCATED"
    LOCATED = "LOCATED"


class PositionTrouble(StrEnum):
    """Why a unit or an office has no position as exact as wanted."""

    NO_PLACE = "NO_PLACE"
    NOT_FOUND = "NOT_FOUND"
    AMBIGUOUS = "AMBIGUOUS"
    NO_GEOCODER = "NO_GEOCODER"
    REFUSED = "REFUSED"
    PARTS_NOT_LOCATED = "PARTS_NOT_LOCATED"
    TAKEN_AWAY = "TAKEN_AWAY"


class OfficeFault(StrEnum):
    """What an office's record lacks or says only roughly, the gravest first."""

    NO_POSITION = "NO_POSITION"
    APPROXIMATE_POSITION = "APPROXIMATE_POSITION"
    NO_HOURS = "NO_HOURS"
    NO_PHONE = "NO_PHONE"
    NO_KAZAKH_NAME = "NO_KAZAKH_NAME"
    CONTRADICTION = "CONTRADICTION"


class LinkKind(StrEnum):
    """What one act does to another."""

    AMENDS = "AMENDS"
    REPEALS = "REPEALS"
    REPEALS_PART = "REPEALS_PART"


class OperationKind(StrEnum):
    """What an amending act does to the text of another act, or to a unit."""

    RESTATE_ROW = "RESTATE_ROW"
    DELETE_ROW = "DELETE_ROW"
    INSERT_ROW = "INSERT_ROW"
    REPLACE_WORDS = "REPLACE_WORDS"
    RESTATE_ANNEX = "RESTATE_ANNEX"
    DELETE_ANNEX = "DELETE_ANNEX"
    RESTATE_STANDARD = "RESTATE_STANDARD"
    ADD_STANDARD = "ADD_STANDARD"
    DELETE_STANDARD = "DELETE_STANDARD"
    REPEAL = "REPEAL"
    REPEAL_PART = "REPEAL_PART"
    RENAME_UNIT = "RENAME_UNIT"
    REORGANISE_UNIT = "REORGANISE_UNIT"


class RecordKind(StrEnum):
    """The kind of record that a public change is about."""

    AMENDMENT = "AMENDMENT"
    BOUNDARY = "BOUNDARY"
    LEGAL_ACT = "LEGAL_ACT"
    NEW_DUMP = "NEW_DUMP"
    """Not a record: the changes are not known record by record, and a mirror has to take a new dump."""
    OFFICE = "OFFICE"
    ORGANIZATION = "ORGANIZATION"
    PROVISION = "PROVISION"
    PUBLIC_SERVICE = "PUBLIC_SERVICE"
    REPLACED_ID = "REPLACED_ID"
    SERVICE_PASSPORT = "SERVICE_PASSPORT"
    UNIT = "UNIT"
    UNIT_CHANGE = "UNIT_CHANGE"
