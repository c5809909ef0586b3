"""What the record of an office lacks or says only roughly: the tasks of its editors."""

from __future__ import annotations

from model.edition import Office
from model.enums import (
    ContactKind,
    Language,
    OfficeFault,
    Precision,
    ScheduleBasis,
    SchedulePurpose,
    TextOrigin,
)

_CALLED = frozenset({ContactKind.PHONE, ContactKind.HOTLINE})


def faults_of(office: Office) -> tuple[OfficeFault, ...]:
    """Faults that are visible in the record of an office alone, in the order of the enumeration.

    CONTRADICTION is never among them: the record alone does not show whether sources disagree.
    """
    return tuple(fault for fault in OfficeFault if _HOLDS[fault](office))


def _has_no_hours(office: Office) -> bool:
    """Whether the office has no general hours of its own.

    Hours that a standard sets for a class of offices do not count.
    """
    return not any(
        one.purpose is SchedulePurpose.GENERAL and one.basis is ScheduleBasis.OFFICE
        for one in office.schedules
    )


def _has_no_kazakh_name(office: Office) -> bool:
    return not any(
        name.language is Language.KK and name.origin is TextOrigin.ORIGINAL for name in office.names
    )


def _has_no_phone(office: Office) -> bool:
    return not any(contact.kind in _CALLED for contact in office.contacts)


def _has_no_position(office: Office) -> bool:
    return office.position is None


def _is_approximate(office: Office) -> bool:
    return office.position is not None and office.position.precision is not Precision.BUILDING


def _never(_: Office) -> bool:
    return False


_HOLDS = {
    OfficeFault.NO_POSITION: _has_no_position,
    OfficeFault.APPROXIMATE_POSITION: _is_approximate,
    OfficeFault.NO_HOURS: _has_no_hours,
    OfficeFault.NO_PHONE: _has_no_phone,
    OfficeFault.NO_KAZAKH_NAME: _has_no_kazakh_name,
    OfficeFault.CONTRADICTION: _never,
}
