"""The meaning of each value of an enumeration, for the schema that clients read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graphql import GraphQLEnumType, GraphQLSchema

ENUM_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "ActEffect": {
        "BEGINS": "It exists from the activation on.",
        "CHANGES": "A field of it changes.",
        "ENDS": "It exists no longer, or ends on a day.",
    },
    "ActJobErrorCode": {
        "UNREADABLE_FILE": "The file is of an unsupported kind, encrypted, damaged or too large.",
        "UNREADABLE_ACT": "The text is not the whole text of an act, or no profile fits it.",
        "BAD_PROFILE": "The profile cannot be used: the message names the key.",
        "BAD_SEED": "The result of the act would break a rule of the registry.",
        "NOT_STAGED": "The act is not staged, or no longer.",
        "OUTDATED": "Other seeds were published since it was staged: its review stages it again.",
        "NOT_PUBLISHED": "There are no published seeds to start from.",
        "REFUSED": "The job was refused in the present state: the message says why.",
        "TOO_MUCH": "It takes more time or memory than a job may take.",
        "DIED": "Its process ended again and again.",
        "UNEXPECTED": "A fault of the program, which was logged.",
        "CANCELLED": "Somebody cancelled it: it has changed nothing.",
    },
    "ActJobKind": {
        "PROPOSE": "Account for each line of a text, and draft its profile.",
        "STAGE": "Lay an act beside the published edition.",
        "REVIEW": "Compare a staged act with the published edition.",
        "ACTIVATE": "Publish a staged act.",
        "ROLLBACK": "Return to the seeds before the last activated act.",
    },
    "ActJobState": {
        "WAITING": "Other jobs are done first.",
        "RUNNING": "It is being done.",
        "DONE": "It is done.",
        "FAILED": "It failed, and changed nothing.",
    },
    "ActLineKind": {
        "BLANK": "An empty line.",
        "HEAD": "Title, body, day and number of the act.",
        "HEADING": "A heading of a standard, an annex, a section or a territory.",
        "TITLE": "The title of a table or an annex.",
        "COLUMNS": "Titles or numbers of columns.",
        "ROW": "A row of a table of offices.",
        "OPERATION": "A change of another act that an amending act orders.",
        "OTHER_TABLE": "A table that lists no offices.",
        "PARAGRAPH": "A numbered paragraph.",
        "LIST_ITEM": "An item of a list.",
        "NOTE": "A note.",
        "PAGE": "A number or a heading of a page.",
        "UNREAD": "A line that no rule reads; its reason says why.",
    },
    "ActNoticeKind": {
        "DRAFT_SERVICE": "The act describes a service that the registry did not know.",
        "CORRECTION_REOPENED": "A person corrected a field that the act prints differently.",
        "CONTRADICTION": "The act contradicts another source.",
        "NO_LONGER_NAMED": "The act no longer names an office of its class and territory, which stays.",
        "ID_REPLACED": "Another id replaces a published one.",
        "CHANGE_WITHOUT_OFFICE": "A person changed an office that the act removes: this stops an activation.",
    },
    "ActRunOutcome": {
        "READ": "Its rows were read.",
        "BLOCKED": "It lists offices, and something in it is not understood.",
        "SKIPPED": "It lists no offices.",
    },
    "ActStatus": {
        "NOT_YET_IN_FORCE": "The act is adopted and begins to apply later.",
        "IN_FORCE": "The act applies.",
        "PARTLY_IN_FORCE": "A part of the act was repealed; the rest applies.",
        "REPEALED": "The act no longer applies.",
        "UNKNOWN": "The registry does not know whether the act applies.",
    },
    "ActSubject": {
        "OFFICE": "An office.",
        "PROVISION": "A service that an office gives for a territory.",
        "UNIT": "A unit of territory.",
    },
    "AdministrativeLevel": {
        "REGION": "A region (oblast), or a city of republican significance.",
        "DISTRICT": "A district (raion), a city of regional significance, or a district of a city.",
        "RURAL_OKRUG": "A rural okrug, or a settlement with an akim of its own that is not an okrug.",
        "SETTLEMENT": "A village, an urban settlement or a town.",
    },
    "AgeClass": {
        "UNDER_ONE_YEAR": "Less than a year.",
        "ONE_TO_FIVE_YEARS": "From one year to less than five.",
        "FIVE_TO_TEN_YEARS": "From five years to less than ten.",
        "OVER_TEN_YEARS": "Ten years and more.",
        "NO_SOURCE": "No act is cited: a person stated it.",
    },
    "AskDoubt": {
        "SEVERAL_SERVICES": "Several services are called by these words.",
        "PART_OF_NAME": "The words are a part of what the service is called.",
        "SERVICE_MISSPELT": "The words resemble those of the service.",
        "SEVERAL_PLACES": "Several places have the name.",
        "PLACE_DOUBTED": "The text does not identify the place for certain: `doubts` of the place says why.",
        "SERVICE_OR_PLACE": "The same words name a service and a place.",
        "LEFT_OUT": "A part of the line is not understood.",
    },
    "ContactKind": {
        "PHONE": "A telephone number, as E.164 where it is understood.",
        "FAX": "A fax number.",
        "EMAIL": "An address of e-mail.",
        "WEBSITE": "A page of the office.",
        "MESSENGER": "An account of a messenger, as its link.",
        "HOTLINE": "A number of a call centre that answers for many offices.",
    },
    "CoordinatePrecision": {
        "BUILDING": "The building itself.",
        "STREET": "The street.",
        "SETTLEMENT": "The village or town.",
        "OKRUG": "The rural okrug.",
        "DISTRICT": "The district.",
        "REGION": "The region.",
    },
    "CorrectionStatus": {
        "SUBMITTED": "It waits for a reviewer.",
        "IN_REVIEW": "It was accepted, and a newer act contradicts it: it is decided again.",
        "ACCEPTED": "It was accepted and changed the office.",
        "REJECTED": "A reviewer declined it.",
        "SUPERSEDED": "A later change of the office made it void.",
        "WITHDRAWN": "Its author withdrew it.",
    },
    "KnownBy": {
        "ACCOUNT": "By the token of an account.",
        "ADDRESS": "By the address of the request, which is not shown.",
        "REGISTRY": "It is the registry itself, which read a newer act.",
        "NOTHING": "Unknown, hidden from this client, or erased.",
    },
    "LanguageAgreement": {
        "AGREE": "Both texts say the same.",
        "DIFFER": "The texts say different things.",
        "ONLY_ONE_LANGUAGE": "Only one of the texts says it.",
    },
    "LanguageCode": {"KK": "Kazakh.", "RU": "Russian.", "EN": "English."},
    "LifecycleStatus": {
        "PLANNED": "It will open.",
        "ACTIVE": "It works.",
        "SUSPENDED": "It is suspended and may work again.",
        "CLOSED": "It is closed for good.",
    },
    "MatchType": {
        "EXACT": "The name equals the typed text, except for case and punctuation.",
        "PREFIX": "The name begins with what was typed.",
        "FUZZY": "The name is spelled similarly.",
        "TRANSLITERATED": "The name is the same in another alphabet.",
        "FORMER_NAME": "It is a former name.",
    },
    "OfficeKind": {
        "AKIMAT": "The akim of a unit, with the akim's staff.",
        "DEPARTMENT": "A department or management of an akimat.",
        "PSC_BRANCH": "A public service centre.",
        "TERRITORIAL_BODY": "A local body of a ministry, committee or agency.",
        "ORGANISATION": "An organisation such as a school or a clinic.",
        "MOBILE_UNIT": "An office on wheels.",
        "OTHER": "Another kind, also a ministry.",
    },
    "OfficeOrder": {
        "NAME_ASC": "By name, as the alphabet of the language has it.",
        "UPDATED_DESC": "The latest change first.",
        "ID_ASC": "By id.",
    },
    "OpenStateKind": {
        "OPEN": "It is open.",
        "CLOSED": "It is closed.",
        "BREAK": "It is in its break, and opens again on the same day.",
        "UNKNOWN": "Its hours are unknown, or the acts contradict each other for this moment.",
    },
    "PlaceBasis": {
        "NAMED": "By its name or id.",
        "CODE": "By a code of an official classifier.",
        "POLYGON": "The point lies inside its boundary.",
        "NEAREST_SETTLEMENT": "It contains the settlement nearest to the point.",
    },
    "PlaceDoubt": {
        "UNKNOWN_PART": "A part of the text names nothing known.",
        "ELSEWHERE": "Places with that name lie only in other territories than the one in the text.",
        "NOT_FOUND": "No place has the name; the territory around it is known.",
        "MISSPELT": "The name only resembles that of the place.",
        "TERRITORY_MISSPELT": "The name of the territory only resembles a known one.",
        "CITY_MEANT": "The text names a city of the republic; the place lies in the oblast of the same name.",
        "POSTCODE_ELSEWHERE": "The post code is one of another region.",
        "NUMBER_ALONE": "Digits without a word are ambiguous.",
        "NAMESAKES": "Other places have the name, too; a town comes first.",
    },
    "ProvisionRole": {
        "ACCEPTS_APPLICATIONS": "People apply here.",
        "DECIDES": "The body that gives the service.",
        "ISSUES_RESULT": "People get the result here.",
        "HEARS_COMPLAINTS": "People complain here.",
    },
    "QuestionKind": {
        "WHO_SERVES": "A service and a place: which office serves.",
        "NEAREST_CENTRE": "Where the nearest public service centre is.",
        "OFFICE_BY_NAME": "An office by its name.",
        "SERVICE_ONLY": "A service without a place.",
        "PLACE_ONLY": "A place without a service.",
        "SERVICE_OR_PLACE": "Words that name a service and a place: both are offered.",
        "NOT_HELD": "A service that no act of the registry holds: `notHeld` says where to ask.",
        "NOT_UNDERSTOOD": "Neither a service nor a place.",
    },
    "ResolutionOutcome": {
        "RESOLVED": "The offices that serve the place are known.",
        "AMBIGUOUS_PLACE": "The text means several places: `candidates` lists them.",
        "SEVERAL_OFFICES": "The place is larger than the territory of one office: choose a smaller one.",
        "NATIONWIDE": "One body serves the whole country.",
        "NOT_PROVIDED_HERE": "The acts name offices for other places, but not for this one.",
        "PROVIDER_NOT_LISTED": "The act names a class of providers, such as schools, without listing them.",
        "NO_ACT_IN_FORCE": "No act about the service was in force on that day.",
        "UNKNOWN_PLACE": "The registry does not know the place.",
        "ABROAD": "The point lies outside the country: no office serves it.",
    },
    "ReviewDecision": {"ACCEPT": "Carry the change out.", "REJECT": "Decline it."},
    "ScheduleBasis": {
        "OFFICE": "Printed for the office, or set by people.",
        "STANDARD": "Stated by the standard for all offices of the kind; weaker than hours of the office.",
    },
    "SchedulePurpose": {
        "GENERAL": "Hours of work.",
        "PUBLIC_RECEPTION": "Hours in which people are received.",
        "LEADER_RECEPTION": "Hours in which the head receives people.",
        "DUTY": "Hours of the staff on duty, also on days off.",
    },
    "ServiceChannel": {
        "AUTHORITY": "At the body that gives the service.",
        "PSC": "At a public service centre.",
        "PORTAL": "On a portal of the state.",
        "POST": "By post.",
        "PROXY": "By somebody with a power of attorney.",
        "MOBILE_UNIT": "At an office on wheels.",
    },
    "ServiceNamedBy": {
        "SHORT_NAME": "By its everyday name.",
        "SYNONYM": "By another word that people use.",
        "TITLE": "By words of the title in an act.",
        "THEME": "By the life event that leads to it.",
        "FUZZY": "By a name with an error in it.",
    },
    "TermUnit": {
        "MINUTES": "Minutes.",
        "HOURS": "Hours.",
        "WORKING_DAYS": "Working days, by the calendar of Kazakhstan.",
        "CALENDAR_DAYS": "Calendar days.",
        "MONTHS": "Months.",
        "FIXED_DATE": "A date that the act names.",
        "AT_ONCE": "On the spot.",
    },
    "PositionState": {
        "NEEDS_GEOCODING": "Its texts are more exact than its position, and it was not searched yet.",
        "COULD_NOT_BE_LOCATED": "The search for its position failed: `trouble` says why.",
        "LOCATED": "Its position is as exact as possible, or was set by a person.",
    },
    "PositionSubject": {
        "UNIT": "An administrative unit.",
        "OFFICE": "An office.",
    },
    "PositionTrouble": {
        "NO_PLACE": "No address and no place is known.",
        "NOT_FOUND": "Nothing of that name was found in the district.",
        "AMBIGUOUS": "Several places in the district have the name.",
        "NO_GEOCODER": "The settlement is known, the street is not, and no geocoder is allowed.",
        "REFUSED": "The answers of geocoders did not pass the check.",
        "PARTS_NOT_LOCATED": "None of the places inside the unit is located.",
        "TAKEN_AWAY": "A person removed the position.",
    },
    "OfficeFault": {
        "NO_POSITION": "No source gives a position.",
        "APPROXIMATE_POSITION": "Its position is coarser than a building.",
        "NO_HOURS": "The office's own general hours are unknown; a standard sets hours only for its class.",
        "NO_PHONE": "No phone and no hotline is known.",
        "NO_KAZAKH_NAME": "No source gives a name in Kazakh.",
        "CONTRADICTION": "Sources disagree on a field of it.",
    },
    "AccountRight": {
        "EDIT": "To change offices, and to give the second approval to a proposal filed without signing in.",
        "REVIEW": "To accept and to reject proposals of others.",
        "PUBLISH": "To bring acts in.",
    },
    "TextOrigin": {
        "ORIGINAL": "As a source gives it.",
        "TRANSLITERATED": "Written in Latin letters by rule.",
        "TRANSLATED": "Translated by Kense.",
        "COMPOSED": "Composed by rule from the names of its parts.",
    },
    "UnitChangeKind": {
        "RENAMED": "It got another name.",
        "MOVED": "It moved to another unit.",
        "SPLIT": "A part of it became a unit of its own.",
        "MERGED": "It was merged with others.",
        "RAISED": "It became a unit of a higher rank.",
        "LOWERED": "It became a unit of a lower rank.",
        "ABOLISHED": "It ended.",
    },
    "ImportOutcome": {
        "UNCHANGED": "The line equals its office: nothing changes.",
        "CHANGED": "The line changes its office.",
        "CREATED": "The line makes an office that the registry did not have.",
        "AMBIGUOUS": "The line may mean several offices, or one that is only similar: a person must choose.",
        "REFUSED": "The line is bad, and its errors say why.",
    },
    "MatchedBy": {
        "ID": "The line names the office by its id.",
        "IDENTIFIER": "One office has the identifiers of the line.",
        "NAME_AND_PLACE": "Exactly one open office has the name and the place of the line.",
        "CHOICE": "A person chose the office.",
    },
    "RecordKind": {
        "AMENDMENT": "A change that an act makes to another act or to a unit.",
        "BOUNDARY": "The boundary of a unit, by the id of the unit.",
        "LEGAL_ACT": "A legal act.",
        "NEW_DUMP": "Not a record: the single changes are unknown. Take a new dump, /changes/start.",
        "OFFICE": "An office.",
        "ORGANIZATION": "A legal body.",
        "PROVISION": "What an office does for a service, and where.",
        "PUBLIC_SERVICE": "A public service.",
        "REPLACED_ID": "An id that was replaced by another one.",
        "SERVICE_PASSPORT": "The standard of a service, as one act states it.",
        "UNIT": "A unit of territory.",
        "UNIT_CHANGE": "What happened to units on a day.",
    },
    "UserErrorCode": {
        "NOT_FOUND": "A named record does not exist.",
        "INVALID": "A value is invalid: the message says which and why.",
        "FORBIDDEN": "The client may not do this.",
        "CONFLICT": "Somebody changed the record meanwhile: read it again.",
        "EVIDENCE_REQUIRED": "Evidence is missing: give the source.",
        "DUPLICATE": "It exists already.",
        "OUT_OF_TERRITORY": "The account may not change anything there.",
    },
}
"""By the name of the enumeration and of the value."""


def describe_values(schema: GraphQLSchema) -> None:
    """Set the description of each value of the registry's enumerations in the schema.

    Raises KeyError for a value without a description, ValueError for a description of a value that does not
    exist.
    """
    for name, described in ENUM_VALUES.items():
        kind = schema.type_map.get(name)
        if not isinstance(kind, GraphQLEnumType):
            raise ValueError(f"{name} is described and is not an enumeration")
        if unknown := described.keys() - kind.values.keys():
            raise ValueError(f"{name} has no value {', '.join(sorted(unknown))}")
        for value_name, value in kind.values.items():
            value.description = described[value_name]
